/**
 * The port of every chat (Slack, Teams, the local workspace): outgoing messages, and the shell for incoming requests.
 */
import type { Address, ChatName, Identity, Inbound, MessageRef } from '../bot/chat.ts';
import type { Card } from '../cards/node.ts';
import type { Reply } from '../cards/reply.ts';

/** Describes the room of an incident. With `room`, the room exists and only people are added or removed. */
type NewRoom = {
  name: string;
  topic: string;
  room?: string;
  /** People who no longer have a role and are removed. */
  leave?: readonly Identity[];
};
/** @returns the room, and the people who could not be added. Throws SendError; safe to repeat. */
export type OpenRoom = (room: NewRoom, people: readonly Identity[]) => Promise<{ room: string; missing: Identity[] }>;

export type Chat = {
  readonly name: ChatName;
  /**
   * Shortest pause between two messages in milliseconds, per room and for the whole chat (the vendor's published
   * limits).
   */
  readonly pace: { room: number; chat: number };
  /**
   * Posts a card once, in the thread `to.reach.thread` if the chat has threads. `id` is the outbox id; chats that can,
   * store it with the message for `find`.
   * Throws SendError: `later` (not accepted, try again), `refused` (will never be accepted), `unknown` (may have
   * arrived).
   */
  post(to: Address, card: Card, id: string): Promise<MessageRef>;
  /** Replaces a posted card. Safe to repeat. Throws SendError. */
  update(ref: MessageRef, card: Card): Promise<void>;
  /**
   * After an unknown outcome: the message with this outbox id, or null if it certainly does not exist. Absent: cannot
   * be known.
   */
  find?(to: Address, id: string, since: Date): Promise<MessageRef | null>;
  /** The person's identity in this chat by e-mail address, or null. Absent if the chat cannot look it up. */
  lookup?(email: string): Promise<Identity | null>;
  /** The bytes behind IncomingFile.source. Throws SendError. */
  fetchFile?(source: string): Promise<Uint8Array>;
  /**
   * Opens a private room. Absent if the bot may not (Teams); a standing room from the organisation file is used
   * instead.
   */
  openRoom?: OpenRoom;
};

/**
 * The request in a form that can be run again. Only its chat reads `request`. It contains no name, address or token.
 */
export type Kept = { id: string; chat: ChatName; tenant: string; request: Record<string, unknown> };

/**
 * Ensures that an answer reaches its person once, however many processes get the request and whichever of them dies.
 */
export type Deliveries = {
  /**
   * Stores the request so that another process can finish it. Call it before telling the sender "later". Rejects on
   * failure.
   */
  keep(kept: Kept): Promise<void>;
  /** Records that the answer was shown, or that nobody can show it any longer. Rejects on failure. */
  answered(key: string): Promise<void>;
  /** Records that the answer was not shown, so that the next delivery shows it at once. Rejects on failure. */
  release(key: string): Promise<void>;
};

/**
 * Runs a stored request again and shows the answer, unless it was already shown. `last`: this is the last attempt, so
 * an error is shown to the person.
 * @returns false if it must be tried later: another process is working on it, or the chat is down
 */
export type TakeUp = (request: unknown, last: boolean) => Promise<boolean>;

/** The shell, as seen by an adapter. */
export type Shell = Deliveries & {
  /** Handles one verified request and returns the reply. Never throws because of what a person did. */
  handle(inbound: Inbound): Promise<Reply>;
  /**
   * Tells without the database whether this text or button is answered with a form. Slack's trigger expires after 3
   * seconds, so its adapter first opens a "loading" modal and fills it when `handle` returns.
   */
  opensForm(what: Inbound['do']): boolean;
};
