/**
 * Reads an Excel workbook: the first sheet with a heading, dates as days, vertically merged cells repeated in every
 * row.
 */
import { zipSync } from 'fflate';
import readSheets from 'read-excel-file/node';
import { namesColumns, ROWS_ABOVE, type TableRow } from '../../bot/registry/import-table.ts';
import { unzipWithin, ZipRefused } from './zip-guard.ts';

/** A list of ten thousand channels unpacks to a few megabytes. */
const LIMITS = { entries: 500, unpacked: 64 * 1024 * 1024 };
/** Largest table. Without a limit, a single cell far down would create a million empty rows. */
const CELLS_MAX = 2_000_000;

/** @throws ZipRefused if it is not a workbook, or would unpack to too much */
export async function parseXlsx(bytes: Uint8Array): Promise<TableRow[]> {
  const files = unzipWithin(Buffer.from(bytes), LIMITS);
  if (!files.has('xl/workbook.xml')) throw new ZipRefused('unreadable');
  const paths = sheetPaths(files);
  for (const [name, content] of files) if (name.startsWith('xl/worksheets/')) refuseWide(content.toString('latin1'));
  // Repacked from the checked files, so that the reader sees only what the table of contents lists.
  const checked = zipSync(Object.fromEntries([...files].map(([name, content]) => [name, new Uint8Array(content)])), {
    level: 0,
  });
  const sheets = await readSheets(Buffer.from(checked)).catch(() => {
    throw new ZipRefused('unreadable');
  });
  const tables = sheets.map(({ data }, index) => {
    const table = data.map((cells, row): TableRow => ({ line: row + 1, cells: cells.map(textOf) }));
    return filledDown(table, files.get(paths[index] ?? '')?.toString('utf8') ?? '');
  });
  const isFilled = (table: TableRow[]) => table.some(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const hasHeading = (table: TableRow[]) => table.slice(0, ROWS_ABOVE).some((row) => namesColumns(row) >= 2);
  return tables.find(hasHeading) ?? tables.find(isFilled) ?? [];
}

/** Paths of the sheets in the order of their tabs. */
function sheetPaths(files: ReadonlyMap<string, Buffer>): string[] {
  const text = (name: string) => files.get(name)?.toString('utf8') ?? '';
  const attribute = (tag: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  const relations = text('xl/_rels/workbook.xml.rels').match(/<Relationship\s[^>]*>/g) ?? [];
  const targets = new Map(relations.map((tag) => [attribute(tag, 'Id'), attribute(tag, 'Target')]));
  return (text('xl/workbook.xml').match(/<(?:\w+:)?sheet\s[^>]*>/g) ?? []).map((tag) => {
    const target = targets.get(attribute(tag, '\\w+:id')) ?? '';
    return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  });
}

function refuseWide(sheet: string): void {
  let [rows, columns] = [0, 0];
  for (const [, letters = '', row] of sheet.matchAll(/\sr="([A-Z]{0,3})(\d{1,7})"/g)) {
    rows = Math.max(rows, Number(row));
    columns = Math.max(columns, columnOf(letters));
  }
  if (rows * Math.max(columns, 1) > CELLS_MAX) throw new ZipRefused('too-big');
}

/** `A` is 1, `AA` is 27. */
const columnOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

/** Repeats the value of a vertically merged cell in each of its rows. A title merged across columns stays one cell. */
function filledDown(table: TableRow[], sheet: string): TableRow[] {
  const rows = table.map(({ line, cells }) => ({ line, cells: [...cells] }));
  for (const [, letters = '', from, last, to] of sheet.matchAll(/<mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g)) {
    if (letters !== last) continue;
    const column = columnOf(letters) - 1;
    const text = rows[Number(from) - 1]?.cells[column] ?? '';
    for (const row of rows.slice(Number(from), Number(to))) row.cells[column] = text;
  }
  return rows;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'boolean') return value ? 'ja' : 'nein';
  return String(value);
}
