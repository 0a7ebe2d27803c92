/** An administrator leaves: who is told, what must be done and by whom. Then the directory makes a mistake. */
import { answersFor, entryOf, submit } from '../../test/support/script.ts';
import type { Person } from '../../test/support/story.ts';
import { OVERVIEW, type Scene, type Stage } from '../stage.ts';

const caseOf = ({ speak }: Stage, person: Person): string => speak('leaver.title', { name: person.name });

/** The beginning of a text, up to the part that a time fills in; cards are searched for it. */
const beginningOf = (text: string): string => text.split('\u0000')[0]!;

export const leaver: Scene = async (stage) => {
  const { page, words, cast, city } = stage;
  const { manager, clerk, fb3, advisor, holder, head, registrar } = cast;
  const title = caseOf(stage, holder);
  page.tell(words.tell.directory);
  await city.mark(holder.ref, true);
  await stage.look(manager, title, /./);
  const told = [manager, clerk, fb3, advisor];
  const cards = () => Promise.all(told.map((person) => stage.count(person, title)));
  page.check(words.checks.toldAtOnce, await cards(), [1, 1, 1, 1]);
  const others = await Promise.all([holder, head, registrar].map((person) => stage.has(person, title)));
  page.check(words.checks.confidential, others, [false, false, false]);
  page.tell(words.tell.directoryAgain);
  await city.mark(holder.ref, true);
  page.check(words.checks.toldOnce, await cards(), [1, 1, 1, 1]);
};

export const rights: Scene = async (stage) => {
  const { page, words, cast, city, speak } = stage;
  const { manager, clerk, advisor, holder } = cast;
  const title = caseOf(stage, holder);
  const reminder = speak('leaver.reminder.first');
  await stage.look(manager, reminder, reminder);
  page.check(words.checks.reminded, await Promise.all([manager, advisor].map((one) => stage.has(one, reminder))), [
    true,
    false,
  ]);
  await manager.press(speak('leaver.button.remove'), title);
  const removed = beginningOf(speak('leaver.removed', { who: manager.name, at: '\u0000' }));
  await stage.look(manager, removed, removed, '⏳');

  const confirm = speak('leaver.button.second');
  const [own, theirs] = [await manager.sees(removed), await advisor.sees(confirm)];
  page.check(words.checks.notOffered, own.buttons.includes(confirm), false);
  page.tell(words.tell.anyway);
  // The manager's own card with the advisor's button: what a manipulated page would send.
  const forged = { ...(own.source as object), card: (theirs.source as { card: unknown }).card };
  page.act(manager, { kind: 'press', label: confirm });
  await manager.hand.pressOn({ ...own, source: forged }, confirm);
  await city.settle();
  const refusal = speak('refusal.same-person');
  await stage.look(manager, refusal, refusal);
  page.check(words.checks.samePerson, await stage.has(manager, refusal), true);

  await advisor.press(confirm, title);
  const seconded = beginningOf(speak('leaver.seconded', { who: advisor.name, at: '\u0000' }));
  await clerk.press(speak('leaver.button.credentials'), title);
  const changed = beginningOf(speak('leaver.changed', { who: clerk.name, at: '\u0000' }));
  const sight = await stage.look(manager, changed, removed, seconded, changed, '⏳');
  page.check(
    words.checks.allSaid,
    [removed, seconded, changed].map((line) => sight.text.includes(line)),
    [true, true, true],
  );
};

export const successor: Scene = async (stage) => {
  const { page, words, cast, city, speak, lang } = stage;
  const { manager, clerk, fb3, advisor, holder, head, privacy, security, fb11 } = cast;
  const title = caseOf(stage, holder);
  await clerk.press(speak('leaver.button.apply'), title);
  await clerk.press(speak('form.next'));
  const [, next] = answersFor(lang, [clerk.name, manager.name]).persons;
  await clerk.fill(entryOf(next!, 1));
  for (let step = 0; step < 2; step++) await clerk.press(speak('form.next'));
  const old = stage.number;
  stage.number = await submit(clerk, lang);
  page.check(words.checks.thirdVersion, stage.number, old.replace('-v2', '-v3'));
  page.tell(words.tell.allYes);
  await stage.aside(async () => {
    const unchanged = speak('vote.unchanged', { answer: speak('answer.yes') });
    await head.press(unchanged, stage.number);
    await fb3.press(speak('vote.yes'), stage.number);
    await stage.allPress([privacy, security, fb11], unchanged, stage.number);
  });
  const open = `${speak('body.council')}: ⏳`;
  const waiting = await stage.look(clerk, new RegExp(`${stage.number}[\\s\\S]*${open}`), OVERVIEW);
  page.check(words.checks.onlyCouncil, waiting.text.split('⏳').length - 1, 1);

  page.tell(words.tell.struck);
  const { email } = city.organisation.people.find(({ id }) => id === holder.ref)!;
  await clerk.say(`/channel admins remove ${stage.number} ${email}`);
  const left = speak('admins.remaining', { count: 1 });
  await stage.look(clerk, left, left);
  await clerk.press(speak('admins.remove-yes'));
  const done = beginningOf(speak('leaver.closed.done', { name: holder.name, at: '\u0000' }));
  await stage.look(manager, done, done, '✅');
  const closed = await Promise.all([manager, clerk, fb3, advisor].map((person) => stage.has(person, done)));
  page.check(words.checks.caseClosed, closed, [true, true, true, true]);
  await manager.say('/channel leaver list');
  const none = speak('leavers.none');
  await stage.look(manager, none, none);
  page.check(words.checks.noCase, await stage.has(manager, speak('leavers.title', { count: 0 })), true);
};

export const mistake: Scene = async (stage) => {
  const { page, words, cast, city, speak } = stage;
  const { clerk, head, deputyHead, fb3, security } = cast;
  await city.mark(clerk.ref, true);
  const alarm = speak('leaver.alarm.title');
  await stage.look(head, alarm, /./);
  const alarmed = await Promise.all([head, deputyHead, fb3, security].map((person) => stage.has(person, alarm)));
  page.check(words.checks.alarmed, alarmed, [true, true, true, true]);
  page.tell(words.tell.back);
  await city.mark(clerk.ref, false);
  const over = speak('leaver.alarm.over');
  await stage.look(head, over, over);
  const back = beginningOf(speak('leaver.closed.reactivated', { name: clerk.name, at: '\u0000' }));
  page.check(words.checks.back, await Promise.all([over, back].map((text) => stage.has(head, text))), [true, true]);
};
