/**
 * The append-only audit: a trigger (migration 0001) forbids UPDATE and DELETE, and each row contains the previous row's
 * hash.
 */
import { bigint, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { at, id } from '../columns.ts';

export const audit = pgTable('audit', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  at: at('at').notNull(),
  /** A person's key, or `system`. Never a name. */
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  data: jsonb('data').$type<Record<string, unknown>>().notNull(),
  /** The delivery that caused it. */
  cause: text('cause'),
  previous: text('previous').notNull(),
  hash: text('hash').notNull(),
});

/** One row, the end of the chain. It is locked while a row is appended, so the chain cannot fork. */
export const auditHead = pgTable('audit_head', {
  id: id(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
});
