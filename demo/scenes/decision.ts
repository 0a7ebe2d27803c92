/** The last bodies decide: a deputy on behalf of the chair, and two people of one body at the same moment. */
import { auditOf } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { findApplications } from '../../db/registry/dossiers.ts';
import { consentWith, openFromTasks } from '../../test/support/script.ts';
import { cardOf, OVERVIEW, type Scene } from '../stage.ts';

export const deputy: Scene = async (stage) => {
  const { page, words, cast, speak, lang } = stage;
  const { councilDeputy, council, clerk } = cast;
  await openFromTasks(councilDeputy, lang);
  const clock = speak('clock.silence');
  const sight = await stage.look(councilDeputy, clock, clock, OVERVIEW, `[${speak('vote.yes')}]`);
  page.check(words.checks.silence, sight.text.includes(clock), true);
  await consentWith(councilDeputy, stage.number, words.resolution, lang);
  const acting = speak('application.acting', { by: councilDeputy.name, head: council.name });
  await stage.look(clerk, acting, acting, OVERVIEW);
  page.check(words.checks.acting, await stage.has(clerk, acting), true);
  page.check(words.checks.resolution, await stage.has(clerk, words.resolution), true);
};

export const atOnce: Scene = async (stage) => {
  const { page, words, cast, speak, city } = stage;
  const { fb11, fb11Too, clerk } = cast;
  await Promise.all([fb11.sees(cardOf(stage)), fb11Too.sees(cardOf(stage))]);
  page.tell(words.tell.atOnce);
  const yes = speak('vote.yes');
  for (const person of [fb11, fb11Too]) page.act(person, { kind: 'press', label: yes });
  await Promise.all([fb11.hand.press(yes, stage.number), fb11Too.hand.press(yes, stage.number)]);
  await city.settle();
  const text = (await clerk.sees(cardOf(stage))).text;
  const line = (name: string) => `${speak('body.fb11')}: ${speak('answer.yes')} – ${name},`;
  const [first, second] = text.includes(line(fb11.name)) ? [fb11, fb11Too] : [fb11Too, fb11];
  await stage.look(first, line(first.name), line(first.name));
  page.check(words.checks.first, text.includes(line(first.name)), true);
  const told =
    speak('refusal.already-decided', { answer: yes, who: first.name, at: '' }).split(first.name)[0]! + first.name;
  await stage.look(second, told, told);
  page.check(words.checks.second, await stage.has(second, told), true);
  const [application] = await stage.store.db.transaction((tx) => findApplications(tx as Tx, stage.number, null));
  const trail = await auditOf(stage.store.db, `application:${application!.id}`);
  const votes = trail.filter(({ action, data }) => action === 'voted' && (data as { body?: string }).body === 'fb11');
  page.check(words.checks.oneVote, votes.length, 1);
  const approved = speak('application.state', { state: speak('state.approved') });
  const done = await stage.look(clerk, approved, approved, OVERVIEW);
  page.check(words.checks.approved, done.text.includes(approved), true);
  const bodies = (['head', 'fb3', 'privacy', 'council', 'fb11', 'security'] as const).map((body) => {
    const sign = body === 'fb3' ? `⛔ ${speak('answer.no')}` : `✅ ${speak('answer.yes')}`;
    return done.text.includes(`${speak(`body.${body}`)}: ${sign}`);
  });
  page.check(words.checks.line, bodies, [true, true, true, true, true, true]);
};
