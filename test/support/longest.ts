/** The longest possible input: every field of the form at its limit, in characters that are hard to render. */
import { type Field, limitsOf, type Values } from '../../cards/form.ts';
import { registrationForm } from '../../cards/registration/registration-form.ts';

/** Escaped characters, surrogate pairs, an emoji of seven code points, words that cannot be broken. */
const HARD = 'Straße & <Größe> *fett* [Link](https://x.y) 👨‍👩‍👧‍👦 Donaudampfschifffahrtsgesellschaftskapitänsmütze ';

/** At most `length` UTF-16 units, never half a character. */
export function hardText(length: number): string {
  const text = HARD.repeat(Math.ceil(length / HARD.length)).slice(0, length);
  return text
    .replace(/[\ud800-\udbff\u200d]$/, '')
    .trimEnd()
    .padEnd(length, 'x');
}

export const hardLink = (length: number): string => `https://www.dortmund.de/${'%C3%A4'.repeat(200)}`.slice(0, length);

/** Longest choice, latest day, every box ticked. `turn` varies the answer at the same length. */
export function longestAnswer(field: Field, turn = 0): unknown {
  const { max } = limitsOf(field);
  const options = field.options ?? [];
  switch (field.kind) {
    case 'line':
    case 'area':
      return turn === 0 ? hardText(max) : `${turn}${hardText(max - 1)}`;
    case 'link':
      return hardLink(max - turn);
    case 'number':
      return String(max);
    case 'date':
      return turn === 0 ? '2099-12-31' : '2099-12-30';
    case 'choice':
      return options[(options.length - 1 - turn + options.length) % options.length];
    case 'choices':
      return [...options];
    case 'yesno':
      return 'yes';
    case 'person':
      return '';
  }
}

/** The choices that make every conditional question appear. */
const ASKS_ALL = {
  platform: 'other',
  comments: 'high',
  term: 'limited',
  agencyUsed: 'yes',
  legalBasis: 'other',
  training: 'planned',
  outsideHours: 'yes',
  unblock: 'needed',
  emergency: 'yes',
} as const satisfies Values;

/** The answers of a page, by the form's input names. */
export function longestPage(page: string, turn = 0, entry?: { index: number; person: string; role: string }): Values {
  const found = registrationForm.pages.find(({ name }) => name === page)!;
  const prefix = entry ? `persons.${entry.index}.` : '';
  const values = Object.entries<Field>(found.fields).map(([name, field]): [string, unknown] => {
    if (entry && name === 'person') return [prefix + name, entry.person];
    if (entry && name === 'role') return [prefix + name, entry.role];
    return [prefix + name, (ASKS_ALL as Values)[name] ?? longestAnswer(field, turn)];
  });
  return Object.fromEntries(values);
}

export const MOST_PERSONS = 12;
