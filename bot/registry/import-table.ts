/** A list as a table of cells, whatever its file format: finds the heading and gives each line below it by heading. */
import { readHeadings } from './import-columns.ts';
import type { ImportError, ImportRow } from './import-entry.ts';

/** One line of the file as it is, with its number (from 1). */
export type TableRow = { line: number; cells: readonly string[] };

/** How many rows are searched for the heading: titles and dates may precede it, but not a whole page. */
export const ROWS_ABOVE = 20;

export const isEmptyRow = ({ cells }: TableRow): boolean => cells.every((cell) => cell.trim() === '');
const headingsOf = ({ cells }: TableRow): string[] => cells.map((cell) => cell.replace(/\s+/g, ' ').trim());

/** How many columns of a list the row would name if it were the heading. */
export function namesColumns(row: TableRow): number {
  const { columns, networks } = readHeadings(headingsOf(row));
  return Object.keys(columns).length + networks.length;
}

/**
 * In: the first `ROWS_ABOVE` rows that are not empty. Out: the index of the heading, which is the first row that names two
 * columns. Else the row that names one below a lone title, or the first.
 */
export function headingAt(top: readonly TableRow[]): number {
  const named = top.map(namesColumns);
  const clear = named.findIndex((count) => count >= 2);
  if (clear >= 0) return clear;
  const isTitle = named[0] === 0 && top[0]!.cells.filter((cell) => cell.trim() !== '').length === 1;
  const below = named.indexOf(1);
  return isTitle && below >= 0 ? below : 0;
}

/**
 * Reads the lines below a heading. `read` gives an error for a line with more cells than headings; `join` connects the
 * extra cells to one text. `dropped`: columns that were not empty so far, but have no heading or repeat an earlier one.
 */
export function belowHeading(
  heading: TableRow,
  join: string,
): { headings: string[]; read: (row: TableRow) => ImportRow | ImportError; dropped: () => string[] } {
  const headings = headingsOf(heading);
  // Of two equal headings the first one counts.
  const isOwn = headings.map((name, index) => name !== '' && headings.indexOf(name) === index);
  const dropped = new Map<number, string>();
  return {
    headings,
    read: ({ line, cells: given }) => {
      const surplus = given.slice(headings.length).filter((cell) => cell.trim() !== '');
      if (surplus.length > 0) {
        return { line, column: String(headings.length + 1), reason: 'columns', value: surplus.join(join) };
      }
      const cells: Record<string, string> = {};
      headings.forEach((name, index) => {
        const cell = given[index] ?? '';
        if (headings.indexOf(name) === index) cells[name] = cell;
        if (!isOwn[index] && cell.trim() !== '') {
          dropped.set(index, name === '' ? `#${index + 1}` : `${name} (#${index + 1})`);
        }
      });
      return { line, cells };
    },
    dropped: () => [...dropped].sort(([a], [b]) => a - b).map(([, name]) => name),
  };
}
