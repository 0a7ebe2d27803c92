/** Communication about an incident: internal notices with receipts, and public texts with approvals. */
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { TextKind, TextState } from '../../../bot/incident/external-text.ts';
import type { RecipientKind } from '../../../bot/organisation/organisation.ts';
import { at, id, version } from '../../columns.ts';

/** A text for the public. Its approval is bound to the hash of what was read. */
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
    /** SHA-256 of the current body. */
    hash: text('hash').notNull(),
    author: text('author').notNull(),
    createdAt: at('created_at').notNull(),
    askedAt: at('asked_at'),
    /** The people asked for approval, in order. */
    asked: jsonb('asked').$type<string[]>().notNull().default([]),
    approvedBy: text('approved_by'),
    /** On behalf of (i. V.). */
    approvedFor: text('approved_for'),
    approvedAt: at('approved_at'),
    approvedHash: text('approved_hash'),
    /**
     * If data loss is not excluded, data protection co-signs. `coAsked`: the people asked, in order. `coAskedAt`: when
     * the last one was asked.
     */
    coAsked: jsonb('co_asked').$type<string[]>().notNull().default([]),
    coAskedAt: at('co_asked_at'),
    coSignedBy: text('co_signed_by'),
    /** On behalf of (i. V.). */
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

/** An internal notice. */
export const incidentNotices = pgTable(
  'incident_notices',
  {
    id: id(),
    version: version(),
    incident: text('incident').notNull(),
    /** The required first notice, the staff notice, a status update, or the all-clear. */
    kind: text('kind').$type<'first' | 'staff' | 'update' | 'all-clear'>().notNull(),
    /** The free text of an update, or facts for the template. */
    text: text('text').notNull().default(''),
    by: text('by').notNull(),
    at: at('at').notNull(),
  },
  (t) => [index('incident_notices_incident').on(t.incident)],
);

/** Who must read a notice, and whether they have. */
export const incidentReceipts = pgTable(
  'incident_receipts',
  {
    /** `notice person` */
    id: id(),
    version: version(),
    notice: text('notice').notNull(),
    incident: text('incident').notNull(),
    person: text('person').notNull(),
    /** Why this person: `head`, `privacy`, `council` … as in the matrix. */
    because: text('because').$type<RecipientKind>().notNull(),
    sentAt: at('sent_at').notNull(),
    readAt: at('read_at'),
    escalatedAt: at('escalated_at'),
    /** Who reached the person by phone instead. */
    phonedBy: text('phoned_by'),
    phonedAt: at('phoned_at'),
  },
  (t) => [index('incident_receipts_notice').on(t.notice), index('incident_receipts_person').on(t.person)],
);
