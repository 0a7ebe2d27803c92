/**
 * A process with an outbox worker on a data directory and the platforms of the test that started it. It ends when
 * nothing is waiting.
 */

import { createWorker } from '../../adapters/delivery/worker.ts';
import { assemblePlatforms } from '../../adapters/platform/assemble.ts';
import { Secret } from '../../bot/operation/secret.ts';
import { CONNECTOR_NAMES } from '../../bot/platform/connector.ts';
import { openPglite } from '../../db/connect.ts';
import { loadOrganisation } from '../../db/organisation/organisation.ts';

/** What the test passes: tokens by channel, stand-ins for platforms, and the time. */
export type Given = { tokens: [string, string][]; standIns: Record<string, string>; now: string };

const [dir, given] = process.argv.slice(2) as [string, string];
const { tokens, standIns, now }: Given = JSON.parse(given);
const store = await openPglite(dir);
const line = (data: object, message: string) => console.log('log', message, data);
const worker = createWorker({
  store,
  chats: new Map(),
  platforms: assemblePlatforms(
    { allowed: CONNECTOR_NAMES, tokens: new Map(tokens.map(([key, token]) => [key, new Secret(token)])) },
    { now: () => new Date(now), loopback: true, standIns },
  ),
  now: () => new Date(now),
  org: loadOrganisation,
  draw: async () => null,
  log: { info: line, warn: line, error: line },
});
await worker.drain();
await store.close();
console.log('end');
