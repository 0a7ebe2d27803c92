/** The bot as `npm run chaos` runs it: on Postgres, with worker and clock, between the Slack and the Teams of the runner. */
import { assemble } from '../../adapters/assemble.ts';
import { createLog } from '../../adapters/operation/log.ts';
import { listen } from '../../adapters/server.ts';
import type { TeamsOptions } from '../../adapters/teams/app.ts';
import { readConfig } from '../../bot/operation/config.ts';
import { openPostgres } from '../../db/connect.ts';

export type ChaosOrders = {
  database: string;
  env: Record<string, string>;
  endpoints: NonNullable<TeamsOptions['endpoints']>;
};

const TICK_MS = 5_000;
/** Shorter than in production, so that a run of two minutes sees leases end. */
const LEASE_MS = 8_000;

const orders = JSON.parse(process.argv[2]!) as ChaosOrders;
const reading = readConfig({ HOST: '127.0.0.1', PORT: '0', LOCAL_WORKSPACE: 'off', ...orders.env });
if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
const { graphApiUrl: _, ...config } = reading.config;
const store = await openPostgres(orders.database);
const app = await assemble({
  store,
  config,
  clock: { now: () => new Date() },
  log: createLog('warn', [], (line) => process.stdout.write(`log ${line}`)),
  slack: { patience: { settle: 0 } },
  teams: { endpoints: orders.endpoints },
  worker: { leaseMs: LEASE_MS, pollMs: 200, backoff: () => 300 },
});
const door = await listen(app.app, '127.0.0.1', 0);
app.worker.start();
const timer = setInterval(() => void app.tick(), TICK_MS);
console.log(`ready ${door.url}`);

process.on('SIGTERM', async () => {
  clearInterval(timer);
  await door.close(2_000);
  await app.close();
  await store.close();
  process.exit(0);
});
