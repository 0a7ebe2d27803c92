/** The longest content that people can give: every field of the form at its limit, in signs that are hard to draw. */
import { type Field, limitsOf, type Values } from '../../cards/form.ts';
import { registrationForm } from '../../cards/registration/registration-form.ts';

/** Escaped signs, signs of two units, a family of seven signs in one, words that can't be broken. */
const HARD = 'Straße & <Größe> *fett* [Link](https://x.y) 👨‍👩‍👧‍👦 Donaudampfschifffahrtsgesellschaftskapitänsmütze ';

/** At most `length` units, and never half a sign. */
export function hardText(length: number): string {
  const text = HARD.repeat(Math.ceil(length / HARD.length)).slice(0, length);
  return text
    .replace(/[\ud800-\udbff\u200d]$/, '')
    .trimEnd()
    .padEnd(length, 'x');
}

export const hardLink = (length: number): string => `https://www.dortmund.de/${'%C3%A4'.repeat(200)}`.slice(0, length);

/** Longest choice, latest day, every box ticked. `turn` makes another answer of the same length. */
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

/** What must be chosen so that every question that depends on another is asked. */
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

/** The answers of a page, under the names that the form gives them. */
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
