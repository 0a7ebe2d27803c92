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

/** What a request came as, so that it can be run again; the chat alone reads `request`. No name, no address, no token. */
export type Kept = { id: string; chat: ChatName; tenant: string; request: Record<string, unknown> };

/** How an answer reaches its person once, however many processes get the request and whichever of them dies. */
export type Deliveries = {
  /** Stores the request, for whoever has to go on with it. To be called before the sender is told "later". Rejects. */
  keep(kept: Kept): Promise<void>;
  /** The answer is there, or nobody can bring it any more. Rejects. */
  answered(key: string): Promise<void>;
  /** The answer is not there: the next delivery shows it at once. Rejects. */
  release(key: string): Promise<void>;
};

/**
 * Runs a kept request again and shows the answer, unless it is there already. `last`: there will be no other try, so the
 * person is told what went wrong.
 * @returns false: not now, somebody else is at it or the chat is away
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
