/** The texts of the organisation tool. */
import type { Lang } from '../../../bot/chat.ts';

const de = {
  help: `npm run organisation -- check DATEI
npm run organisation -- apply DATEI [--dry-run]

Prüft die Organisationsdatei (Vorlage: demo/organisation.yaml) oder setzt sie in Kraft.
Jeder Fehler wird mit Zeile und Spalte genannt. Personen behalten ihren Schlüssel; wer nicht mehr in der Datei steht,
verliert Rechte und Rollen, bleibt aber in den Akten.

  --dry-run   zeigt, was sich ändern würde, und ändert nichts
  --lang en   English
  --help      diese Hilfe

Ende: 0 in Ordnung, 1 die Datei hat Fehler, 66 es gibt sie nicht, 75 der Datenordner ist in Benutzung.`,
  sound: 'In Ordnung: {offices} Fachbereiche, {bodies} beteiligte Stellen, {people} Personen. Hinweise: {warnings}.',
  faulty: 'Fehler: {faults}, Hinweise: {warnings}. Die Datei kann so nicht in Kraft treten.',
  unchanged: 'Die Datei sagt, was schon gilt. Nichts geändert.',
  wouldChange: 'Änderungen: {count}. Nichts geändert (--dry-run).',
  applied: 'In Kraft. Änderungen: {count}.',
  of: {
    city: 'Stadt',
    person: 'Person',
    legalBody: 'Rechtsträger',
    office: 'Fachbereich',
    body: 'beteiligte Stelle',
    rooms: 'Räume',
    role: 'Rolle',
    incident: 'Vorfälle',
  },
  field: {
    name: 'Name',
    registry: 'Register',
    timezone: 'Zeitzone',
    emailDomains: 'E-Mail-Domänen',
    email: 'E-Mail',
    lang: 'Sprache',
    kind: 'Art',
    short: 'Kurzname',
    legalBody: 'Rechtsträger',
    parent: 'übergeordnet',
    head: 'Leitung',
    lead: 'Leitung',
    deputies: 'Stellvertretung',
    members: 'Mitglieder',
    privacy: 'Datenschutzfachkräfte',
    staff: 'Mitarbeiter*innen',
    rooms: 'Räume',
    people: 'Personen',
  },
} as const;

type Like<T> = { readonly [K in keyof T]: T[K] extends string ? string : Like<T[K]> };
export type Words = Like<typeof de>;

const en = {
  help: `npm run organisation -- check FILE
npm run organisation -- apply FILE [--dry-run]

Checks the organisation file (model: demo/organisation.yaml) or puts it in force.
Every fault is named with line and column. People keep their keys; who is no longer in the file loses rights and roles,
but stays in the records.

  --dry-run   shows what would change, and changes nothing
  --lang en   English
  --help      this help

Exit: 0 in order, 1 the file has faults, 66 there is no such file, 75 the data directory is in use.`,
  sound: 'In order: {offices} offices, {bodies} bodies, {people} people. Warnings: {warnings}.',
  faulty: 'Faults: {faults}, warnings: {warnings}. The file can’t be put in force like this.',
  unchanged: 'The file says what is in force already. Nothing changed.',
  wouldChange: 'Changes: {count}. Nothing changed (--dry-run).',
  applied: 'In force. Changes: {count}.',
  of: {
    city: 'city',
    person: 'person',
    legalBody: 'legal body',
    office: 'office',
    body: 'body',
    rooms: 'rooms',
    role: 'role',
    incident: 'incidents',
  },
  field: {
    name: 'name',
    registry: 'registry',
    timezone: 'time zone',
    emailDomains: 'e-mail domains',
    email: 'e-mail',
    lang: 'language',
    kind: 'kind',
    short: 'short name',
    legalBody: 'legal body',
    parent: 'above it',
    head: 'head',
    lead: 'lead',
    deputies: 'deputies',
    members: 'members',
    privacy: 'data-protection staff',
    staff: 'staff',
    rooms: 'rooms',
    people: 'people',
  },
} as const satisfies Words;

export const WORDS = { de, en } as const satisfies Record<Lang, Words>;
