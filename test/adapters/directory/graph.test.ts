/** Graph's answers in their recorded shape: what is told on, where the next sweep begins, and what happens when Graph refuses. */
import { describe, expect, it } from 'vitest';
import { graphDirectory } from '../../../adapters/directory/graph.ts';
import { DirectoryFault } from '../../../adapters/directory/port.ts';
import type { Sighting } from '../../../commands/leavers/intake.ts';
import { mockHttp } from '../../support/http.ts';

const HOST = 'https://graph.microsoft.com';
const API = `${HOST}/v1.0`;
const DELTA = `${API}/users/delta?$deltatoken=`;
const FIRST = '/v1.0/users/delta?$select=id,accountEnabled,mail,userPrincipalName,department,manager';

function makeDirectory(link: string | null = null) {
  const seen: Sighting[] = [];
  const kept = { link };
  let tokens = 0;
  const directory = graphDirectory({
    apiUrl: API,
    token: {
      get: async () => `token-${tokens}`,
      drop: () => {
        tokens += 1;
      },
    },
    intake: { see: async (sighting) => void seen.push(sighting) },
    cursor: {
      get: async () => kept.link,
      set: async (value) => {
        kept.link = value;
      },
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  return { directory, seen, kept };
}

describe('a sweep', () => {
  it('asks with $select, follows the pages and keeps the delta link', async () => {
    const { directory, seen, kept } = makeDirectory();
    mockHttp(HOST)
      .get(FIRST)
      .reply(200, {
        value: [
          { id: 'oid-1', accountEnabled: false, mail: 'x@stadt.example' },
          { id: 'oid-2', '@removed': { reason: 'changed' } },
        ],
        '@odata.nextLink': `${API}/users/delta?$skiptoken=2`,
      })
      .get('/v1.0/users/delta?$skiptoken=2')
      .reply(200, {
        value: [
          { id: 'oid-3', accountEnabled: true, 'manager@delta': [{ '@odata.type': '#user', id: 'oid-9' }] },
          { id: 'oid-4' },
        ],
        '@odata.deltaLink': `${DELTA}a`,
      });
    expect(await directory.sweep()).toBe(4);
    expect(seen.map(({ externalId, active, manager }) => [externalId, active, manager])).toEqual([
      ['oid-1', false, undefined],
      ['oid-2', false, undefined],
      ['oid-3', true, 'oid-9'],
      ['oid-4', undefined, undefined],
    ]);
    expect(kept.link).toBe(`${DELTA}a`);
  });

  it.each([
    [410, { error: { code: 'Gone' } }],
    [400, { error: { code: 'syncStateNotFound' } }],
  ])('looks at everybody again when the link is too old (%i)', async (status, body) => {
    const { directory, seen, kept } = makeDirectory(`${DELTA}old`);
    mockHttp(HOST).get('/v1.0/users/delta?$deltatoken=old').reply(status, body);
    mockHttp(HOST)
      .get(FIRST)
      .reply(200, { value: [{ id: 'oid-1', accountEnabled: false }], '@odata.deltaLink': `${DELTA}b` });
    expect(await directory.sweep()).toBe(1);
    expect(seen).toHaveLength(1);
    expect(kept.link).toBe(`${DELTA}b`);
  });

  it.each([
    [429, '120', 120_000],
    [503, undefined, undefined],
  ])('waits as long as it is told to (%i)', async (status, retryAfter, after) => {
    const { directory, kept } = makeDirectory(`${DELTA}a`);
    const headers = retryAfter ? { 'retry-after': retryAfter } : {};
    mockHttp(HOST).get('/v1.0/users/delta?$deltatoken=a').reply(status, {}, headers);
    await expect(directory.sweep()).rejects.toMatchObject({ name: 'DirectoryFault', after });
    expect(kept.link).toBe(`${DELTA}a`);
  });

  it('gets a new token once', async () => {
    const { directory } = makeDirectory(`${DELTA}a`);
    const path = '/v1.0/users/delta?$deltatoken=a';
    mockHttp(HOST).get(path).matchHeader('authorization', 'Bearer token-0').reply(401, {});
    mockHttp(HOST)
      .get(path)
      .matchHeader('authorization', 'Bearer token-1')
      .reply(200, { value: [], '@odata.deltaLink': `${DELTA}b` });
    expect(await directory.sweep()).toBe(0);
    mockHttp(HOST).get('/v1.0/users/delta?$deltatoken=b').twice().reply(401, {});
    await expect(directory.sweep()).rejects.toBeInstanceOf(DirectoryFault);
  });

  it('that breaks off half way begins again where the last whole one ended', async () => {
    const { directory, kept } = makeDirectory(`${DELTA}a`);
    mockHttp(HOST)
      .get('/v1.0/users/delta?$deltatoken=a')
      .reply(200, { value: [{ id: 'oid-1' }], '@odata.nextLink': `${API}/users/delta?$skiptoken=2` })
      .get('/v1.0/users/delta?$skiptoken=2')
      .reply(500, 'oops');
    await expect(directory.sweep()).rejects.toBeInstanceOf(DirectoryFault);
    expect(kept.link).toBe(`${DELTA}a`);
  });

  it('carries its token nowhere else', async () => {
    const { directory } = makeDirectory('https://elsewhere.example/users/delta?$deltatoken=a');
    await expect(directory.sweep()).rejects.toThrow('foreign-link');
  });
});

describe('a look at one account', () => {
  const path = '/v1.0/users/oid-1';
  const user = `${path}?$select=id,accountEnabled,mail,userPrincipalName,department`;

  it('brings the manager along', async () => {
    const { directory, seen } = makeDirectory();
    mockHttp(HOST)
      .get(user)
      .reply(200, { id: 'oid-1', accountEnabled: true, department: 'FB 3' })
      .get(`${path}/manager?$select=id`)
      .reply(200, { id: 'oid-9' });
    await directory.look('oid-1');
    expect(seen[0]).toMatchObject({ active: true, manager: 'oid-9', department: 'FB 3' });
  });

  it('takes 404 for the bin, and a missing manager for none', async () => {
    const { directory, seen } = makeDirectory();
    mockHttp(HOST).get(user).reply(404, {});
    await directory.look('oid-1');
    mockHttp(HOST)
      .get(user)
      .reply(200, { id: 'oid-1', accountEnabled: false })
      .get(`${path}/manager?$select=id`)
      .reply(404, {});
    await directory.look('oid-1');
    expect(seen.map(({ active, manager }) => [active, manager])).toEqual([
      [false, undefined],
      [false, undefined],
    ]);
  });
});
