/** From each directory's own words to the manager's card, through the real doors; and a night with its sweep. */
import { readFileSync } from 'node:fs';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assembleDirectories } from '../../adapters/directory/assemble.ts';
import { createNight } from '../../adapters/directory/night.ts';
import { DirectoryFault } from '../../adapters/directory/port.ts';
import { listen } from '../../adapters/server.ts';
import { Secret } from '../../bot/secret.ts';
import { createIntake } from '../../commands/leavers/intake.ts';
import type { Store } from '../../db/connect.ts';
import { leaverCases } from '../../db/schema.ts';
import { freshStore } from '../support/db.ts';
import { type OpenHouse, openHouse } from '../support/house.ts';
import { mockHttp } from '../support/http.ts';
import { LEAVER, MANAGER, registered, two } from '../support/leavers.ts';

const HOST = 'https://graph.microsoft.com';
const TOKEN = 's'.repeat(40);
const PAYLOAD = new URL('../adapters/slack/payloads/user-change.json', import.meta.url);
let store: Store;
let open: OpenHouse;
beforeAll(async () => {
  store = await freshStore();
  open = await openHouse({ store, chats: ['slack'] });
});
afterAll(async () => {
  await open?.close();
  await store?.close();
});

const emailOf = (ref: string) => open.organisation.people.find(({ id }) => id === ref)!.email;

it('makes one case and one card of ten events, in the manager’s DM only', async () => {
  await registered(store, new Date(), two());
  const slack = open.slack!;
  const event = JSON.parse(readFileSync(PAYLOAD, 'utf8'));
  const leaver = slack.user(emailOf(LEAVER));
  for (let n = 0; n < 10; n++) {
    event.event_id = `Ev${n}`;
    event.event.user = { ...event.event.user, id: leaver.id, profile: { email: emailOf(LEAVER) } };
    expect((await slack.deliver(JSON.stringify(event), 'json')).status).toBe(200);
  }
  await open.house.worker.drain();
  expect(await store.db.select().from(leaverCases)).toHaveLength(1);
  const shown = slack.messages(emailOf(MANAGER)).map((message) => slack.read(message as never));
  expect(shown.filter((text) => text.includes('Weggangsfall'))).toHaveLength(1);
  expect(slack.messages(emailOf(LEAVER))).toEqual([]);
});

/** Entra and SCIM on the same registry. */
function directories() {
  const guid = '00000000-0000-4000-8000-000000000001';
  const teams = { appId: guid, appPassword: new Secret('pw'), tenantId: guid, allowedTenants: [guid] };
  return assembleDirectories({
    store,
    config: {
      teams: { auth: 'on', ...teams },
      graphApiUrl: `${HOST}/v1.0`,
      scimToken: new Secret(TOKEN),
    },
    intake: createIntake({ store, chats: () => ['slack'], now: () => new Date(), wake: () => {} }),
    // Past the hour at which sweeps begin, whatever the time is now.
    now: () => new Date('2026-11-24T12:00:00Z'),
    log: { info: () => {}, warn: () => {}, error: (data) => expect(data).toBeNull() },
    onFault: () => {},
  });
}

const cardsIn = (ref: string, title = 'Weggangsfall') =>
  open
    .slack!.messages(emailOf(ref))
    .map((message) => open.slack!.read(message as never))
    .filter((text) => text.includes(title));

it('goes from Graph’s delta answer to the manager’s card', async () => {
  const leaver = 'ausbildung-personalamt';
  await registered(store, new Date(), two(leaver, 'pressestelle'));
  mockHttp('https://login.microsoftonline.com')
    .post(/oauth2/, /graph\.microsoft\.com%2F\.default/)
    .reply(200, { access_token: 'x', expires_in: 3600 });
  mockHttp(HOST)
    .get('/v1.0/users/delta')
    .query(true)
    .reply(200, {
      value: [{ id: 'oid-1', accountEnabled: false, userPrincipalName: emailOf(leaver) }],
      '@odata.deltaLink': `${HOST}/v1.0/users/delta?$deltatoken=a`,
    });
  const { night, close } = directories();
  await night.minute();
  await close();
  await open.house.worker.drain();
  const [card] = cardsIn('leitung-personalamt');
  expect(card).toContain('Microsoft Entra');
  expect(cardsIn('leitung-personalamt')).toHaveLength(1);
});

it('goes from SCIM’s patch to the manager’s card, as a hint', async () => {
  const leaver = 'sachbearbeitung-10-a2-1';
  await registered(store, new Date(), two(leaver, 'pressestelle'));
  const app = express();
  app.use('/scim/v2', directories().scim!);
  const door = await listen(app, '127.0.0.1', 0);
  const users = `${door.url}/scim/v2/Users`;
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/scim+json' };
  const send = (method: string, url: string, body: unknown) =>
    fetch(url, { method, headers, body: JSON.stringify(body) });
  await send('POST', users, { externalId: 'oid-2', userName: emailOf(leaver), active: true });
  const operation = { op: 'Replace', path: 'active', value: 'False' };
  for (let n = 0; n < 10; n++) {
    const answer = await send('PATCH', `${users}/oid-2`, { Operations: [operation] });
    expect(answer.status).toBe(200);
  }
  await door.close(100);
  await open.house.worker.drain();
  expect(cardsIn('teamleitung-10-a2-1')).toHaveLength(1);
  expect(cardsIn('teamleitung-10-a2-1')[0]).toContain('Hinweis');
});

it('sweeps once a day, and again later after a fault, whatever the minute says', async () => {
  const clock = { now: new Date('2026-11-24T02:00:00Z') };
  const swept: string[] = [];
  const faults: unknown[] = [];
  const answers: (Error | number)[] = [new DirectoryFault('http-429', 30 * 60_000), 7, 7];
  const intake = createIntake({ store, chats: () => ['slack'], now: () => clock.now, wake: () => {} });
  const makeNight = () =>
    createNight({
      store,
      intake,
      directories: [
        {
          source: 'slack',
          sweep: async () => {
            swept.push(clock.now.toISOString());
            const answer = answers.shift()!;
            if (answer instanceof Error) throw answer;
            return answer;
          },
        },
      ],
      now: () => clock.now,
      log: { info: () => {}, warn: () => {}, error: (data) => void faults.push(data) },
      onFault: () => {},
    });
  const night = makeNight();
  const at = async (time: string) => {
    clock.now = new Date(time);
    await night.minute();
    await night.close();
  };
  await at('2026-11-24T02:00:00Z');
  expect(swept).toEqual([]);
  await at('2026-11-24T02:31:00Z');
  await at('2026-11-24T02:45:00Z');
  await at('2026-11-24T03:05:00Z');
  await at('2026-11-24T04:00:00Z');
  expect(swept).toEqual(['2026-11-24T02:31:00.000Z', '2026-11-24T03:05:00.000Z']);
  expect(faults).toHaveLength(1);
  // Another process, or this one after a restart in the afternoon of the next day.
  clock.now = new Date('2026-11-25T15:00:00Z');
  const later = makeNight();
  await later.minute();
  await later.close();
  await later.minute();
  await later.close();
  expect(swept).toHaveLength(3);
});
