/** Asking for an approval: the next one on the line gets the whole text, data protection reads along where it must. */

import { type Effect, toPerson } from '../../../bot/effect.ts';
import { needsCoSign } from '../../../bot/external-text.ts';
import { type Refusal, refuse } from '../../../bot/refusal.ts';
import type { OutsideText } from '../../../db/notices.ts';
import type { By } from '../../command.ts';
import { playing } from '../file.ts';
import { atOnce } from './at-once.ts';
import type { TextFile } from './text-file.ts';

export type Asked = { set: Partial<Pick<OutsideText, 'asked' | 'askedAt'>>; effects: Effect[] };

export const textCard = (text: Pick<OutsideText, 'id' | 'incident'>, person: string): Effect =>
  atOnce(toPerson(person), 'incident-text', `incident:${text.incident}`, { text: text.id });

/** Those who read along: data protection of this incident, to co-sign, and its lawyers; without the authors. */
export const readersAlong = (
  { file, authors }: Pick<TextFile, 'file' | 'authors'>,
  gone: ReadonlySet<string>,
): string[] =>
  needsCoSign(file.row.dataLoss)
    ? [...new Set([...playing(file, 'privacy'), ...playing(file, 'legal')])].filter(
        (one) => !gone.has(one) && !authors.includes(one),
      )
    : [];

/** @param before who was asked already. @returns a refusal when nobody is left who may approve */
export function askFor(
  { text }: Pick<TextFile, 'text'>,
  next: string | undefined,
  before: readonly string[],
  { now }: Pick<By, 'now'>,
): Asked | Refusal {
  if (next === undefined) return refuse('nobody-approves');
  return { set: { asked: [...before, next], askedAt: now }, effects: [textCard(text, next)] };
}
