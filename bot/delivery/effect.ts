/**
 * Everything sent outside, as data: written in the transaction that changes the state, carried out later by the outbox.
 */
import { z } from 'zod';
import { CHATS } from '../chat.ts';
import { ROLES } from '../organisation/organisation.ts';
import { STANDING_BODIES } from '../participation/body.ts';

/** A view draws a card from the database at the moment it is sent, in its reader's language. */
const cardRef = z.object({
  view: z.string(),
  /** What it is about, `application:a_1`; all copies with this subject are redrawn by `refresh`. */
  subject: z.string(),
  args: z.record(z.string(), z.string()).default({}),
});
export type CardRef = z.infer<typeof cardRef>;

/** Who gets it. The outbox resolves it to rooms and DMs of a chat. */
const recipient = z.discriminatedUnion('to', [
  z.object({ to: z.literal('person'), person: z.string() }),
  /** The body's room; members who can't see any of its rooms get a DM. */
  z.object({ to: z.literal('body'), body: z.enum(STANDING_BODIES), legalBody: z.string() }),
  z.object({ to: z.literal('office'), office: z.string() }),
  /** Everybody with a role, by DM. */
  z.object({ to: z.literal('role'), role: z.enum(ROLES) }),
  z.object({ to: z.literal('rooms'), rooms: z.enum(['announcements', 'auditors', 'operators']) }),
  /** The incident's rooms in all chats; participants who can't see any of them get a DM. */
  z.object({ to: z.literal('incident'), incident: z.string() }),
  /** One room of a chat: newly opened, or with a copy to replace (made by the outbox, not by commands). */
  z.object({
    to: z.literal('room'),
    chat: z.enum(CHATS),
    room: z.string(),
    reach: z.record(z.string(), z.string()).default({}),
  }),
]);
export type Recipient = z.infer<typeof recipient>;

/**
 * What to do if delivery is uncertain and the chat can't be asked (Teams). A card may be sent twice, since its state
 * lives on the server. A broadcast must not.
 */
const doubt = z.enum(['again', 'show']);

const effect = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('post'),
    to: recipient,
    card: cardRef,
    doubt: doubt.default('again'),
    /**
     * Subject whose first card in the room this one is threaded under, if the chat has threads and that card exists.
     */
    under: z.string().optional(),
    /** Set only to override `isUrgent`. */
    urgent: z.boolean().optional(),
  }),
  /** Redraw all copies of all cards about this subject; several requests in a row become one. */
  z.object({ do: z.literal('refresh'), subject: z.string() }),
  /**
   * Redraw one posted copy (made by `refresh`, not by commands). `about`: the copy's subject, if `isUrgent` needs it.
   */
  z.object({ do: z.literal('redraw'), message: z.string(), about: z.string().optional() }),
  /** Fetch the bytes of an announced file from its chat: an application's attachment, or evidence of an incident. */
  z.object({ do: z.literal('fetch'), attachment: z.string() }),
  /** Open the incident's private room in this chat and bring its people in; repeated, it adds whoever is missing. */
  z.object({ do: z.literal('room'), incident: z.string(), chat: z.enum(CHATS) }),
  /** Carry out a connector's call (a row of `platform_calls`). */
  z.object({ do: z.literal('platform'), call: z.string() }),
]);
export type Effect = z.infer<typeof effect>;

/** `doubtful`: may have arrived, is not sent again, and is shown to the operators. */
export type OutboxState = 'waiting' | 'sending' | 'sent' | 'dead' | 'doubtful';
/**
 * Why the next try must first look for the message: the worker died while sending, or the chat's answer was unclear.
 */
export type InDoubt = 'crash' | 'unknown';

/**
 * Whether an effect goes before everything else waiting in its chat, whatever the severity. In an incident minutes
 * count; a digest for hundreds can wait. Every incident card is urgent unless it says otherwise. That includes redrawn
 * cards: a stale board is read as current. Opening a room is always urgent: only incidents open rooms, and people wait
 * in them.
 */
export function isUrgent(effect: Effect): boolean {
  if (effect.do === 'post') return effect.urgent ?? isIncident(effect.card.subject);
  return effect.do === 'room' || (effect.do === 'redraw' && isIncident(effect.about ?? ''));
}
const isIncident = (subject: string): boolean => subject.startsWith('incident:');

/** Order of effects that wait for one chat; within one priority, in the order they were written. */
export const PRIORITY = {
  urgent: 0,
  /** After new cards: one decision can redraw a hundred copies. */
  urgentRedraw: 1,
  normal: 2,
} as const;
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

export function priorityOf(effect: Effect): Priority {
  if (!isUrgent(effect)) return PRIORITY.normal;
  return effect.do === 'redraw' ? PRIORITY.urgentRedraw : PRIORITY.urgent;
}

/** The same message at normal priority, for reminders about what an incident has left behind. */
export const withNormalPriority = (effect: Effect): Effect =>
  effect.do === 'post' ? { ...effect, urgent: false } : effect;

export const toPerson = (person: string): Recipient => ({ to: 'person', person });

/** A card for a recipient; sent again if delivery is uncertain. */
export function post(to: Recipient, view: string, subject: string, args: Record<string, string> = {}): Effect {
  return { do: 'post', to, card: { view, subject, args }, doubt: 'again' };
}
export const refresh = (subject: string): Effect => ({ do: 'refresh', subject });
/** Opens the incident's room in every chat, or adds whoever is missing. */
export const openRooms = (incident: string): Effect[] => CHATS.map((chat) => ({ do: 'room', incident, chat }));
