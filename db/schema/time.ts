/** What time has brought about: keys of what was done, reminders put off, answers of the January round, people without a task. */
import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { DueKind, Stage } from '../../bot/time/due-stages.ts';
import { at, id, version } from '../columns.ts';

/** One row per thing that was due and is done. The key is the lock: who inserts it does it, nobody else ever does. */
export const dues = pgTable(
  'dues',
  {
    /** `vote-deadline.before v_1 2026-12-05` (bot/time/due.ts). */
    key: text('key').primaryKey(),
    kind: text('kind').$type<DueKind>().notNull(),
    stage: text('stage').$type<Stage>().notNull(),
    subject: text('subject').notNull(),
    /** The day the rule names, ISO. */
    day: text('day').notNull(),
    doneAt: at('done_at').notNull(),
  },
  (t) => [index('dues_subject').on(t.kind, t.stage, t.subject)],
);

/** A reminder that one person has put off. Deleted when it comes back. */
export const snoozes = pgTable(
  'snoozes',
  {
    /** `vote:v_1 p_1`: one per reminder and person. */
    id: id(),
    version: version(),
    person: text('person').notNull(),
    /** `vote:v_1`, `january:kulturbetriebe:2027`, `consent:t_1`. */
    what: text('what').notNull(),
    /** ISO day on which it comes back. */
    until: text('until').notNull(),
    reason: text('reason').notNull(),
    at: at('at').notNull(),
  },
  (t) => [index('snoozes_person').on(t.person)],
);

/** The January round: an office's list was received (`channel` null), and each of its channels was confirmed. */
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

/** Since when nobody has found a task for this person: from then the retention time runs. */
export const idlePeople = pgTable('idle_people', { person: text('person').primaryKey(), since: at('since').notNull() });
