/** The `Chat` port for Slack, used by the outbox. */
import { z } from 'zod';
import { type Address, type Identity, type MessageRef, SendError } from '../../bot/chat.ts';
import type { Chat } from '../chat.ts';
import { downloadFile } from './file.ts';
import { BELONGS, type Home, isOwn, tenantAt } from './home.ts';
import { type MessageSource, marksOf, messageOf } from './message.ts';
import { OPENED_DM } from './people.ts';
import { roomOpener } from './room.ts';
import { type Call, DONE, repeatable } from './web.ts';

/**
 * Milliseconds. Slack allows "1 message per second per channel" and several hundred a minute per workspace (rate
 * limits, special limits).
 */
const PACE = { room: 1000, chat: 200 };
const PAGE = 200;
const PAGES = 5;
/** In seconds. Our clock and Slack's may differ, and `since` is the start of the attempt. */
const MARGIN = 60;

const POSTED = z.object({ channel: z.string(), ts: z.string() });
const FOUND_USER = z.object({
  user: z.object({
    id: z.string(),
    ...BELONGS,
  }),
});
const HISTORY = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.object({ id: z.unknown().optional() }) })
        .optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

export type Outbound = Required<Chat> & { readonly name: 'slack' };

type OutboundOptions = {
  botToken: string;
  apiUrl: string | undefined;
  /** If absent, any account that Slack finds by address counts as ours. */
  home?: () => Promise<Home | undefined>;
};

export function slackChat(call: Call, options: OutboundOptions): Outbound {
  const lookup = async (email: string): Promise<Identity | null> => {
    try {
      const { user } = await repeatable(call('users.lookupByEmail', { email }, FOUND_USER));
      const home = await options.home?.();
      // A message for an official must not reach another workspace's account with the same address.
      if (home && !isOwn(home, user)) return null;
      const tenant = home ? tenantAt(home) : (user.team_id ?? user.enterprise_user?.enterprise_id ?? '');
      return { chat: 'slack', tenant, id: user.id };
    } catch (error) {
      if (error instanceof SendError && error.reason === 'users_not_found') return null;
      throw error;
    }
  };

  /** A room id or a user id. Slack opens the DM itself when a message goes to a user id. */
  const target = async (to: Address): Promise<string> => {
    const known = to.room ?? to.user;
    if (known !== undefined) return known;
    const found = to.email === undefined ? null : await lookup(to.email);
    if (found === null) throw new SendError('refused', 'users_not_found');
    return found.id;
  };

  return {
    name: 'slack',
    pace: PACE,
    lookup,
    async post(to, card, id) {
      const args = {
        channel: await target(to),
        ...(to.reach?.thread ? { thread_ts: to.reach.thread } : {}),
        ...messageOf(card),
        ...marksOf('kanalwacht_outbox', id),
        ...NO_PREVIEWS,
      };
      const { channel, ts } = await call('chat.postMessage', args, POSTED);
      return { room: channel, message: ts, ...(to.reach?.thread ? { reach: { thread: to.reach.thread } } : {}) };
    },
    async update(ref, card) {
      // Always send blocks: text alone would remove them. Metadata that is not sent stays.
      await repeatable(call('chat.update', { channel: ref.room, ts: ref.message, ...messageOf(card) }, DONE));
    },
    async find(to, id, since) {
      try {
        return await findMessage(call, await target(to), 'kanalwacht_outbox', id, since, to.reach?.thread);
      } catch (error) {
        throw stillUnknown(error);
      }
    },
    openRoom: roomOpener(call),
    fetchFile: (source) => repeatable(downloadFile(source, options)),
  };
}

/** A link preview would show a foreign page's content in the city's room. */
export const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false } as const;

/**
 * Finds our message with this id in the history since one minute before `since`; null if it is certainly absent. Throws
 * SendError if the history cannot be read or exceeds PAGES pages.
 */
export async function findMessage(
  call: Call,
  target: string,
  source: MessageSource,
  id: string,
  since: Date,
  thread?: string,
): Promise<MessageRef | null> {
  const channel = /^[UW]/.test(target)
    ? (await call('conversations.open', { users: target }, OPENED_DM)).channel.id
    : target;
  const oldest = String(Math.floor(since.getTime() / 1000) - MARGIN);
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const args = {
      channel,
      oldest,
      inclusive: true,
      include_all_metadata: true,
      limit: PAGE,
      ...(cursor ? { cursor } : {}),
    };
    // A room's history omits replies in threads.
    const { messages, response_metadata } = thread
      ? await call('conversations.replies', { ...args, ts: thread }, HISTORY)
      : await call('conversations.history', args, HISTORY);
    const hit = messages.find(({ metadata }) => metadata?.event_type === source && metadata.event_payload.id === id);
    if (hit) return { room: channel, message: hit.ts, ...(thread ? { reach: { thread } } : {}) };
    cursor = response_metadata?.next_cursor;
    if (!cursor) return null;
  }
  throw new SendError('unknown', 'history_too_long');
}

/** A failed search proves nothing: whether the message arrived is still unknown. */
function stillUnknown(error: unknown): unknown {
  if (!(error instanceof SendError)) return error;
  return new SendError('unknown', `find:${error.reason}`, {
    scope: error.scope,
    ...(error.after === undefined ? {} : { after: error.after }),
  });
}
