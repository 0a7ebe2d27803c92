/** Three months pass: the staff council's clock, a snoozed reminder, and one card a month with what is open. */
import { importTool } from '../../adapters/operation/import.ts';
import { addDays, type Day } from '../../bot/time/calendar.ts';
import { berlinDay } from '../../bot/time/day.ts';
import { sayDay } from '../../cards/text.ts';
import type { Tx } from '../../db/connect.ts';
import { dossier, findApplications } from '../../db/registry/dossiers.ts';
import { consentWith } from '../../test/support/script.ts';
import type { Person } from '../../test/support/story.ts';
import { CALENDAR, OVERVIEW, type Scene, type Stage } from '../stage.ts';
import { operate, storeOf } from './operator.ts';

const OWN_LIST = 'demo/kulturbetriebe.csv';
/** Days from asking to the deadline, and from the deadline to the council's meeting. */
const TERM = 14;
const MEETING = 20;

/** What the database holds, independent of the cards. */
async function councilVote({ store, number }: Stage): Promise<{ state: string; answer: string; last: Day }> {
  return store.db.transaction(async (tx) => {
    const [application] = await findApplications(tx as Tx, number, null);
    const file = await dossier(tx as Tx, application!.id);
    const vote = file!.votes.find(({ body }) => body === 'council')!;
    return { state: application!.state, answer: vote.answer, last: addDays(berlinDay(vote.openedAt!), TERM) };
  });
}
const UNANSWERED = { state: 'participation', answer: 'open' };

export const deadline: Scene = async (stage) => {
  const { page, words, cast, speak, lang } = stage;
  const { council, councilDeputy, fb11, clerk } = cast;
  const { last } = await councilVote(stage);
  const about = { body: speak('body.council'), date: sayDay(lang, last) };

  await stage.until(addDays(last, -3), words.tell.before);
  const running = speak('reminder.running', about);
  const silence = speak('clock.silence');
  const reminder = await stage.look(council, running, silence, `[${speak('snooze.button')}]`);
  page.check(words.checks.clock, reminder.text.includes(`${speak('clock.running', about)} ${silence}`), true);
  page.check(words.checks.onlyHolder, await stage.has(councilDeputy, running), false);
  const meeting = addDays(last, MEETING);
  await council.press(speak('snooze.button'), running);
  await council.fill({ until: meeting, reason: words.snoozeReason });
  await council.press(speak('snooze.save'));
  const saved = speak('snooze.saved', { date: sayDay(lang, meeting) });
  await stage.look(council, saved, saved);
  page.check(words.checks.snoozed, await stage.has(council, saved), true);

  await stage.until(last, words.tell.lastDay);
  const today = speak('reminder.today', about);
  await stage.look(councilDeputy, today, /^\[/);
  const both = await Promise.all([council, councilDeputy].map((person) => stage.has(person, today)));
  page.check(words.checks.deputyToo, both, [false, true]);

  await stage.until(addDays(last, 4), words.tell.after);
  const told = speak('reminder.overdue.told', about);
  await stage.look(fb11, told, speak('reminder.fb11'));
  const informed = await Promise.all([fb11, clerk, cast.head].map((person) => stage.has(person, told)));
  page.check(words.checks.informed, informed, [true, true, true]);
  page.check(words.checks.noYes, await councilVote(stage), { ...UNANSWERED, last });
};

const monthOf = ({ city, lang }: Stage): string =>
  new Intl.DateTimeFormat(lang === 'de' ? 'de-DE' : 'en-GB', {
    timeZone: 'Europe/Berlin',
    month: 'long',
    year: 'numeric',
  }).format(city.clock.now());
/** The title of this month's card. */
export const digestOf = (stage: Stage): string => stage.speak('digest.title', { month: monthOf(stage) });

/** Nothing comes on the first of a month if nobody works that day; moves on to the first working day. */
async function firstWorkingDay({ city, until }: Stage): Promise<void> {
  const today = berlinDay(city.clock.now());
  if (!CALENDAR.isWorkingDay(today)) await until(CALENDAR.nextWorkingDay(today));
}

/** How many monthly cards somebody has, and for how many different months. */
async function digests(stage: Stage, person: Person): Promise<{ cards: number; months: number }> {
  const begin = stage.speak('digest.title', { month: '' });
  const titles = (await person.sights()).map(({ text }) => text.split('\n')[0]!).filter((one) => one.startsWith(begin));
  return { cards: titles.length, months: new Set(titles).size };
}

export const months: Scene = async (stage) => {
  const { page, words, cast, city, speak, lang } = stage;
  const { council, head, clerk, manager } = cast;
  page.tell(words.tell.ownList);
  const tool = importTool({ openStore: storeOf(stage), now: city.clock.now, organisation: async () => null });
  const { lines } = await operate(stage, tool, [OWN_LIST]);
  page.output(lines.slice(-1));

  await city.clock.turn('month');
  await firstWorkingDay(stage);
  stage.date(words.tell.october);
  const single = speak('digest.single');
  const october = await stage.look(head, digestOf(stage), /./);
  page.check(
    words.checks.october,
    [single, speak('digest.missing')].map((section) => october.text.includes(section)),
    [true, true],
  );
  await stage.look(council, digestOf(stage), speak('digest.votes'), stage.number);
  page.check(words.checks.onlyOwn, await stage.has(council, single), false);

  const { last } = await councilVote(stage);
  const overdue = speak('reminder.overdue', { body: speak('body.council'), date: sayDay(lang, last) });
  const before = await stage.count(council, overdue);
  await stage.until(addDays(last, MEETING), words.tell.snoozeOver);
  await stage.look(council, overdue, speak('clock.silence'));
  page.check(words.checks.remindedAgain, (await stage.count(council, overdue)) - before, 1);

  await city.clock.turn('month');
  stage.date(words.tell.november);
  page.check(words.checks.holiday, await stage.has(head, digestOf(stage)), false);
  await firstWorkingDay(stage);
  stage.date(words.tell.novemberWork);
  page.check(words.checks.november, await stage.count(head, digestOf(stage)), 1);
  page.check(words.checks.stillOpen, await councilVote(stage), { ...UNANSWERED, last });
  await consentWith(council, stage.number, words.secondResolution, lang);
  const approved = speak('application.state', { state: speak('state.approved') });
  await stage.look(clerk, new RegExp(`${stage.number}[\\s\\S]*${approved}`), approved, OVERVIEW);
  page.check(words.checks.onlyYes, await councilVote(stage), { state: 'approved', answer: 'yes', last });
  page.tell(words.tell.successor);
  await stage.aside(async () => {
    await manager.press(speak('task.conduct.done'), stage.number);
    await manager.press(speak('task.consent.give'), stage.number);
    await clerk.press(speak('task.publish.done'), stage.number);
  });

  await city.clock.turn('month');
  await firstWorkingDay(stage);
  stage.date(words.tell.december);
  const december = await stage.look(head, digestOf(stage), /./);
  page.check(words.checks.december, december.text.includes(single), false);
  const all = await digests(stage, head);
  page.check(words.checks.oncePerMonth, all.cards, all.months);
};
