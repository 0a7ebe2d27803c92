/**
 * Records the result of an attempt in one transaction: the message, the next attempt, or the end with its audit entry.
 */
import { type Address, SendError } from '../../bot/chat.ts';
import { type CardRef, type Effect, toPerson } from '../../bot/delivery/effect.ts';
import type { Card } from '../../cards/node.ts';
import { appendAudit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import {
  addMessage,
  again,
  divert,
  enqueue,
  finish,
  forgetMessage,
  hold,
  messageById,
  type OutboxRow,
  setDrawn,
} from '../../db/delivery/outbox.ts';
import { fallbackRoute, type Post, readerOf, route } from '../../db/delivery/routes.ts';
import { drawnHash, readerFor } from './attempt.ts';
import { type AttemptEntry, note, routingContext } from './attempt-entry.ts';
import { keepFile } from './file.ts';
import { giveUp } from './give-up.ts';
import type { End, Job } from './job.ts';
import { isBetterElsewhere, outage } from './outage.ts';
import { keepCall } from './platform.ts';
import { keepRoom, keepThread } from './room.ts';

type Named<E extends End['end']> = Extract<End, { end: E }>;
type Settle<E extends End['end']> = (entry: AttemptEntry, end: Named<E>) => Promise<void>;

const FAILED = { later, unknown, refused } as const satisfies Record<
  SendError['outcome'],
  (entry: AttemptEntry, error: SendError) => Promise<void>
>;

const SETTLE = {
  posted,
  redrawn: async (entry, { message, drawn }) => {
    if (await done(entry)) await setDrawn(entry.tx, message, drawn);
  },
  done: async (entry) => void (await done(entry)),
  opened: async (entry, end) => {
    if (await done(entry)) await keepRoom(entry, end);
  },
  fetched: async (entry, { bytes, answer }) => {
    if (await done(entry)) await keepFile(entry, bytes, answer);
  },
  called: keepCall,
  reroute,
  gone: async ({ tx, row, job }) => {
    job.log.warn({ effect: row.id }, 'an effect speaks of something that is no more');
    await finish(tx, row, 'dead', job.now(), 'gone');
  },
  doubtful: (entry) => giveUp(entry, 'doubtful', entry.row.doubt ?? 'unknown'),
  failed: (entry, { error }) => FAILED[error.outcome](entry, error),
} as const satisfies { [E in End['end']]: Settle<E> };

/** Records how an attempt ended. A row whose lease was lost is left to its new worker. */
export async function settle(job: Job, row: OutboxRow, end: End): Promise<void> {
  await job.store.db.transaction(async (tx) => {
    const entry: AttemptEntry = { job, tx: tx as Tx, row, audit: [] };
    await (SETTLE[end.end] as Settle<End['end']>)(entry, end);
    await appendAudit(entry.tx, entry.audit);
  });
}

const done = ({ tx, row, job }: AttemptEntry): Promise<boolean> => finish(tx, row, 'sent', job.now());
const inTime = (job: Job, ms: number): Date => new Date(job.clock().getTime() + ms);

async function posted(entry: AttemptEntry, { ref, drawn, lang }: Named<'posted'>): Promise<void> {
  const { tx, job, row } = entry;
  // An effect without a chat posts no message.
  if (row.effect.do !== 'post' || row.chat === 'none') return;
  const { card } = row.effect;
  const ours = await done(entry);
  const person = readerOf(row);
  const { room, message, reach = {} } = ref;
  const place = { chat: row.chat, room, message, reach, person, lang, at: job.now() };
  // Recorded even after a lost lease: the card is in the chat and must be redrawn like its duplicate.
  const copy = await addMessage(tx, { ...place, ...card, drawn: drawn ?? '' });
  await keepThread(entry, card.subject, row.chat, room, reach.thread);
  if (!ours) return;
  // A decision made while the card was in transit found no copy to redraw. Draw it again and compare.
  const now = await drawAgain(entry, card, person);
  if (now && drawnHash(now) !== drawn) {
    const address: Address = { chat: row.chat, room, reach };
    const effect: Effect = { do: 'redraw', message: copy, about: card.subject };
    await enqueue(tx, [{ effect, chat: address.chat, lane: `${row.chat}:${room}`, address }], job.clock());
  }
  note(entry, 'delivered', card.subject, { to: person ?? room, view: card.view });
}

/** Uses a savepoint: a bug in a view must not undo the record that the card was sent. */
async function drawAgain({ tx, job, row }: AttemptEntry, card: CardRef, person: string | null): Promise<Card | null> {
  try {
    return await tx.transaction(async (inner) => job.draw(inner, card, await readerFor(inner, person)));
  } catch (err) {
    job.log.error({ err, effect: row.id }, 'a posted card could not be drawn again');
    return null;
  }
}

/** Routes an effect that had no route when it was stored, or that is never sent as it is (`refresh`). */
async function reroute(entry: AttemptEntry): Promise<void> {
  const { tx, job, row } = entry;
  const { effect, lastError } = row;
  if (effect.do === 'post' && effect.to.to === 'person') {
    return refused(entry, new SendError('refused', lastError ?? 'no-identity'));
  }
  const routing = await routingContext(entry);
  const ways = routing ? await route(tx, [effect], routing.org, routing.chats, routing.now) : [];
  const open = ways.filter(({ chat }) => chat !== 'none');
  if (open.length === 0 && effect.do === 'post') return giveUp(entry, 'dead', lastError ?? 'no-recipient');
  if (await done(entry)) await enqueue(tx, open, job.clock());
}

async function later(entry: AttemptEntry, error: SendError): Promise<void> {
  const { tx, job, row } = entry;
  const free = error.after !== undefined;
  if (!free && row.attempts >= job.attempts) return giveUp(entry, 'dead', error.reason);
  if (row.doubt !== null && (await isBetterElsewhere(entry))) return giveUp(entry, 'doubtful', error.reason);
  // `Retry-After: 0` occurs in practice; taken literally it causes a busy loop.
  const due = inTime(job, free ? Math.max(error.after ?? 0, 1000) : job.backoff(row.attempts));
  if (!(await again(tx, row, due, error.reason, { free }))) return;
  // Other messages wait only if the chat asked for a pause or is down as a whole.
  if (error.scope === 'chat') await outage(entry, error.reason, due, free);
  else if (free) await hold(tx, row.lane, due);
}

async function unknown(entry: AttemptEntry, error: SendError): Promise<void> {
  const { tx, job, row } = entry;
  const { effect } = row;
  const canLook = row.chat !== 'none' && job.chats.get(row.chat)?.find !== undefined;
  const mustNotRepeat = effect.do === 'post' && effect.doubt === 'show' && !canLook;
  if (mustNotRepeat || (await isBetterElsewhere(entry))) return giveUp(entry, 'doubtful', error.reason);
  if (row.attempts >= job.attempts) return giveUp(entry, 'dead', error.reason);
  const due = inTime(job, error.after ?? job.backoff(row.attempts));
  await again(tx, row, due, error.reason, { doubt: 'unknown' });
}

/** The adapters' codes for a message that can no longer be changed. */
const MESSAGE_GONE = new Set(['message-gone', 'message_not_found', 'cant_update_message', 'edit_window_closed']);

async function refused(entry: AttemptEntry, error: SendError): Promise<void> {
  const { tx, job, row } = entry;
  const { effect } = row;
  if (effect.do === 'redraw' && MESSAGE_GONE.has(error.reason)) return postAfresh(entry, effect.message, error);
  const routing = await routingContext(entry);
  const way = routing && (await fallbackRoute(routing, row));
  if (!way) return giveUp(entry, 'dead', error.reason);
  await divert(tx, row, way, job.clock(), error.reason);
}

/** The copy was deleted in the chat, so a new one replaces it. */
async function postAfresh(entry: AttemptEntry, message: string, error: SendError): Promise<void> {
  const { tx, job, row } = entry;
  const old = await messageById(tx, message);
  if (!(await finish(tx, row, 'sent', job.now(), error.reason)) || !old) return;
  await forgetMessage(tx, message);
  const { view, subject, args, room, reach, person } = old;
  const chat = old.chat;
  const to: Post['to'] = person ? toPerson(person) : { to: 'room', chat, room, reach };
  const effect: Post = { do: 'post', to, card: { view, subject, args }, doubt: 'again' };
  await enqueue(tx, [{ effect, chat, lane: `${chat}:${room}`, address: { chat, room, reach } }], job.clock());
}
