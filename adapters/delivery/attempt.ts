/** One attempt to execute a claimed effect. It reads, draws and calls the chat, but writes nothing. */
import { createHash } from 'node:crypto';
import { type Address, type MessageRef, SendError } from '../../bot/chat.ts';
import type { Effect } from '../../bot/delivery/effect.ts';
import { checkFile, FILE_HEAD } from '../../bot/registration/file-rules.ts';
import type { Card } from '../../cards/node.ts';
import { canonical } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { type MessageRow, messageById, type OutboxRow, threadIn } from '../../db/delivery/outbox.ts';
import { readerOf } from '../../db/delivery/routes.ts';
import { personById } from '../../db/organisation/people.ts';
import { announcedFile } from '../../db/registration/attachments.ts';
import type { Chat } from '../chat.ts';
import type { End, Job, Reader } from './job.ts';
import { callPlatform } from './platform.ts';
import { openRoom } from './room.ts';

type Do = Effect['do'];
type ByChat = Exclude<Do, 'platform'>;
type Try<D extends Do> = (t: Tools, row: OutboxRow, effect: Extract<Effect, { do: D }>) => Promise<End>;
type Tools = Job & {
  chat: Chat;
  /** Reads in one short transaction. */
  read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** One call to the chat, within the remaining patience. */
  call: <T>(work: () => Promise<T>) => Promise<T>;
};

const TRY = { post, refresh: reroute, redraw, fetch, room } as const satisfies {
  [D in ByChat]: Try<D>;
};

/** Executes the effect. Never throws: an error is also an end. */
export async function attempt(job: Job, row: OutboxRow): Promise<End> {
  const until = performance.now() + job.patience;
  const left = () => until - performance.now();
  const call = <T>(work: () => Promise<T>) => within(work, left());
  const read = <T>(work: (tx: Tx) => Promise<T>) => job.store.db.transaction((tx) => work(tx as Tx));
  const { effect } = row;
  const chat = row.chat === 'none' ? undefined : job.chats.get(row.chat);
  try {
    if (effect.do === 'platform') return await callPlatform({ ...job, read, left }, row, effect);
    if (!chat) return { end: 'reroute' };
    // Claimed once more than allowed: the process died in each attempt.
    if (row.attempts > job.attempts) return { end: 'failed', error: new SendError('unknown', 'crash') };
    const step = TRY[effect.do] as Try<ByChat> | undefined;
    // An effect of another version that this one does not know.
    if (!step) return { end: 'done' };
    return await step({ ...job, chat, read, call }, row, effect);
  } catch (error) {
    if (error instanceof SendError) return { end: 'failed', error };
    // A bug or a lost database before the call: nothing was sent.
    job.log.error({ err: error, effect: row.id }, 'an effect could not be prepared');
    return { end: 'failed', error: new SendError('later', 'fault') };
  }
}

/** The chat's response, or `unknown` if it takes too long. The call itself cannot be cancelled. */
async function within<T>(work: () => Promise<T>, ms: number): Promise<T> {
  if (ms <= 0) throw new SendError('later', 'no-time-left');
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SendError('unknown', 'no-answer')), ms);
  });
  try {
    return await Promise.race([work(), tooLate]);
  } catch (error) {
    if (error instanceof SendError) throw error;
    // A bug in an adapter during a call: the message may have arrived.
    throw new SendError('unknown', error instanceof Error ? `fault:${error.name}` : 'fault');
  } finally {
    clearTimeout(timer);
  }
}

export const drawnHash = (card: Card): string => createHash('sha256').update(canonical(card)).digest('hex');

/** Who a card is drawn for: a person in their language, or a room in the city's language. */
export async function readerFor(tx: Tx, person: string | null): Promise<Reader> {
  const known = person ? await personById(tx, person) : null;
  return { person, lang: known?.lang === 'en' ? 'en' : 'de' };
}

async function post(t: Tools, row: OutboxRow, effect: Extract<Effect, { do: 'post' }>): Promise<End> {
  const { address: room } = row;
  if (!room) return { end: 'reroute' };
  const { address, card } = await t.read(async (tx) => ({
    address: await underneath(tx, room, effect.under),
    card: await t.draw(tx, effect.card, await readerFor(tx, readerOf(row))),
  }));
  if (!card) return { end: 'gone' };
  // An earlier attempt may have been made before the thread existed, so the room is searched as well.
  for (const place of row.doubt ? new Set([address, room]) : []) {
    const found = await look(t, row, place);
    if (found) return { end: 'posted', ref: found, drawn: null, lang: card.lang };
    if (found === undefined && effect.doubt === 'show') return { end: 'doubtful' };
  }
  const ref = await t.call(() => t.chat.post(address, card, row.id));
  return { end: 'posted', ref, drawn: drawnHash(card), lang: card.lang };
}

function room(t: Tools, _row: OutboxRow, effect: Extract<Effect, { do: 'room' }>): Promise<End> {
  return openRoom(t, effect);
}

/** The thread of the subject's first card if it is in this room, else the room itself. */
async function underneath(tx: Tx, address: Address, under: string | undefined): Promise<Address> {
  if (under === undefined || address.room === undefined || address.reach?.thread) return address;
  const thread = await threadIn(tx, address.chat, address.room, under);
  return thread ? { ...address, reach: { ...address.reach, thread } } : address;
}

/** The message in doubt: null if it certainly does not exist, undefined if the chat cannot be searched. */
async function look(t: Tools, row: OutboxRow, address: Address): Promise<MessageRef | null | undefined> {
  const since = row.firstTriedAt ?? row.createdAt;
  try {
    return await t.call(async () => t.chat.find?.(address, row.id, since));
  } catch (error) {
    // A search that is refused for good tells as little as a chat without search.
    if (error instanceof SendError && error.outcome === 'refused') return undefined;
    throw error;
  }
}

async function redraw(t: Tools, _row: OutboxRow, effect: Extract<Effect, { do: 'redraw' }>): Promise<End> {
  const drawn = await t.read(async (tx) => {
    const message = await messageById(tx, effect.message);
    return message && { message, card: await drawCopy(t, tx, message) };
  });
  if (!drawn) return { end: 'done' };
  const { message, card } = drawn;
  if (!card) return { end: 'gone' };
  const hash = drawnHash(card);
  if (hash === message.drawn) return { end: 'done' };
  await t.call(() => t.chat.update({ room: message.room, message: message.message, reach: message.reach }, card));
  return { end: 'redrawn', message: message.id, drawn: hash };
}

async function drawCopy(t: Job, tx: Tx, { view, subject, args, person }: MessageRow): Promise<Card | null> {
  return t.draw(tx, { view, subject, args }, await readerFor(tx, person));
}

async function fetch(t: Tools, _row: OutboxRow, effect: Extract<Effect, { do: 'fetch' }>): Promise<End> {
  const file = await t.read((tx) => announcedFile(tx, effect.attachment));
  if (!file || file.state === 'stored') return { end: 'done' };
  const { source } = file;
  const fetchFile = t.chat.fetchFile?.bind(t.chat);
  if (!source || !fetchFile) throw new SendError('refused', 'no-source');
  const bytes = await t.call(() => fetchFile(source));
  const { name, type } = file;
  const use = 'incident' in file ? 'evidence' : 'application';
  const answer = checkFile({ name, type, size: bytes.length, head: bytes.subarray(0, FILE_HEAD) }, use);
  return { end: 'fetched', bytes, answer };
}

function reroute(): Promise<End> {
  return Promise.resolve({ end: 'reroute' });
}
