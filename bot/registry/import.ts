/**
 * A foreign channel list read row by row, so that its length does not matter: a first look tells what only all rows
 * together tell, the second one reads them.
 */
import type { IsPrivate } from '../platform/private-ranges.ts';
import { type Cells, cellsOf, createMergedSight, disagrees, NO_ACCOUNT, tidy, UNKNOWN } from './import-cells.ts';
import { type ImportField, readHeadings } from './import-columns.ts';
import { type ImportEntry, type ImportError, type ImportNote, type ImportRow, readRow } from './import-entry.ts';

/** What a list is as a whole. */
type ListShape = ReturnType<typeof readHeadings> & {
  /** Whose list it is, where no column says so. */
  office: string;
  /** Whether an empty office cell means the office above. */
  merged: boolean;
  /** How many accounts its rows name. */
  accounts: number;
  /** A column that it cannot be read without is missing: none of its rows is read. */
  faults: ImportError[];
};

/** What one row gives: an entry or an error per account, and values that are read differently from how they are written. */
export type Reading = { entries: ImportEntry[]; errors: ImportError[]; notes: ImportNote[] };

/** What a row tells with the columns of its list. */
type Seen = { row: Record<string, string>; cells: Cells; accounts: ReturnType<typeof readHeadings>['networks'] };

function seen(row: Record<string, string>, { columns, networks }: ReturnType<typeof readHeadings>): Seen | undefined {
  if (Object.values(row).every((cell) => tidy(cell) === '')) return undefined;
  const accounts = networks.filter(({ heading }) => tidy(row[heading] ?? '') !== '');
  return { row, cells: cellsOf(row, columns), accounts };
}

const isBlank = (cells: Partial<Cells>) => Object.values(cells).every((cell) => cell === '');

/** A row that holds an office and nothing else: the title of the rows below it, in a list with merged cells. */
function isTitle({ cells: { office, ...others }, accounts }: Seen): boolean {
  return office !== '' && accounts.length === 0 && isBlank(others);
}

/** The first look. `office`: the list's owner, for a list without an office column. */
export function createSurvey(
  headings: readonly string[],
  office = '',
): { see: (row: ImportRow) => void; shape: () => ListShape } {
  const known = readHeadings(headings);
  const sight = createMergedSight();
  let [rows, accounts, titles] = [0, 0, 0];
  return {
    see: ({ cells: row }) => {
      rows += 1;
      const one = seen(row, known);
      if (!one) return;
      sight.see(one.cells.office);
      if (isTitle(one)) titles += 1;
      if (known.networks.length > 0) accounts += one.accounts.filter(({ heading }) => isAccount(row[heading])).length;
      else if (!isBlank(one.cells)) accounts += 1;
    },
    shape: () => {
      const lacking: ImportField[] = [];
      const { columns, networks } = known;
      if (columns.url === undefined && columns.handle === undefined && networks.length === 0) lacking.push('url');
      if (columns.office === undefined && office === '') lacking.push('office');
      const value = [...new Set(headings)].join(', ');
      const faults = rows === 0 ? [] : lacking;
      const merged = sight.isMerged();
      return {
        ...known,
        office,
        merged,
        accounts: faults.length > 0 ? 0 : accounts - (merged && networks.length === 0 ? titles : 0),
        faults: faults.map((column): ImportError => ({ line: 1, column, reason: 'no-column', value })),
      };
    },
  };
}

function isAccount(cell = ''): boolean {
  const text = tidy(cell);
  return !UNKNOWN.test(text) && !NO_ACCOUNT.test(text);
}

/** One account of a row: its cells, and the heading to name in an error. */
type Part = { cells: Cells; columnOf: (field: ImportField) => string };

/**
 * The second look, row by row in the order of the list. `required`: the fields that a complete application needs.
 * An account from an earlier line is an error that names this line.
 */
export function createReader(
  shape: ListShape,
  { required = [], isPrivate }: { required?: readonly string[]; isPrivate?: IsPrivate } = {},
): (row: ImportRow) => Reading {
  const { columns, networks, merged, office } = shape;
  const columnOf = (field: ImportField) => columns[field] ?? field;
  /** All that is remembered of the rows above. */
  const lines = new Map<string, number>();
  let above = '';

  function partsOf({ row, cells, accounts }: Seen): Part[] {
    const whole = { ...cells, office: cells.office || (merged ? above : '') || office };
    if (networks.length === 0) return [{ cells: whole, columnOf }];
    return accounts
      .filter(({ heading }) => isAccount(row[heading]))
      .map(({ heading, platform }) => ({
        cells: { ...whole, platform: platform === 'other' ? '' : platform, url: tidy(row[heading] ?? ''), handle: '' },
        columnOf: (field) => (field === 'url' || field === 'platform' ? heading : columnOf(field)),
      }));
  }

  function readPart(line: number, { cells, columnOf: heading }: Part, { entries, errors, notes }: Reading): void {
    const read = readRow(line, cells, required, isPrivate);
    if ('reason' in read) {
      const { field, ...fault } = read;
      errors.push({ line, column: heading(field), ...fault });
      return;
    }
    const earlier = lines.get(read.key);
    if (earlier !== undefined) {
      errors.push({ line, column: heading('url'), reason: 'duplicate', value: cells.url, earlier });
      return;
    }
    if (cells.url !== '' && disagrees(cells.handle, read)) {
      notes.push({ line, column: heading('handle'), note: 'handle-differs', value: cells.handle });
    }
    lines.set(read.key, line);
    entries.push(read);
  }

  return ({ line, cells: row }) => {
    const reading: Reading = { entries: [], errors: [], notes: [] };
    const one = shape.faults.length > 0 ? undefined : seen(row, shape);
    if (!one) return reading;
    const { cells, accounts } = one;
    above = cells.office || above;
    if ((merged && isTitle(one)) || (accounts.length === 0 && isBlank(cells))) return reading;
    if (merged && cells.office === '') {
      reading.notes.push({ line, column: columnOf('office'), note: 'office-above', value: above });
    }
    for (const part of partsOf(one)) readPart(line, part, reading);
    return reading;
  };
}
