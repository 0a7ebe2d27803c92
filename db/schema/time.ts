/**
 * Results of the clock: keys of completed work, postponed reminders, answers of the January round, people without a
 * task.
 */
import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { DueKind, Stage } from '../../bot/time/due-stages.ts';
import { at, id, version } from '../columns.ts';

/** One row per completed due. The key is the lock: whoever inserts it does the work, and nobody repeats it. */
export const dues = pgTable(
  'dues',
  {
    /** `vote-deadline.before v_1 2026-12-05` (bot/time/due.ts). */
    key: text('key').primaryKey(),
    kind: text('kind').$type<DueKind>().notNull(),
    stage: text('stage').$type<Stage>().notNull(),
    subject: text('subject').notNull(),
    /** The ISO day set by the rule. */
    day: text('day').notNull(),
    doneAt: at('done_at').notNull(),
  },
  (t) => [index('dues_subject').on(t.kind, t.stage, t.subject)],
);

/** A reminder that one person has postponed. Deleted when it fires again. */
export const snoozes = pgTable(
  'snoozes',
  {
    /** `vote:v_1 p_1`: one per reminder and person. */
    id: id(),
    version: version(),
    person: text('person').notNull(),
    /** `vote:v_1`, `january:kulturbetriebe:2027`, `consent:t_1`. */
    what: text('what').notNull(),
    /** ISO day on which it fires again. */
    until: text('until').notNull(),
    reason: text('reason').notNull(),
    at: at('at').notNull(),
  },
  (t) => [index('snoozes_person').on(t.person)],
);

/** The January round: the receipt of an office's list (`channel` null), and the confirmation of each channel. */
export const confirmations = pgTable(
  'confirmations',
  {
    /** `2027 kulturbetriebe`, `2027 kulturbetriebe c_1`. */
    id: id(),
    version: version(),
    year: integer('year').notNull(),
    office: text('office').notNull(),
    channel: text('channel'),
    by: text('by').notNull(),
    at: at('at').notNull(),
  },
  (t) => [index('confirmations_list').on(t.office, t.year)],
);

/** Since when a person has had no task. The retention period starts then. */
export const idlePeople = pgTable('idle_people', { person: text('person').primaryKey(), since: at('since').notNull() });
