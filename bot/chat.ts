/** The words between a chat and the shell: who asks what, from where, and what is answered. Plain data, no SDK. */
export const CHATS = ['slack', 'teams', 'local'] as const;
export type ChatName = (typeof CHATS)[number];
export type Lang = 'de' | 'en';

/** Somebody as a chat knows them. `tenant` is Slack's team or enterprise id, Teams' tenant id, `local`. */
export type Identity = { chat: ChatName; tenant: string; id: string };

/**
 * Somebody who asks, with what the chat vouches for. `from` says where the account belongs. `home` (also when absent):
 * the installation's own workspace, organisation or tenant. `ally`: another tenant that may talk to the bot. `foreign`:
 * a stranger, never a person of the registry. `unclear`: the chat has not said.
 */
export type Speaker = Identity & {
  email?: string;
  name?: string;
  from?: 'home' | 'ally' | 'foreign' | 'unclear';
  /** A guest account in this tenant (Teams only). */
  guest?: true;
  /** The chat did not answer when asked who this is. */
  untold?: true;
};

/**
 * A place in the chat. `id` is what the chat calls it; `dm` says that only this person and the bot are in it.
 * `reach` holds what the chat needs to write there later (Teams: the service URL); opaque outside its adapter.
 */
export type Room = { id: string; dm: boolean; reach?: Record<string, string> };

/** A file as the chat announces it; the bytes are fetched later by an effect (`source`) or come along (`bytes`). */
export type IncomingFile = { name: string; type: string; size: number; source?: string; bytes?: Uint8Array };

/**
 * One request from a chat, already verified by its adapter.
 * `key` is the sender's own delivery id, prefixed by the chat; the same key is answered once and then replayed.
 */
export type Inbound = {
  key: string;
  who: Speaker;
  where: Room;
  lang: Lang;
  /** The message the click came from, as the chat calls it. */
  message?: string;
  do:
    | { kind: 'say'; text: string; files?: IncomingFile[] }
    | { kind: 'press'; name: string; args: Record<string, unknown>; inputs: Record<string, unknown> };
};

/** A posted card: enough to find and change it again. */
export type MessageRef = { room: string; message: string; reach?: Record<string, string> };

/**
 * Where an effect is delivered: a room, or a DM to a person. The person is given by id in that chat or, on first
 * contact, by e-mail if the chat can look it up.
 */
export type Address = { chat: ChatName; room?: string; user?: string; email?: string; reach?: Record<string, string> };

/** How a try to send ended. `later` carries the pause the platform asked for, in milliseconds. */
export class SendError extends Error {
  readonly outcome: 'later' | 'unknown' | 'refused';
  readonly reason: string;
  readonly after: number | undefined;
  /** `later` may hold back one room only, or the whole chat. */
  readonly scope: 'room' | 'chat';
  constructor(outcome: SendError['outcome'], reason: string, more: { after?: number; scope?: 'room' | 'chat' } = {}) {
    super(`${outcome}: ${reason}`);
    this.name = 'SendError';
    this.outcome = outcome;
    this.reason = reason;
    this.after = more.after;
    this.scope = more.scope ?? 'room';
  }
}
