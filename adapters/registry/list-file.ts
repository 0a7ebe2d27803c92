/** A channel list in whatever file it comes: CSV, an Excel workbook, or a JSON or YAML list of entries. */
import { parse as parseYaml } from 'yaml';
import type { ImportError, ImportReason, ImportRow } from '../../bot/registry/import.ts';
import { tabulate } from '../../bot/registry/import-table.ts';
import { parseCsv } from './csv.ts';
import { parseXlsx } from './xlsx.ts';
import { ZipRefused } from './zip-guard.ts';

/** Twenty thousand channels with all that is said of them stay below; what is larger is no list of channels. */
export const LIST_BYTES_MAX = 20 * 1024 * 1024;

type List = { rows: ImportRow[]; errors: ImportError[]; dropped: string[] };

/** The whole file is at fault, no cell of it. */
export const wholeFile = (reason: ImportReason): List => ({
  rows: [],
  errors: [{ line: 1, column: '', reason, value: '' }],
  dropped: [],
});

const startsWith = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, index) => bytes[index] === byte);
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** The Excel of before 2007, and PDF. */
const FOREIGN = [
  [0xd0, 0xcf, 0x11, 0xe0],
  [0x25, 0x50, 0x44, 0x46],
];

/**
 * In: the file's bytes and its name. Out: its rows as `tabulate` gives them; of JSON and YAML the line is the entry's place in
 * the list. A file that is none of these is one error that says how to save it as CSV.
 */
export async function readList(bytes: Uint8Array, name: string): Promise<List> {
  if (bytes.length > LIST_BYTES_MAX) return wholeFile('list-too-big');
  if (FOREIGN.some((start) => startsWith(bytes, start))) return wholeFile('format');
  if (startsWith(bytes, ZIP)) {
    try {
      return tabulate(await parseXlsx(bytes));
    } catch (error) {
      if (!(error instanceof ZipRefused)) throw error;
      return wholeFile(error.why === 'too-big' ? 'list-too-big' : 'format');
    }
  }
  const text = () => new TextDecoder().decode(bytes).replace(/^\uFEFF/, '');
  if (/\.json$/i.test(name)) return entriesOf(() => JSON.parse(text()));
  if (/\.ya?ml$/i.test(name)) return entriesOf(() => parseYaml(text(), { logLevel: 'silent' }));
  return parseCsv(bytes);
}

function entriesOf(parse: () => unknown): List {
  let parsed: unknown;
  try {
    parsed = parse();
  } catch {
    return wholeFile('format');
  }
  const isEntry = (entry: unknown) => typeof entry === 'object' && entry !== null && !Array.isArray(entry);
  if (!Array.isArray(parsed) || parsed.length === 0 || !parsed.every(isEntry)) return wholeFile('format');
  const entries = parsed as Record<string, unknown>[];
  const headings = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
  const rows = entries.map((entry, index): ImportRow => {
    const cells = headings.map((heading) => [heading, textOf(entry[heading])] as const);
    return { line: index + 1, cells: Object.fromEntries(cells) };
  });
  return { rows, errors: [], dropped: [] };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return typeof value === 'boolean' ? (value ? 'ja' : 'nein') : String(value);
}
