/** Reads a CSV file as people get it out of Excel: any of the usual delimiters and encodings, with line numbers. */
import { CsvError, parse } from 'csv-parse/sync';
import type { ImportError, ImportRow } from '../../bot/registry/import.ts';
import { namesColumns, type TableRow, tabulate } from '../../bot/registry/import-table.ts';

const DELIMITERS = [';', ',', '\t', '|'] as const;

/** Windows-1252 from 0x80 to 0x9F; a space where the code page has no sign. */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** UTF-8 if the bytes are valid UTF-8, UTF-16 by its mark, else Windows-1252: what German Excel writes as "CSV". */
function decode(bytes: Uint8Array): string {
  const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  if (mark === 0xfffe) return new TextDecoder('utf-16le').decode(bytes);
  if (mark === 0xfeff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Node 20's TextDecoder reads this code page as Latin-1 and turns „ “ – € into control characters.
    return Buffer.from(bytes)
      .toString('latin1')
      .replace(/[\x80-\x9f]/g, (sign) => WINDOWS_1252[sign.charCodeAt(0) - 0x80] ?? '');
  }
}

/** How many lines may stand above the heading. */
const HEAD = 20;

/** The delimiter with which a line near the top names most columns; else the one that the first line has most of, outside quotes. */
function delimiterOf(text: string): string {
  const [first = '', ...others] = text
    .trimStart()
    .split('\n', HEAD)
    .map((line) => line.replace(/"(?:[^"]|"")*"/g, (quoted) => quoted.replace(/[;,|\t]/g, '')));
  const named = DELIMITERS.map((sign) =>
    Math.max(
      ...[first, ...others].map((line) => namesColumns({ line: 1, cells: line.replaceAll('"', '').split(sign) })),
    ),
  );
  const best = Math.max(...named);
  const fitting = DELIMITERS.filter((_sign, index) => best < 2 || named[index] === best);
  const counts = fitting.map((sign) => first.split(sign).length - 1);
  return fitting[counts.indexOf(Math.max(...counts))] ?? ';';
}

type RawRecord = { record: string[]; info: { lines: number }; raw: string };

/**
 * In: the file's bytes, or its text. Out: one row per record with the line it starts on (quoted cells may hold line
 * breaks), and as errors the records with more cells than headings, or the quote that never closes; such a file yields no
 * rows. `dropped` see `tabulate`.
 */
export function parseCsv(file: Uint8Array | string): { rows: ImportRow[]; errors: ImportError[]; dropped: string[] } {
  // One kind of line break only: csv-parse counts a CRLF inside quotes twice, and the line numbers would drift.
  const whole = (typeof file === 'string' ? file : decode(file)).replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  // Excel's own hint line. It is blanked, not cut, so that the line numbers stay.
  const hint = /^sep=(.)(?=\n)/i.exec(whole);
  const text = hint ? whole.slice(hint[0].length) : whole;
  const delimiter = hint?.[1] ?? delimiterOf(text);
  let records: RawRecord[];
  try {
    records = parse(text, {
      delimiter,
      info: true,
      raw: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as unknown as RawRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    return { rows: [], errors: [{ line, column: '', reason: 'quote', value: error.code }], dropped: [] };
  }
  const table = records.map(
    ({ record, info, raw }): TableRow => ({
      // `info.lines` is where the record ends; `raw` begins with the empty lines before it.
      line: info.lines - (raw.replace(/^\n+|\n$/g, '').match(/\n/g)?.length ?? 0),
      cells: record,
    }),
  );
  return tabulate(table, delimiter);
}
