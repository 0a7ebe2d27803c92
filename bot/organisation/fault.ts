/** What can be wrong with an organisation file: code, weight and the sentence that says what to do. */
import type { Lang } from '../chat.ts';

type Entry = { level: 'fault' | 'warning'; de: string; en: string };

/** A fault rejects the file; with a warning the file is accepted. Both languages name the same `{placeholders}`. */
export const FAULTS = {
  // The shape of the file.
  'bad-file': {
    level: 'fault',
    de: 'Die Datei enthält keine Organisation. Beginnen Sie mit einer Kopie von demo/organisation.yaml.',
    en: 'The file holds no organisation. Start from a copy of demo/organisation.yaml.',
  },
  missing: {
    level: 'fault',
    de: '„{key}“ fehlt. Ergänzen Sie die Angabe; demo/organisation.yaml zeigt, wie sie aussieht.',
    en: '“{key}” is missing. Add it; demo/organisation.yaml shows what it looks like.',
  },
  'unknown-key': {
    level: 'fault',
    de: 'Den Schlüssel „{key}“ gibt es hier nicht. Prüfen Sie die Schreibweise oder entfernen Sie ihn.',
    en: 'There is no key “{key}” here. Check the spelling or remove it.',
  },
  'expected-text': {
    level: 'fault',
    de: 'Hier steht kein Text. Setzen Sie Zahlen und Wahrheitswerte in Anführungszeichen, zum Beispiel "10".',
    en: 'This is not text. Put numbers and booleans in quotation marks, for example "10".',
  },
  'expected-list': {
    level: 'fault',
    de: 'Hier wird eine Liste erwartet. Schreiben Sie [eintrag, eintrag] oder je Eintrag eine Zeile mit „- “.',
    en: 'A list is expected here. Write [entry, entry] or one line with “- ” per entry.',
  },
  'expected-block': {
    level: 'fault',
    de: 'Hier wird ein Block aus „schlüssel: wert“ erwartet; demo/organisation.yaml zeigt ein Beispiel.',
    en: 'A block of “key: value” is expected here; demo/organisation.yaml has an example.',
  },
  'not-one-of': {
    level: 'fault',
    de: '„{value}“ ist hier nicht möglich. Wählen Sie: {options}.',
    en: '“{value}” is not possible here. Choose one of: {options}.',
  },
  'bad-id': {
    level: 'fault',
    de: 'Eine Kennung besteht aus Kleinbuchstaben, Ziffern, „-“ und „.“ (höchstens 60 Zeichen), zum Beispiel leitung-kultur.',
    en: 'An id has lower-case letters, digits, “-” and “.” (at most 60 characters), for example leitung-kultur.',
  },
  'bad-text': {
    level: 'fault',
    de: 'Der Text ist leer oder länger als 200 Zeichen. Tragen Sie eine kurze Bezeichnung ein.',
    en: 'The text is empty or longer than 200 characters. Enter a short name.',
  },
  'bad-email': {
    level: 'fault',
    de: 'Das ist keine E-Mail-Adresse. Tragen Sie die dienstliche Adresse ein, mit der sich die Person im Chat anmeldet.',
    en: 'This is not an e-mail address. Enter the official address with which the person signs in to the chat.',
  },
  'bad-domain': {
    level: 'fault',
    de: 'Das ist keine E-Mail-Domain. Schreiben Sie nur den Teil nach dem @, in Kleinbuchstaben.',
    en: 'This is not an e-mail domain. Write only the part after the @, in lower case.',
  },
  'bad-date': {
    level: 'fault',
    de: 'Das ist kein Datum. Schreiben Sie JJJJ-MM-TT, zum Beispiel 2027-12-31.',
    en: 'This is not a date. Write YYYY-MM-DD, for example 2027-12-31.',
  },
  'bad-timezone': {
    level: 'fault',
    de: 'Diese Zeitzone ist unbekannt. Schreiben Sie zum Beispiel Europe/Berlin.',
    en: 'This time zone is unknown. Write, for example, Europe/Berlin.',
  },
  'bad-days': {
    level: 'fault',
    de: 'Das ist keine Zahl von Tagen. Schreiben Sie eine ganze Zahl von 1 bis 3650.',
    en: 'This is not a number of days. Write a whole number from 1 to 3650.',
  },
  'bad-slack-room': {
    level: 'fault',
    de: 'Das ist keine Slack-Kennung. Kopieren Sie in Slack unter „Channel-Details“ ganz unten die Channel-ID (C… oder G…).',
    en: 'This is not a Slack id. In Slack, copy the channel ID (C… or G…) from the bottom of “Channel details”.',
  },
  'bad-teams-room': {
    level: 'fault',
    de: 'Das ist keine Teams-Kennung. Nehmen Sie aus dem Link zum Kanal oder Gruppenchat den Teil 19:…@thread.tacv2 oder 19:…@thread.v2.',
    en: 'This is not a Teams id. Take the part 19:…@thread.tacv2 or 19:…@thread.v2 from the link to the channel or group chat.',
  },
  // How the entries fit together.
  'duplicate-id': {
    level: 'fault',
    de: 'Die Kennung „{id}“ ist schon vergeben. Geben Sie diesem Eintrag eine eigene oder löschen Sie ihn.',
    en: 'The id “{id}” is already taken. Give this entry one of its own or delete it.',
  },
  'duplicate-email': {
    level: 'fault',
    de: 'Die Adresse {email} gehört schon zu „{person}“. Jede Person braucht eine eigene Adresse, sonst ist unklar, wer klickt.',
    en: 'The address {email} already belongs to “{person}”. Each person needs an address of their own, else it is unclear who clicks.',
  },
  'duplicate-short': {
    level: 'fault',
    de: 'Das Kurzzeichen „{short}“ führt schon „{office}“. Vergeben Sie ein anderes, sonst ist der Import nicht eindeutig.',
    en: 'The short name “{short}” is already used by “{office}”. Choose another, else imports are ambiguous.',
  },
  'duplicate-body': {
    level: 'fault',
    de: 'Die beteiligte Stelle „{body}“ ist zweimal besetzt. Führen Sie beide Einträge zusammen.',
    en: 'The body “{body}” is filled twice. Merge the two entries.',
  },
  'listed-twice': {
    level: 'fault',
    de: '„{id}“ steht zweimal in dieser Liste. Löschen Sie einen der beiden Einträge.',
    en: '“{id}” stands in this list twice. Delete one of the two.',
  },
  'unknown-person': {
    level: 'fault',
    de: 'Die Person „{id}“ steht nicht unter people. Tragen Sie sie dort ein oder berichtigen Sie die Kennung.',
    en: 'The person “{id}” is not listed under people. Add them there or correct the id.',
  },
  'unknown-office': {
    level: 'fault',
    de: 'Den Fachbereich „{id}“ gibt es nicht unter offices. Legen Sie ihn an oder berichtigen Sie die Kennung.',
    en: 'There is no office “{id}” under offices. Add it or correct the id.',
  },
  'unknown-legal-body': {
    level: 'fault',
    de: 'Den Rechtsträger „{id}“ gibt es nicht unter legalBodies. Legen Sie ihn an oder berichtigen Sie die Kennung.',
    en: 'There is no legal body “{id}” under legalBodies. Add it or correct the id.',
  },
  'city-missing': {
    level: 'fault',
    de: 'Unter legalBodies fehlt die Stadt selbst. Ergänzen Sie einen Eintrag mit id: stadt und kind: stadtamt.',
    en: 'The city itself is missing from legalBodies. Add an entry with id: stadt and kind: stadtamt.',
  },
  'body-of-city': {
    level: 'fault',
    de: 'Die Besetzung der Stadt ist die ohne legalBody. Löschen Sie diese Zeile.',
    en: 'The set of the city is the one without legalBody. Delete this line.',
  },
  'parent-cycle': {
    level: 'fault',
    de: 'Die Fachbereiche sind im Kreis unterstellt: {chain}. Entfernen Sie eines der parent.',
    en: 'The offices are subordinate to each other in a circle: {chain}. Remove one parent.',
  },
  'deputy-is-head': {
    level: 'fault',
    de: '„{id}“ vertritt sich selbst. Nennen Sie als Stellvertretung eine andere Person.',
    en: '“{id}” is their own deputy. Name somebody else as deputy.',
  },
  'body-missing': {
    level: 'fault',
    de: 'Für die Stadt ist die Stelle „{body}“ nicht besetzt; kein Antrag könnte eingereicht werden. Ergänzen Sie sie unter bodies ohne legalBody.',
    en: 'The city has no set for the body “{body}”; no application could be submitted. Add it under bodies without legalBody.',
  },
  'body-empty': {
    level: 'fault',
    de: 'In „{body}“ kann niemand entscheiden. Nennen Sie lead, members oder deputies.',
    en: 'Nobody can decide in “{body}”. Name a lead, members or deputies.',
  },
  'nobody-decides': {
    level: 'fault',
    de: 'Für „{office}“ gibt es weder Leitung noch Stellvertretung noch einen Fachbereich darüber, der entscheiden könnte. Nennen Sie head, deputies oder parent.',
    en: '“{office}” has neither head nor deputy nor an office above that could decide. Name a head, deputies or a parent.',
  },
  'role-missing': {
    level: 'fault',
    de: 'Die Rolle „{role}“ muss mindestens eine Person haben, sonst kann niemand das Register verwalten oder betreiben.',
    en: 'The role “{role}” needs at least one person, else nobody can administer or run the registry.',
  },
  // Worth knowing.
  'no-head': {
    level: 'warning',
    de: '„{office}“ hat keine Leitung. Bis head eingetragen ist, entscheiden Stellvertretung oder nächste Ebene.',
    en: '“{office}” has no head. Until head is filled in, the deputies or the next level decide.',
  },
  'no-deputy': {
    level: 'warning',
    de: '„{office}“ hat keine Stellvertretung. Ist die Leitung selbst betroffen, entscheidet „{above}“. Nennen Sie besser deputies.',
    en: '“{office}” has no deputy. Where the head is concerned in person, “{above}” decides. Better name deputies.',
  },
  'no-deputy-on-top': {
    level: 'warning',
    de: '„{office}“ hat keine Stellvertretung und keine Ebene darüber. Ist die Leitung selbst betroffen, kann niemand entscheiden. Nennen Sie deputies.',
    en: '“{office}” has no deputy and no level above. Where the head is concerned in person, nobody can decide. Name deputies.',
  },
  'single-decider': {
    level: 'warning',
    de: 'In „{body}“ kann nur „{person}“ entscheiden. Ist diese Person selbst betroffen, kann kein Antrag eingereicht werden. Nennen Sie deputies.',
    en: 'Only “{person}” can decide in “{body}”. Where they are concerned in person, nothing can be submitted. Name deputies.',
  },
  'role-empty': {
    level: 'warning',
    de: 'Die Rolle „{role}“ ist unbesetzt; ihre Aufgaben bleiben liegen. Nennen Sie mindestens eine Person.',
    en: 'Nobody holds the role “{role}”; its tasks stay undone. Name at least one person.',
  },
  'no-room': {
    level: 'warning',
    de: 'Für „{use}“ ist kein Raum genannt; Mitteilungen dorthin gehen verloren. Nennen Sie mindestens einen.',
    en: 'No room is named for “{use}”; messages meant for it get lost. Name at least one.',
  },
  'foreign-email': {
    level: 'warning',
    de: '{email} liegt außerhalb von {domains}. Prüfen Sie die Adresse oder ergänzen Sie die Domain unter city.emailDomains.',
    en: '{email} is outside {domains}. Check the address or add the domain to city.emailDomains.',
  },
  'unused-person': {
    level: 'warning',
    de: '„{id}“ gehört zu keinem Fachbereich, keiner beteiligten Stelle und keiner Rolle und darf deshalb nichts. Ordnen Sie die Person zu oder streichen Sie sie.',
    en: '“{id}” belongs to no office, body or role and therefore may do nothing. Assign or remove them.',
  },
} as const satisfies Record<string, Entry>;

export type FaultCode = keyof typeof FAULTS;

type Holes<S extends string> = S extends `${string}{${infer H}}${infer Rest}` ? H | Holes<Rest> : never;
/** The values that the sentence of a code needs. */
type FaultValues<C extends FaultCode> = Record<Holes<(typeof FAULTS)[C]['de']>, string>;

/** The path to an entry in the parsed file: keys and indexes from 0, as a YAML library needs them to find the line. */
export type At = readonly (string | number)[];

export type Found = { code: FaultCode; at: At; values: Record<string, string> };

/** @returns one finding; the compiler requires exactly the values that the sentence of `code` names */
export const found = <C extends FaultCode>(code: C, at: At, values: FaultValues<C>): Found => ({ code, at, values });

/** @returns the sentence for a finding in one language */
export const faultMessage = ({ code, values }: Found, lang: Lang): string =>
  FAULTS[code][lang].replace(/\{(\w+)\}/g, (_, hole: string) => values[hole] ?? '');
