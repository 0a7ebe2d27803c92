/** Handles the outage of a whole chat: urgent cards go to the person's other chat instead of waiting. */
import { isUrgent } from '../../bot/delivery/effect.ts';
import type { Tx } from '../../db/connect.ts';
import { divertWaiting, hold, type OutboxRow, type Routed, urgentWaiting } from '../../db/delivery/outbox.ts';
import { otherChats, type RoutingContext } from '../../db/delivery/routes.ts';
import { type AttemptEntry, routingContext } from './attempt-entry.ts';

/** Milliseconds without an answer after which a chat may be down. Anything shorter is a hiccup. */
const DOWN_MS = 10_000;
/**
 * Longest pause before the chat is tried again, with whatever is next. New urgent messages must not wait for an old
 * one's retry.
 */
const ASK_MS = 30_000;

const isLong = ({ job, row }: AttemptEntry): boolean =>
  row.firstTriedAt !== null && job.clock().getTime() - row.firstTriedAt.getTime() >= DOWN_MS;

/** True for a known account. With only an address, nobody knows whether the person is in that chat. */
const knows = (way: Routed | null | undefined): way is Routed => way?.address?.user !== undefined;

/**
 * The chat accepts nothing now: diverts urgent cards and pauses the chat.
 * @param due when this row is tried again
 * @param asked the chat itself asked for the pause, so nothing is sent before `due`
 */
export async function outage(entry: AttemptEntry, reason: string, due: Date, asked: boolean): Promise<void> {
  const { tx, job, row } = entry;
  const routing = isLong(entry) ? await routingContext(entry) : null;
  if (routing) await aroundIt(tx, routing, row.chat, job.clock(), reason);
  const soon = new Date(job.clock().getTime() + ASK_MS);
  await hold(tx, row.chat, asked || due < soon ? due : soon);
}

async function aroundIt(
  tx: Tx,
  routing: RoutingContext,
  chat: OutboxRow['chat'],
  now: Date,
  reason: string,
): Promise<void> {
  const rows: OutboxRow[] = await urgentWaiting(tx, chat);
  const ways = await otherChats(routing, rows);
  const known = rows.flatMap(({ id, tried }, at) => {
    const to = ways[at];
    // `tried` stays as it was, because this chat has refused nothing: if the other one fails, this one is tried again.
    return knows(to) ? [{ id, to: { ...to, tried } }] : [];
  });
  await divertWaiting(tx, known, now, reason);
}

/** Whether an urgent card has been in doubt for so long that another chat should deliver it. */
export async function isBetterElsewhere(entry: AttemptEntry): Promise<boolean> {
  const routing = isUrgent(entry.row.effect) && isLong(entry) ? await routingContext(entry) : null;
  return routing !== null && (await otherChats(routing, [entry.row])).some(knows);
}
