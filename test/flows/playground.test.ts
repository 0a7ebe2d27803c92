/** Microsoft's own Agents Playground, with TEAMS_AUTH=off: a whole registration is filled in and submitted. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, assemble } from '../../adapters/assemble.ts';
import { createLog } from '../../adapters/operation/log.ts';
import { type Listening, listen } from '../../adapters/server.ts';
import { readConfig } from '../../bot/operation/config.ts';
import { say } from '../../cards/text.ts';
import { auditOf } from '../../db/audit.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { applyOrganisation } from '../../db/organisation/organisation.ts';
import { findApplications } from '../../db/registry/dossiers.ts';
import { freshStore } from '../support/db.ts';
import { demoOrganisation } from '../support/demo-city.ts';
import { entered, readLines } from '../support/drivers/adaptive.ts';
import { type Playground, type Posted, startPlayground } from '../support/playground.ts';
import { answersFor, entryOf, type PageAnswers } from '../support/script.ts';
import { valuesFor } from '../support/teams/cards.ts';
import { buttonsOf, type CardJson } from '../support/teams-fake.ts';

const CLERK = 'oeffentlichkeitsarbeit-kulturbetriebe';
/** Its client is set to English. */
const speak = say('en');

let store: Store;
let app: App;
let listening: Listening;
let playground: Playground;
const complaints: string[] = [];

beforeAll(async () => {
  store = await freshStore();
  const reading = readConfig({ HOST: '127.0.0.1', PORT: '0', TEAMS_AUTH: 'off', LOCAL_WORKSPACE: 'off' });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const log = createLog('error', [], (line) => complaints.push(line));
  app = await assemble({ store, config: reading.config, clock: { now: () => new Date() }, log });
  listening = await listen(app.app, '127.0.0.1', 0);
  playground = await startPlayground(`${listening.url}/api/messages`);
  // Its one user is our clerk.
  const file = demoOrganisation();
  const { email } = playground.user;
  const people = file.people.map((person) => (person.id === CLERK ? { ...person, email } : person));
  await store.db.transaction((tx) => applyOrganisation(tx, { ...file, people }, new Date()));
  app.worker.start();
});

afterAll(async () => {
  await playground?.close();
  await listening?.close(1000);
  await app?.close();
  await store?.close();
});

const cardOf = ({ body }: Posted): CardJson =>
  (body.attachments as [{ content: CardJson }] | undefined)?.[0].content ?? {};

it('a registration is filled in and submitted', async () => {
  await playground.say('/channel register https://www.facebook.com/KulturDortmund');
  const message = await playground.until(1);
  let card = cardOf(message);

  /** Fills in and presses, as the playground's client does it: all inputs travel with the button. */
  const press = async (label: string, answers: PageAnswers = {}): Promise<string> => {
    const button = buttonsOf(card).find(({ title }) => title === label);
    if (!button) throw new Error(`no button ${label} on:\n${readLines(card).join('\n')}`);
    const values = valuesFor(card, new Map(Object.entries(entered(card, answers, 'line'))));
    const action = { type: 'Action.Execute', verb: button.verb, title: label, data: { ...button.data, ...values } };
    const answer = await playground.press(message, action);
    expect(answer.type).toBe('application/vnd.microsoft.card.adaptive');
    card = answer.value as CardJson;
    return readLines(card).join('\n');
  };

  const colleague = 'Sachbearbeitung Öffentlichkeitsarbeit Stadt- und Landesbibliothek';
  const answers = answersFor('en', ['Sachbearbeitung Öffentlichkeitsarbeit Kulturbetriebe', colleague]);
  const next = speak('form.next');
  await press(next, answers.channel);
  // Comments are allowed, so there is one more question, and what was typed is still there.
  expect(await press(next, answers.operation)).toContain(speak('problem.required'));
  await press(next, answers.moderation);
  await press(next, answers.law);
  await press(next, answers.security);
  for (const [entry, person] of answers.persons.entries()) await press(next, entryOf(person, entry));
  expect(await press(next, answers.reasons)).toContain(speak('review.complete'));
  await press(speak('form.submit'));
  const receipt = await press(speak('submit.yes'));
  const number = /SN-\d{4}-\d{4}-v1/.exec(receipt)?.[0] ?? '';
  expect(number).not.toBe('');

  // The clerk's own card comes by itself, and both messages stand in the playground as they are now.
  const own = await playground.until(2);
  expect(readLines(cardOf(own)).join('\n')).toContain(`${number}: `);
  expect(readLines(cardOf(message)).join('\n')).toContain(number);
  const [application] = await store.db.transaction((tx) => findApplications(tx as Tx, number, null));
  expect(application).toMatchObject({ state: 'head', title: 'Facebook – Kulturbetriebe Dortmund' });
  const trail = await auditOf(store.db, `application:${application!.id}`);
  expect(trail.map(({ action }) => action)).toEqual(expect.arrayContaining(['draft-begun', 'submitted']));
  expect(complaints).toEqual([]);
});
