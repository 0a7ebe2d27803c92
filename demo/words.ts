/** What the narrator of the demo says, in both languages. What people see on cards comes from cards/words. */
import type { ChatName, Lang } from '../bot/chat.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';

type Scene = { title: string; about: string };
export type Words = {
  title: string;
  about: string;
  help: string;
  places: Record<ChatName, string>;
  left: (rows: number) => string;
  writes: string;
  clicks: string;
  enters: string;
  more: (count: number) => string;
  inRoom: (room: string) => string;
  expected: string;
  found: string;
  end: (checks: number, seconds: number) => string;
  failed: string;
  scenes: { [S in SceneName]: Scene };
  tell: { [T in Told]: string };
  checks: { [C in Check]: string };
  wrongLink: string;
  reason: string;
  weighing: string;
  question: string;
  answer: string;
  resolution: string;
  newPurpose: string;
};

export type SceneName = 'import' | 'register' | 'no' | 'deputy' | 'atOnce' | 'tasks' | 'renewal' | 'audit';
type Told =
  | 'operator'
  | 'again'
  | 'registrar'
  | 'headFirst'
  | 'question'
  | 'security'
  | 'atOnce'
  | 'tasks'
  | 'unchanged'
  | 'weighedAgain'
  | 'tamper';
type Check =
  | 'imported'
  | 'faultless'
  | 'again'
  | 'listed'
  | 'prefilled'
  | 'problem'
  | 'kept'
  | 'complete'
  | 'number'
  | 'headHasIt'
  | 'othersWait'
  | 'asked'
  | 'notYet'
  | 'told'
  | 'weighed'
  | 'nowAsked'
  | 'query'
  | 'answered'
  | 'silence'
  | 'acting'
  | 'resolution'
  | 'first'
  | 'second'
  | 'oneVote'
  | 'approved'
  | 'line'
  | 'unblocked'
  | 'conduct'
  | 'consent'
  | 'published'
  | 'list'
  | 'version'
  | 'diff'
  | 'note'
  | 'unchanged'
  | 'archived'
  | 'whole'
  | 'refused'
  | 'still'
  | 'clean';

export const WORDS: Record<Lang, Words> = { de, en };
