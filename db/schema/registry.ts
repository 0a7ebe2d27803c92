/** The registry: channels, applications with votes, notes and attachments, and the resulting tasks. */
import { index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ChatName } from '../../bot/chat.ts';
import type { Body } from '../../bot/participation/body.ts';
import type { Answer } from '../../bot/participation/slot.ts';
import type { TaskAnswer, TaskKind, TaskState } from '../../bot/participation/task.ts';
import type { Platform } from '../../bot/platform/platform.ts';
import type { ApplicationState, NoteKind } from '../../bot/registration/application.ts';
import type { ApplicationKind } from '../../bot/registration/application-kind.ts';
import type { FileState } from '../../bot/registration/file-rules.ts';
import type { ChannelState } from '../../bot/registry/channel.ts';
import { at, bytes, id, version } from '../columns.ts';

export const channels = pgTable(
  'channels',
  {
    id: id(),
    version: version(),
    platform: text('platform').$type<Platform>().notNull(),
    name: text('name').notNull(),
    handle: text('handle').notNull(),
    url: text('url'),
    /** Normalised address (bot/platform/link.ts): one channel per key. */
    key: text('key'),
    office: text('office').notNull(),
    state: text('state').$type<ChannelState>().notNull(),
    /** The application in force: the last approved one, else the only one. */
    application: text('application'),
    administrators: integer('administrators'),
    createdAt: at('created_at').notNull(),
    changedAt: at('changed_at').notNull(),
  },
  (t) => [uniqueIndex('channels_key').on(t.key), index('channels_office').on(t.office)],
);

export const applications = pgTable(
  'applications',
  {
    id: id(),
    version: version(),
    /** `SN-2026-0042-v2`. Null for a draft. */
    number: text('number').unique(),
    /** All versions of one channel's applications share the root (`SN-2026-0042`). */
    root: text('root'),
    revision: integer('revision').notNull().default(1),
    predecessor: text('predecessor'),
    kind: text('kind').$type<ApplicationKind>().notNull(),
    state: text('state').$type<ApplicationState>().notNull(),
    office: text('office').notNull(),
    legalBody: text('legal_body').notNull(),
    applicant: text('applicant').notNull(),
    channel: text('channel'),
    platform: text('platform').$type<Platform>(),
    title: text('title').notNull().default(''),
    /** Normalised address, to find duplicates while it is a draft. */
    key: text('key'),
    formVersion: integer('form_version').notNull(),
    answers: jsonb('answers').$type<Record<string, unknown>>().notNull(),
    /**
     * Position in the draft: page of the form, question of the conversation. `asked`: ISO time of the question. With
     * two conversations, typed text answers the later question.
     */
    place: jsonb('place').$type<{ page: number; question?: string; asked?: string }>().notNull().default({ page: 0 }),
    /** SHA-256 over the frozen document. */
    hash: text('hash'),
    createdAt: at('created_at').notNull(),
    submittedAt: at('submitted_at'),
    decidedAt: at('decided_at'),
    endedAt: at('ended_at'),
  },
  (t) => [
    /** If two people press "apply again" at once, they get one draft. */
    uniqueIndex('applications_revision').on(t.root, t.revision),
    index('applications_state').on(t.state),
    index('applications_applicant').on(t.applicant),
    index('applications_channel').on(t.channel),
  ],
);

export const votes = pgTable(
  'votes',
  {
    id: id(),
    version: version(),
    application: text('application').notNull(),
    body: text('body').$type<Body>().notNull(),
    answer: text('answer').$type<Answer>().notNull().default('open'),
    reason: text('reason'),
    /** Number and date of a committee's resolution (staff council). */
    resolution: text('resolution'),
    /** Same assessment as in the predecessor, given with one click. */
    unchanged: text('unchanged').$type<'yes'>(),
    by: text('by'),
    /** Acting "i. V." for this person. */
    onBehalfOf: text('on_behalf_of'),
    openedAt: at('opened_at'),
    at: at('at'),
    /** The head's weighing, with reasons, after a Nein. */
    weighing: text('weighing'),
    weighedBy: text('weighed_by'),
    weighedFor: text('weighed_for'),
    weighedAt: at('weighed_at'),
  },
  (t) => [uniqueIndex('votes_slot').on(t.application, t.body)],
);

/** The processing information of an application: questions, answers and supplements, each dated and never changed. */
export const notes = pgTable(
  'notes',
  {
    id: id(),
    version: version(),
    application: text('application').notNull(),
    kind: text('kind').$type<NoteKind>().notNull(),
    body: text('body').$type<Body>(),
    /** The question this answers. */
    question: text('question'),
    text: text('text').notNull(),
    by: text('by').notNull(),
    at: at('at').notNull(),
    /** Questions only: set when answered. */
    closedAt: at('closed_at'),
  },
  (t) => [index('notes_application').on(t.application)],
);

export const attachments = pgTable(
  'attachments',
  {
    id: id(),
    version: version(),
    application: text('application').notNull(),
    note: text('note'),
    name: text('name').notNull(),
    type: text('type').notNull(),
    size: integer('size').notNull(),
    /** `waiting` until the bytes are fetched, then `stored`, or `refused` with the reason in `problem`. */
    state: text('state').$type<FileState>().notNull(),
    problem: text('problem'),
    source: text('source'),
    chat: text('chat').$type<ChatName>(),
    sha256: text('sha256'),
    content: bytes('content'),
    by: text('by').notNull(),
    at: at('at').notNull(),
  },
  (t) => [index('attachments_application').on(t.application)],
);

export const tasks = pgTable(
  'tasks',
  {
    id: id(),
    version: version(),
    kind: text('kind').$type<TaskKind>().notNull(),
    application: text('application').notNull(),
    channel: text('channel'),
    /** One person, or everybody with a role or in a body (`role:fulfilment`, `body:fb11`). */
    assignee: text('assignee').notNull(),
    /** The person it is about: the holder to be unblocked. */
    about: text('about'),
    state: text('state').$type<TaskState>().notNull().default('open'),
    answer: text('answer').$type<TaskAnswer>(),
    doneBy: text('done_by'),
    doneAt: at('done_at'),
    dueAt: at('due_at'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [index('tasks_assignee').on(t.assignee, t.state), index('tasks_application').on(t.application)],
);

/** The version is the count, so taking a number is an ordinary compare-and-set. */
export const counters = pgTable('counters', { id: id(), version: version() });
