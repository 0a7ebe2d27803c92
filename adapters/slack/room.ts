/** A private room for an incident: created once, found again after a lost response, and filled with its people. */
import { z } from 'zod';
import { type Identity, SendError } from '../../bot/chat.ts';
import type { OpenRoom } from '../chat.ts';
import { type Call, DONE, repeatable } from './web.ts';

const CREATED = z.object({ channel: z.object({ id: z.string() }) });
const MINE = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string(), creator: z.string().optional() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const SELF = z.object({ user_id: z.string() });
/** `ok: true` may still leave people out: with `force`, Slack lists them here. */
const INVITED = z.object({
  errors: z.array(z.object({ user: z.string().optional(), error: z.string().optional() })).optional(),
});
/** conversations.invite takes up to 100 people per call. */
const AT_ONCE = 100;
const PAGES = 20;
/** Already in the room, which is the goal. */
const FINE = new Set(['already_in_channel', 'cant_invite_self']);
/** Already out of the room, or impossible to remove. */
const OUT = new Set(['not_in_channel', 'user_not_found', 'cant_kick_self']);

/** Slack's rule for names: lower case, digits, hyphens, at most 80 characters. */
export const roomName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .slice(0, 80);

export function roomOpener(call: Call): OpenRoom {
  return async ({ name, topic, room, leave = [] }, people) => {
    const id = room ?? (await create(call, roomName(name), topic));
    for (const one of leave) await kick(call, id, one);
    return { room: id, missing: await invite(call, id, people) };
  };
}

/**
 * Slack posts a new topic in the room. Its documentation promises no formatting there but does not mention mentions.
 */
const harmless = (topic: string): string => topic.replaceAll('<', '‹').replaceAll('>', '›');

/**
 * If the name is taken by a private room that we created, the response to an earlier attempt was lost and that room is
 * used. Names are guessable: a room that somebody else created and invited us to is not ours.
 */
async function create(call: Call, name: string, topic: string): Promise<string> {
  for (const candidate of [name, `${name}-kanalwacht`]) {
    try {
      const { channel } = await call('conversations.create', { name: candidate, is_private: true }, CREATED);
      // A room without a topic is still usable.
      await call('conversations.setTopic', { channel: channel.id, topic: harmless(topic) }, DONE).catch(() => null);
      return channel.id;
    } catch (error) {
      if (!(error instanceof SendError) || error.reason !== 'name_taken') throw error;
      const own = await find(call, candidate);
      if (own) return own;
    }
  }
  throw new SendError('refused', 'name_taken');
}

async function find(call: Call, name: string): Promise<string | null> {
  const { user_id: self } = await repeatable(call('auth.test', {}, SELF));
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const args = { types: 'private_channel', exclude_archived: true, limit: 200, ...(cursor ? { cursor } : {}) };
    const { channels, response_metadata } = await repeatable(call('users.conversations', args, MINE));
    const own = channels.find((channel) => channel.name === name && channel.creator === self);
    if (own) return own.id;
    cursor = response_metadata?.next_cursor;
    if (!cursor) return null;
  }
  return null;
}

async function kick(call: Call, channel: string, { id }: Identity): Promise<void> {
  try {
    await repeatable(call('conversations.kick', { channel, user: id }, DONE));
  } catch (error) {
    if (!(error instanceof SendError) || !OUT.has(error.reason)) throw error;
  }
}

/** @returns those who could not be invited */
async function invite(call: Call, channel: string, people: readonly Identity[]): Promise<Identity[]> {
  const missing: Identity[] = [];
  for (let from = 0; from < people.length; from += AT_ONCE) {
    const group = people.slice(from, from + AT_ONCE);
    try {
      const users = group.map(({ id }) => id).join(',');
      const { errors = [] } = await repeatable(call('conversations.invite', { channel, users, force: true }, INVITED));
      const out = new Set(errors.filter(({ error }) => !FINE.has(error ?? '')).map(({ user }) => user));
      missing.push(...group.filter(({ id }) => out.has(id)));
    } catch (error) {
      if (!(error instanceof SendError) || error.outcome !== 'refused') throw error;
      if (!FINE.has(error.reason)) missing.push(...group);
    }
  }
  return missing;
}
