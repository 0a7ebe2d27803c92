/** A body's place in an application: what it answers, and whether the head has weighed its Nein. */
import type { Body } from './body.ts';

export const ANSWERS = ['open', 'yes', 'no'] as const;
export type Answer = (typeof ANSWERS)[number];
export type Slot = { body: Body; answer: Answer; weighed: boolean };
