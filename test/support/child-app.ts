/**
 * The app in its own process on a real clock, between a database and the Slack fake of another process. `on` runs until
 * killed; `last` prints what the database contains once nothing is waiting.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { assemble } from '../../adapters/assemble.ts';
import { createLog } from '../../adapters/operation/log.ts';
import { listen } from '../../adapters/server.ts';
import type { Patience } from '../../adapters/slack/patience.ts';
import { readConfig } from '../../bot/operation/config.ts';
import { verifyAudit } from '../../db/audit.ts';
import { openPglite, openPostgres } from '../../db/connect.ts';
import { outboxCounts } from '../../db/delivery/outbox.ts';
import { deliveries, incidentChannels, incidentEntries, incidentSteps, incidents, messages } from '../../db/schema.ts';

const [mode, database, apiUrl, secret, token, more] = process.argv.slice(2) as ['on' | 'last', ...string[]] &
  Record<1 | 2 | 3 | 4, string>;
/** The lengths of its waits, as JSON. */
export type More = { slack?: Partial<Patience>; leaseMs?: number };
const { slack = {}, leaseMs = 10_000 }: More = JSON.parse(more ?? '{}');
const reading = readConfig({
  HOST: '127.0.0.1',
  PORT: '0',
  LOCAL_WORKSPACE: 'off',
  SLACK_SIGNING_SECRET: secret,
  SLACK_BOT_TOKEN: token,
  SLACK_API_URL: apiUrl,
});
if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
const { graphApiUrl: _, ...config } = reading.config;
const store = database.startsWith('postgres') ? await openPostgres(database) : await openPglite(database);
const app = await assemble({
  store,
  config,
  clock: { now: () => new Date() },
  log: createLog('warn', [], (line) => process.stdout.write(`log ${line}`)),
  slack: { patience: { settle: 0, ...slack } },
  // A short lease, so that the next process need not wait a minute for rows of the dead one.
  worker: { leaseMs, pollMs: 200, backoff: () => 300 },
});
const door = await listen(app.app, '127.0.0.1', 0);
app.worker.start();
console.log(`ready ${door.url}`);

if (mode === 'last') {
  const isDone = (counts: Record<string, number>) => !counts.waiting && !counts.sending;
  const isFinished = async () => (await store.db.$count(deliveries)) === 0 && isDone(await outboxCounts(store.db));
  while (!(await isFinished())) await pause(100);
  await app.worker.stop();
  const end = {
    outbox: await outboxCounts(store.db),
    incidents: await store.db.$count(incidents),
    places: await store.db.select().from(incidentChannels),
    steps: await store.db.select().from(incidentSteps),
    entries: await store.db.select().from(incidentEntries),
    copies: await store.db.select().from(messages),
    audit: await verifyAudit(store.db),
  };
  console.log(`end ${JSON.stringify(end)}`);
  await door.close(100);
  await app.close();
  await store.close();
}
