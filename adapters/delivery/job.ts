/** What a worker works with, and how the try to carry out one effect can end. */
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
/** Draws a card as it stands in the database now; null when its subject is no more. */
export type Draw = (tx: Tx, ref: CardRef, reader: Reader) => Promise<Card | null>;

export type Job = {
  store: Store;
  /** The chats that are switched on. */
  chats: ReadonlyMap<ChatName, Chat>;
  /** Absent: every connector is off. */
  platforms?: Platforms;
  draw: Draw;
  /** The organisation as it stands; null while none has been applied. */
  org: (tx: Tx) => Promise<Org | null>;
  now: () => Date;
  /** `now`, or ahead of it while `drain` lets pauses pass. What is due is read from here. */
  clock: () => Date;
  log: Log;
  /** How often an effect is tried before it is given up. */
  attempts: number;
  /** Milliseconds before the next try; `attempt` counts from 1. */
  backoff: (attempt: number) => number;
  /** Real milliseconds a try may take; shorter than the lease, or two workers would work on one row. */
  patience: number;
};

/** SHA-256 of a card as drawn; unknown when it was found standing in the chat after a crash. */
type Drawn = string | null;

export type End =
  | { end: 'posted'; ref: MessageRef; drawn: Drawn; lang: Lang }
  | { end: 'redrawn'; message: string; drawn: string }
  /** There was nothing to do, or it is done and nothing has to be remembered. */
  | { end: 'done' }
  /** The incident's room stands; so many could not be brought in; keys of those who may not see what is posted there. */
  | { end: 'opened'; room: string; missing: number; alone: string[] }
  /** A connector's call: how far it came, and why it went no further. */
  | {
      end: 'called';
      result: 'done' | 'failed' | 'unknown' | 'refused' | 'later';
      reason: string;
      after?: number;
      answers: StoredAnswer[];
      picture?: Record<string, string>;
    }
  | { end: 'fetched'; bytes: Uint8Array; answer: FileAnswer }
  /** A refresh or a card without a way: to be routed with the organisation as it stands now. */
  | { end: 'reroute' }
  /** What it speaks of is no more. */
  | { end: 'gone' }
  | { end: 'doubtful' }
  | { end: 'failed'; error: SendError };

/** For the operators' figures. */
export type OutcomeName = End['end'] | SendError['outcome'];
