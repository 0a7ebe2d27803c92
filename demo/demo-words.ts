/** What the narrator of the demo says, in both languages. What people see on cards comes from cards/words. */
import type { Lang } from '../bot/chat.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';

/** German is the source; what English lacks does not compile. */
export type Words = typeof de;
export type SceneName = keyof Words['scenes'];

export const WORDS: Record<Lang, Words> = { de, en };
