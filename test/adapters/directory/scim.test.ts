/** SCIM as Entra, Okta and the RFC speak it, over a real socket. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scimRouter } from '../../../adapters/directory/scim.ts';
import { applyPatch, ScimFault } from '../../../adapters/directory/scim-body.ts';
import type { Sighting } from '../../../commands/leavers/intake.ts';
import type { Account } from '../../../db/directory.ts';

const TOKEN = 't'.repeat(40);
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const user = (id: string) => `${USERS}/${id}`;
const USERS = '/Users';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let server: Server;
let url: string;
let rows: Map<string, Account>;
let seen: Sighting[];
let faults: unknown[];

beforeEach(async () => {
  rows = new Map();
  seen = [];
  faults = [];
  const app = express();
  const router = scimRouter({
    token: TOKEN,
    intake: {
      see: async (sighting) => {
        seen.push(sighting);
        const before = rows.get(sighting.externalId);
        const known = Object.fromEntries(Object.entries(sighting).filter(([, value]) => value !== undefined));
        rows.set(sighting.externalId, { ...before, ...known } as unknown as Account);
      },
    },
    accounts: async ({ externalId, login }) => {
      if (login === 'broken') throw new Error('database');
      return [...rows.values()].filter(
        (row) => (!externalId || row.externalId === externalId) && (!login || row.login === login),
      );
    },
    onFault: (error) => faults.push(error),
  });
  app.use('/scim/v2', router);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function ask(method: string, path: string, body?: unknown, authorization = `Bearer ${TOKEN}`) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}
const makeUser = (overrides = {}) => ({
  externalId: 'oid-1',
  userName: 'person@stadt.example',
  active: true,
  [ENTERPRISE]: { department: 'FB 3', manager: { value: 'oid-9' } },
  ...overrides,
});

describe('users', () => {
  it('are created with manager and department, once per externalId', async () => {
    expect(await ask('POST', '/Users', makeUser())).toMatchObject({
      status: 201,
      body: { id: 'oid-1', active: true, [ENTERPRISE]: { manager: { value: 'oid-9' } } },
    });
    expect((await ask('POST', '/Users', makeUser())).status).toBe(409);
    expect((await ask('POST', '/Users', makeUser({ externalId: undefined }))).status).toBe(400);
  });

  it.each([
    ['the RFC', { op: 'replace', path: 'active', value: false }],
    ['Entra', { op: 'Replace', path: 'active', value: 'False' }],
    ['Okta', { op: 'replace', value: { active: false } }],
  ])('are deactivated the way of %s', async (_, operation) => {
    await ask('POST', '/Users', makeUser());
    const answer = await ask('PATCH', user('oid-1'), { schemas: [PATCH], Operations: [operation] });
    expect(answer).toMatchObject({ status: 200, body: { active: false } });
    expect(seen.at(-1)).toMatchObject({ source: 'scim', externalId: 'oid-1', active: false });
  });

  it('stay readable when inactive or deleted', async () => {
    await ask('POST', '/Users', makeUser());
    expect((await ask('DELETE', user('oid-1'))).status).toBe(204);
    expect(await ask('GET', user('oid-1'))).toMatchObject({ status: 200, body: { active: false } });
    expect((await ask('DELETE', user('oid-2'))).status).toBe(404);
  });

  it('are found by name and id, page by page', async () => {
    for (const n of [1, 2, 3]) await ask('POST', '/Users', makeUser({ externalId: `oid-${n}`, userName: `u${n}` }));
    const found = await ask('GET', `/Users?filter=${encodeURIComponent('userName eq "u2"')}`);
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: 'oid-2' }] });
    const none = await ask('GET', `/Users?filter=${encodeURIComponent('userName eq "u9"')}`);
    expect(none.body).toMatchObject({ totalResults: 0, Resources: [] });
    const page = await ask('GET', '/Users?startIndex=2&count=1');
    expect(page.body).toMatchObject({ totalResults: 3, itemsPerPage: 1, Resources: [{ id: 'oid-2' }] });
    const odd = await ask('GET', `/Users?filter=${encodeURIComponent('emails co "x"')}`);
    expect(odd).toMatchObject({ status: 400, body: { scimType: 'invalidFilter' } });
  });

  it('keep their externalId', async () => {
    await ask('POST', '/Users', makeUser());
    expect((await ask('PUT', user('oid-1'), makeUser({ externalId: 'oid-2' }))).status).toBe(400);
    expect((await ask('PUT', user('oid-1'), makeUser({ active: 'False' }))).body).toMatchObject({ active: false });
  });
});

describe('the door', () => {
  it.each(['', 'Bearer', 'Bearer wrong', `Basic ${TOKEN}`])('is shut for "%s"', async (authorization) => {
    expect((await ask('GET', '/Users', undefined, authorization)).status).toBe(401);
  });

  it('answers nonsense in SCIM’s own shape, and tells the log of a bug', async () => {
    expect((await ask('POST', '/Users', '{')).body).toMatchObject({ status: '400' });
    expect((await ask('GET', '/Groups')).status).toBe(404);
    expect((await ask('GET', '/ServiceProviderConfig')).body).toMatchObject({ patch: { supported: true } });
    const broken = await ask('GET', `/Users?filter=${encodeURIComponent('userName eq "broken"')}`);
    expect(broken.status).toBe(500);
    expect(faults).toHaveLength(1);
  });
});

describe('applyPatch', () => {
  const patched = (...operations: unknown[]) => applyPatch({ Operations: operations });
  it('refuses what it does not understand instead of doing nothing', () => {
    for (const value of ['nein', 0, null, [false]])
      expect(() => patched({ op: 'replace', path: 'active', value })).toThrow(ScimFault);
    expect(() => patched({ op: 'delete', path: 'active' })).toThrow(ScimFault);
    expect(() => applyPatch({})).toThrow(ScimFault);
  });

  it('reads managers in every shape, and keeps the last one that was known', () => {
    const path = `${ENTERPRISE}:manager`;
    for (const value of ['oid-9', { value: 'oid-9' }, [{ value: 'oid-9' }]])
      expect(patched({ op: 'Add', path, value })).toEqual({ manager: 'oid-9' });
    expect(patched({ op: 'Remove', path })).toEqual({});
    expect(patched({ op: 'replace', path: 'displayName', value: 'x' })).toEqual({});
    expect(patched({ op: 'replace', path: 'emails[type eq "work"].value', value: 'a@b.example' })).toEqual({
      email: 'a@b.example',
    });
  });
});
