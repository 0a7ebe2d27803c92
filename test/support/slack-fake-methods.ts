/** The Web API methods of the Slack fake, with Slack's documented errors. */

import {
  addMessage,
  addRoom,
  editMessage,
  type FakeMessage,
  type FakeRoom,
  type FakeUser,
  type FakeView,
  replaceView,
  viewPayload,
  type Workspace,
} from './slack-fake-state.ts';
import { slackFaults } from './slack-limits.ts';
import { isJson, type Json } from './slack-limits-parts.ts';

export type Args = Record<string, string>;
/** An error code of Slack; `messages` says what is wrong with blocks. */
export class Refused extends Error {
  readonly messages: string[];
  constructor(code: string, messages: string[] = []) {
    super(code);
    this.messages = messages;
  }
}

type Method = (space: Workspace, args: Args) => Json;

export const METHODS: Record<string, Method> = {
  'auth.test': (space) => ({ team_id: space.team, user_id: space.bot.user, bot_id: space.bot.id }),

  'chat.postMessage': (space, args) => {
    const room = placeOf(space, args.channel);
    const message = addMessage(space, room, {
      from: 'bot',
      ...contentOf(args, 40_000),
      ...(args.thread_ts ? { thread: args.thread_ts } : {}),
    });
    return { channel: room.id, ts: message.ts, message: messagePayload(space, message, true) };
  },
  'chat.update': (space, args) => {
    const room = roomOf(space, args.channel);
    const message = room.messages.find((candidate) => candidate.ts === args.ts && candidate.only === undefined);
    if (!message) throw new Refused('message_not_found');
    if (message.from !== 'bot') throw new Refused('cant_update_message');
    // Text alone removes the blocks, neither keeps everything; metadata that is not sent stays.
    if (args.text !== undefined || args.blocks !== undefined) editMessage(space, message, contentOf(args, 4_000));
    return { channel: room.id, ts: message.ts, text: message.text };
  },
  'chat.postEphemeral': (space, args) => {
    const room = memberRoom(space, args.channel);
    if (!room.members.has(args.user ?? '')) throw new Refused('user_not_in_channel');
    const message = addMessage(space, room, { from: 'bot', ...contentOf(args, 40_000), only: String(args.user) });
    return { message_ts: message.ts };
  },

  'conversations.create': (space, args) => {
    const name = String(args.name ?? '');
    if (!/^[a-z0-9_-]{1,80}$/.test(name)) throw new Refused('invalid_name_specials');
    if ([...space.rooms.values()].some((room) => room.name === name)) throw new Refused('name_taken');
    const room = addRoom(space, name);
    room.creator = space.bot.user;
    room.members.clear();
    return { channel: { id: room.id, name, is_private: args.is_private === 'true' } };
  },
  'conversations.setTopic': (space, args) => ({ channel: { id: memberRoom(space, args.channel).id } }),
  'conversations.invite': (space, args) => {
    const room = memberRoom(space, args.channel);
    const ids = String(args.users ?? '').split(',');
    if (ids.length > 100) throw new Refused('invalid_arguments');
    const errors = ids.flatMap((user) =>
      room.members.has(user)
        ? [{ ok: false, user, error: 'already_in_channel' }]
        : space.users.get(user)?.deleted === false
          ? []
          : [{ ok: false, user, error: 'user_not_found' }],
    );
    if (errors.length > 0 && args.force !== 'true') throw new Refused(errors[0]!.error);
    const bad = new Set(errors.map(({ user }) => user));
    const added = ids.filter((user) => !bad.has(user));
    if (added.length === 0) throw new Refused(errors[0]?.error ?? 'no_user');
    for (const user of added) room.members.add(user);
    return { channel: { id: room.id }, ...(errors.length > 0 ? { errors } : {}) };
  },
  'conversations.kick': (space, args) => {
    const room = memberRoom(space, args.channel);
    if (!room.members.delete(args.user ?? '')) throw new Refused('not_in_channel');
    return {};
  },
  'users.conversations': (space) => ({
    channels: [...space.rooms.values()]
      .filter(({ dm, hasBot, archived }) => !dm && hasBot && !archived)
      .map(({ id, name, creator = 'U0SOMEBODY' }) => ({ id, name, creator })),
    response_metadata: { next_cursor: '' },
  }),

  'conversations.open': (space, args) => ({ channel: { id: userOf(space, args.users).dm } }),
  'conversations.history': (space, args) => {
    const { messages } = memberRoom(space, args.channel);
    return page(
      space,
      args,
      messages.filter((message) => message.thread === undefined || message.thread === message.ts),
    );
  },
  'conversations.replies': (space, args) => {
    const { messages } = memberRoom(space, args.channel);
    return page(
      space,
      args,
      messages.filter((message) => message.ts === args.ts || message.thread === args.ts),
    );
  },

  'views.open': (space, args) => {
    const trigger = space.triggers.get(args.trigger_id ?? '');
    if (!trigger) throw new Refused('invalid_trigger_id');
    if (trigger.used) throw new Refused('exchanged_trigger_id');
    if (Date.now() - trigger.at > space.triggerLife) throw new Refused('expired_trigger_id');
    const body = viewOf(args, 'modal');
    const externalId = typeof body.external_id === 'string' ? body.external_id : '';
    if (externalId !== '' && [...space.modals.values()].some((view) => view.externalId === externalId)) {
      throw new Refused('duplicate_external_id');
    }
    trigger.used = true;
    const view: FakeView = {
      id: space.next('V'),
      user: trigger.user,
      hash: '',
      externalId,
      body: {},
      typed: {},
      errors: {},
    };
    replaceView(space, view, body);
    space.modals.set(trigger.user, view);
    return { view: viewPayload(space, view) };
  },
  'views.update': (space, args) => {
    const open = [...space.modals.values()];
    const view = open.find((candidate) =>
      args.view_id === undefined ? candidate.externalId === args.external_id : candidate.id === args.view_id,
    );
    if (!view) throw new Refused('not_found');
    if (args.hash !== undefined && args.hash !== view.hash) throw new Refused('hash_conflict');
    replaceView(space, view, viewOf(args, 'modal'));
    return { view: viewPayload(space, view) };
  },
  'views.publish': (space, args) => {
    const user = userOf(space, args.user_id);
    const body = viewOf(args, 'home');
    space.homes.set(user.id, body);
    return { view: { id: `V0HOME${user.id}`, ...body } };
  },

  'users.info': (space, args) => ({ user: userPayload(userOf(space, args.user)) }),
  'users.lookupByEmail': (space, args) => {
    const found = [...space.users.values()].find((user) => user.email === args.email?.toLowerCase() && !user.deleted);
    if (!found) throw new Refused('users_not_found');
    return { user: userPayload(found) };
  },
  'users.list': (space, args) => {
    const from = Number(args.cursor || 0);
    const limit = Number(args.limit || 200);
    const members = [...space.users.values()].map(userPayload);
    const next = from + limit < members.length ? String(from + limit) : '';
    return { members: members.slice(from, from + limit), response_metadata: { next_cursor: next } };
  },
};

