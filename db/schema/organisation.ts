/** People (the only table with names), their chat identities, and the organisation: offices, bodies, roles. */
import { boolean, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { ChatName, Lang } from '../../bot/chat.ts';
import type { Organisation } from '../../bot/organisation/organisation.ts';
import { at, id, version } from '../columns.ts';

export const people = pgTable('people', {
  /** Opaque key for the audit and documents. Names are stored only in this table, so they can be deleted. */
  id: id(),
  version: version(),
  /** The id in the organisation file. Null for people named only in an application. */
  ref: text('ref').unique(),
  name: text('name').notNull(),
  email: text('email').unique(),
  lang: text('lang').$type<Lang>().notNull().default('de'),
  gone: boolean('gone').notNull().default(false),
  createdAt: at('created_at').notNull(),
});

export const identities = pgTable(
  'identities',
  {
    chat: text('chat').$type<ChatName>().notNull(),
    tenant: text('tenant').notNull(),
    externalId: text('external_id').notNull(),
    person: text('person').notNull(),
    /** What the chat needs to write to this person first (Teams: service URL and conversation). */
    reach: jsonb('reach').$type<Record<string, string>>().notNull().default({}),
    seenAt: at('seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.chat, t.tenant, t.externalId] }), index('identities_person').on(t.person)],
);

/** The organisation file as last applied: offices, bodies, roles, rooms. One row. */
export const organisations = pgTable('organisations', {
  id: id(),
  version: version(),
  document: jsonb('document').$type<Organisation>().notNull(),
  appliedAt: at('applied_at').notNull(),
});
