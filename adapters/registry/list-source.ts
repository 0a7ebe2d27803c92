/** What every kind of list file is turned into: rows below a heading, to be gone through as often as needed. */
import { setImmediate } from 'node:timers/promises';
import type { ImportError, ImportReason, ImportRow } from '../../bot/registry/import-entry.ts';
import { belowHeading, headingAt, isEmptyRow, ROWS_ABOVE, type TableRow } from '../../bot/registry/import-table.ts';

/** A file's bytes from its beginning, as often as they are asked for. */
export type Bytes = () => AsyncIterable<Uint8Array>;

/** A file's lines from its first, as often as they are asked for. */
export type Table = { rows: () => AsyncIterable<TableRow> };

export type ListSource = {
  headings: readonly string[];
  /** The lines below the heading; an error is a line that does not fit it. */
  rows: () => AsyncIterable<ImportRow | ImportError>;
  /** Columns without a heading of their own that were not empty; complete once all rows were read. */
  dropped: () => string[];
};

/** The whole file is at fault, no cell of it. */
export class ListRefused extends Error {
  readonly reason: ImportReason;
  readonly line: number;
  constructor(reason: ImportReason, line = 1) {
    super(`a list file that cannot be read: ${reason}`);
    this.name = 'ListRefused';
    this.reason = reason;
    this.line = line;
  }
}

const PIECE = 64 * 1024;

/** Bytes in memory, in pieces; between two of them whatever else waits in this process has its turn. */
export const inPieces = (whole: Uint8Array): Bytes =>
  async function* () {
    for (let at = 0; at < whole.length; at += PIECE) {
      yield whole.subarray(at, at + PIECE);
      await setImmediate();
    }
  };

const TURN = 500;

/** Rows in memory, with the same turns for others. */
export async function* inTurns<T>(rows: readonly T[]): AsyncGenerator<T> {
  for (const [index, row] of rows.entries()) {
    if (index % TURN === TURN - 1) await setImmediate();
    yield row;
  }
}

/** @param join connects cells that stand beyond the headings to one text */
export async function belowItsHeading({ rows }: Table, join: string): Promise<ListSource> {
  const top: TableRow[] = [];
  for await (const row of rows()) {
    if (!isEmptyRow(row)) top.push(row);
    if (top.length === ROWS_ABOVE) break;
  }
  const heading = top[top.length === 0 ? 0 : headingAt(top)];
  if (!heading) return { headings: [], rows: () => inTurns([]), dropped: () => [] };
  const { headings, read, dropped } = belowHeading(heading, join);
  return {
    headings,
    dropped,
    rows: async function* () {
      for await (const row of rows()) if (row.line > heading.line && !isEmptyRow(row)) yield read(row);
    },
  };
}
