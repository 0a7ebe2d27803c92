/** What a row says before the database is asked, "the answer will be a form", against every answer of a long story. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Inbound } from '../../bot/chat.ts';
import { buttons } from '../../cards/node.ts';
import type { Reply } from '../../cards/reply.ts';
import { COMMANDS } from '../../commands/command-table.ts';
import { parse } from '../../commands/parse.ts';
import { opensForm } from '../../commands/run.ts';
import type { Store } from '../../db/connect.ts';
import { argOf, CLERK, DECIDERS, dossierOf, drafted, published, submitted, voting, yesOf } from '../support/acts.ts';
import { freshStore } from '../support/db.ts';
import { type Person, plain, registerChannel, type Stage, stageOn } from '../support/stage.ts';

/** Rows of stories with files of their own: `leavers.test.ts`, `time.test.ts`, and the folder `incident`. */
const ELSEWHERE = /^(admins|leave|leaver|leavers|january|snooze|incident)(-|$)/;

type Asked = { what: Inbound['do']; reply: Reply };

let store: Store;
let city: Stage;
const asked: Asked[] = [];

beforeAll(async () => {
  store = await freshStore();
  const stage = await stageOn(store);
  city = { ...stage, as: (...who) => overheard(stage.as(...who)) };
});
afterAll(() => store.close());

/** The same person, with everything they say and press kept for later. */
function overheard(person: Person): Person {
  const { say, press } = person;
  const keep = async (what: Inbound['do'], reply: Promise<Reply>) => {
    asked.push({ what, reply: await reply });
    return reply;
  };
  person.say = (text, more) => keep(more?.do ?? { kind: 'say', text }, say(text, more));
  person.press = (name, args, inputs = {}, more = {}) =>
    keep({ kind: 'press', name, args, inputs }, press(name, args, inputs, more));
  return person;
}

const nameOf = ({ what }: Asked): string => {
  if (what.kind === 'press') return what.name;
  const parsed = parse(what.text, COMMANDS);
  return parsed.kind === 'command' ? parsed.command.name : (what.files ?? []).length > 0 ? 'attach' : 'hear';
};
const isForm = ({ reply }: Asked): boolean => reply.kind === 'card' && reply.card.form !== undefined;

async function story(): Promise<void> {
  const clerk = city.as(CLERK);
  const head = city.as(DECIDERS.head);
  const number = await registerChannel(clerk);
  await head.say('/channel tasks');
  await head.click('Entscheiden');
  await head.click('Ja');
  const fb3 = city.as(DECIDERS.fb3);
  await fb3.say(`/channel show ${number}`);
  await fb3.click('Rückfrage …');
  await fb3.click('Rückfrage senden');
  await fb3.click('Rückfrage senden', { question: 'Wer vertritt?' });
  await clerk.say('/channel tasks');
  await clerk.click('Rückfrage beantworten …');
  await clerk.click('Antwort senden', { answer: 'Die Bibliothek.' });
  await clerk.say(`/channel show ${number}`);
  await clerk.click('Ergänzung …');
  await clerk.click('Ergänzung anfügen', { supplement: 'Der Vertrag liegt vor.' });
  await clerk.click('Ganzer Antrag');
  await fb3.say(`/channel show ${number}`);
  await fb3.click('Nein …');
  await fb3.click('Nein abgeben');
  await fb3.click('Nein abgeben', { reason: 'Das Personal fehlt.' });
  await fb3.say(`/channel show ${number}`);
  await fb3.click('Votum ändern');
  await head.say(`/channel show ${number}`);
  await head.click('Nein von FB 3 abwägen …');
  await head.click('Antrag aufrechterhalten', { weighing: 'Der Nutzen überwiegt deutlich.' });
  const council = city.as(DECIDERS.council);
  await council.say(`/channel show ${number}`);
  await council.click('Ja');
  await council.click('Speichern');
  await head.say(`/channel show ${number}`);
  await head.click('Antrag aufgeben');
  await clerk.say(`/channel withdraw ${number}`);

  const live = await published(city);
  const holder = city.as('leitung-bibliothek');
  await holder.say('/channel tasks');
  await holder.click('Gelesen und verstanden');
  await clerk.say(`/channel renew ${live.number}`);
  await clerk.click('Als Gespräch ausfüllen');
  await clerk.say('Überspringen');
  const draft = argOf(await clerk.say(`/channel edit ${live.root}`), 'draft');
  const { application } = await dossierOf(store, draft);
  await clerk.press('hear', { draft, path: 'purpose', go: 'form' });
  await clerk.press('hear', { draft, path: 'purpose', go: 'skip' });
  await clerk.press('discard', { draft: application.id });
  await clerk.say(`/channel close ${live.number}`);
  const renewal = await submitted(city);
  await voting(city, renewal.id, 'head', 'unchanged');
  await yesOf(city, renewal.id, 'head');
  await clerk.press('withdraw', { what: renewal.id });

  const open = await drafted(city);
  const files = [{ name: 'plan.txt', type: 'text/plain', size: 4, bytes: new TextEncoder().encode('Plan') }];
  await clerk.say('', { do: { kind: 'say', text: '', files } });
  const [file] = (await dossierOf(store, open)).attachments;
  await clerk.press('detach', { file: file?.id ?? '', page: 6 });
  await clerk.press('fill', { draft: open, page: 0, go: 'save' });
  await city.as('oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt').say('/channel register');
  for (const word of ['list', 'org', 'help', 'register kein Link', 'nichts davon']) await clerk.say(`/channel ${word}`);
  await clerk.press('home', {});
  const operator = city.as('betrieb-kanalwacht');
  await operator.press('retry', { effect: 'e_none' });
  for (const name of ['retry-all', 'undelivered'])
    await operator.press(name, { cause: 'undelivered:slack:dead:blocked' });
  await clerk.say('Guten Tag');
}

it('agrees with what comes', async () => {
  await story();
  expect(city.faults).toEqual([]);
  const reached = new Set(asked.map(nameOf));
  const silent = COMMANDS.map(({ name }) => name).filter((name) => !reached.has(name) && !ELSEWHERE.test(name));
  expect(silent).toEqual([]);
  for (const one of asked) {
    const said = JSON.stringify(one.what).slice(0, 200);
    const name = nameOf(one);
    const promised = opensForm(one.what);
    // A form that comes back with its problems is open already. Where a conversation ends, nobody knows without the
    // draft: its review is drawn into the chat.
    const open = one.what.kind === 'press' && one.what.args.sent === true;
    if (isForm(one) && !open && name !== 'hear') expect(promised, `a form came unannounced: ${said}`).toBe(true);
    if (!promised || isForm(one) || one.reply.kind !== 'card') continue;
    // In the place of a form: its receipt, or the question that has to be answered before it.
    const inPlace = one.reply.replace || name === 'register';
    expect(inPlace, `announced as a form: ${said}\n${plain(one.reply)}`).toBe(true);
  }
});

it('draws no button that no command answers', () => {
  const cards = [
    ...asked.flatMap(({ reply }) => (reply.kind === 'card' ? [reply.card] : [])),
    ...[...city.chats.values()].flatMap(({ posted }) => posted.map(({ card }) => card)),
  ];
  const names = new Set(COMMANDS.map(({ name }) => name));
  for (const card of cards) {
    for (const button of buttons(card)) {
      expect(names, `${card.title}: ${button.label}`).toContain(button.do);
      // Slack takes 2,000 characters for name and arguments together.
      expect(JSON.stringify(button).length).toBeLessThan(1500);
    }
  }
});
