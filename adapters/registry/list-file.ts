/** Reads a channel list from any supported file: CSV, an Excel workbook, or a JSON or YAML list of entries. */
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { createReader, createSurvey, type Reading } from '../../bot/registry/import.ts';
import type { ImportError, ImportRow } from '../../bot/registry/import-entry.ts';
import { isPrivateAddress } from '../../commands/platform/private-address.ts';
import { csvTable } from './csv.ts';
import { type Bytes, belowItsHeading, inTurns, ListRefused, type ListSource } from './list-source.ts';
import { parseXlsx } from './xlsx.ts';
import { ZipRefused } from './zip-guard.ts';

/** Twenty thousand channels with all their details fit into this. A larger file is not a channel list. */
export const LIST_BYTES_MAX = 20 * 1024 * 1024;

type ListFile = { name: string; size: number; bytes: Bytes };

export type List = {
  /** Number of accounts plus faulty rows; 1 if the whole file is faulty. */
  rows: number;
  /** Columns that are ignored. */
  unread: string[];
  /** The result for each row, in the order of the file. */
  readings: () => AsyncGenerator<Reading>;
};

/** A file on this machine. Its bytes are read when the list is read. */
export const fileAt = (path: string): ListFile => ({
  name: basename(path),
  size: statSync(path).size,
  bytes: () => createReadStream(path),
});

/**
 * Reads the file once to determine its shape; each call of `readings` reads the rows again. Only CSV is streamed, other
 * kinds are held in memory as rows. Any other file gives one error that says how to save it as CSV.
 * @param office the list's office, for a list without an office column
 */
export async function openList(file: ListFile, { office = '' }: { office?: string } = {}): Promise<List> {
  try {
    const source = await sourceOf(file);
    const survey = createSurvey(source.headings, office);
    let misfits = 0;
    for await (const row of source.rows()) {
      if ('reason' in row) misfits += 1;
      else survey.see(row);
    }
    const shape = survey.shape();
    return {
      rows: shape.accounts + misfits + shape.faults.length,
      unread: [...shape.unread, ...source.dropped()],
      readings: async function* () {
        if (shape.faults.length > 0) yield faulty(shape.faults);
        const read = createReader(shape, { isPrivate: isPrivateAddress });
        for await (const row of source.rows()) yield 'reason' in row ? faulty([row]) : read(row);
      },
    };
  } catch (error) {
    if (!(error instanceof ListRefused)) throw error;
    const { reason, line } = error;
    const fault = faulty([{ line, column: '', reason, value: '' }]);
    return { rows: 1, unread: [], readings: () => inTurns([fault]) };
  }
}

const faulty = (errors: ImportError[]): Reading => ({ entries: [], errors, notes: [] });

const startsWith = (bytes: Uint8Array, start: readonly number[]) => start.every((byte, index) => bytes[index] === byte);
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** Signatures of Excel files before 2007, and of PDF. */
const FOREIGN = [
  [0xd0, 0xcf, 0x11, 0xe0],
  [0x25, 0x50, 0x44, 0x46],
];

/** For CSV and XLSX, lines are those of the file. For JSON and YAML, the line is the entry's position in the list. */
async function sourceOf({ name, size, bytes }: ListFile): Promise<ListSource> {
  // Check the size before reading anything.
  if (size > LIST_BYTES_MAX) throw new ListRefused('list-too-big');
  const head = await headOf(bytes);
  if (FOREIGN.some((start) => startsWith(head, start))) throw new ListRefused('format');
  if (startsWith(head, ZIP)) {
    const table = await parseXlsx(await whole(bytes)).catch((error: unknown) => {
      if (!(error instanceof ZipRefused)) throw error;
      throw new ListRefused(error.why === 'too-big' ? 'list-too-big' : 'format');
    });
    return belowItsHeading({ rows: () => inTurns(table) }, ';');
  }
  const text = async () => new TextDecoder().decode(await whole(bytes)).replace(/^\uFEFF/, '');
  if (/\.json$/i.test(name)) return entriesOf(await text(), JSON.parse);
  if (/\.ya?ml$/i.test(name)) return entriesOf(await text(), (yaml) => parseYaml(yaml, { logLevel: 'silent' }));
  const { delimiter, ...table } = await csvTable(bytes);
  return belowItsHeading(table, delimiter);
}

async function headOf(bytes: Bytes): Promise<Uint8Array> {
  for await (const piece of bytes()) return piece;
  return new Uint8Array();
}

/** The whole file. It may have grown since its size was checked. */
async function whole(bytes: Bytes): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes()) {
    size += piece.length;
    if (size > LIST_BYTES_MAX) throw new ListRefused('list-too-big');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function entriesOf(text: string, parse: (text: string) => unknown): ListSource {
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch {
    throw new ListRefused('format');
  }
  const isEntry = (entry: unknown) => typeof entry === 'object' && entry !== null && !Array.isArray(entry);
  if (!Array.isArray(parsed) || parsed.length === 0 || !parsed.every(isEntry)) throw new ListRefused('format');
  const entries = parsed as Record<string, unknown>[];
  const headings = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
  const rows = entries.map((entry, index): ImportRow => {
    const cells = headings.map((heading) => [heading, textOf(entry[heading])] as const);
    return { line: index + 1, cells: Object.fromEntries(cells) };
  });
  return { headings, rows: () => inTurns(rows), dropped: () => [] };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return typeof value === 'boolean' ? (value ? 'ja' : 'nein') : String(value);
}
