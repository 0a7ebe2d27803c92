/** What is said about an incident: notices inside the house with their receipts, texts for the outside with their approval. */
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { TextKind, TextState } from '../../../bot/incident/external-text.ts';
import type { RecipientKind } from '../../../bot/organisation/organisation.ts';
import { at, id, version } from '../../columns.ts';

/** A text for the outside. Its approval is bound to the hash of what was read. */
export const incidentTexts = pgTable(
  'incident_texts',
  {
    id: id(),
    version: version(),
    incident: text('incident').notNull(),
    kind: text('kind').$type<TextKind>().notNull(),
    /** Counts per incident: V 1, V 2 … */
    number: integer('number').notNull(),
    state: text('state').$type<TextState>().notNull(),
    /** `leicht`: Leichte Sprache. */
    lang: text('lang').$type<'de' | 'en' | 'leicht'>().notNull(),
    body: text('body').notNull(),
    /** SHA-256 of the body as it stands. */
    hash: text('hash').notNull(),
    author: text('author').notNull(),
    createdAt: at('created_at').notNull(),
    askedAt: at('asked_at'),
    /** Whom the approval was asked of, in the order they were asked. */
    asked: jsonb('asked').$type<string[]>().notNull().default([]),
    approvedBy: text('approved_by'),
    /** Acting for (i. V.). */
    approvedFor: text('approved_for'),
    approvedAt: at('approved_at'),
    approvedHash: text('approved_hash'),
    /** Data protection reads along when data loss is not excluded: whom it was asked of, in order; when the last of them was. */
    coAsked: jsonb('co_asked').$type<string[]>().notNull().default([]),
    coAskedAt: at('co_asked_at'),
    coSignedBy: text('co_signed_by'),
    /** Acting for (i. V.). */
    coSignedFor: text('co_signed_for'),
    coSignedAt: at('co_signed_at'),
    coSignedHash: text('co_signed_hash'),
    publishedBy: text('published_by'),
    publishedAt: at('published_at'),
    link: text('link'),
    withdrawnBy: text('withdrawn_by'),
    withdrawnAt: at('withdrawn_at'),
    reason: text('reason'),
  },
  (t) => [index('incident_texts_incident').on(t.incident)],
);

/** A communication inside the house. */
export const incidentNotices = pgTable(
  'incident_notices',
  {
    id: id(),
    version: version(),
    incident: text('incident').notNull(),
    /** The required first notice, the staff notice, a status update, the all clear. */
    kind: text('kind').$type<'first' | 'staff' | 'update' | 'all-clear'>().notNull(),
    /** Facts that fill the template; free text of an update. */
    text: text('text').notNull().default(''),
    by: text('by').notNull(),
    at: at('at').notNull(),
  },
  (t) => [index('incident_notices_incident').on(t.incident)],
);

/** Who has to read a notice, and whether they have. */
export const incidentReceipts = pgTable(
  'incident_receipts',
  {
    /** `notice person` */
    id: id(),
    version: version(),
    notice: text('notice').notNull(),
    incident: text('incident').notNull(),
    person: text('person').notNull(),
    /** Why this person: `head`, `privacy`, `council` … as the matrix names it. */
    because: text('because').$type<RecipientKind>().notNull(),
    sentAt: at('sent_at').notNull(),
    readAt: at('read_at'),
    escalatedAt: at('escalated_at'),
    /** Reached by phone instead, by whom. */
    phonedBy: text('phoned_by'),
    phonedAt: at('phoned_at'),
  },
  (t) => [index('incident_receipts_notice').on(t.notice), index('incident_receipts_person').on(t.person)],
);
