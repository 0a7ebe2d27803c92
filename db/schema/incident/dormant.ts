/** Channels in an incident: how far each is frozen, the steps towards it, and calls to platforms. */
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
    /** Why the channel is included: `declared`, or its ties in the blast radius (`administrator:p_…`, `mailbox`, …). */
    ties: jsonb('ties').$type<string[]>().notNull().default([]),
    control: text('control').$type<Control>().notNull().default('unclear'),
    /** The stage reached, and the stage decided on. Null: none. */
    stage: text('stage').$type<Stage>(),
    target: text('target').$type<Stage>(),
    /** Not in the registry when the incident was declared. */
    late: boolean('late').notNull().default(false),
    /** The channel's state before the incident, which the restore gives back. */
    before: text('before').$type<ChannelState>().notNull(),
    /**
     * Recorded before any change: fields of `bot/incident/snapshot.ts`, `view` (where it was taken), settings
     * (`mastodon.locked`).
     */
    snapshot: jsonb('snapshot').$type<Record<string, string>>(),
    snapshotAt: at('snapshot_at'),
    snapshotBy: text('snapshot_by'),
    /** The state found on recovery, and the explanation of each difference. */
    found: jsonb('found').$type<Record<string, string>>(),
    explained: jsonb('explained').$type<Record<string, string>>(),
    restoreBy: text('restore_by'),
    restoreAt: at('restore_at'),
    restoredBy: text('restored_by'),
    restoredAt: at('restored_at'),
    /** The replacement account, if the old one was given up. */
    replacement: text('replacement'),
    /** Decided at closing if nothing was restored: why, and by whom. */
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
    /** The step's key in the checklist (`bot/incident/checklist`) and its stage; `restore` for the recovery. */
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
    /** For S2, S3 and restore: never the person who did it. */
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

/** Reports to the platform about a lost account, and its answers. */
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

/** A connector's call as shown in the dry run, and its result. */
export const platformCalls = pgTable(
  'platform_calls',
  {
    id: id(),
    version: version(),
    incident: text('incident').notNull(),
    place: text('place').notNull(),
    /** The row in `incident_steps` that it executes. */
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

/**
 * Whether the bot may use its token for a channel. Off until somebody enables it; declaring an incident disables it
 * again.
 */
export const connectorGrants = pgTable('connector_grants', {
  /** The channel's id; `*` is the switch for all. */
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
