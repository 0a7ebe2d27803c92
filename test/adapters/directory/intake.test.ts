/** What a directory says, through the real intake into a real registry: SCIM's spellings, accounts named late, odd letters. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import express from 'express';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scimRouter } from '../../../adapters/directory/scim.ts';
import { createIntake, type Intake, type Sighting } from '../../../commands/leavers/intake.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { accountOf, accountsOf } from '../../../db/leavers/directory.ts';
import { leaverCases, people } from '../../../db/schema.ts';
import { keyOf } from '../../support/acts.ts';
import { freshStore, wipe } from '../../support/db.ts';
import { LEAVER, registered, two } from '../../support/leavers.ts';
import { type Stage, stageOn } from '../../support/stage.ts';

const EMAIL = 'oeffentlichkeitsarbeit.bibliothek@dortmund.example';
const OID = 'oid-1';

let store: Store;
let city: Stage;
let intake: Intake;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await wipe(store);
  city = await stageOn(store);
  intake = createIntake({ store, chats: () => ['local'], now: () => city.clock.now, wake: () => {} });
  await registered(store, city.clock.now, two(LEAVER, 'pressestelle'));
});

const inTx = <T>(work: (tx: Tx) => Promise<T>) => store.db.transaction((tx) => work(tx as Tx));
const cases = async () => (await store.db.select().from(leaverCases)).map(({ state, reports }) => ({ state, reports }));

describe('SCIM', () => {
  let server: Server;
  beforeEach(async () => {
    const accounts = (filter: Parameters<typeof accountsOf>[2]) => inTx((tx) => accountsOf(tx, 'scim', filter));
    const onFault = (error: unknown) => expect(error).toBeNull();
    server = createServer(express().use('/scim/v2', scimRouter({ token: 't'.repeat(40), intake, accounts, onFault })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const created = await ask('POST', '', { externalId: OID, userName: EMAIL, active: true });
    expect(created).toMatchObject({ status: 201, active: true });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function ask(method: string, path: string, body?: object) {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2/Users${path}`;
    const headers = { authorization: `Bearer ${'t'.repeat(40)}`, 'content-type': 'application/scim+json' };
    const answer = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await answer.text();
    return {
      status: answer.status,
      active: text === '' ? undefined : (JSON.parse(text) as { active: unknown }).active,
    };
  }
  const patch = (operation: object) =>
    ask('PATCH', `/${OID}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [operation],
    });
  const HINT = { state: 'suspected', reports: { scim: 'suspected' } };

  it.each([
    ['Entra', (word: string) => ({ op: 'Replace', path: 'active', value: word })],
    ['the RFC', (word: string) => ({ op: 'replace', path: 'active', value: word === 'True' })],
    ['Okta', (word: string) => ({ op: 'replace', value: { active: word === 'True' } })],
    ['Okta in words', (word: string) => ({ op: 'replace', value: { active: word } })],
  ])('opens a case with the "no" of %s, once, and closes it with the "yes"', async (_, spelled) => {
    for (let n = 0; n < 2; n++) {
      expect(await patch(spelled('False'))).toEqual({ status: 200, active: false });
      expect(await cases()).toEqual([HINT]);
    }
    expect(await ask('GET', `/${OID}`)).toEqual({ status: 200, active: false });
    expect(await patch(spelled('True'))).toEqual({ status: 200, active: true });
    expect(await cases()).toEqual([{ state: 'closed', reports: {} }]);
  });

  it('keeps whoever was deleted readable, with a case', async () => {
    expect((await ask('DELETE', `/${OID}`)).status).toBe(204);
    expect(await cases()).toEqual([HINT]);
    expect(await ask('GET', `/${OID}`)).toEqual({ status: 200, active: false });
  });
});

describe('somebody who came into the registry after the directory had named them', () => {
  const see = (said: Omit<Sighting, 'externalId' | 'source'>) =>
    intake.see({ source: 'graph', externalId: OID, ...said });
  /** As if the row of the organisation file had not been there, or had another address. */
  const withAddress = async (email: string) => {
    const id = await keyOf(store, LEAVER);
    await inTx((tx) => tx.update(people).set({ email }).where(eq(people.id, id)));
  };

  it('is known by the name under which the account stood then', async () => {
    await withAddress('later@dortmund.example');
    await see({ active: true, login: EMAIL });
    await withAddress(EMAIL);
    // Graph's delta with `return=minimal`: no more than what has changed.
    await see({ active: false });
    expect(await cases()).toEqual([{ state: 'confirmed', reports: { graph: 'confirmed' } }]);
  });

  it('is known by the address too, where the account has another name to log in', async () => {
    await withAddress('later@dortmund.example');
    await see({ active: true, login: 'u4711@dortmund.example', email: EMAIL.toUpperCase() });
    await withAddress(EMAIL);
    await see({ active: false });
    expect(await cases()).toEqual([{ state: 'confirmed', reports: { graph: 'confirmed' } }]);
  });

  it('is not whoever has the address that the account had before', async () => {
    await withAddress('later@dortmund.example');
    await see({ active: true, login: 'u4711@dortmund.example', email: EMAIL });
    await withAddress(EMAIL);
    await see({ active: false, email: 'renamed@dortmund.example' });
    expect(await cases()).toEqual([]);
  });

  it('is not whoever had the name before: that account is closed', async () => {
    await withAddress('later@dortmund.example');
    await see({ active: false, login: EMAIL });
    await withAddress(EMAIL);
    await see({ active: false });
    expect(await cases()).toEqual([]);
    expect(await inTx((tx) => accountOf(tx, 'graph', OID))).toMatchObject({ person: null });
  });
});

it('takes in an account whose profile holds what can not be stored', async () => {
  const odd = { department: '41/Biblio\0thek', manager: 'oid-\u00009' };
  await intake.see({ source: 'graph', externalId: OID, login: EMAIL, active: false, ...odd });
  expect(await cases()).toEqual([{ state: 'confirmed', reports: { graph: 'confirmed' } }]);
  const kept = await inTx((tx) => accountOf(tx, 'graph', OID));
  expect(kept).toMatchObject({ department: '41/Bibliothek', manager: 'oid-9' });
});
