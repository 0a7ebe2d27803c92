/** Reads lists completely and collects their results in one place. */
import { csvTable } from '../../adapters/registry/csv.ts';
import { openList } from '../../adapters/registry/list-file.ts';
import { belowItsHeading, inPieces, ListRefused } from '../../adapters/registry/list-source.ts';
import type { IsPrivate } from '../../bot/platform/private-ranges.ts';
import { createReader, createSurvey, type Reading } from '../../bot/registry/import.ts';
import type { ImportError, ImportRow } from '../../bot/registry/import-entry.ts';

export type Listed = Reading & { unread: string[] };

/** Reads rows as returned by a file reader. */
export function readRows(
  rows: readonly ImportRow[],
  { office, ...options }: { required?: readonly string[]; office?: string; isPrivate?: IsPrivate } = {},
): Listed {
  const survey = createSurvey([...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))], office);
  for (const row of rows) survey.see(row);
  const shape = survey.shape();
  const read = createReader(shape, options);
  const readings = rows.map(read);
  return {
    entries: readings.flatMap(({ entries }) => entries),
    errors: [...shape.faults, ...readings.flatMap(({ errors }) => errors)],
    notes: readings.flatMap(({ notes }) => notes),
    unread: shape.unread,
  };
}

/** Reads a file of any format. */
export async function listed(name: string, bytes: Uint8Array, office?: string): Promise<Listed> {
  const list = await openList(
    { name, size: bytes.length, bytes: inPieces(bytes) },
    office === undefined ? {} : { office },
  );
  const all: Listed = { entries: [], errors: [], notes: [], unread: list.unread };
  for await (const { entries, errors, notes } of list.readings()) {
    all.entries.push(...entries);
    all.errors.push(...errors);
    all.notes.push(...notes);
  }
  return all;
}

/** The raw rows of a CSV file. */
export async function parseCsv(
  file: Uint8Array | string,
): Promise<{ rows: ImportRow[]; errors: ImportError[]; dropped: string[] }> {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  const { delimiter, ...table } = await csvTable(inPieces(bytes));
  const found: { rows: ImportRow[]; errors: ImportError[]; dropped: string[] } = { rows: [], errors: [], dropped: [] };
  try {
    const source = await belowItsHeading(table, delimiter);
    for await (const row of source.rows()) {
      if ('reason' in row) found.errors.push(row);
      else found.rows.push(row);
    }
    return { ...found, dropped: source.dropped() };
  } catch (error) {
    if (!(error instanceof ListRefused)) throw error;
    return { rows: [], errors: [{ line: error.line, column: '', reason: error.reason, value: '' }], dropped: [] };
  }
}
