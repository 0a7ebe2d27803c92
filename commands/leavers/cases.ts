/** `/channel leaver list|show`: the leaver cases this person may read. In a DM only. */
import { z } from 'zod';
import { mayRead } from '../../bot/leavers/authority.ts';
import { stepsOf } from '../../bot/leavers/case.ts';
import { refuse } from '../../bot/refusal.ts';
import type { Button, Card, Node } from '../../cards/node.ts';
import { sayDate } from '../../cards/text.ts';
import { openCases } from '../../db/leavers/cases.ts';
import { findPerson } from '../../db/organisation/people.ts';
import { type By, type Context, command, type Rule } from '../command.ts';
import { keyed } from '../keyed.ts';
import { type CaseDossier, caseDossier, namedCase } from './dossier.ts';

const PER_PAGE = 8;

/** The open cases this person may see, oldest first. */
async function visible({ tx, org, by }: Context): Promise<CaseDossier[]> {
  const files: CaseDossier[] = [];
  for (const { id } of await openCases(tx)) {
    const file = await caseDossier(tx, id, org);
    if (file && mayRead(by.actor, file.facts)) files.push(file);
  }
  return files;
}

export const leavers = command({
  name: 'leavers',
  group: 'channel',
  word: 'leaver list',
  aliases: ['weggang liste', 'leaver liste', 'leavers', 'weggänge', 'weggangsfälle'],
  rank: 160,
  authority: 'known',
  positional: ['page'],
  named: { page: ['seite'] },
  summary: 'help.leavers',
  args: z.object({ page: z.coerce.number().int().min(1).max(1000).optional() }),
  load: (_args, context) => visible(context),
  decide: ({ page = 1 }, files, by) => {
    if (!by.dm) return refuse('confidential');
    return { answer: { card: listCard(files, page, by) } };
  },
});

/**
 * Answers "no case" to people who may not read it, so they do not learn that there is one. Without a case: the list.
 */
const reading: Rule<CaseDossier | null> = {
  authority: { case: 'read' },
  blocker: (file, { actor }) => (file && !mayRead(actor, file.facts) ? refuse('no-case') : null),
};

export const leaver = command({
  name: 'leaver',
  group: 'channel',
  word: 'leaver show',
  aliases: ['weggang zeigen', 'leaver zeigen', 'leaver', 'weggang', 'weggangsfall'],
  rank: 170,
  authority: reading,
  positional: ['what'],
  named: { page: ['seite'] },
  summary: 'help.leaver',
  usage: 'usage.leaver',
  args: z.object({
    what: z.string().max(200).optional(),
    page: z.coerce.number().int().min(1).optional(),
    turned: z.boolean().optional(),
  }),
  load: async ({ what }, context) => {
    const { tx, org, by } = context;
    if (!what) return { file: null, all: await visible(context) };
    const person = await findPerson(tx, by.chat, by.tenant, what.replace(/^@/, ''));
    return { file: await namedCase(tx, what, person, org), all: null };
  },
  about: ({ file, all }, by) => (by.dm && (file || all) ? [file] : []),
  decide: ({ page = 1, turned = false }, { file, all }, by) => {
    if (!by.dm) return refuse('confidential');
    if (all) return { answer: { card: listCard(all, page, by) } };
    if (!file) return refuse('no-case');
    const subject = `leaver:${file.row.id}`;
    return { answer: { show: { view: 'leaver', subject, args: { page: String(page) } }, replace: turned } };
  },
});

function listCard(files: readonly CaseDossier[], asked: number, { say }: By): Card {
  const pages = Math.max(1, Math.ceil(files.length / PER_PAGE));
  const page = Math.min(asked, pages);
  const title = say('leavers.title', { count: files.length });
  const nodes: Node[] = [
    ...(files.length === 0 ? [{ kind: 'banner', tone: 'good', text: say('leavers.none') } as const] : []),
    ...files.slice((page - 1) * PER_PAGE, page * PER_PAGE).map((file) => caseItem(file, say)),
    ...(pages > 1 ? turning(page, pages, say) : []),
  ];
  return { title, summary: title, lang: say.lang, nodes };
}

function turning(page: number, pages: number, say: By['say']): Node[] {
  const turn = (to: number, label: string): Button => ({ label, do: 'leavers', args: { page: to } });
  const buttons = [
    ...(page > 1 ? [turn(page - 1, say('list.previous'))] : []),
    ...(page < pages ? [turn(page + 1, say('list.next'))] : []),
  ];
  return [
    { kind: 'note', text: say('list.page', { page, pages }) },
    { kind: 'actions', buttons },
  ];
}

/** One line about a case, with a button to open it. */
function caseItem({ row, items, names }: CaseDossier, say: By['say']): Node {
  const open = items.filter(({ item }) => stepsOf(item).length > 0).length;
  const state = keyed(say.lang, `leaver.state.${row.state}`);
  return {
    kind: 'item',
    title: names.get(row.person) ?? say('word.deleted-person'),
    text: say('leavers.line', { state, date: sayDate(say.lang, row.openedAt), open, all: items.length }),
    buttons: [{ label: say('leaver.open'), do: 'leaver', args: { what: row.id } }],
  };
}
