/** The fields of Slack's requests that this adapter reads. Slack may add or remove any others. */
import { z } from 'zod';

const id = z.string().min(1);
const state = z.object({ values: z.unknown() }).nullish();

export const COMMAND = z.object({
  command: id,
  text: z.string().default(''),
  user_id: id,
  team_id: z.string().optional(),
  enterprise_id: z.string().optional(),
  is_enterprise_install: z.string().optional(),
  channel_id: id,
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
});

/** A view as Slack sends it back. Its blocks are ours, with ids filled in. */
export const VIEW = z.object({
  id,
  type: z.string(),
  hash: z.string().optional(),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  title: z.unknown().optional(),
  submit: z.unknown().optional(),
  close: z.unknown().optional(),
  blocks: z.array(z.record(z.string(), z.unknown())).default([]),
  state,
  app_installed_team_id: z.string().nullish(),
});
export type OpenView = z.infer<typeof VIEW>;

const origin = {
  user: z.object({ id, team_id: z.string().optional() }),
  team: z.object({ id }).nullish(),
  enterprise: z.object({ id }).nullish(),
  is_enterprise_install: z.boolean().optional(),
  trigger_id: z.string().optional(),
};
export type Origin = z.infer<z.ZodObject<typeof origin>> & { view?: OpenView | undefined };

export const CLICK = z.object({
  ...origin,
  type: z.literal('block_actions'),
  actions: z
    .array(
      z.object({
        type: z.string(),
        value: z.string().optional(),
        text: z.object({ text: z.string() }).optional(),
      }),
    )
    .min(1),
  response_url: z.string().optional(),
  channel: z.object({ id }).nullish(),
  container: z
    .object({
      message_ts: z.string().optional(),
      channel_id: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
      thread_ts: z.string().optional(),
    })
    .optional(),
  view: VIEW.nullish(),
  state,
});

export const SUBMISSION = z.object({ ...origin, type: z.literal('view_submission'), view: VIEW });

const file = z.object({
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  url_private_download: z.string().optional(),
});
const spoken = {
  user: id.optional(),
  /** Tells whose account it is in a room shared by two workspaces. */
  user_team: z.string().nullish(),
  source_team: z.string().nullish(),
  team: z.string().nullish(),
  bot_id: z.string().nullish(),
  subtype: z.string().optional(),
  text: z.string().default(''),
  channel: id,
  ts: z.string().optional(),
  thread_ts: z.string().optional(),
  files: z.array(file).optional(),
};
export type Spoken = z.infer<z.ZodObject<typeof spoken>>;

/** The events we subscribe to. Any other is ignored. */
export const EVENT = z.object({
  event_id: z.string().optional(),
  event_time: z.number().optional(),
  team_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
  authorizations: z
    .array(
      z.object({
        user_id: z.string().optional(),
        team_id: z.string().nullish(),
        enterprise_id: z.string().nullish(),
        is_enterprise_install: z.boolean().nullish(),
      }),
    )
    .nullish(),
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('message'), channel_type: z.string().optional(), ...spoken }),
    z.object({ type: z.literal('app_mention'), ...spoken }),
    z.object({ type: z.literal('app_home_opened'), user: id, channel: id, tab: z.string().default('home') }),
  ]),
});
export type SlackEvent = z.infer<typeof EVENT>;
