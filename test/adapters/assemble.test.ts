import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, assemble } from '../../adapters/assemble.ts';
import type { Forward } from '../../adapters/local/deps.ts';
import { createLog } from '../../adapters/operation/log.ts';
import { type Listening, listen } from '../../adapters/server.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { settleCity } from '../support/city.ts';
import { freshStore } from '../support/db.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const silent = createLog('silent', [], () => {});

let store: Store;
let app: App;
let server: Listening;
const moved: Forward[] = [];
const forward = (to: Forward) => {
  moved.push(to);
  return NOW;
};

beforeAll(async () => {
  store = await freshStore();
  await store.db.transaction((tx) => settleCity(tx as Tx, NOW));
  app = await assemble({ store, config: { localWorkspace: true }, clock: { now: () => NOW, forward }, log: silent });
  server = await listen(app.app, '127.0.0.1', 0);
});
afterAll(async () => {
  await server.close(50);
  await app.close();
  await store.close();
});

const get = async (path: string) => {
  const answer = await fetch(`${server.url}${path}`);
  return { status: answer.status, text: await answer.text() };
};
const post = async (url: string, path: string, body: object) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

describe('assemble', () => {
  it('is not ready before the worker runs, and ready then', async () => {
    const before = await get('/readyz');
    expect([before.status, JSON.parse(before.text)]).toEqual([
      503,
      { status: 'not ready', faults: { worker: 'not-running' } },
    ]);
    app.worker.start();
    expect((await get('/readyz')).status).toBe(200);
  });

  it('answers in the local workspace, and counts it', async () => {
    const said = { person: 'clerk', room: 'dm:clerk', key: 'key-00000001', text: '/kanal hilfe', lang: 'de' };
    const { status, body } = await post(server.url, '/local/say', said);
    expect([status, body]).toMatchObject([200, { reply: { kind: 'card' } }]);
    expect((await get('/metrics')).text).toContain(
      'kanalwacht_inbox_deliveries_total{chat="local",outcome="answered"} 1',
    );
  });

  it('opens no door that is not configured', async () => {
    expect((await post(server.url, '/slack/events', {})).status).toBe(404);
    expect((await post(server.url, '/api/messages', {})).status).toBe(404);
    expect([...app.chats.keys()]).toEqual(['local']);
  });

  it('moves the clock where it can be moved, and says so where not', async () => {
    expect((await post(server.url, '/local/clock', { to: 'month' })).status).toBe(200);
    expect(moved).toEqual(['month']);
    const fixed = await assemble({ store, config: { localWorkspace: true }, clock: { now: () => NOW }, log: silent });
    const other = await listen(fixed.app, '127.0.0.1', 0);
    const refused = await post(other.url, '/local/clock', { to: 'day' });
    await other.close(50);
    await fixed.close();
    expect(refused).toMatchObject({ status: 403, body: { code: 'clockFixed' } });
  });
});
