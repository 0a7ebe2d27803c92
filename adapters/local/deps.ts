/** What the local workspace needs from the rest of the app. */
import type { Inbound, Lang } from '../../bot/chat.ts';
import type { Card } from '../../cards/node.ts';
import type { Reply } from '../../cards/reply.ts';

export type LocalPerson = {
  id: string;
  name: string;
  office: string;
  roles: string[];
  lang: Lang;
  gone: boolean;
  unread: number;
};

/** `last`: ISO time of the last message. */
export type LocalRoom = { id: string; name: string; dm: boolean; unread: number; last: string | null };

export type LocalMessage = {
  id: string;
  from: 'bot' | 'person';
  /** The person's id; `bot` for Kanalwacht. */
  author: string;
  text: string | null;
  card: Card | null;
  /** ISO time. */
  at: string;
  /** Visible to this reader only. Its card may be replaced step by step without affecting others in the room. */
  private?: boolean;
};

export type Forward = 'day' | 'month' | 'january';

export type LocalDeps = {
  /** The shell. Never throws because of what a person did. */
  handle(inbound: Inbound): Promise<Reply>;
  people(): Promise<LocalPerson[]>;
  rooms(person: string): Promise<LocalRoom[]>;
  /** What this person sees in the room, oldest first. */
  messages(person: string, room: string): Promise<LocalMessage[]>;
  /** @returns the id of the new message */
  addMessage(message: { room: string; author: string; text?: string; card?: Card; onlyFor?: string }): Promise<string>;
  replaceMessage(id: string, card: Card): Promise<void>;
  markRead(person: string, room: string): Promise<void>;
  /** The commands that can be typed, each with a hint. Aliases are separate entries. */
  commands(lang: Lang): { text: string; hint: string }[];
  clock: { now(): Date; forward(to: Forward): Promise<Date> };
  setGone(person: string, gone: boolean): Promise<void>;
  /** `subscribe` calls back after every visible change and returns a function that unsubscribes. */
  changes: { subscribe(fn: () => void): () => void };
};

/** Author of Kanalwacht's messages. */
export const BOT = 'bot';
