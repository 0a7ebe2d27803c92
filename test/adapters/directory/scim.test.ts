/** SCIM as Entra, Okta and the RFC speak it, over a real socket. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scimRouter } from '../../../adapters/directory/scim.ts';
import type { Sighting } from '../../../commands/leavers/intake.ts';
import type { Account } from '../../../db/leavers/directory.ts';

const TOKEN = 't'.repeat(40);
const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const MESSAGE = 'urn:ietf:params:scim:api:messages:2.0';
const PATCH = `${MESSAGE}:PatchOp`;
const USERS = '/Users';
const user = (id: string) => `${USERS}/${id}`;
const asked = (filter: string) => `${USERS}?filter=${encodeURIComponent(filter)}`;

type App = Awaited<ReturnType<typeof makeHouse>>;
let app: App;

/** A server over rows in memory that takes in sightings as the intake does. */
async function makeHouse(token = TOKEN) {
  const rows = new Map<string, Account>();
  const seen: Sighting[] = [];
  const faults: unknown[] = [];
  const state = { isDown: false };
  const router = scimRouter({
    token,
    intake: {
      see: async (sighting) => {
        seen.push(sighting);
        const before = rows.get(sighting.externalId);
        const known = Object.fromEntries(Object.entries(sighting).filter(([, value]) => value !== undefined));
        rows.set(sighting.externalId, { ...before, ...known } as unknown as Account);
      },
    },
    accounts: async ({ externalId, login }) => {
      if (state.isDown) throw new Error('password of the database');
      return [...rows.values()].filter(
        (row) => (!externalId || row.externalId === externalId) && (!login || row.login === login),
      );
    },
    onFault: (error) => faults.push(error),
  });
  const server: Server = createServer(express().use('/scim/v2', router));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`;
  return { rows, seen, faults, state, token, server, url };
}

const open: App[] = [];
async function opened(token?: string): Promise<App> {
  const made = await makeHouse(token);
  open.push(made);
  return made;
}
beforeEach(async () => {
  app = await opened();
});
afterEach(() => {
  for (const { server } of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Sent = { at?: App; headers?: Record<string, string> };
async function ask(method: string, path: string, body?: unknown, { at = app, headers = {} }: Sent = {}) {
  const response = await fetch(`${at.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${at.token}`, 'content-type': 'application/scim+json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: text === '' ? null : JSON.parse(text),
  };
}
const refused = (status: number, scimType?: string) => ({
  status,
  type: expect.stringContaining('application/scim+json'),
  body: { schemas: [`${MESSAGE}:Error`], status: String(status), ...(scimType ? { scimType } : {}) },
});
const makeUser = (overrides = {}) => ({
  externalId: 'oid-1',
  userName: 'person@stadt.example',
  active: true,
  [ENTERPRISE]: { department: 'FB 3', manager: { value: 'oid-9' } },
  ...overrides,
});
const patched = (...operations: unknown[]) => ask('PATCH', user('oid-1'), { schemas: [PATCH], Operations: operations });

describe('users', () => {
  it('are created with manager and department, once per externalId', async () => {
    expect(await ask('POST', USERS, makeUser())).toMatchObject({
      status: 201,
      body: {
        schemas: [CORE, ENTERPRISE],
        id: 'oid-1',
        active: true,
        [ENTERPRISE]: { manager: { value: 'oid-9' } },
        meta: { resourceType: 'User', location: '/scim/v2/Users/oid-1' },
      },
    });
    expect(await ask('POST', USERS, makeUser())).toMatchObject(refused(409, 'uniqueness'));
    expect(await ask('POST', USERS, makeUser({ externalId: undefined }))).toMatchObject(refused(400, 'invalidValue'));
    expect(await ask('POST', USERS, makeUser({ userName: undefined }))).toMatchObject(refused(400, 'invalidValue'));
    expect(app.seen).toHaveLength(1);
  });

  it('have their name to themselves until they leave; the successor gets a row of their own', async () => {
    await ask('POST', USERS, makeUser());
    expect(await ask('POST', USERS, makeUser({ externalId: 'oid-2' }))).toMatchObject(refused(409, 'uniqueness'));
    await ask('DELETE', user('oid-1'));
    expect((await ask('POST', USERS, makeUser({ externalId: 'oid-2' }))).status).toBe(201);
    expect(app.rows.get('oid-1')).toMatchObject({ active: false });
  });

  it.each([
    ['the RFC', { op: 'replace', path: 'active', value: false }],
    ['the RFC, path in full', { op: 'replace', path: `${CORE}:active`, value: false }],
    ['Entra', { op: 'Replace', path: 'active', value: 'False' }],
    ['Entra, before it follows the RFC', { op: 'Add', path: 'Active', value: 'false' }],
    ['Okta', { op: 'replace', value: { active: false } }],
    ['Okta, with more beside', { op: 'replace', value: { id: 'oid-1', customThing: { a: 1 }, active: 'False' } }],
  ])('are deactivated the way of %s', async (_, operation) => {
    await ask('POST', USERS, makeUser());
    expect(await patched(operation)).toMatchObject({ status: 200, body: { active: false } });
    expect(app.seen.at(-1)).toEqual({ source: 'scim', externalId: 'oid-1', active: false });
  });

  it.each([['True'], [true], ['true']])('come back with %s', async (value) => {
    await ask('POST', USERS, makeUser({ active: 'False' }));
    expect(await patched({ op: 'replace', path: 'active', value })).toMatchObject({ body: { active: true } });
    expect(app.seen.at(-1)).toEqual({ source: 'scim', externalId: 'oid-1', active: true });
  });

  it('stay readable when inactive or deleted', async () => {
    await ask('POST', USERS, makeUser());
    expect((await ask('DELETE', user('oid-1'))).status).toBe(204);
    expect(app.seen.at(-1)).toEqual({ source: 'scim', externalId: 'oid-1', active: false });
    expect(await ask('GET', user('oid-1'))).toMatchObject({ status: 200, body: { active: false } });
    expect(await ask('DELETE', user('oid-2'))).toMatchObject(refused(404));
    expect(await ask('GET', user('oid-2'))).toMatchObject(refused(404));
  });

  it('are found by name and id', async () => {
    for (const n of [1, 2, 3]) await ask('POST', USERS, makeUser({ externalId: `oid-${n}`, userName: `u${n}` }));
    for (const filter of ['userName eq "u2"', 'USERNAME Eq "u2"', 'externalId eq "oid-2"', `${CORE}:userName eq "u2"`])
      expect((await ask('GET', asked(filter))).body).toMatchObject({ totalResults: 1, Resources: [{ id: 'oid-2' }] });
    expect((await ask('GET', asked('userName eq "u9"'))).body).toMatchObject({ totalResults: 0, Resources: [] });
    expect((await ask('GET', `${asked('userName eq "u2"')}&attributes=userName`)).body.Resources[0].active).toBe(
      undefined,
    );
    const search = { schemas: [`${MESSAGE}:SearchRequest`], filter: 'userName eq "u2"' };
    expect((await ask('POST', `${USERS}/.search`, search)).body).toMatchObject({ Resources: [{ id: 'oid-2' }] });
  });

  it.each([
    'emails co "x"',
    'userName ne "u2"',
    'not (userName eq "u2")',
    'userName eq "u1" and active eq true',
    'userName eq "u1" or userName eq "u2"',
    'userName eq 5',
    'userName eq',
    'userName',
    'userName eq "u2',
    '[',
    '',
  ])('are not looked for by %s', async (filter) => {
    expect(await ask('GET', asked(filter))).toMatchObject(refused(400, 'invalidFilter'));
  });

  it('come page by page', async () => {
    for (const n of [1, 2, 3]) await ask('POST', USERS, makeUser({ externalId: `oid-${n}`, userName: `u${n}` }));
    const page = async (query: string) => {
      const { Resources, ...rest } = (await ask('GET', `${USERS}?${query}`)).body;
      return { ...rest, schemas: undefined, ids: Resources.map(({ id }: { id: string }) => id) };
    };
    const pages = { schemas: undefined, totalResults: 3 };
    expect(await page('')).toEqual({ ...pages, startIndex: 1, itemsPerPage: 3, ids: ['oid-1', 'oid-2', 'oid-3'] });
    expect(await page('startIndex=2&count=1')).toEqual({ ...pages, startIndex: 2, itemsPerPage: 1, ids: ['oid-2'] });
    expect(await page('startIndex=3&count=2')).toEqual({ ...pages, startIndex: 3, itemsPerPage: 1, ids: ['oid-3'] });
    expect(await page('startIndex=4&count=2')).toEqual({ ...pages, startIndex: 4, itemsPerPage: 0, ids: [] });
    expect(await page('startIndex=-1&count=0')).toEqual({ ...pages, startIndex: 1, itemsPerPage: 0, ids: [] });
  });

  it('keep their externalId', async () => {
    await ask('POST', USERS, makeUser());
    expect(await ask('PUT', user('oid-1'), makeUser({ externalId: 'oid-2' }))).toMatchObject(
      refused(400, 'mutability'),
    );
    expect(await patched({ op: 'replace', path: 'externalId', value: 'oid-2' })).toMatchObject(
      refused(400, 'mutability'),
    );
    expect((await ask('PUT', user('oid-1'), makeUser({ active: 'False' }))).body).toMatchObject({ active: false });
    expect(await ask('PUT', user('oid-2'), makeUser())).toMatchObject(refused(404));
  });

  it('may be described by more than is kept', async () => {
    const more = {
      schemas: [CORE, ENTERPRISE, 'urn:example:custom:2.0:User'],
      'urn:example:custom:2.0:User': { a: 1 },
      addresses: [{ type: 'untyped' }],
      emails: [{ value: 'a@b.example', type: 'Anders', primary: 'True' }],
      displayName: 5,
    };
    expect((await ask('POST', USERS, makeUser(more))).status).toBe(201);
    expect(app.seen.at(-1)).toMatchObject({ email: 'a@b.example' });
    expect(
      await patched(
        { op: 'replace', path: 'displayName', value: 'x' },
        { op: 'Add', path: 'urn:example:custom:2.0:User:a', value: 2 },
        { op: 'replace', path: 'emails[type eq "work"].value', value: 'c@d.example' },
        { op: 'replace', path: 'active', value: 'False' },
      ),
    ).toMatchObject({ status: 200, body: { active: false } });
    expect(app.seen.at(-1)).toEqual({
      source: 'scim',
      externalId: 'oid-1',
      active: false,
      email: 'c@d.example',
    });
  });

  it('have their manager in every shape, and keep the last one that was known', async () => {
    await ask('POST', USERS, makeUser());
    const path = `${ENTERPRISE}:manager`;
    const shapes = [
      { op: 'Add', path, value: 'oid-10' },
      { op: 'Replace', path, value: { value: 'oid-11' } },
      { op: 'Add', path, value: [{ value: 'oid-12' }] },
      { op: 'replace', path: `${path}.value`, value: 'oid-13' },
      { op: 'replace', value: { [ENTERPRISE]: { manager: { value: 'oid-14' } } } },
      { op: 'add', value: { [path]: { value: 'oid-15' } } },
    ];
    for (const shape of shapes) expect((await patched(shape)).status).toBe(200);
    expect(app.seen.slice(1)).toEqual(
      shapes.map((_, n) => ({ source: 'scim', externalId: 'oid-1', manager: `oid-${10 + n}` })),
    );
    expect((await patched({ op: 'Remove', path })).body[ENTERPRISE]).toEqual({
      department: 'FB 3',
      manager: { value: 'oid-15' },
    });
  });

  it('are told of by what a patch changes, not by what it read', async () => {
    await ask('POST', USERS, makeUser());
    await patched({ op: 'replace', path: `${ENTERPRISE}:department`, value: 'FB 4' });
    expect(app.seen.at(-1)).toEqual({ source: 'scim', externalId: 'oid-1', department: 'FB 4' });
  });
});

describe('the door', () => {
  it.each(['', 'Bearer', 'Bearer wrong', `Bearer ${TOKEN}t`, `Basic ${TOKEN}`])('is shut for "%s"', async (given) => {
    for (const path of [USERS, '/Schemas', '/nothing'])
      expect(await ask('GET', path, undefined, { headers: { authorization: given } })).toMatchObject(refused(401));
  });

  it('says what there is', async () => {
    const config = (await ask('GET', '/ServiceProviderConfig')).body;
    expect(config).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      sort: { supported: false },
    });
    expect(config).toMatchObject({ filter: { supported: true, maxResults: 100 } });
    expect(config.authenticationSchemes).toMatchObject([{ type: 'oauthbearertoken' }]);
    expect((await ask('GET', '/ResourceTypes')).body).toMatchObject({
      totalResults: 1,
      Resources: [{ name: 'User', endpoint: USERS, schema: CORE, schemaExtensions: [{ schema: ENTERPRISE }] }],
    });
    const schemas = (await ask('GET', '/Schemas')).body.Resources as { id: string; attributes: { name: string }[] }[];
    expect(schemas.map(({ id, attributes }) => [id, ...attributes.map(({ name }) => name)])).toEqual([
      [CORE, 'userName', 'active', 'emails'],
      [ENTERPRISE, 'department', 'manager'],
    ]);
    expect((await ask('GET', `/Schemas/${CORE}`)).status).toBe(200);
    for (const path of ['/Groups', '/Schemas/x', '/nothing'])
      expect(await ask('GET', path)).toMatchObject(refused(404));
    expect(await ask('GET', '/Me')).toMatchObject(refused(501));
    expect(await ask('POST', '/Bulk', {})).toMatchObject(refused(501));
    expect(app.faults).toEqual([]);
  });

  const nonsense: [unknown, string | undefined][] = [
    ['{', undefined],
    ['null', undefined],
    ['[]', 'invalidValue'],
    [{}, 'invalidValue'],
    [{ schemas: null, Operations: [] }, 'invalidValue'],
    [{ Operations: {} }, 'invalidValue'],
    [{ Operations: [null] }, 'invalidValue'],
    [{ Operations: [{ op: 'replace', value: null }] }, 'invalidValue'],
    [{ Operations: [{ op: 'replace', path: 'active' }] }, 'invalidValue'],
    [{ Operations: [{ op: 'delete', path: 'active', value: true }] }, 'invalidSyntax'],
    [{ Operations: [{ op: 'remove' }] }, 'invalidValue'],
    ...['nein', 0, null, [false], {}].map((value): [unknown, string] => [
      { Operations: [{ op: 'replace', path: 'active', value }] },
      'invalidValue',
    ]),
  ];
  it.each(nonsense)('refuses the patch %j instead of doing nothing', async (body, scimType) => {
    await ask('POST', USERS, makeUser());
    expect(await ask('PATCH', user('oid-1'), body)).toMatchObject(refused(400, scimType));
    expect(app.seen).toHaveLength(1);
    expect(app.faults).toEqual([]);
  });

  it.each([
    ['{', {}],
    ['[]', {}],
    [{ externalId: 5, userName: 'u' }, {}],
    [{ externalId: 'o', userName: {} }, {}],
    [{ externalId: 'o', userName: 'u', emails: 'x' }, {}],
    [{ externalId: 'o', userName: 'u', [ENTERPRISE]: 'x' }, {}],
    [{ externalId: 'o', userName: 'u' }, { 'content-type': 'text/plain' }],
    [{ externalId: 'o', userName: 'u' }, { 'content-type': 'application/json; charset=klingon' }],
    ['x', { 'content-encoding': 'klingon' }],
  ])('refuses the user %j with %j', async (body, headers) => {
    expect(await ask('POST', USERS, body, { headers: headers as Record<string, string> })).toMatchObject(refused(400));
    expect(app.seen).toEqual([]);
    expect(app.faults).toEqual([]);
  });

  it('takes 200 kB', async () => {
    const padded = (length: number) => makeUser({ displayName: 'x'.repeat(length) });
    expect(await ask('POST', USERS, padded(205_000))).toMatchObject(refused(413));
    expect((await ask('POST', USERS, padded(195_000))).status).toBe(201);
  });

  it('takes no odd path for a bug', async () => {
    for (const path of ['%22', '%E0%A4%A', '%20', '..%2f..', "'%20or%201=1"])
      expect((await ask('GET', user(path))).status).toBeOneOf([400, 404]);
    expect(app.faults).toEqual([]);
  });

  it('tells an outage as one, once, and nobody that a user is not there', async () => {
    await ask('POST', USERS, makeUser());
    app.state.isDown = true;
    const answers = [
      await ask('GET', USERS),
      await ask('GET', user('oid-1')),
      await ask('POST', USERS, makeUser()),
      await ask('PUT', user('oid-1'), makeUser()),
      await patched({ op: 'replace', path: 'active', value: false }),
      await ask('DELETE', user('oid-1')),
    ];
    for (const answer of answers) expect(answer).toMatchObject(refused(500));
    expect(JSON.stringify(answers)).not.toContain('password');
    expect(app.faults).toHaveLength(answers.length);
  });

  it('leads into its own house, however many there are', async () => {
    const other = await opened('o'.repeat(40));
    await Promise.all([
      ask('POST', USERS, makeUser()),
      ask('POST', USERS, makeUser({ userName: 'other' }), { at: other }),
    ]);
    expect((await ask('GET', user('oid-1'))).body.userName).toBe('person@stadt.example');
    expect((await ask('GET', user('oid-1'), undefined, { at: other })).body.userName).toBe('other');
    expect((await ask('GET', USERS, undefined, { headers: { authorization: `Bearer ${other.token}` } })).status).toBe(
      401,
    );
    expect((await ask('GET', '/ServiceProviderConfig')).body.authenticationSchemes).toHaveLength(1);
  });
});
