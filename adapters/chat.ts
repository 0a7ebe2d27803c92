/** The port every chat fills: three verbs outwards, one door inwards. Slack, Teams and the local workspace stand behind it. */
import type { Address, ChatName, Identity, Inbound, MessageRef } from '../bot/chat.ts';
import type { Card } from '../cards/node.ts';
import type { Reply } from '../cards/reply.ts';

/** What a room for an incident is opened with. `room`: it stands already, only people are missing. */
type NewRoom = {
  name: string;
  topic: string;
  room?: string /** Have no part any more: out with them. */;
  leave?: readonly Identity[];
};
/** @returns the room, and those who could not be brought in. Throws SendError; harmless to repeat. */
export type OpenRoom = (room: NewRoom, people: readonly Identity[]) => Promise<{ room: string; missing: Identity[] }>;

export type Chat = {
  readonly name: ChatName;
  /** Shortest pause between two messages, in milliseconds: in one room, and in the whole chat (the vendor's published rate). */
  readonly pace: { room: number; chat: number };
  /**
   * Posts a card once, under the message `to.reach.thread` where the chat has threads. `id` is the outbox id; chats that can, store it with the message so that `find` sees it.
   * Throws SendError: `later` (not accepted, try again), `refused` (never will be), `unknown` (may have arrived).
   */
  post(to: Address, card: Card, id: string): Promise<MessageRef>;
  /** Replaces a posted card; harmless to repeat. Throws SendError. */
  update(ref: MessageRef, card: Card): Promise<void>;
  /** After an unknown outcome: the message with this outbox id, or null when it surely isn't there. Absent: can't be known. */
  find?(to: Address, id: string, since: Date): Promise<MessageRef | null>;
  /** The person's identity in this chat by e-mail, or null. Absent: the chat has no such look-up. */
  lookup?(email: string): Promise<Identity | null>;
  /** The bytes behind IncomingFile.source. Throws SendError. */
  fetchFile?(source: string): Promise<Uint8Array>;
  /** Opens a private room. Absent: the bot may not (Teams); a standing room of the organisation file takes its place. */
  openRoom?: OpenRoom;
};

/** The door inwards: what an adapter needs of the shell. */
export type Shell = {
  /** Runs one verified request to its end and gives the answer; never throws for what a person did. */
  handle(inbound: Inbound): Promise<Reply>;
  /**
   * Says without the database whether this text or button answers with a form. Slack's trigger dies after 3 seconds, so
   * its adapter opens a "loading" modal first and fills it when `handle` is back.
   */
  opensForm(what: Inbound['do']): boolean;
};
