/** Evidence files of an incident: as sent, with hash, sender and time. */
import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { ChatName } from '../../../bot/chat.ts';
import type { FileState } from '../../../bot/registration/file-rules.ts';
import { at, bytes, id, version } from '../../columns.ts';

export const incidentFiles = pgTable(
  'incident_files',
  {
    id: id(),
    version: version(),
    incident: text('incident').notNull(),
    /** The row in `incident_channels`, if the sender named a channel. */
    place: text('place'),
    /** The row in `incident_steps` that it proves. */
    step: text('step'),
    name: text('name').notNull(),
    type: text('type').notNull(),
    size: integer('size').notNull(),
    /**
     * `waiting` until the bytes are fetched, then `stored` and frozen by a trigger, or `refused` with the reason in
     * `problem`.
     */
    state: text('state').$type<FileState>().notNull(),
    problem: text('problem'),
    source: text('source'),
    chat: text('chat').$type<ChatName>().notNull(),
    sha256: text('sha256'),
    content: bytes('content'),
    by: text('by').notNull(),
    at: at('at').notNull(),
    storedAt: at('stored_at'),
  },
  (t) => [index('incident_files_incident').on(t.incident, t.at)],
);
