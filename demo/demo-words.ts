/** What the demo's narrator says, in both languages. What people see on cards comes from cards/words. */
import type { Lang } from '../bot/chat.ts';
import { de, type Words } from './words/de.ts';
import { en } from './words/en.ts';

export type SceneName = keyof Words['scenes'];

export const WORDS: Record<Lang, Words> = { de, en };
