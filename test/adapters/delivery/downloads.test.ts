/** The door to files made for somebody, over real HTTP. */
import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { downloadDoor } from '../../../adapters/delivery/downloads.ts';
import { createMetrics } from '../../../adapters/operation/metrics.ts';
import { createApp } from '../../../adapters/server.ts';
import { auditOf } from '../../../db/audit.ts';
import { applyChanges, insert } from '../../../db/changes.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { hashOfSecret } from '../../../db/delivery/downloads.ts';
import { freshStore } from '../../support/db.ts';

let store: Store;
let server: Server;
let base: string;
const clock = { now: new Date('2026-11-23T09:00:00Z') };
const content = new TextEncoder().encode('<script>alert(1)</script>');
const sha256 = createHash('sha256').update(content).digest('hex');

beforeAll(async () => {
  store = await freshStore();
  const log = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };
  const files = downloadDoor({ store, now: () => clock.now });
  const metrics = createMetrics(async () => ({}));
  const app = createApp({ doors: { files }, faults: async () => ({}), metrics, log: log as never });
  server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/files`;
  const row = {
    id: 'd_1',
    secret: hashOfSecret('geheim'),
    subject: 'incident:in_1',
    name: 'V-1 Ü.html',
    type: 'text/html',
  };
  const expiresAt = new Date('2026-11-24T09:00:00Z');
  const mail = { ...row, id: 'd_mail', subject: 'incident:in_2', name: 'Ihr Konto.eml', type: 'message/rfc822' };
  const made = { content, sha256, person: 'p_1', at: clock.now, expiresAt };
  await store.db.transaction((tx) =>
    applyChanges(
      tx as Tx,
      [row, mail].map((one) => insert('downloads', { ...one, ...made })),
    ),
  );
});
afterAll(async () => {
  await new Promise((resolve) => server?.close(resolve));
  await store?.close();
});

it('gives the file to whoever has the link, never to be shown in place, and writes it down', async () => {
  const answer = await fetch(`${base}/d_1.geheim`);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(content);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-disposition': 'attachment; filename="V-1__.html"',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  const trail = (await auditOf(store.db, 'incident:in_1')).filter(({ action }) => action === 'download-fetched');
  expect(trail.map(({ data }) => data)).toEqual([{ download: 'd_1', sha256, for: 'p_1' }]);
});

it('a mail that was handed in as evidence is a file to be kept, never a page', async () => {
  const answer = await fetch(`${base}/d_mail.geheim`);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'message/rfc822',
    'content-disposition': 'attachment; filename="Ihr_Konto.eml"',
    'x-content-type-options': 'nosniff',
  });
});

it('a look from outside (HEAD) is no fetch', async () => {
  expect((await fetch(`${base}/d_1.geheim`, { method: 'HEAD' })).status).toBe(200);
  expect((await auditOf(store.db, 'incident:in_1')).filter(({ action }) => action === 'download-fetched')).toHaveLength(
    1,
  );
});

it.each(['d_1.falsch', 'd_1.', 'd_1', 'd_2.geheim', '%00', 'd_1.geheim.mehr'])('%s opens nothing', async (key) => {
  const answer = await fetch(`${base}/${key}`);
  expect([answer.status, await answer.text()]).toEqual([404, 'Diesen Link gibt es nicht. / There is no such link.']);
});

it('the link dies, and says what to do', async () => {
  clock.now = new Date('2026-11-24T09:00:00Z');
  const answer = await fetch(`${base}/d_1.geheim`);
  expect([answer.status, await answer.text()]).toEqual([410, expect.stringContaining('abgelaufen')]);
});
