/** A chat that is down as a whole: what is urgent does not wait for it, where another chat knows the person. */
import { isUrgent } from '../../bot/delivery/effect.ts';
import type { Tx } from '../../db/connect.ts';
import { divertWaiting, hold, type OutboxRow, type Routed, urgentWaiting } from '../../db/delivery/outbox.ts';
import { otherChats, type RoutingContext } from '../../db/delivery/routes.ts';
import { type AttemptEntry, routingContext } from './attempt-entry.ts';

/** A chat that has not answered for so long may be down; before, it was a hiccup. */
const DOWN_MS = 10_000;
/** Then it is asked so often at least, by whatever is next: what is new and urgent must not wait for an old message's turn. */
const ASK_MS = 30_000;

const isLong = ({ job, row }: AttemptEntry): boolean =>
  row.firstTriedAt !== null && job.clock().getTime() - row.firstTriedAt.getTime() >= DOWN_MS;

/** Whom only their address leads to: nobody knows whether they are in that chat at all. */
const knows = (way: Routed | null | undefined): way is Routed => way?.address?.user !== undefined;

/** The chat takes nothing now. @param due when the row itself is tried again; @param asked by the chat itself: it is left alone until then */
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
    // This chat has refused nothing: whom the other one does not reach either is tried here again.
    return knows(to) ? [{ id, to: { ...to, tried } }] : [];
  });
  await divertWaiting(tx, known, now, reason);
}

/** Whether an urgent card has been in doubt so long that its reader had better get it in another chat. */
export async function isBetterElsewhere(entry: AttemptEntry): Promise<boolean> {
  const routing = isUrgent(entry.row.effect) && isLong(entry) ? await routingContext(entry) : null;
  return routing !== null && (await otherChats(routing, [entry.row])).some(knows);
}
