/** Everything that leaves, as data: written in the same transaction as the state it speaks of, done afterwards by the outbox. */
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

/** Who shall get it. The outbox turns it into rooms and DMs of a chat. */
const recipient = z.discriminatedUnion('to', [
  z.object({ to: z.literal('person'), person: z.string() }),
  /** The body's room; members who can't see any of its rooms get a DM. */
  z.object({ to: z.literal('body'), body: z.enum(STANDING_BODIES), legalBody: z.string() }),
  z.object({ to: z.literal('office'), office: z.string() }),
  /** Everybody with a role, by DM. */
  z.object({ to: z.literal('role'), role: z.enum(ROLES) }),
  z.object({ to: z.literal('rooms'), rooms: z.enum(['announcements', 'auditors', 'operators']) }),
  /** The incident's rooms in all chats; who of its people can't see any of them gets a DM. */
  z.object({ to: z.literal('incident'), incident: z.string() }),
  /** One room of a chat, where a copy stood before (made by the outbox, not by commands). */
  z.object({
    to: z.literal('room'),
    chat: z.enum(CHATS),
    room: z.string(),
    reach: z.record(z.string(), z.string()).default({}),
  }),
]);
export type Recipient = z.infer<typeof recipient>;

/**
 * What to do when nobody knows whether a message arrived and the chat can't be asked (Teams).
 * A card may go out twice, its state on the server makes the twin harmless; a broadcast must not.
 */
const doubt = z.enum(['again', 'show']);

const effect = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('post'),
    to: recipient,
    card: cardRef,
    doubt: doubt.default('again'),
    /** Threaded under the first card about this subject in the room, where the chat has threads and that card stands. */
    under: z.string().optional(),
    /** Said only where `isUrgent` would think otherwise. */
    urgent: z.boolean().optional(),
  }),
  /** Redraw all copies of all cards about this subject; several wishes in a row become one. */
  z.object({ do: z.literal('refresh'), subject: z.string() }),
  /** Redraw one posted copy (made by `refresh`, not by commands). `about`: the copy's subject, where `isUrgent` has to know it. */
  z.object({ do: z.literal('redraw'), message: z.string(), about: z.string().optional() }),
  /** Fetch the bytes of an announced file from its chat: an application's attachment, or evidence of an incident. */
  z.object({ do: z.literal('fetch'), attachment: z.string() }),
  /** Open the incident's private room in this chat and bring its people in; repeated, it brings in who is missing. */
  z.object({ do: z.literal('room'), incident: z.string(), chat: z.enum(CHATS) }),
  /** Carry out a connector's call (a row of `platform_calls`). */
  z.object({ do: z.literal('platform'), call: z.string() }),
]);
export type Effect = z.infer<typeof effect>;

/** `doubtful`: may have arrived, is not sent again, and is shown to the operators. */
export type OutboxState = 'waiting' | 'sending' | 'sent' | 'dead' | 'doubtful';
/** Why the next try has to look first: its worker died on the way, or the chat did not say. */
export type InDoubt = 'crash' | 'unknown';

/**
 * What goes before everything that waits in its chat, whatever the severity: in an incident minutes count, a digest for
 * hundreds does not. So it is every card about an incident that does not say that it can wait, new or redrawn: a board of last
 * hour is read as the state of now.
 * A room always is: the bot opens rooms for incidents only, and people wait in them for the first card.
 */
export function isUrgent(effect: Effect): boolean {
  if (effect.do === 'post') return effect.urgent ?? isIncident(effect.card.subject);
  return effect.do === 'room' || (effect.do === 'redraw' && isIncident(effect.about ?? ''));
}
const isIncident = (subject: string): boolean => subject.startsWith('incident:');

/** What goes out first where several effects wait for one chat; what is equally urgent goes in the order in which it was written. */
export const PRIORITY = {
  urgent: 0,
  /** After what is new, for one decision redraws a hundred copies. */
  urgentRedraw: 1,
  normal: 2,
} as const;
export type Priority = (typeof PRIORITY)[keyof typeof PRIORITY];

export function priorityOf(effect: Effect): Priority {
  if (!isUrgent(effect)) return PRIORITY.normal;
  return effect.do === 'redraw' ? PRIORITY.urgentRedraw : PRIORITY.urgent;
}

/** The same message in its turn: a reminder of what an incident has left behind. */
export const withNormalPriority = (effect: Effect): Effect =>
  effect.do === 'post' ? { ...effect, urgent: false } : effect;

export const toPerson = (person: string): Recipient => ({ to: 'person', person });

/** A card for somebody; repeated in case of doubt. */
export function post(to: Recipient, view: string, subject: string, args: Record<string, string> = {}): Effect {
  return { do: 'post', to, card: { view, subject, args }, doubt: 'again' };
}
export const refresh = (subject: string): Effect => ({ do: 'refresh', subject });
/** The incident's room in every chat: opened where it does not stand yet, filled with whoever is missing. */
export const openRooms = (incident: string): Effect[] => CHATS.map((chat) => ({ do: 'room', incident, chat }));
