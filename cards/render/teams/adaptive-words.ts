/** Words that only Adaptive Cards need, beside those that all renderers share. */
import type { Lang } from '../../node.ts';

const de = {
  required: 'Pflicht',
  noAnswer: '– keine Angabe –',
  findPerson: 'Name suchen',
  findOrType: 'Name suchen oder eintippen: Name, Vorname',
  otherPerson: 'Andere Person: Name, Vorname',
  nameOrder: 'Name, Vorname',
  kept: 'Der gespeicherte Text ist für diese Karte zu lang. Er bleibt unverändert erhalten.',
  fewer: 'Die Auswahl ist für diese Karte zu lang und wurde gekürzt.',
} as const;

const en = {
  required: 'required',
  noAnswer: '– no answer –',
  findPerson: 'Find a name',
  findOrType: 'Find or type a name: surname, first name',
  otherPerson: 'Somebody else: surname, first name',
  nameOrder: 'Surname, first name',
  kept: 'The saved text is too long for this card. It stays as it is.',
  fewer: 'The choices are too many for this card and have been shortened.',
} as const satisfies Record<keyof typeof de, string>;

export const WORDS = { de, en } as const satisfies Record<Lang, Record<keyof typeof de, string>>;