function userOf(space: Workspace, id: string | undefined): FakeUser {
  const user = space.users.get(id ?? '');
  if (!user) throw new Refused('user_not_found');
  return user;
}

function userPayload(user: FakeUser): Json {
  return {
    id: user.id,
    team_id: user.team,
    name: user.email.split('@')[0],
    deleted: user.deleted,
    is_bot: false,
    is_email_confirmed: true,
    locale: user.locale,
    real_name: user.name,
    tz: 'Europe/Berlin',
    profile: { email: user.email, real_name: user.name, display_name: user.name },
  };
}

function roomOf(space: Workspace, id: string | undefined): FakeRoom {
  const room = space.rooms.get(id ?? '');
  if (!room) throw new Refused('channel_not_found');
  return room;
}

function memberRoom(space: Workspace, id: string | undefined): FakeRoom {
  const room = roomOf(space, id);
  if (!room.hasBot) throw new Refused('not_in_channel');
  return room;
}

/** A room, or a person's DM by the person's id. */
function placeOf(space: Workspace, id: string | undefined): FakeRoom {
  const user = space.users.get(id ?? '');
  if (user?.deleted) throw new Refused('user_disabled');
  const room = memberRoom(space, user?.dm ?? id);
  if (room.archived) throw new Refused('is_archived');
  return room;
}

/** Text, blocks and metadata of a message, validated as by Slack. */
export function contentOf(args: Args | Json, maxText: number): Pick<FakeMessage, 'text' | 'blocks' | 'metadata'> {
  const text = String(args.text ?? '');
  const blocks = parse(args.blocks, 'invalid_blocks_format') as Json[] | undefined;
  const metadata = parse(args.metadata, 'invalid_metadata_format');
  if (text === '' && !blocks?.length) throw new Refused('no_text');
  if (text.length > maxText) throw new Refused('msg_too_long');
  const faults = blocks === undefined ? [] : slackFaults(text === '' ? blocks : { text, blocks });
  if (faults.length > 0) throw new Refused('invalid_blocks', faults);
  if (
    metadata !== undefined &&
    !(isJson(metadata) && typeof metadata.event_type === 'string' && isJson(metadata.event_payload))
  ) {
    throw new Refused('invalid_metadata_schema');
  }
  return { text, blocks: blocks ?? [], ...(isJson(metadata) ? { metadata } : {}) };
}

function viewOf(args: Args, type: 'modal' | 'home'): Json {
  const view = parse(args.view, 'invalid_arguments');
  if (!isJson(view) || view.type !== type) throw new Refused('invalid_arguments');
  checkView(view);
  return view;
}

export function checkView(view: unknown): void {
  const faults = slackFaults(view);
  if (faults.length > 0) throw new Refused('invalid_arguments', faults);
}

/** The client sends objects as JSON in a form field; response_url takes them directly. */
function parse(value: unknown, code: string): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new Refused(code);
  }
}

function page(space: Workspace, args: Args, messages: readonly FakeMessage[]): Json {
  const newest = messages
    .filter((message) => message.only === undefined && Number(message.ts) >= Number(args.oldest ?? 0))
    .toReversed();
  const from = Number(args.cursor || 0);
  const limit = Math.min(Number(args.limit || 100), 999);
  const next = from + limit < newest.length ? String(from + limit) : '';
  const withMetadata = args.include_all_metadata === 'true';
  return {
    messages: newest.slice(from, from + limit).map((message) => messagePayload(space, message, withMetadata)),
    has_more: next !== '',
    response_metadata: { next_cursor: next },
  };
}

export function messagePayload(space: Workspace, message: FakeMessage, withMetadata: boolean): Json {
  const isBot = message.from === 'bot';
  return {
    type: 'message',
    ts: message.ts,
    text: message.text,
    user: isBot ? space.bot.user : message.from,
    ...(isBot ? { bot_id: space.bot.id, app_id: space.app } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
    ...(message.thread ? { thread_ts: message.thread } : {}),
  };
}
