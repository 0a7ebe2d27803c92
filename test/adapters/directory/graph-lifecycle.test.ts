/** What Graph says about the subscription itself, in the documented shape, and the calls that follow it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { graphDirectory } from '../../../adapters/directory/graph.ts';
import { clientState, graphDoor } from '../../../adapters/directory/graph-door.ts';
import type { Sighting } from '../../../commands/leavers/intake.ts';
import { mockHttp } from '../../support/http.ts';

const HOST = 'https://graph.microsoft.com';
const API = `${HOST}/v1.0`;
const SECRET = 'secret';
const DAY = 86_400_000;
const NOW = new Date('2026-11-23T09:00:00Z');
const later = (days: number) => new Date(NOW.getTime() + days * DAY).toISOString();

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The door on a real directory, with a subscription that lives for eighteen days more. */
async function open() {
  const links = new Map<string, string | null>([
    ['delta', `${API}/users/delta?$deltatoken=a`],
    ['subscription', JSON.stringify({ id: 's-1', until: later(18) })],
  ]);
  const kept = (name: string) => ({
    get: async () => links.get(name) ?? null,
    set: async (value: string | null) => void links.set(name, value),
  });
  const seen: Sighting[] = [];
  const warnings: object[] = [];
  const log = { info: () => {}, warn: (data: object) => void warnings.push(data), error: () => {} };
  const directory = graphDirectory({
    apiUrl: API,
    token: { get: async () => 'token', drop: () => {} },
    intake: { see: async (sighting) => void seen.push(sighting) },
    cursor: kept('delta'),
    left: kept('left'),
    known: async () => [],
    chains: { holders: async () => ['oid-1'], kept: kept('chain'), today: () => '2026-11-23' },
    log,
  });
  const publicUrl = 'https://bot.stadt.example';
  const door = graphDoor({ directory, secret: SECRET, publicUrl, kept: kept('subscription'), now: () => NOW, log });
  const app = express();
  app.use('/directory/graph', door.router);
  server = createServer(app);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/directory/graph`;
  const tell = async (...value: object[]) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ value }) });
    await door.close();
    return answer.status;
  };
  const subscription = () => JSON.parse(links.get('subscription') ?? 'null') as { id: string; until: string } | null;
  return { tell, seen, warnings, subscription, door };
}

const event = (lifecycleEvent: string, subscriptionId = 's-1', state = clientState(SECRET)) => ({
  subscriptionId,
  subscriptionExpirationDateTime: later(18),
  tenantId: '00000000-0000-4000-8000-000000000001',
  clientState: state,
  lifecycleEvent,
});

/** One delta, with somebody whose account is closed. */
const delta = () =>
  mockHttp(HOST)
    .get('/v1.0/users/delta?$deltatoken=a')
    .reply(200, {
      value: [{ id: 'oid-1', accountEnabled: false }],
      '@odata.deltaLink': `${API}/users/delta?$deltatoken=b`,
    });

it('reauthorizationRequired renews at once, whatever time is left, and looks for what was lost', async () => {
  const { tell, seen, subscription } = await open();
  mockHttp(HOST)
    .patch('/v1.0/subscriptions/s-1', { expirationDateTime: later(20) })
    .reply(200, { id: 's-1' });
  delta();
  expect(await tell(event('reauthorizationRequired'))).toBe(202);
  expect(subscription()).toEqual({ id: 's-1', until: later(20) });
  expect(seen).toEqual([expect.objectContaining({ externalId: 'oid-1', active: false })]);
});

it('subscriptionRemoved makes another one and sweeps, once for a batch and for a second delivery', async () => {
  const { tell, seen, subscription } = await open();
  mockHttp(HOST)
    .post('/v1.0/subscriptions', (body) => {
      expect(body).toMatchObject({ resource: '/users', clientState: clientState(SECRET) });
      expect(body.lifecycleNotificationUrl).toBe('https://bot.stadt.example/directory/graph');
      return true;
    })
    .reply(201, { id: 's-2', expirationDateTime: later(20) });
  delta();
  await tell(event('subscriptionRemoved'), event('subscriptionRemoved'));
  await tell(event('subscriptionRemoved'));
  expect(subscription()?.id).toBe('s-2');
  expect(seen).toHaveLength(1);
});

it('missed sweeps, and the subscription stays as it is', async () => {
  const { tell, seen, subscription } = await open();
  delta();
  await tell(event('missed'), event('missed'));
  expect(seen).toHaveLength(1);
  expect(subscription()).toEqual({ id: 's-1', until: later(18) });
});

it('each of a batch is acted on, and changes beside them are looked up', async () => {
  const { tell, seen } = await open();
  delta();
  mockHttp(HOST)
    .get('/v1.0/users/oid-7?$select=id,accountEnabled,mail,userPrincipalName,department')
    .reply(404, { error: { code: 'Request_ResourceNotFound' } });
  const change = {
    subscriptionId: 's-1',
    clientState: clientState(SECRET),
    changeType: 'updated',
    resource: 'Users/oid-7',
  };
  await tell(event('missed'), { ...change, resourceData: { '@odata.type': '#Microsoft.Graph.User', id: 'oid-7' } });
  expect(seen.map(({ externalId }) => externalId)).toEqual(['oid-1', 'oid-7']);
});

it('that is not ours, by its secret or its subscription, is left aside', async () => {
  const { tell, subscription } = await open();
  expect(await tell(event('subscriptionRemoved', 's-1', 'guessed'), event('subscriptionRemoved', 's-0'))).toBe(202);
  expect(subscription()?.id).toBe('s-1');
});

it('refused now is made up for by the night', async () => {
  const { tell, warnings, subscription, door } = await open();
  mockHttp(HOST)
    .patch('/v1.0/subscriptions/s-1')
    .reply(403, { error: { code: 'Authorization_RequestDenied' } });
  await tell(event('reauthorizationRequired'));
  expect(warnings).toHaveLength(1);
  mockHttp(HOST).patch('/v1.0/subscriptions/s-1').reply(200, { id: 's-1' });
  await door.renew();
  expect(subscription()?.until).toBe(later(20));

  mockHttp(HOST).post('/v1.0/subscriptions').reply(503, {}, { 'retry-after': '120' });
  await tell(event('subscriptionRemoved'));
  expect(subscription()).toBeNull();
  mockHttp(HOST)
    .post('/v1.0/subscriptions')
    .reply(201, { id: 's-3', expirationDateTime: later(20) });
  await door.renew();
  expect(subscription()?.id).toBe('s-3');
});
