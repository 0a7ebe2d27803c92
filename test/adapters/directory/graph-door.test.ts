/** Change notifications: only our own subscription is believed, Graph's check is answered, and the subscription lives on. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { clientState, type GraphDoor, graphDoor } from '../../../adapters/directory/graph-door.ts';
import { DirectoryFault } from '../../../adapters/directory/port.ts';

const DAY = 86_400_000;
const SECRET = 'secret';
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Call = { path: string; method: string; body: Record<string, unknown> };

async function open(kept: string | null = null, patchStatus = 200) {
  const state = { kept, now: new Date('2026-11-23T09:00:00Z') };
  const looked: string[] = [];
  const faults = new Map<string, Error>([['oid-broken', new Error('unreachable')]]);
  const calls: Call[] = [];
  const door: GraphDoor = graphDoor({
    secret: SECRET,
    publicUrl: 'https://bot.stadt.example',
    directory: {
      look: async (id) => {
        looked.push(id);
        const fault = faults.get(id);
        if (fault) throw fault;
      },
      catchUp: async () => 0,
      call: async (path, init) => {
        const body = JSON.parse(String(init?.body)) as Call['body'];
        calls.push({ path, method: init?.method ?? 'GET', body });
        const status = init?.method === 'PATCH' ? patchStatus : 201;
        return { status, body: { id: 's-1', expirationDateTime: body.expirationDateTime } };
      },
    },
    kept: {
      get: async () => state.kept,
      set: async (value) => {
        state.kept = value;
      },
    },
    now: () => state.now,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  const app = express();
  app.use('/directory/graph', door.router);
  server = createServer(app);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/directory/graph`;
  const post = (body: unknown, query = '') =>
    fetch(`${url}${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { door, state, looked, faults, calls, post };
}

const note = (id: string, state = clientState(SECRET)) => ({ clientState: state, resourceData: { id } });

it('echoes the validation token as plain text', async () => {
  const { post } = await open();
  const answer = await post({}, `?validationToken=${encodeURIComponent('<b>abc</b> ä')}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(await answer.text()).toBe('<b>abc</b> ä');
});

it('looks up whom our own notifications name, each once, and nobody else', async () => {
  const { post, door, looked } = await open();
  const value = [
    note('oid-1'),
    note('oid-1'),
    note('oid-broken'),
    note('oid-2', 'guessed'),
    { resourceData: { id: 'x' } },
  ];
  expect((await post({ value })).status).toBe(202);
  await door.close();
  expect(looked).toEqual(['oid-1', 'oid-broken']);
  expect((await post({ nothing: true })).status).toBe(400);
});

it('leaves the rest to the night when Graph asks for quiet', async () => {
  const { post, door, looked, faults } = await open();
  faults.set('oid-2', new DirectoryFault('http-429', 60_000));
  expect((await post({ value: ['oid-1', 'oid-2', 'oid-3'].map((id) => note(id)) })).status).toBe(202);
  await door.close();
  expect(looked).toEqual(['oid-1', 'oid-2']);
});

it('makes the subscription once, renews it in time, and makes another when it is lost', async () => {
  const { door, state, calls } = await open();
  await door.renew();
  await door.renew();
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({
    path: '/subscriptions',
    method: 'POST',
    body: {
      resource: '/users',
      changeType: 'updated,deleted',
      notificationUrl: 'https://bot.stadt.example/directory/graph',
      clientState: clientState(SECRET),
    },
  });
  const life = Date.parse(String(calls[0]!.body.expirationDateTime)) - state.now.getTime();
  expect(life).toBeLessThanOrEqual(41_760 * 60_000);
  state.now = new Date(state.now.getTime() + 14 * DAY);
  await door.renew();
  expect(calls[1]).toMatchObject({ path: '/subscriptions/s-1', method: 'PATCH' });
  state.now = new Date(state.now.getTime() + 40 * DAY);
  await door.renew();
  expect(calls[2]).toMatchObject({ path: '/subscriptions', method: 'POST' });
});

it('makes another when Graph no longer knows it', async () => {
  const until = new Date('2026-11-25T09:00:00Z').toISOString();
  const { door, calls } = await open(JSON.stringify({ id: 's-0', until }), 404);
  await door.renew();
  expect(calls.map(({ method }) => method)).toEqual(['PATCH', 'POST']);
});
