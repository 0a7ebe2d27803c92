/** A list as a table of cells, whatever its file format: finds the heading and gives each line below it by heading. */
import type { ImportError, ImportRow } from './import.ts';
import { readHeadings } from './import-columns.ts';

/** One line of the file as it is, with its number (from 1). */
export type TableRow = { line: number; cells: readonly string[] };

/** How many rows are searched for the heading: titles, dates and empty lines may precede it, but not a whole page. */
const ABOVE = 20;

const isEmptyRow = ({ cells }: TableRow) => cells.every((cell) => cell.trim() === '');
const headingsOf = ({ cells }: TableRow): string[] => cells.map((cell) => cell.replace(/\s+/g, ' ').trim());

/** How many columns of a list the row would name if it were the heading. */
export function namesColumns(row: TableRow): number {
  const { columns, networks } = readHeadings(headingsOf(row));
  return Object.keys(columns).length + networks.length;
}

/**
 * Index of the heading: the first row that names two columns. Else the row that names one below a lone title, or the
 * first.
 */
function headingAt(table: readonly TableRow[]): number {
  const top = table.slice(0, ABOVE).map((row) => (isEmptyRow(row) ? -1 : namesColumns(row)));
  const clear = top.findIndex((named) => named >= 2);
  const first = table.findIndex((row) => !isEmptyRow(row));
  if (clear >= 0 || first < 0) return clear >= 0 ? clear : first;
  const isTitle = top[first] === 0 && table[first]!.cells.filter((cell) => cell.trim() !== '').length === 1;
  const below = top.indexOf(1);
  return isTitle && below >= 0 ? below : first;
}

/**
 * In: the table. Out: a row per line below the heading. `errors`: lines with more cells than headings; `join` connects
 * the extra cells to one text. `dropped`: columns that are not empty, but have no heading or repeat an earlier one.
 */
export function tabulate(
  table: readonly TableRow[],
  join = ';',
): { rows: ImportRow[]; errors: ImportError[]; dropped: string[] } {
  const at = headingAt(table);
  const headings = at < 0 ? [] : headingsOf(table[at]!);
  const rows: ImportRow[] = [];
  const errors: ImportError[] = [];
  const dropped = new Map<number, string>();
  for (const row of table.slice(at + 1)) {
    if (isEmptyRow(row)) continue;
    const surplus = row.cells.slice(headings.length).filter((cell) => cell.trim() !== '');
    if (surplus.length > 0) {
      const value = surplus.join(join);
      errors.push({ line: row.line, column: String(headings.length + 1), reason: 'columns', value });
      continue;
    }
    const cells: Record<string, string> = {};
    headings.forEach((name, index) => {
      const cell = row.cells[index] ?? '';
      // Of two equal headings the first one counts.
      if (headings.indexOf(name) === index) cells[name] = cell;
      if ((name === '' || headings.indexOf(name) !== index) && cell.trim() !== '') {
        dropped.set(index, name === '' ? `#${index + 1}` : `${name} (#${index + 1})`);
      }
    });
    rows.push({ line: row.line, cells });
  }
  return { rows, errors, dropped: [...dropped].sort(([a], [b]) => a - b).map(([, name]) => name) };
}
