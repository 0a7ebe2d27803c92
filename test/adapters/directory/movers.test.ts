/** A changed department is a hint that somebody moves, whoever tells of it: Graph, SCIM, or Slack, which knows none. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { graphDirectory } from '../../../adapters/directory/graph.ts';
import { scimRouter } from '../../../adapters/directory/scim.ts';
import { fromUserChange } from '../../../adapters/directory/slack.ts';
import type { Sighting } from '../../../commands/leavers/intake.ts';
import { createIntake, type Intake } from '../../../commands/leavers/intake.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { accountsOf, cursorOf, saveCursor } from '../../../db/leavers/directory.ts';
import { leaverCases, leaverItems } from '../../../db/schema.ts';
import { freshStore, wipe } from '../../support/db.ts';
import { mockHttp } from '../../support/http.ts';
import { LEAVER, registered, two } from '../../support/leavers.ts';
import { type Stage, stageOn } from '../../support/stage.ts';

const HOST = 'https://graph.microsoft.com';
const API = `${HOST}/v1.0`;
const EMAIL = 'oeffentlichkeitsarbeit.bibliothek@dortmund.example';

let store: Store;
let city: Stage;
let intake: Intake;
let server: Server | undefined;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await wipe(store);
  city = await stageOn(store);
  intake = createIntake({ store, chats: () => ['local'], now: () => city.clock.now, wake: () => {} });
  await registered(store, city.clock.now, two());
  await registered(store, city.clock.now, two(LEAVER, 'pressestelle'));
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const inTx = <T>(work: (tx: Tx) => Promise<T>) => store.db.transaction((tx) => work(tx as Tx));
/** State and reports of all cases, and on how many channels. */
async function standing() {
  const cases = await store.db.select().from(leaverCases);
  const items = await store.db.select().from(leaverItems);
  return { cases: cases.map(({ state, reports }) => ({ state, reports })), channels: items.length };
}
const MOVED = { cases: [{ state: 'suspected', reports: { moved: 'suspected' } }], channels: 2 };
const NONE = { cases: [], channels: 0 };

it('is seen in Graph’s delta, and in the look that a notification asks for', async () => {
  const directory = graphDirectory({
    apiUrl: API,
    token: { get: async () => 'token', drop: () => {} },
    intake,
    cursor: {
      get: () => inTx((tx) => cursorOf(tx, 'graph')),
      set: (link) => inTx((tx) => saveCursor(tx, 'graph', link, city.clock.now)),
    },
    left: { get: async () => null, set: async () => {} },
    known: async () => [],
    chains: {
      holders: async () => [],
      kept: { get: async () => null, set: async () => {} },
      today: () => '2026-11-23',
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  const person = { id: 'oid-1', accountEnabled: true, userPrincipalName: EMAIL };
  const sweep = async (department: string | null, from: string, to: string) => {
    const asked = mockHttp(HOST).get('/v1.0/users/delta');
    asked
      .query((query) => (from === '' ? '$select' in query : query.$deltatoken === from))
      .reply(200, { value: [{ ...person, department }], '@odata.deltaLink': `${API}/users/delta?$deltatoken=${to}` });
    await directory.sweep();
  };
  await sweep('41/Bibliothek', '', 'a');
  await sweep(' 41/bibliothek ', 'a', 'b');
  // What a directory forgets is not known; nobody moves to nowhere.
  await sweep(null, 'b', 'c');
  expect(await standing()).toEqual(NONE);
  mockHttp(HOST)
    .get('/v1.0/users/oid-1')
    .query(true)
    .reply(200, { ...person, department: '37/Feuerwehr' })
    .get('/v1.0/users/oid-1/manager')
    .query(true)
    .reply(404, {});
  await directory.look('oid-1');
  expect(await standing()).toEqual(MOVED);
  await sweep('37/Feuerwehr', 'c', 'd');
  expect(await standing()).toEqual(MOVED);
});

it('is seen in SCIM’s patch of the enterprise extension', async () => {
  const app = express();
  const token = 't'.repeat(40);
  const accounts = (filter: Parameters<typeof accountsOf>[2]) => inTx((tx) => accountsOf(tx, 'scim', filter));
  app.use('/scim/v2', scimRouter({ token, intake, accounts, onFault: (error) => expect(error).toBeNull() }));
  server = createServer(app);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const users = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2/Users`;
  const ask = async (method: string, url: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
    expect(answer.ok).toBe(true);
  };
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  await ask('POST', users, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
    externalId: 'oid-1',
    userName: EMAIL,
    active: true,
    [enterprise]: { department: '41/Bibliothek' },
  });
  expect(await standing()).toEqual(NONE);
  await ask('PATCH', `${users}/oid-1`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'Replace', path: `${enterprise}:department`, value: '37/Feuerwehr' }],
  });
  expect(await standing()).toEqual(MOVED);
});

it('is nothing that Slack’s profile tells: a new title moves nobody', async () => {
  for (const title of ['Öffentlichkeitsarbeit', 'Einsatzplanung']) {
    const user = { id: 'U1', team_id: 'T1', deleted: false, updated: 1_795_000_000, profile: { email: EMAIL, title } };
    const sighting = await fromUserChange({ event: { type: 'user_change', user } }, async () => ({
      team: 'T1',
      orgWide: false,
    }));
    expect(sighting).toMatchObject({ source: 'slack', active: true });
    expect(sighting).not.toHaveProperty('department');
    await intake.see(sighting as Sighting);
  }
  expect(await standing()).toEqual(NONE);
});
