/** Reads a CSV file as people get it out of Excel: any of the usual delimiters and encodings, with line numbers. */
import { CsvError, parse } from 'csv-parse/sync';
import type { ImportError, ImportRow } from '../../bot/registry/import.ts';

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

/** The delimiter that the heading line has most of, outside quotes. */
function delimiterOf(text: string): string {
  const heading = /^\s*((?:"(?:[^"]|"")*"|[^"\n])*)/.exec(text)?.[1] ?? '';
  const bare = heading.replace(/"(?:[^"]|"")*"/g, '');
  const counts = DELIMITERS.map((sign) => bare.split(sign).length - 1);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ';';
}

type RawRecord = { record: string[]; info: { lines: number }; raw: string };

/**
 * In: the file's bytes, or its text. Out: one row per record with the line it starts on (quoted cells may hold line
 * breaks), and as errors the records with more cells than headings, or the quote that never closes; such a file yields no rows.
 */
export function parseCsv(file: Uint8Array | string): { rows: ImportRow[]; errors: ImportError[] } {
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
    return { rows: [], errors: [{ line, column: '', reason: 'quote', value: error.code }] };
  }
  const [heading, ...body] = records;
  const headings = heading?.record.map((cell) => cell.trim()) ?? [];
  const rows: ImportRow[] = [];
  const errors: ImportError[] = [];
  for (const { record, info, raw } of body) {
    // `info.lines` is where the record ends; `raw` begins with the empty lines before it.
    const line = info.lines - (raw.replace(/^\n+|\n$/g, '').match(/\n/g)?.length ?? 0);
    const surplus = record.slice(headings.length).filter((cell) => cell.trim() !== '');
    if (surplus.length > 0) {
      errors.push({ line, column: String(headings.length + 1), reason: 'columns', value: surplus.join(delimiter) });
      continue;
    }
    const cells = headings.map((name, index): [string, string] => [name, record[index] ?? '']);
    // Of two equal headings the first one counts.
    rows.push({ line, cells: Object.fromEntries(cells.filter(([name], index) => headings.indexOf(name) === index)) });
  }
  return { rows, errors };
}
