/** Incidents: what happened, who acts, the rooms, the tasks and the timeline. */
import { bigserial, boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ChatName } from '../../../bot/chat.ts';
import type { IncidentRole, IncidentState, Severity } from '../../../bot/incident/lifecycle.ts';
import { at, id, version } from '../../columns.ts';

/** The data protection officer's decision on the report to the supervisory authority (GDPR Art. 33). */
export type GdprDecision = { report: boolean; reason: string; by: string; at: string; reference?: string };
/** The lessons learned. */
export type AfterAction = { text: string; by: string; at: string };

export const incidents = pgTable(
  'incidents',
  {
    id: id(),
    version: version(),
    /** `V-2026-0001`; for a drill `Ü-2026-0001`. */
    number: text('number').notNull(),
    title: text('title').notNull(),
    state: text('state').$type<IncidentState>().notNull(),
    severity: integer('severity').$type<Severity>().notNull(),
    /** Nothing in a drill reaches the public. */
    drill: boolean('drill').notNull().default(false),
    /** The last reason given for a false alarm, a merge or a reopening. */
    reason: text('reason'),
    mergedInto: text('merged_into'),
    declaredBy: text('declared_by').notNull(),
    declaredAt: at('declared_at').notNull(),
    confirmedAt: at('confirmed_at'),
    containedAt: at('contained_at'),
    restoredAt: at('restored_at'),
    closedAt: at('closed_at'),
    reopenedAt: at('reopened_at'),
    /** The last status update. The clock for the next one starts here. */
    updatedAt: at('updated_at'),
    /** Whether personal data may have been lost. `open` until data protection decides. */
    dataLoss: text('data_loss').$type<'open' | 'excluded' | 'possible'>().notNull().default('open'),
    /** When the city became aware. The 72 hours start here. */
    awareAt: at('aware_at').notNull(),
    gdpr: jsonb('gdpr').$type<GdprDecision>(),
    /** A criminal case is open: the public prosecutor may decide what is said to the press. */
    prosecutor: boolean('prosecutor').notNull().default(false),
    afterAction: jsonb('after_action').$type<AfterAction>(),
  },
  (t) => [uniqueIndex('incidents_number').on(t.number), index('incidents_state').on(t.state)],
);

export const incidentRoles = pgTable(
  'incident_roles',
  {
    /** `incident role person` */
    id: id(),
    version: version(),
    incident: text('incident').notNull(),
    role: text('role').$type<IncidentRole>().notNull(),
    person: text('person').notNull(),
    by: text('by').notNull(),
    since: at('since').notNull(),
  },
  (t) => [index('incident_roles_incident').on(t.incident), index('incident_roles_person').on(t.person)],
);

/** The incident's room in each chat. */
export const incidentRooms = pgTable(
  'incident_rooms',
  {
    /** `incident chat` */
    id: id(),
    version: version(),
    incident: text('incident').notNull(),
    chat: text('chat').$type<ChatName>().notNull(),
    /** `refused`: the chat does not allow it, and people are written to individually. */
    state: text('state').$type<'opening' | 'open' | 'refused'>().notNull(),
    room: text('room'),
    /** What the chat needs to write there. In a standing Teams room, the incident's thread. */
    reach: jsonb('reach').$type<Record<string, string>>().notNull().default({}),
    reason: text('reason'),
    at: at('at').notNull(),
  },
  (t) => [index('incident_rooms_incident').on(t.incident), index('incident_rooms_room').on(t.chat, t.room)],
);

export const incidentTasks = pgTable(
  'incident_tasks',
  {
    id: id(),
    version: version(),
    incident: text('incident').notNull(),
    text: text('text').notNull(),
    assignee: text('assignee').notNull(),
    /** ISO day. */
    dueOn: text('due_on'),
    by: text('by').notNull(),
    createdAt: at('created_at').notNull(),
    doneBy: text('done_by'),
    doneAt: at('done_at'),
  },
  (t) => [index('incident_tasks_incident').on(t.incident), index('incident_tasks_assignee').on(t.assignee)],
);

/** The timeline: append-only (a trigger rejects changes). Each entry's hash is in the audit chain. */
export const incidentEntries = pgTable(
  'incident_entries',
  {
    id: id(),
    /** Always 0, because an entry is never updated. */
    version: version(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    incident: text('incident').notNull(),
    at: at('at').notNull(),
    /** A person's key, or `system`. */
    by: text('by').notNull(),
    /** What happened: words `timeline.<kind>`. */
    kind: text('kind').notNull(),
    /** What somebody typed, literally. */
    text: text('text').notNull().default(''),
    data: jsonb('data').$type<Record<string, string | number | boolean>>().notNull().default({}),
    chat: text('chat').$type<ChatName>(),
  },
  (t) => [index('incident_entries_incident').on(t.incident, t.seq)],
);
