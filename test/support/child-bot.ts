/**
 * The minute tick and the outbox worker in their own process, on any database and with the real adapters, until all due
 * work is done and sent. It loads first and then waits for orders, so that it can take over at once when its
 * predecessor dies.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Chat } from '../../adapters/chat.ts';
import { createWorker } from '../../adapters/delivery/worker.ts';
import { createLog } from '../../adapters/operation/log.ts';
import type { TeamsOptions } from '../../adapters/teams/app.ts';
import { nrwHolidays } from '../../adapters/time/holidays.ts';
import { createTick } from '../../adapters/time/tick.ts';
import type { ChatName } from '../../bot/chat.ts';
import { createCalendar } from '../../bot/time/calendar.ts';
import { openPglite, openPostgres } from '../../db/connect.ts';
import { outboxCounts } from '../../db/delivery/outbox.ts';
import { loadOrganisation } from '../../db/organisation/organisation.ts';
import { dues } from '../../db/schema.ts';

/** `ahead`: milliseconds by which its clock is ahead of real time. */
export type Orders = {
  database: string;
  ahead: number;
  slack?: { apiUrl: string; signingSecret: string; botToken: string };
  teams?: Pick<TeamsOptions, 'appId' | 'appPassword' | 'tenantId' | 'endpoints'>;
};

/** What the database contains at start: digests queued or done, and effects by state. */
export type Found = { digests: number; waiting?: number; sending?: number; sent?: number; doubtful?: number };

const LOOK_MS = 100;
const ERROR = 50;

const [door, life, ...names] = process.argv.slice(2) as [string, string, ...ChatName[]];
const slackApp = names.includes('slack') ? await import('../../adapters/slack/app.ts') : null;
const teamsApp = names.includes('teams') ? await import('../../adapters/teams/app.ts') : null;
const orders = (await (await fetch(`${door}/orders/${life}`)).json()) as Orders;

const store = await (/^postgres/.test(orders.database) ? openPostgres(orders.database) : openPglite(orders.database));
const now = () => new Date(Date.now() + orders.ahead);
const calendar = createCalendar(nrwHolidays);
const log = createLog('warn', [], (line) => {
  console.log(line.trim());
  // An error in the log is a bug: the only things that fail here are the bot's own deaths and lost responses.
  if (JSON.parse(line).level >= ERROR) process.exit(1);
});
// This bot receives no requests.
const nobody = () => Promise.reject(new Error('nobody asks'));
const shell = { handle: nobody, opensForm: () => false, keep: nobody, answered: nobody, release: nobody };
const chats = new Map<ChatName, Chat>();
const common = { shell, now, log };
if (slackApp && orders.slack) chats.set('slack', slackApp.slackDoor({ ...common, ...orders.slack }).chat);
if (teamsApp && orders.teams) chats.set('teams', teamsApp.teamsDoor({ ...common, ...orders.teams, auth: 'on' }).chat);
// At the vendors' rates this would take all morning.
for (const [name, chat] of chats) chats.set(name, { ...chat, pace: { room: 0, chat: 0 } });

const worker = createWorker({
  store,
  chats,
  // Digest content is tested elsewhere. Drawing thousands would be most of the work here.
  draw: async (_tx, { view, subject }, { lang }) => {
    const title = `${view} ${subject}`;
    return { title, summary: title, nodes: [], lang };
  },
  org: loadOrganisation,
  now,
  log,
});
const tick = createTick({
  store,
  chats: () => [...chats.keys()],
  calendar,
  now,
  wake: worker.wake,
  log,
  onFault: () => {},
});

const done = async () => (await store.db.select({ n: sql<number>`count(*)::int` }).from(dues))[0]!.n;
const found: Found = { digests: await done(), ...(await outboxCounts(store.db)) };
console.log(`found ${JSON.stringify(found)}`);
worker.start();
for (let before = -1; before < (await done()); ) {
  before = await done();
  await tick();
}
for (;;) {
  const { waiting = 0, sending = 0 } = await outboxCounts(store.db);
  if (waiting + sending === 0) break;
  await pause(LOOK_MS);
}
await worker.stop();
await store.close();
console.log('end');
