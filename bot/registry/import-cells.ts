/** One row's cells by field, read as the list means them: merged office cells, names in the account column. */
import { type Recognised, recogniseHandle } from '../platform/link.ts';
import { IMPORT_FIELDS, type ImportField } from './import-columns.ts';

export type Cells = Record<ImportField, string>;

/** Signs and words for "we do not know". */
export const UNKNOWN = /^(?:[-–—?./]+|k\.?\s?a\.?|keine angaben?|unbekannt|n\/a|unknown)$/i;
/** What the column of a network holds where there is no account. */
export const NO_ACCOUNT = /^(?:nein|no|keine?r?|none|0)$/i;

/** Postgres cannot store NUL, and other control characters break the cards later. */
export const tidy = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();

/** In: a row's cells and the heading that holds each field. Out: every field, empty if the list has no such column. */
export function cellsOf(row: Record<string, string>, columns: Partial<Record<ImportField, string>>): Cells {
  const entries = IMPORT_FIELDS.map((field) => {
    const heading = columns[field];
    return [field, heading === undefined ? '' : tidy(row[heading] ?? '')];
  });
  const cells = Object.fromEntries(entries) as Cells;
  // "Account" is a name in some lists and a handle in others: text with spaces beside a link is a name.
  const isName = cells.url !== '' && /\s/.test(cells.handle) && !cells.handle.startsWith('@');
  if (isName) return { ...cells, name: cells.name || cells.handle, handle: '' };
  return cells;
}

/**
 * Sees the offices of a list, from its first row to its last, and tells whether an empty cell means the office above it. A
 * list with merged cells writes each office once. If two consecutive rows repeat an office, nothing was merged and an empty
 * cell is a missing answer.
 */
export function createMergedSight(): { see: (office: string) => void; isMerged: () => boolean } {
  let last: string | undefined;
  let [beginsWithOne, repeats, hasEmpty] = [false, false, false];
  return {
    see: (office) => {
      if (last === undefined) beginsWithOne = office !== '';
      else if (office === '') hasEmpty = true;
      else if (office === last) repeats = true;
      last = office;
    },
    isMerged: () => beginsWithOne && hasEmpty && !repeats,
  };
}

const isId = (handle: string) => /^(?:\d+|UC[\w-]{22})$/.test(handle);

/** Whether the column of handles names another account than the link. An id and a name of one account cannot be compared. */
export function disagrees(handle: string, account: Recognised): boolean {
  const plain = handle.replace(/^@/, '').toLowerCase();
  if (plain === '' || UNKNOWN.test(handle) || isId(handle) !== isId(account.handle)) return false;
  if (plain === account.handle.toLowerCase() || plain === account.handle.toLowerCase().split('@')[0]) return false;
  const named = recogniseHandle(account.platform, handle);
  return 'key' in named && named.key !== account.key;
}
