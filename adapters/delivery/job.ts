/** What a worker works with, and how an attempt to execute an effect can end. */
import type { ChatName, MessageRef, SendError } from '../../bot/chat.ts';
import type { CardRef } from '../../bot/delivery/effect.ts';
import type { StoredAnswer } from '../../bot/platform/connector.ts';
import type { FileAnswer } from '../../bot/registration/file-rules.ts';
import type { Card, Lang } from '../../cards/node.ts';
import type { Store, Tx } from '../../db/connect.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import type { Chat } from '../chat.ts';
import type { Platforms } from '../platform/port.ts';

type Line = (data: object, message: string) => void;
/** pino fits. */
export type Log = { info: Line; warn: Line; error: Line };

export type Reader = { person: string | null; lang: Lang };
/** Draws a card from the current data. Null if its subject no longer exists. */
export type Draw = (tx: Tx, ref: CardRef, reader: Reader) => Promise<Card | null>;

export type Job = {
  store: Store;
  /** The enabled chats. */
  chats: ReadonlyMap<ChatName, Chat>;
  /** If absent, every connector is off. */
  platforms?: Platforms;
  draw: Draw;
  /** The current organisation. Null until one has been applied. */
  org: (tx: Tx) => Promise<Org | null>;
  now: () => Date;
  /** `now`, or ahead of it while `drain` skips pauses. Due times are compared with this clock. */
  clock: () => Date;
  log: Log;
  /** Attempts before an effect is given up. */
  attempts: number;
  /** Milliseconds before the next attempt; `attempt` counts from 1. */
  backoff: (attempt: number) => number;
  /** Real milliseconds that an attempt may take. Shorter than the lease, or two workers could process one row. */
  patience: number;
};

/** SHA-256 of the card as drawn. Null if the message was found in the chat after a crash. */
type Drawn = string | null;

export type End =
  | { end: 'posted'; ref: MessageRef; drawn: Drawn; lang: Lang }
  | { end: 'redrawn'; message: string; drawn: string }
  /** Nothing had to be done, or it is done and nothing must be stored. */
  | { end: 'done' }
  /** The incident's room exists. `missing`: number of people not added. `alone`: keys of people who cannot see it. */
  | { end: 'opened'; room: string; missing: number; alone: string[] }
  /** A connector's call: how far it got, and why it stopped. */
  | {
      end: 'called';
      result: 'done' | 'failed' | 'unknown' | 'refused' | 'later';
      reason: string;
      after?: number;
      answers: StoredAnswer[];
      picture?: Record<string, string>;
    }
  | { end: 'fetched'; bytes: Uint8Array; answer: FileAnswer }
  /** A refresh, or a card without a route. Route it with the current organisation. */
  | { end: 'reroute' }
  /** The subject no longer exists. */
  | { end: 'gone' }
  | { end: 'doubtful' }
  | { end: 'failed'; error: SendError };

/** For the operators' metrics. */
export type OutcomeName = End['end'] | SendError['outcome'];
