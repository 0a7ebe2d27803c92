/** The common form of every list file: rows below a heading, readable any number of times. */
import { setImmediate } from 'node:timers/promises';
import type { ImportError, ImportReason, ImportRow } from '../../bot/registry/import-entry.ts';
import { belowHeading, headingAt, isEmptyRow, ROWS_ABOVE, type TableRow } from '../../bot/registry/import-table.ts';

/** Reads a file's bytes from the beginning, on every call. */
export type Bytes = () => AsyncIterable<Uint8Array>;

/** Reads a file's lines from the first one, on every call. */
export type Table = { rows: () => AsyncIterable<TableRow> };

export type ListSource = {
  headings: readonly string[];
  /** The lines below the heading. An error is a line that does not match it. */
  rows: () => AsyncIterable<ImportRow | ImportError>;
  /** Non-empty columns without their own heading. Complete after all rows were read. */
  dropped: () => string[];
};

/** An error of the whole file, not of one cell. */
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

/** Bytes in memory, in pieces. Other work in this process runs in between. */
export const inPieces = (whole: Uint8Array): Bytes =>
  async function* () {
    for (let at = 0; at < whole.length; at += PIECE) {
      yield whole.subarray(at, at + PIECE);
      await setImmediate();
    }
  };

const TURN = 500;

/** Rows in memory, with the same pauses for other work. */
export async function* inTurns<T>(rows: readonly T[]): AsyncGenerator<T> {
  for (const [index, row] of rows.entries()) {
    if (index % TURN === TURN - 1) await setImmediate();
    yield row;
  }
}

/** @param join separator for cells beyond the headings, which are joined into one text */
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
