/** Reads CSV files as exported from Excel, piece by piece: any common delimiter and encoding, with line numbers. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { namesColumns, ROWS_ABOVE, type TableRow } from '../../bot/registry/import-table.ts';
import { type Bytes, ListRefused, type Table } from './list-source.ts';

const DELIMITERS = [';', ',', '\t', '|'] as const;
/** Characters at the beginning that decide on the delimiter. */
const HEAD_SIZE = 64 * 1024;
/** Longest row. A longer one lacks its closing quotation mark and would swallow the rest of the file. */
const ROW_MAX = 256 * 1024;

/** Windows-1252 from 0x80 to 0x9F, with a space for undefined characters. */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * UTF-8 if the bytes are valid UTF-8, UTF-16 by its byte order mark, else Windows-1252, which German Excel writes as
 * "CSV".
 */
async function encodingOf(bytes: Bytes): Promise<Encoding> {
  const strict = new TextDecoder('utf-8', { fatal: true });
  let isFirst = true;
  try {
    for await (const chunk of bytes()) {
      const mark = (chunk[0] ?? 0) * 256 + (chunk[1] ?? 0);
      if (isFirst && mark === 0xfffe) return 'utf-16le';
      if (isFirst && mark === 0xfeff) return 'utf-16be';
      isFirst = false;
      strict.decode(chunk, { stream: true });
    }
    strict.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252';
    throw error;
  }
}

function decoderFor(encoding: Encoding): (chunk?: Uint8Array) => string {
  if (encoding !== 'windows-1252') {
    const decoder = new TextDecoder(encoding);
    return (chunk) => (chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode());
  }
  // Node 20's TextDecoder decodes this code page as Latin-1 and turns „ “ – € into control characters.
  return (chunk = new Uint8Array()) =>
    Buffer.from(chunk)
      .toString('latin1')
      .replace(/[\x80-\x9f]/g, (sign) => WINDOWS_1252[sign.charCodeAt(0) - 0x80] ?? '');
}

/**
 * The text with normalised line breaks: csv-parse counts a CRLF inside quotes twice, so the line numbers would drift.
 */
async function* textOf(bytes: Bytes, encoding: Encoding): AsyncGenerator<string> {
  const decode = decoderFor(encoding);
  let held = '';
  const plain = (text: string) => {
    const whole = held + text;
    // Its line feed may be in the next piece.
    held = whole.endsWith('\r') ? '\r' : '';
    return whole.slice(0, whole.length - held.length).replace(/\r\n?/g, '\n');
  };
  for await (const chunk of bytes()) yield plain(decode(chunk));
  yield plain(decode());
  if (held !== '') yield '\n';
}

async function beginningOf(text: AsyncIterable<string>): Promise<string> {
  let head = '';
  for await (const piece of text) {
    head += piece;
    if (head.length >= HEAD_SIZE) break;
  }
  return head.slice(0, HEAD_SIZE);
}

/** Excel's own hint line. */
const HINT = /^sep=(.)(?=\n)/i;

/** Removes the hint but keeps its line break, so that line numbers stay correct. */
async function* withoutHint(text: AsyncIterable<string>): AsyncGenerator<string> {
  let isFirst = true;
  for await (const piece of text) {
    yield isFirst ? piece.replace(HINT, '') : piece;
    isFirst &&= piece === '';
  }
}

/**
 * The delimiter with which a line near the top contains the most known column names. If none contains two, or in a tie,
 * the most frequent one in the first line, outside quotes.
 */
function delimiterOf(text: string): string {
  const [first = '', ...others] = text
    .trimStart()
    .split('\n', ROWS_ABOVE)
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

type RawRecord = { record: string[]; info: { lines: number } };

/**
 * Parses the file's bytes. Returns the delimiter, and one row per record with the line it starts on, because quoted
 * cells may contain line breaks.
 * @throws ListRefused while reading, if a quotation mark never closes
 */
export async function csvTable(bytes: Bytes): Promise<Table & { delimiter: string }> {
  const encoding = await encodingOf(bytes);
  const head = await beginningOf(textOf(bytes, encoding));
  const delimiter = HINT.exec(head)?.[1] ?? delimiterOf(head);
  return { delimiter, rows: () => records(withoutHint(textOf(bytes, encoding)), delimiter) };
}

async function* records(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<TableRow> {
  const parser = parse({
    delimiter,
    record_delimiter: '\n',
    max_record_size: ROW_MAX,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  const source = Readable.from(text);
  source.on('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<RawRecord>) {
      // `info.lines` is the record's last line.
      const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
      yield { line: info.lines - breaks, cells: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ListRefused('quote', typeof error.lines === 'number' ? error.lines : 1);
  } finally {
    source.destroy();
  }
}
