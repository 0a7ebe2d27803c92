/**
 * Incoming and outgoing deliveries: inbox, outbox, lanes that pace it, posted messages, the local workspace's rooms.
 */
import { sql } from 'drizzle-orm';
import { bigserial, index, integer, jsonb, pgTable, smallint, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Address, ChatName, Lang } from '../../bot/chat.ts';
import { type Effect, type InDoubt, type OutboxState, PRIORITY, type Priority } from '../../bot/delivery/effect.ts';
import { at, bytes, id, version } from '../columns.ts';

/** One row per delivery, keyed by the sender's own id. A known id means a repeated delivery. */
export const inbox = pgTable('inbox', {
  id: id(),
  receivedAt: at('received_at').notNull(),
  /** Cleared as soon as the answer has been shown. */
  reply: jsonb('reply'),
  /** Until this time the process that claimed the delivery shows its answer. */
  leaseUntil: at('lease_until'),
  answeredAt: at('answered_at'),
});

/**
 * A request whose sender was told "later": enough to run it again if the process dies. Deleted once the person is
 * answered.
 */
export const deliveries = pgTable(
  'deliveries',
  {
    /** The same as in `inbox`. */
    id: id(),
    chat: text('chat').$type<ChatName>().notNull(),
    tenant: text('tenant').notNull(),
    /** As its chat wrote it down and reads it again. No name, no address, no token. */
    request: jsonb('request').$type<Record<string, unknown>>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** Until then somebody works on it. */
    leaseUntil: at('lease_until').notNull(),
    receivedAt: at('received_at').notNull(),
  },
  (t) => [index('deliveries_lease').on(t.leaseUntil)],
);

export const outbox = pgTable(
  'outbox',
  {
    id: id(),
    /** The order of writing, nothing else. */
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    /** `PRIORITY`: lower numbers go first. */
    priority: smallint('priority').$type<Priority>().notNull().default(PRIORITY.normal),
    effect: jsonb('effect').$type<Effect>().notNull(),
    address: jsonb('address').$type<Address>(),
    /** `none`: effects without a chat or a route. */
    chat: text('chat').$type<ChatName | 'none'>().notNull(),
    /** Chats that refused for good. The next attempt uses another one. */
    tried: jsonb('tried').$type<string[]>().notNull().default([]),
    /** Messages of one lane (one room) are sent one at a time, in order. */
    lane: text('lane').notNull(),
    /**
     * waiting → sending → sent | dead | doubtful. `doubtful`: may have arrived, is not repeated, and is shown to the
     * operators.
     */
    state: text('state').$type<OutboxState>().notNull().default('waiting'),
    /** While a row waits, a second effect with the same key is not added (redraw). */
    coalesce: text('coalesce'),
    attempts: integer('attempts').notNull().default(0),
    dueAt: at('due_at').notNull(),
    firstTriedAt: at('first_tried_at'),
    leaseUntil: at('lease_until'),
    /** Set if an attempt ended unknown. The next one must search first. */
    doubt: text('doubt').$type<InDoubt>(),
    lastError: text('last_error'),
    createdAt: at('created_at').notNull(),
    endedAt: at('ended_at'),
  },
  (t) => [
    /** The order in which a chat's rows are claimed. */
    index('outbox_claim').on(t.chat, t.priority, t.seq).where(sql`${t.state} = 'waiting'`),
    index('outbox_due').on(t.state, t.dueAt),
    index('outbox_lane').on(t.lane, t.state),
    index('outbox_coalesce').on(t.coalesce, t.state),
  ],
);

/**
 * When a room, or a whole chat, may be written to again. In the database, so that any number of processes keep the
 * limits.
 */
export const lanes = pgTable('lanes', { id: id(), freeAt: at('free_at').notNull() });

/** Every card that was posted, so that a decision redraws all its copies. */
export const messages = pgTable(
  'messages',
  {
    id: id(),
    chat: text('chat').$type<ChatName>().notNull(),
    room: text('room').notNull(),
    message: text('message').notNull(),
    reach: jsonb('reach').$type<Record<string, string>>().notNull().default({}),
    /** The view that draws it, and the subject: `application`, `a_…`. */
    view: text('view').notNull(),
    subject: text('subject').notNull(),
    args: jsonb('args').$type<Record<string, string>>().notNull().default({}),
    /** The person it was sent to; null in a room. */
    person: text('person'),
    lang: text('lang').$type<Lang>().notNull(),
    /** SHA-256 of the card as last drawn. An identical redraw is not sent. */
    drawn: text('drawn').notNull(),
    at: at('at').notNull(),
  },
  (t) => [index('messages_subject').on(t.subject), uniqueIndex('messages_place').on(t.chat, t.room, t.message)],
);

/** Messages in the local workspace's rooms. */
export const localMessages = pgTable(
  'local_messages',
  {
    id: id(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    room: text('room').notNull(),
    /** A person's id, or `bot`. */
    author: text('author').notNull(),
    text: text('text'),
    card: jsonb('card'),
    /** A private answer in a shared room. */
    onlyFor: text('only_for'),
    /** The outbox id, by which a repeated delivery finds the earlier message. */
    delivery: text('delivery').unique(),
    at: at('at').notNull(),
  },
  (t) => [index('local_messages_room').on(t.room, t.seq)],
);

export const localReads = pgTable('local_reads', {
  /** `person room` */
  id: id(),
  seq: integer('seq').notNull(),
});

/**
 * Files created for a person. They can be fetched any number of times through the link on a personal card until it
 * expires.
 */
export const downloads = pgTable('downloads', {
  id: id(),
  version: version(),
  /** SHA-256 of the secret in the link. The secret itself is stored nowhere. */
  secret: text('secret').notNull(),
  subject: text('subject').notNull(),
  name: text('name').notNull(),
  type: text('type').notNull(),
  content: bytes('content').notNull(),
  sha256: text('sha256').notNull(),
  person: text('person').notNull(),
  at: at('at').notNull(),
  expiresAt: at('expires_at').notNull(),
});
