/** Turns Slack's requests into the shell's input. Pure: language and e-mail are looked up later. */
import type { Identity, Inbound, IncomingFile } from '../../bot/chat.ts';
import { buttonFromValue, metaFromView, type Pressed, valuesFromState } from '../../cards/render/slack.ts';
import type { Claim } from './home.ts';
import { readMeta } from './meta.ts';
import {
  CLICK,
  COMMAND,
  EVENT,
  type OpenView,
  type Origin,
  type SlackEvent,
  type Spoken,
  SUBMISSION,
} from './payload.ts';
import type { Surface } from './surface.ts';

/** A parsed request. The account's standing and profile are still missing. */
export type ParsedRequest = {
  key: string;
  /** The account, with its tenant as named in this request. */
  who: Identity;
  claim: Claim;
  do: Inbound['do'];
  surface: Surface;
  message?: string;
  /** Opens one modal within three seconds. */
  trigger?: string;
  /** The label of the pressed button, as the title of the loading modal. */
  title?: string;
  /** The modal in which this happened, and the folds to show open when it is redrawn. */
  view?: OpenView;
  open?: ReadonlySet<string>;
  /** Time of the event by Slack's clock, in seconds since 1970. */
  since?: number;
};

/** The button name that the renderer gives to folds. The adapter handles it itself. */
const TOGGLE = 'fold.toggle';

/** A slash command. The command's name becomes part of the text: `/kanal liste` equals the typed `kanal liste`. */
export function fromCommand(body: unknown, fallbackKey: string): ParsedRequest {
  const said = COMMAND.parse(body);
  const org = said.is_enterprise_install === 'true' ? said.enterprise_id : undefined;
  const room = { id: said.channel_id, dm: false };
  return {
    key: keyOf(said.trigger_id, fallbackKey),
    who: { chat: 'slack', tenant: org ?? said.team_id ?? said.enterprise_id ?? '', id: said.user_id },
    claim: said.team_id ? { team: said.team_id } : {},
    do: { kind: 'say', text: plainText(`${said.command.replace(/^\//, '')} ${said.text}`).trim() },
    surface: { user: said.user_id, room, ...(said.response_url ? { url: said.response_url } : {}) },
    ...(said.trigger_id ? { trigger: said.trigger_id } : {}),
  };
}

/** A click on one of our buttons, in a message, a modal or the App Home. Undefined for clicks on inputs. */
export function fromClick(body: unknown, fallbackKey: string): ParsedRequest | undefined {
  const click = CLICK.parse(body);
  const action = click.actions.find((candidate) => candidate.type === 'button');
  if (action?.value === undefined) return undefined;
  const pressed = buttonFromValue(action.value);
  const base = {
    key: keyOf(click.trigger_id, fallbackKey),
    ...accountOf({ ...click, view: click.view ?? undefined }),
    ...(click.trigger_id ? { trigger: click.trigger_id } : {}),
    ...(action.text ? { title: action.text.text } : {}),
  };
  if (click.view?.type === 'modal') return inModal(base, click.view, pressed, click.user.id);
  const inputs = valuesFromState((click.state ?? click.view?.state)?.values);
  const surface = click.view ? homeOf(click.user.id) : messageOf(click);
  return {
    ...base,
    do: { kind: 'press', name: pressed.do, args: pressed.args, inputs },
    surface,
    ...(surface.message ? { message: surface.message.ts } : {}),
    ...openOf(pressed),
  };
}

/** A modal's submit button. Undefined if the modal is not a form. */
export function fromSubmission(body: unknown, fallbackKey: string): ParsedRequest | undefined {
  const sent = SUBMISSION.parse(body);
  const { submit } = metaFromView(sent.view.private_metadata);
  if (!submit) return undefined;
  const base = { key: keyOf(sent.trigger_id, fallbackKey), ...accountOf(sent) };
  return inModal(base, sent.view, submit, sent.user.id);
}

/** Text in the DM, a mention in a room, or an opened App Home. Undefined for anything else. */
export function fromEvent(body: unknown, fallbackKey: string, botUser: string | undefined): ParsedRequest | undefined {
  const read = EVENT.safeParse(body);
  if (!read.success) return undefined;
  const { event, ...envelope } = read.data;
  if (event.user === undefined) return undefined;
  const base = {
    key: keyOf(envelope.event_id, fallbackKey),
    who: { chat: 'slack', tenant: tenantOf(envelope), id: event.user } as const,
    claim: claimOf(read.data),
    ...(envelope.event_time === undefined ? {} : { since: envelope.event_time }),
  };
  const { user } = event;
  switch (event.type) {
    case 'app_home_opened':
      if (event.tab !== 'home') return undefined;
      return {
        ...base,
        do: { kind: 'press', name: 'home', args: {}, inputs: {} },
        surface: { user, room: { id: event.channel, dm: true }, home: true },
      };
    case 'message':
      if (event.channel_type !== 'im' || !isSpeech(event)) return undefined;
      return {
        ...base,
        ...saidAt(event),
        do: sayOf(event, event.text),
        surface: { user, room: { id: event.channel, dm: true } },
      };
    case 'app_mention': {
      if (!isSpeech(event)) return undefined;
      const text = withoutMention(event.text, envelope.authorizations?.[0]?.user_id ?? botUser);
      const thread = event.thread_ts ? { thread: event.thread_ts } : {};
      const room = { id: event.channel, dm: false };
      return { ...base, ...saidAt(event), do: sayOf(event, text), surface: { user, room, ...thread } };
    }
  }
}

/**
 * The text as it was typed: links without brackets, entities decoded. `<@U045…>` stays because only the id is certain;
 * two people may share a display name. Slack encodes a typed `<`, so a match may end at the next `<`. Otherwise a row
 * of opening brackets would take quadratic time.
 */
