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

/** `known`: open accounts by what the registry knows. `bad`: these can not be taken in. */
function makeDirectory(
  link: string | null = null,
  { known = [], bad = new Set() }: { known?: string[]; bad?: Set<string> } = {},
) {
  const seen: Sighting[] = [];
  const warnings: object[] = [];
  const kept = { link, left: null as string | null };
  let tokens = 0;
  const directory = graphDirectory({
    apiUrl: API,
    token: {
      get: async () => `token-${tokens}`,
      drop: () => {
        tokens += 1;
      },
    },
    intake: {
      see: async (sighting) => {
        if (bad.has(sighting.externalId)) throw new Error('invalid byte sequence');
        seen.push(sighting);
      },
    },
    left: {
      get: async () => kept.left,
      set: async (value) => {
        kept.left = value;
      },
    },
    known: async () => known,
    cursor: {
      get: async () => kept.link,
      set: async (value) => {
        kept.link = value;
      },
    },
    chains: {
      holders: async () => [],
      kept: { get: async () => null, set: async () => {} },
      today: () => '2026-11-23',
    },
    log: { info: () => {}, warn: (data) => void warnings.push(data), error: () => {} },
  });
  return { directory, seen, kept, warnings };
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

const lookAt = (id: string) => `/v1.0/users/${id}?$select=id,accountEnabled,mail,userPrincipalName,department`;
const says = (seen: readonly Sighting[]) => seen.map(({ externalId, active }) => `${externalId} ${active}`);

describe('whoever is missing in the list of all', () => {
  const known = ['oid-1', 'oid-2', 'oid-3'];
  const gone = () => mockHttp(HOST).get('/v1.0/users/delta?$deltatoken=old').reply(410, {});
  const all = () =>
    mockHttp(HOST)
      .get(FIRST)
      .reply(200, { value: [{ id: 'oid-1', accountEnabled: true }], '@odata.deltaLink': `${DELTA}b` });
  const stillThere = (id: string) =>
    mockHttp(HOST)
      .get(lookAt(id))
      .reply(200, { id, accountEnabled: true })
      .get(`/v1.0/users/${id}/manager?$select=id`)
      .reply(404, {});

  it('is looked at one by one: in the bin, or still there after all', async () => {
    const { directory, seen, kept } = makeDirectory(`${DELTA}old`, { known });
    gone();
    all();
    mockHttp(HOST).get(lookAt('oid-2')).reply(404, {});
    stillThere('oid-3');
    await directory.sweep();
    expect(says(seen)).toEqual(['oid-1 true', 'oid-2 false', 'oid-3 true']);
    expect(kept.link).toBe(`${DELTA}b`);
  });

  it('is looked at in the next sweep when this one breaks off before', async () => {
    const { directory, seen, kept } = makeDirectory(`${DELTA}old`, { known });
    gone();
    mockHttp(HOST).get(FIRST).reply(500, 'oops');
    await expect(directory.sweep()).rejects.toThrow('http-500');
    all();
    mockHttp(HOST).get(lookAt('oid-2')).reply(404, {}).get(lookAt('oid-3')).reply(429, {}, { 'retry-after': '60' });
    await expect(directory.sweep()).rejects.toMatchObject({ after: 60_000 });
    expect(kept.link).toBeNull();
    all();
    mockHttp(HOST).get(lookAt('oid-2')).reply(404, {});
    stillThere('oid-3');
    await directory.sweep();
    expect(says(seen).slice(-3)).toEqual(['oid-1 true', 'oid-2 false', 'oid-3 true']);
  });

  it('is nobody in a sweep of what has changed', async () => {
    const { directory, seen } = makeDirectory(`${DELTA}a`, { known });
    mockHttp(HOST)
      .get('/v1.0/users/delta?$deltatoken=a')
      .reply(200, { value: [], '@odata.deltaLink': `${DELTA}b` });
    await directory.sweep();
    expect(seen).toEqual([]);
  });
});

describe('an account that can not be taken in', () => {
  const changes = (from: string, ...value: object[]) =>
    mockHttp(HOST)
      .get(`/v1.0/users/delta?$deltatoken=${from}`)
      .reply(200, { value, '@odata.deltaLink': `${DELTA}${from}+` });

  it.each([
    ['the house falls over it', { id: 'oid-1', accountEnabled: false }],
    ['its answer has another shape', { id: 'oid-1', accountEnabled: 'no' }],
  ])('because %s keeps nobody else from being seen, and is asked for by itself until it can', async (_, odd) => {
    const bad = new Set(['oid-1']);
    const { directory, seen, kept, warnings } = makeDirectory(`${DELTA}a`, { bad });
    changes('a', odd, { department: 'without an id' }, { id: 'oid-2', accountEnabled: false });
    await expect(directory.sweep()).rejects.toMatchObject({ name: 'AccountsLeft' });
    expect(says(seen)).toEqual(['oid-2 false']);
    expect(kept).toEqual({ link: `${DELTA}a+`, left: '["oid-1"]' });
    expect(warnings).toHaveLength(2);

    // Only that one is asked for, not everybody; a notification's sweep does it as well.
    changes('a+');
    mockHttp(HOST).get(lookAt('oid-1')).reply(404, {});
    expect(await directory.catchUp()).toBe(0);
    expect(kept.left).toBe('["oid-1"]');
    bad.clear();
    changes('a++');
    mockHttp(HOST).get(lookAt('oid-1')).reply(404, {});
    expect(await directory.sweep()).toBe(0);
    expect(says(seen)).toEqual(['oid-2 false', 'oid-1 false']);
    expect(kept.left).toBe('[]');
  });

  it('is not what is wrong when nobody can be: then the link stays', async () => {
    const everybody = Array.from({ length: 100 }, (_, n) => ({ id: `oid-${n}`, accountEnabled: true }));
    const { directory, kept, warnings } = makeDirectory(`${DELTA}a`, { bad: new Set(everybody.map(({ id }) => id)) });
    changes('a', ...everybody);
    await expect(directory.sweep()).rejects.toThrow('invalid byte sequence');
    expect(kept.link).toBe(`${DELTA}a`);
    expect(warnings).toHaveLength(20);
  });
});

describe('a look at one account', () => {
  const path = '/v1.0/users/oid-1';
  const user = lookAt('oid-1');

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
