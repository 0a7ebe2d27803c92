/** The few words that renderers add, in both languages; everything else comes with the card. */
import type { Lang, Tone } from '../node.ts';
import { clean } from './cut.ts';

const de = {
  shortened: '… gekürzt: Der Rest ist für diesen Chat zu lang.',
  valueCut: 'Der Text war länger, als dieser Chat erlaubt, und wurde hier gekürzt.',
  close: 'Schließen',
  loading: 'Wird geladen …',
  choose: 'Bitte wählen',
  noOptions: 'keine Auswahl vorhanden',
  anotherPerson: 'Andere Person: Name, Vorname',
  personRequired: 'Pflichtangabe: hier auswählen oder darunter eintippen.',
  required: 'Pflichtangabe',
  empty: 'keine Angabe',
} as const;

const en = {
  shortened: '… shortened: the rest is too long for this chat.',
  valueCut: 'The text was longer than this chat allows and has been shortened here.',
  close: 'Close',
  loading: 'Loading …',
  choose: 'Please choose',
  noOptions: 'nothing to choose from',
  anotherPerson: 'Somebody else: surname, first name',
  personRequired: 'Required: choose here or type below.',
  required: 'required',
  empty: 'not given',
} as const satisfies Record<keyof typeof de, string>;

export const RENDER_WORDS = { de, en } as const satisfies Record<Lang, Record<keyof typeof de, string>>;

export const TONE_SIGNS = { info: 'ℹ️', good: '✅', warning: '⚠️', danger: '⛔' } as const satisfies Record<Tone, string>;

/**
 * `⚠️ …`: a sign before the text, so that nobody depends on the colour. The text itself already says what the sign
 * means.
 */
export function sayTone(tone: Tone, text: string): string {
  return `${TONE_SIGNS[tone]} ${clean(text)}`;
}
