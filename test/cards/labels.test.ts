/** What Slack cuts off must not be the half of a word on a button: all of them, also those that no story reaches. */
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../cards/render/limits.ts';
import { de } from '../../cards/words/de.ts';
import { en } from '../../cards/words/en.ts';
import { type CardLabel, cardLabels, type Slot } from '../support/card-labels.ts';

const { viewTitle, viewButton, buttonText, confirmTitle, confirmText, confirmButton } = LIMITS.slack;
const MAX: Record<Slot, number> = {
  submit: viewButton,
  window: viewTitle,
  button: buttonText,
  question: confirmTitle,
  warning: confirmText,
  yes: confirmButton,
  no: confirmButton,
};

/** The longest that stands in a label; whatever is longer, a channel's name say, is cut where it is put in. */
const FILLED: Record<string, string> = { count: '200', number: 'V-2026-0001' };
const USUAL = 'x'.repeat(30);

const CATALOGUES: Record<string, Record<string, string>> = { de, en };
const all = cardLabels();

const filled = (text: string): string =>
  text.replaceAll(/\{\w+\|[^|{}]*\|([^|{}]*)\}/g, '$1').replaceAll(/\{(\w+)\}/g, (_, name) => FILLED[name] ?? USUAL);

function wordsOf({ keys }: CardLabel): { key: string; lang: string; text: string }[] {
  const shapes = (keys ?? []).map((key) => new RegExp(`^${key.replaceAll('.', '\\.').replaceAll('*', '[\\w-]+')}$`));
  return Object.entries(CATALOGUES).flatMap(([lang, words]) =>
    Object.entries(words)
      .filter(([key]) => shapes.some((shape) => shape.test(key)))
      .map(([key, text]) => ({ lang, key, text: filled(text) })),
  );
}

describe('what stands on a button or above a window', () => {
  it('is found in the code, with its words', () => {
    const known = (slot: Slot) => all.filter((one) => one.slot === slot && one.keys !== null);
    for (const slot of Object.keys(MAX) as Slot[]) expect(known(slot).length, slot).toBeGreaterThan(5);
    for (const slot of ['submit', 'window'] as const) expect(known(slot).length, slot).toBeGreaterThan(20);
    expect(all.filter((one) => one.keys !== null && wordsOf(one).length === 0)).toEqual([]);
  });

  it.each(Object.entries(MAX) as [Slot, number][])('fits whole: %s in %i characters', (slot, max) => {
    const long = all
      .filter((one) => one.slot === slot)
      .flatMap((one) => wordsOf(one).map((words) => ({ at: one.at, ...words })))
      .filter(({ text }) => text.length > max)
      .map(({ at, lang, key, text }) => `${at} ${lang} ${key} (${text.length}): ${text}`);
    expect(long).toEqual([]);
  });
});
