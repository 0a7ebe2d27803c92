/** The operators' scenes: the old list is imported, and the audit is verified. */
import { auditTool } from '../../adapters/operation/audit.ts';
import { importTool } from '../../adapters/operation/import.ts';
import { runTool, type Tool } from '../../adapters/operation/tool.ts';
import { forgeAudit } from '../../test/support/db.ts';
import type { Scene, Stage } from '../stage.ts';

const LIST = 'demo/saxony-2016.csv';

/** Runs one of the operators' tools on this database, as `npm run` does on the bot's. */
export async function operate(
  stage: Stage,
  tool: Tool,
  argv: readonly string[],
): Promise<{ lines: string[]; code: number }> {
  const lines: string[] = [];
  const keep = (line: string) => void lines.push(...line.split('\n'));
  const code = await runTool(tool, [...argv, '--lang', stage.lang], { say: keep, complain: keep });
  return { lines, code };
}
export const storeOf = (stage: Stage) => async () => ({ ...stage.store, close: async () => {} });

/** Shows only the beginning and the end of a long list. */
const shortened = ({ words }: Stage, lines: readonly string[], head: number): string[] => [
  ...lines.slice(0, head),
  words.left(lines.length - head - 1),
  lines.at(-1)!,
];

export const importScene: Scene = async (stage) => {
  const { page, words, cast, city, speak } = stage;
  const tool = importTool({ openStore: storeOf(stage), now: city.clock.now, organisation: async () => null });
  page.tell(words.tell.operator);
  const first = await operate(stage, tool, [LIST]);
  page.output(shortened(stage, first.lines, 6));
  page.check(words.checks.imported, first.lines.at(-1), /^51 .* 51 .* 51 .*: 0\.$/);
  page.check(words.checks.faultless, first.code, 0);
  page.tell(words.tell.again);
  const second = await operate(stage, tool, [LIST]);
  page.output(second.lines.slice(-1));
  page.check(words.checks.again, second.lines.at(-1), /51 .* 51 .* 0 .* 51 .*: 0\.$/);
  page.tell(words.tell.registrar);
  await cast.registrar.say('/channel list');
  const list = await stage.look(cast.registrar, speak('list.title', { total: 51 }), 4);
  page.check(words.checks.listed, list.text.split('\n')[0], speak('list.title', { total: 51 }));
};

export const audit: Scene = async (stage) => {
  const { page, words, store } = stage;
  const verify = () => operate(stage, auditTool({ openStore: storeOf(stage) }), []);
  page.tell('npm run audit:verify');
  const before = await verify();
  page.output(before.lines);
  page.check(words.checks.whole, before.code, 0);
  page.tell(words.tell.tamper);
  const refused = await forgeAudit(store);
  page.output([refused.split('\n')[0] ?? '']);
  page.check(words.checks.refused, refused, /append-only|audit/i);
  const after = await verify();
  page.check(words.checks.still, after.lines, before.lines);
};
