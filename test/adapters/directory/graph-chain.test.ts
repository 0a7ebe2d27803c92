/** The nightly snapshot of managers: every level in Graph's own nested shape, and on again where Graph asked for quiet. */
import { expect, it } from 'vitest';
import { graphDirectory } from '../../../adapters/directory/graph.ts';
import type { Sighting } from '../../../commands/leavers/intake.ts';
import { mockHttp } from '../../support/http.ts';

const HOST = 'https://graph.microsoft.com';
const API = `${HOST}/v1.0`;
const chain = (id: string) => `/v1.0/users/${id}?$select=id&$expand=manager($levels=max;$select=id)&$count=true`;
const context = { '@odata.context': `${API}/$metadata#users(id,manager(id))/$entity` };

function makeDirectory(ids: readonly string[], bad?: string) {
  const seen: Sighting[] = [];
  const state = { day: '2026-11-23', after: null as string | null };
  const pages: [after: string, most: number][] = [];
  const warnings: object[] = [];
  const directory = graphDirectory({
    apiUrl: API,
    token: { get: async () => 'token', drop: () => {} },
    intake: {
      see: async (sighting) => {
        if (sighting.externalId === bad) throw new Error('invalid byte sequence');
        seen.push(sighting);
      },
    },
    cursor: { get: async () => `${API}/users/delta?$deltatoken=a`, set: async () => {} },
    left: { get: async () => null, set: async () => {} },
    known: async () => [],
    chains: {
      holders: async (after, most) => {
        pages.push([after, most]);
        return ids.filter((id) => id > after).slice(0, most);
      },
      kept: {
        get: async () => state.after,
        set: async (value) => {
          state.after = value;
        },
      },
      today: () => state.day,
    },
    log: { info: () => {}, warn: (data) => void warnings.push(data), error: () => {} },
  });
  const links = () => seen.map(({ externalId, manager }) => `${externalId} ${manager}`);
  return { directory, links, pages, state, warnings };
}

const nothingNew = (times: number) =>
  mockHttp(HOST)
    .get('/v1.0/users/delta?$deltatoken=a')
    .times(times)
    .reply(200, { value: [], '@odata.deltaLink': `${API}/users/delta?$deltatoken=a` });

it('keeps the manager of the manager, each link once', async () => {
  const { directory, links } = makeDirectory(['oid-1', 'oid-2', 'oid-3', 'oid-4']);
  nothingNew(1);
  const top = { id: 'oid-9' };
  const middle = { id: 'oid-8', manager: top };
  mockHttp(HOST)
    .get(chain('oid-1'))
    .matchHeader('ConsistencyLevel', 'eventual')
    .reply(200, { ...context, id: 'oid-1', manager: { id: 'oid-7', manager: middle } })
    .get(chain('oid-2'))
    .reply(200, { ...context, id: 'oid-2', manager: middle })
    // Nobody above, and somebody who is in the bin since.
    .get(chain('oid-3'))
    .reply(200, { ...context, id: 'oid-3' })
    .get(chain('oid-4'))
    .reply(404, { error: { code: 'Request_ResourceNotFound' } });
  await directory.sweep();
  expect(links()).toEqual(['oid-1 oid-7', 'oid-7 oid-8', 'oid-8 oid-9', 'oid-2 oid-8']);
});

it.each([
  [429, '120', 120_000],
  [503, undefined, undefined],
])('goes on where Graph asked for quiet (%i), and begins anew the next night', async (status, retryAfter, after) => {
  const { directory, links, state } = makeDirectory(['oid-1', 'oid-2']);
  nothingNew(3);
  const scope = mockHttp(HOST);
  scope.get(chain('oid-1')).reply(200, { ...context, id: 'oid-1', manager: { id: 'oid-9' } });
  scope.get(chain('oid-2')).reply(status, {}, retryAfter ? { 'retry-after': retryAfter } : {});
  await expect(directory.sweep()).rejects.toMatchObject({ name: 'DirectoryFault', after });
  scope.get(chain('oid-2')).reply(200, { ...context, id: 'oid-2', manager: { id: 'oid-9' } });
  await directory.sweep();
  expect(links()).toEqual(['oid-1 oid-9', 'oid-2 oid-9']);

  state.day = '2026-11-24';
  for (const id of ['oid-1', 'oid-2']) scope.get(chain(id)).reply(200, { ...context, id });
  await directory.sweep();
});

it('takes the holders page by page', async () => {
  const ids = Array.from({ length: 120 }, (_, n) => `oid-${String(n).padStart(3, '0')}`);
  const { directory, pages } = makeDirectory(ids);
  nothingNew(1);
  const scope = mockHttp(HOST);
  for (const id of ids) scope.get(chain(id)).reply(200, { ...context, id });
  await directory.sweep();
  expect(pages).toEqual([
    ['', 50],
    ['oid-049', 50],
    ['oid-099', 50],
  ]);
});

it('is not kept from the others by one account that Graph can not answer for', async () => {
  const { directory, links, warnings } = makeDirectory(['oid-1', 'oid-2']);
  nothingNew(1);
  mockHttp(HOST)
    .get(chain('oid-1'))
    .reply(400, { error: { code: 'Request_BadRequest' } })
    .get(chain('oid-2'))
    .reply(200, { ...context, id: 'oid-2', manager: { id: 'oid-9' } });
  await directory.sweep();
  expect(links()).toEqual(['oid-2 oid-9']);
  expect(warnings).toHaveLength(1);
});

it('is not kept from the others by one link that can not be noted', async () => {
  const { directory, links, warnings } = makeDirectory(['oid-1', 'oid-2'], 'oid-1');
  nothingNew(1);
  for (const id of ['oid-1', 'oid-2'])
    mockHttp(HOST)
      .get(chain(id))
      .reply(200, { ...context, id, manager: { id: 'oid-9' } });
  await directory.sweep();
  expect(links()).toEqual(['oid-2 oid-9']);
  expect(warnings).toHaveLength(1);
});
