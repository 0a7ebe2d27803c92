/** Channels in an incident: what is frozen how far, the steps to it, what platforms and connectors were asked. */
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ChecklistStage } from '../../../bot/incident/checklist/step.ts';
import type { StepState } from '../../../bot/incident/dormant.ts';
import type { Control, Stage } from '../../../bot/incident/stage.ts';
import type {
  CallAnswer,
  CallState,
  ConnectorName,
  KILL_SWITCH,
  PlatformRequest,
} from '../../../bot/platform/connector.ts';
import type { ChannelState } from '../../../bot/registry/channel.ts';
import { at, id, version } from '../../columns.ts';

/** One channel in one incident. */
export const incidentChannels = pgTable(
  'incident_channels',
  {
    id: id(),
    version: version(),
    incident: text('incident').notNull(),
    channel: text('channel').notNull(),
    /** `hit`: taken over or misused. `related`: in the blast radius, posting stop only. */
    part: text('part').$type<'hit' | 'related'>().notNull(),
    /** Why it is in: `declared`, or the ties of the blast radius (`administrator:p_…`, `mailbox`, …). */
    ties: jsonb('ties').$type<string[]>().notNull().default([]),
    control: text('control').$type<Control>().notNull().default('unclear'),
    /** What is reached, and what was decided to be reached; null: nothing. */
    stage: text('stage').$type<Stage>(),
    target: text('target').$type<Stage>(),
    /** Was not in the registry when it was declared. */
    late: boolean('late').notNull().default(false),
    /** The channel's state in the registry before the incident, given back by the restore. */
    before: text('before').$type<ChannelState>().notNull(),
    /** Recorded before anything is changed: fields of `bot/incident/snapshot.ts`, `view` (from where), settings (`mastodon.locked`). */
    snapshot: jsonb('snapshot').$type<Record<string, string>>(),
    snapshotAt: at('snapshot_at'),
    snapshotBy: text('snapshot_by'),
    /** As found when it came back, and the explanation of each difference. */
    found: jsonb('found').$type<Record<string, string>>(),
    explained: jsonb('explained').$type<Record<string, string>>(),
    restoreBy: text('restore_by'),
    restoreAt: at('restore_at'),
    restoredBy: text('restored_by'),
    restoredAt: at('restored_at'),
    /** The replacement account, once an account is given up for lost. */
    replacement: text('replacement'),
    /** Decided at closing where nothing was restored: why, and by whom. */
    leftAs: jsonb('left_as').$type<{ reason: string; by: string; at: string }>(),
    addedBy: text('added_by').notNull(),
    addedAt: at('added_at').notNull(),
    removedAt: at('removed_at'),
  },
  (t) => [
    uniqueIndex('incident_channels_once').on(t.incident, t.channel),
    index('incident_channels_channel').on(t.channel),
  ],
);

/** One step of one channel's checklist. */
export const incidentSteps = pgTable(
  'incident_steps',
  {
    id: id(),
    version: version(),
    incident: text('incident').notNull(),
    /** The row in `incident_channels`. */
    place: text('place').notNull(),
    /** Key in the checklist (`bot/incident/checklist`), and the stage it belongs to; `restore` for the way back. */
    step: text('step').notNull(),
    stage: text('stage').$type<ChecklistStage>().notNull(),
    order: integer('order').notNull(),
    state: text('state').$type<StepState>().notNull().default('open'),
    /** How it was done: by hand, or by a connector. */
    how: text('how').$type<'hand' | 'api'>(),
    doneBy: text('done_by'),
    doneAt: at('done_at'),
    /** A link, or the hash of a file. */
    evidence: text('evidence'),
    note: text('note'),
    /** For S2, S3 and restore: never the one who did it. */
    secondBy: text('second_by'),
    secondAt: at('second_at'),
    problem: text('problem'),
    tries: integer('tries').notNull().default(0),
  },
  (t) => [
    uniqueIndex('incident_steps_once').on(t.place, t.stage, t.step),
    index('incident_steps_incident').on(t.incident),
  ],
);

/** What the platform was told about a lost account, and what it answered. */
export const incidentTickets = pgTable(
  'incident_tickets',
  {
    id: id(),
    version: version(),
    incident: text('incident').notNull(),
    place: text('place').notNull(),
    number: text('number').notNull(),
    note: text('note').notNull().default(''),
    by: text('by').notNull(),
    at: at('at').notNull(),
  },
  (t) => [index('incident_tickets_place').on(t.place)],
);

/** What a connector was asked to do on a platform, as it was shown in the dry run, and what came of it. */
export const platformCalls = pgTable(
  'platform_calls',
  {
    id: id(),
    version: version(),
    incident: text('incident').notNull(),
    place: text('place').notNull(),
    /** The row in `incident_steps` that it carries out. */
    step: text('step').notNull(),
    connector: text('connector').$type<ConnectorName>().notNull(),
    operation: text('operation').notNull(),
    /** Method, path and body; never a token. */
    request: jsonb('request').$type<PlatformRequest[]>().notNull(),
    state: text('state').$type<CallState>().notNull(),
    answer: jsonb('answer').$type<CallAnswer>(),
    by: text('by').notNull(),
    at: at('at').notNull(),
    endedAt: at('ended_at'),
  },
  (t) => [index('platform_calls_place').on(t.place), index('platform_calls_incident').on(t.incident)],
);

/** Whether the bot may use its token for a channel. Off until somebody switches it on; declaring an incident takes it back. */
export const connectorGrants = pgTable('connector_grants', {
  /** The channel; `*`: the switch for all of them. */
  id: id(),
  version: version(),
  connector: text('connector').$type<ConnectorName | typeof KILL_SWITCH>().notNull(),
  on: boolean('on').notNull(),
  by: text('by').notNull(),
  at: at('at').notNull(),
  revokedBy: text('revoked_by'),
  revokedAt: at('revoked_at'),
  reason: text('reason'),
});
