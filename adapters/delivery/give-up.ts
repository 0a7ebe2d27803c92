/**
 * Gives up on an effect: keeps it, tells the operators, and if a room refused, sends the card to its readers instead.
 */
import { isUrgent, post, refresh } from '../../bot/delivery/effect.ts';
import { afterLostNotice } from '../../commands/incident/communication/phone-list.ts';
import { enqueue, finish, forgetMessage, messageById, type OutboxRow, type Routed } from '../../db/delivery/outbox.ts';
import { fallbackFromRoom, otherChats, type RoutingContext, readerOf, route } from '../../db/delivery/routes.ts';
import { isQuiet, needsCard, subjectOf } from '../../db/delivery/undelivered.ts';
import { type AttemptEntry, note, routingContext } from './attempt-entry.ts';
import { refuseFile } from './file.ts';
import { refuseRoom } from './room.ts';

/**
 * Ends an effect without success. `doubtful`: it may have arrived and is not repeated.
 * Operators get one card per chat and reason. If a card to operators fails itself, it is only logged.
 */
export async function giveUp(entry: AttemptEntry, state: 'dead' | 'doubtful', reason: string): Promise<void> {
  const { tx, job, row } = entry;
  const { effect } = row;
  if (!(await finish(tx, row, state, job.now(), reason))) return;
  job.log.warn({ effect: row.id, do: effect.do, chat: row.chat, state, reason }, 'an effect was given up');
  if (effect.do === 'redraw') await dropCopy(entry, effect.message, reason);
  if (effect.do === 'post') {
    const to = readerOf(row) ?? row.address?.room ?? null;
    note(entry, 'undeliverable', effect.card.subject, { to, view: effect.card.view, reason });
  }
  const cause = { chat: row.chat, state, reason };
  // Ask before anything enters the outbox: this lock is taken before those of the lanes.
  const isNews = !isQuiet(row) && (await needsCard(tx, cause, row, job.now()));
  if (effect.do === 'fetch') await refuseFile(entry, reason);
  if (effect.do === 'room') await refuseRoom(entry, reason);
  const routing = await routingContext(entry);
  if (!routing) return;
  const elsewhere = [
    ...(state === 'dead' ? await fallbackFromRoom(routing, row) : []),
    ...(await beside(routing, row)),
  ];
  await enqueue(tx, elsewhere, job.clock());
  if (isQuiet(row)) return;
  const around = elsewhere.length === 0 ? await afterLostNotice(tx, effect, routing.org) : [];
  const subject = subjectOf(cause);
  const told = isNews ? post({ to: 'role', role: 'operator' }, 'undelivered', subject) : refresh(subject);
  await enqueue(tx, await route(tx, [...around, told], routing.org, routing.chats, routing.now), job.clock());
}

/**
 * A message that may have arrived is not repeated in its chat. An urgent one also goes to the person's other chat: the
 * first may be down, and two cards about one incident do no harm.
 */
async function beside(routing: RoutingContext, row: OutboxRow): Promise<Routed[]> {
  const ways = isUrgent(row.effect) ? await otherChats(routing, [row]) : [];
  return ways.filter((way) => way !== null);
}

/** Recorded once for each copy that can no longer be changed. A click on the copy still redraws it. */
async function dropCopy(entry: AttemptEntry, message: string, reason: string): Promise<void> {
  const copy = await messageById(entry.tx, message);
  if (!copy) return;
  await forgetMessage(entry.tx, message);
  note(entry, 'undeliverable', copy.subject, { to: copy.person ?? copy.room, view: copy.view, reason });
}