export function plainText(text: string): string {
  return text
    .replaceAll(/<((?:https?:\/\/|tel:)[^|<>]+)(?:\|[^<>]*)?>/gi, '$1')
    .replaceAll(/<mailto:([^|<>]+)(?:\|[^<>]*)?>/gi, '$1')
    .replaceAll(/<!(?:subteam\^[^|<>]+|date\^[^|<>]+)\|([^<>]*)>/g, '$1')
    .replaceAll(/<!(\w+)(?:\|[^<>]*)?>/g, '@$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function inModal(
  base: Pick<ParsedRequest, 'key' | 'who' | 'claim'>,
  view: OpenView,
  pressed: Pressed,
  user: string,
): ParsedRequest {
  const { meta, submit } = metaFromView(view.private_metadata);
  const from = readMeta(meta);
  const inputs = valuesFromState(view.state?.values);
  const room = from.room ?? { id: user, dm: true };
  // The shell redraws the step and saves what was typed. A card kept here would be lost in a restart. Only steps (`go`)
  // support staying; any other form would treat the press as its submission.
  const stays = pressed.do === TOGGLE && submit?.args.go !== undefined;
  const asked = stays ? { do: submit.do, args: { ...submit.args, go: 'stay' } } : pressed;
  return {
    ...base,
    do: { kind: 'press', name: asked.do, args: asked.args, inputs },
    surface: { user, room, ...(from.url ? { url: from.url } : {}) },
    view,
    ...(from.message ? { message: from.message } : {}),
    ...openOf(pressed),
  };
}

function openOf(pressed: Pressed): Pick<ParsedRequest, 'open'> {
  const { open } = pressed.args;
  if (pressed.do !== TOGGLE || typeof open !== 'string') return {};
  return { open: new Set(open.split(' ').filter((fold) => fold !== '')) };
}

function homeOf(user: string): Surface {
  return { user, room: { id: user, dm: true }, home: true };
}

/** The bot posts visible messages only into its own DMs. In a DM between two people its messages are ephemeral. */
function messageOf(click: ReturnType<typeof CLICK.parse>): Surface {
  const channel = click.container?.channel_id ?? click.channel?.id ?? click.user.id;
  const ephemeral = click.container?.is_ephemeral ?? false;
  const ts = click.container?.message_ts;
  return {
    user: click.user.id,
    room: { id: channel, dm: channel.startsWith('D') && !ephemeral },
    ...(click.response_url ? { url: click.response_url } : {}),
    ...(ts ? { message: { channel, ts, ephemeral } } : {}),
    ...(click.container?.thread_ts ? { thread: click.container.thread_ts } : {}),
  };
}

/** In an org-wide install `team` is null and ids belong to the organisation. */
function accountOf(from: Origin): Pick<ParsedRequest, 'who' | 'claim'> {
  const org = from.is_enterprise_install ? from.enterprise?.id : undefined;
  const team = from.view?.app_installed_team_id ?? from.team?.id ?? from.user.team_id;
  // `team` is the workspace of the click. The person's own workspace is in `user.team_id`.
  const home = from.user.team_id ?? from.team?.id;
  const installed = org ?? from.view?.app_installed_team_id;
  return {
    who: { chat: 'slack', tenant: org ?? team ?? from.enterprise?.id ?? '', id: from.user.id },
    claim: { ...(home ? { team: home } : {}), ...(installed ? { installed } : {}) },
  };
}

/** An App Home event names only the workspace it is delivered to, which says nothing about the person's account. */
function claimOf({ event, authorizations, enterprise_id }: SlackEvent): Claim {
  const [app] = authorizations ?? [];
  const installed = app?.is_enterprise_install ? (app.enterprise_id ?? enterprise_id) : app?.team_id;
  const team = event.type === 'app_home_opened' ? undefined : (event.user_team ?? event.source_team ?? event.team);
  return { ...(team ? { team } : {}), ...(installed ? { installed } : {}) };
}

function tenantOf(envelope: Omit<SlackEvent, 'event'>): string {
  const org = envelope.authorizations?.[0]?.is_enterprise_install ? envelope.enterprise_id : undefined;
  return org ?? envelope.team_id ?? envelope.enterprise_id ?? '';
}

/** False for bots, edits, deletions and joins. */
function isSpeech(event: Spoken): boolean {
  const spoken = event.subtype === undefined || event.subtype === 'file_share' || event.subtype === 'thread_broadcast';
  return spoken && !event.bot_id && event.user !== 'USLACKBOT';
}

function sayOf(event: Spoken, text: string): Inbound['do'] {
  const files = (event.files ?? []).map(
    (file): IncomingFile => ({
      name: file.name ?? '',
      type: file.mimetype ?? '',
      size: file.size ?? 0,
      ...(file.url_private_download ? { source: file.url_private_download } : {}),
    }),
  );
  return { kind: 'say', text: plainText(text).trim(), ...(files.length > 0 ? { files } : {}) };
}

function withoutMention(text: string, botUser: string | undefined): string {
  if (botUser === undefined) return text.replace(/^\s*<@[UW][A-Z0-9]+(\|[^<>]*)?>[:,]?/, '');
  return text.replaceAll(/<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>[:,]?/g, (whole, user) => (user === botUser ? ' ' : whole));
}

/**
 * Slack may report one message in two events with different ids, so the message is identified by its channel and time.
 */
function saidAt({ channel, ts }: Spoken): { key?: string } {
  return ts ? { key: `slack:${channel}:${ts}` } : {};
}

function keyOf(id: string | undefined, fallback: string): string {
  return `slack:${id ?? fallback}`;
}
