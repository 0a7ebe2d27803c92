/** January: after days of downtime head and deputy get the list of their channels, and answer it row by row. */
import { berlinDay } from '../../bot/time/day.ts';
import { submit } from '../../test/support/script.ts';
import { CALENDAR, type Scene } from '../stage.ts';
import { digestOf } from './months.ts';

/** Working days until those who have not answered are asked again. */
const CHASE = 10;

export const january: Scene = async (stage) => {
  const { page, words, cast, city, speak, lang } = stage;
  const { head, deputyHead, registrar } = cast;
  await city.clock.turn('january');
  const year = Number(berlinDay(city.clock.now()).slice(0, 4));
  const { name, short } = city.organisation.offices.find(({ id }) => id === 'kulturbetriebe')!;
  const title = speak('january.title', { year, office: `${short} – ${name}` });
  const leads = [head, deputyHead];
  const lists = () => Promise.all(leads.map((person) => stage.count(person, title)));
  stage.date(words.tell.newYear);
  page.check(words.checks.quietNewYear, await lists(), [0, 0]);

  const first = CALENDAR.firstWorkingDayOfMonth(year, 1);
  await stage.until(CALENDAR.nextWorkingDay(first), words.tell.downtime);
  await stage.look(head, title, /./);
  page.check(words.checks.bothLists, await lists(), [1, 1]);
  const monthly = () => stage.count(head, digestOf(stage));
  page.check(words.checks.caughtUp, await monthly(), 1);
  const sent = berlinDay(city.clock.now());
  await stage.until(CALENDAR.nextWorkingDay(sent), words.tell.nextDay);
  page.check(words.checks.nothingTwice, [...(await lists()), await monthly()], [1, 1, 1]);
  page.check(words.checks.nobodyLeads, (await stage.count(registrar, speak('january.unreceived'))) > 0, true);

  await head.press(speak('january.receive'), title);
  const receipt = speak('january.received', { who: head.name, at: '\u0000' }).split('\u0000')[0]!;
  await stage.look(deputyHead, title, receipt);
  page.check(words.checks.receipt, await stage.has(deputyHead, receipt), true);

  await deputyHead.press(speak('january.correct'), title);
  await deputyHead.fill({ targetGroup: words.newTargetGroup });
  await deputyHead.press(speak('form.to-review'));
  const corrected = await submit(deputyHead, lang);
  page.check(words.checks.corrected, corrected, stage.number.replace('-v3', '-v4'));
  await head.press(speak('january.close'), title);
  const closed = await submit(head, lang);
  const answered = await stage.look(deputyHead, title, speak('january.answered', { count: 2 }), corrected, closed);
  page.check(
    words.checks.answeredRows,
    [corrected, closed].map((number) => answered.text.includes(number)),
    [true, true],
  );

  await stage.until(CALENDAR.addWorkingDays(sent, CHASE), words.tell.chased);
  await stage.look(deputyHead, title, speak('january.open', { open: 1, of: 3 }), /YouTube/);
  page.check(words.checks.chased, await lists(), [2, 2]);
  await deputyHead.press(speak('january.confirm'), title);
  const complete = speak('january.complete');
  await stage.look(head, complete, complete, /YouTube/);
  page.check(words.checks.allAnswered, await Promise.all(leads.map((one) => stage.has(one, complete))), [true, true]);
};
