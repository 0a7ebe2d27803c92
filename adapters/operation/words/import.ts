/** The texts of the import tool. Texts about faulty links are in the cards' words. */
import type { Lang } from '../../../bot/chat.ts';
import type { LinkProblemCode } from '../../../bot/platform/link.ts';
import type { ImportReason } from '../../../bot/registry/import-entry.ts';

export type OwnReason = Exclude<ImportReason, LinkProblemCode> | 'too-long';
type Sentence =
  | 'help'
  | 'heading'
  | 'allMissing'
  | 'batchMissing'
  | 'progress'
  | 'failed'
  | 'added'
  | 'known'
  | 'missing'
  | 'besides'
  | 'nothingMissing'
  | 'unread'
  | 'handle-differs'
  | 'office-above'
  | 'fault'
  | 'fileFault'
  | 'total'
  | 'dryTotal'
  | 'empty';
type Words = { [S in Sentence]: string } & { reason: { [R in OwnReason]: string } };

const de = {
  help: `npm run import -- DATEI [--office FACHBEREICH] [--dry-run]

Liest eine Kanalliste (CSV, Excel, oder eine Liste von Einträgen in JSON oder YAML) und legt für jede Zeile einen Kanal mit einer Nachmeldung an, die sagt, was ihr noch fehlt.
Trennzeichen, Kodierung und Reihenfolge der Spalten sind gleich; gebraucht werden Fachbereich und Adresse (oder Netzwerk
und Kennung). Eine Zeile mit Fehler wird mit Zeile, Spalte und Grund genannt und hält die anderen nicht auf. Was schon
registriert ist, bleibt unverändert: dieselbe Datei kann noch einmal eingelesen werden, auch nach einem Abbruch. Gilt noch
keine Organisation, wird die eingestellte in Kraft gesetzt, sonst die der Demo.

  --office FB   wessen Liste es ist, wenn sie keine Spalte dafür hat
  --dry-run     prüft die Datei und legt nichts an
  --lang en     English
  --help        diese Hilfe

Ende: 0 alle Zeilen übernommen, 1 es gab Zeilen mit Fehlern, 66 die Datei gibt es nicht, 75 der Datenordner ist in Benutzung.`,
  heading: '{file}: {rows} Zeilen',
  allMissing: 'Allen fehlt noch:',
  batchMissing: 'Ab Zeile {line} fehlt noch:',
  progress: '{rows} von {total} Zeilen, {rate} je Sekunde, Fehler bisher: {faults}',
  failed: 'von der Datenbank abgelehnt, nicht angelegt',
  added: 'neu',
  known: 'schon da',
  missing: 'es fehlt',
  besides: 'außerdem',
  nothingMissing: 'vollständig',
  unread: 'Nicht gelesene Spalten: {columns}',
  'handle-differs': '  ! Zeile {line}, Spalte „{column}“: „{value}“ passt nicht zum Link. Übernommen wird der Link.',
  'office-above': '  ! Zeile {line}, Spalte „{column}“: leer, verstanden als „{value}“ wie in der Zeile darüber.',
  fault: '  ✗ Zeile {line}, Spalte „{column}“: {reason}{value}',
  fileFault: '  ✗ Zeile {line}: {reason}',
  total: '{good} von {rows} Zeilen übernommen: {added} neu, {known} schon da. Zeilen mit Fehlern: {faults}.',
  dryTotal: '{good} von {rows} Zeilen sind lesbar. Zeilen mit Fehlern: {faults}. Nichts angelegt (--dry-run).',
  empty: 'In der Datei steht keine Zeile unter der Überschrift.',
  reason: {
    'no-column': 'Diese Spalte fehlt. Gefunden wurden:',
    missing: 'Die Angabe fehlt.',
    'unknown-platform': 'Dieses Netzwerk ist nicht bekannt.',
    'platform-mismatch': 'Der Link gehört zu einem anderen Netzwerk.',
    number: 'Das ist keine Zahl von Personen.',
    date: 'Das ist kein Datum.',
    'too-long': 'Der Text ist zu lang.',
    duplicate: 'Diesen Kanal nennt schon Zeile {earlier}.',
    columns: 'Die Zeile hat mehr Zellen als die Überschrift.',
    format:
      'Diese Datei kann ich nicht lesen. Bitte öffnen Sie sie in Excel oder LibreOffice, wählen Sie „Speichern unter“ und „CSV UTF-8“, und lesen Sie die neue Datei ein.',
    'list-too-big':
      'Die Datei ist zu groß für eine Kanalliste (höchstens 20 MB, entpackt 64 MB). Es wurde nichts gelesen.',
    quote: 'Ein Anführungszeichen wird nicht geschlossen; die Datei ist ab hier nicht lesbar.',
  },
} as const satisfies Words;

const en = {
  help: `npm run import -- FILE [--office OFFICE] [--dry-run]

Reads a list of channels (CSV, Excel, or a list of entries in JSON or YAML) and makes a channel with a late application of each row, which says what it still lacks.
Delimiter, encoding and order of the columns do not matter; needed are office and address (or platform and handle).
A row with a fault is named with line, column and reason and does not stop the others. What is registered already stays
as it is: the same file can be read again, also after an interruption. If no organisation is in force yet, the configured
one is applied, else the one of the demo.

  --office OFFICE   whose list it is when it has no column for that
  --dry-run         checks the file and makes nothing
  --lang en         English
  --help            this help

Exit: 0 all rows taken, 1 there were rows with faults, 66 there is no such file, 75 the data directory is in use.`,
  heading: '{file}: {rows} rows',
  allMissing: 'All of them still lack:',
  batchMissing: 'From line {line} on is still missing:',
  progress: '{rows} of {total} rows, {rate} per second, errors so far: {faults}',
  failed: 'refused by the database, not created',
  added: 'new',
  known: 'known',
  missing: 'lacks',
  besides: 'also',
  nothingMissing: 'complete',
  unread: 'Columns not read: {columns}',
  'handle-differs': '  ! line {line}, column “{column}”: “{value}” does not match the link. The link is taken.',
  'office-above': '  ! line {line}, column “{column}”: empty, read as “{value}” like the line above.',
  fault: '  ✗ line {line}, column “{column}”: {reason}{value}',
  fileFault: '  ✗ line {line}: {reason}',
  total: '{good} of {rows} rows taken: {added} new, {known} known already. Rows with faults: {faults}.',
  dryTotal: '{good} of {rows} rows can be read. Rows with faults: {faults}. Nothing was made (--dry-run).',
  empty: 'The file has no row below its headings.',
  reason: {
    'no-column': 'This column is missing. Found were:',
    missing: 'This is missing.',
    'unknown-platform': 'This platform is not known.',
    'platform-mismatch': 'The link belongs to another platform.',
    number: 'This is no number of people.',
    date: 'This is no date.',
    'too-long': 'The text is too long.',
    duplicate: 'Line {earlier} names this channel already.',
    columns: 'The row has more cells than the headings.',
    format:
      'This file cannot be read. Please open it in Excel or LibreOffice, choose “Save as” and “CSV UTF-8”, and import the new file.',
    'list-too-big': 'The file is too large for a list of channels (at most 20 MB, unpacked 64 MB). Nothing was read.',
    quote: 'A quotation mark is never closed; the file can’t be read from here on.',
  },
} as const satisfies Words;

export const WORDS: Record<Lang, Words> = { de, en };
