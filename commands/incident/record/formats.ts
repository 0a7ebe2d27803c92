/** Writes one record as JSON for machines, CSV for tables or HTML for paper. User text stays literal in each. */
import { createHash } from 'node:crypto';
import { keyed } from '../../keyed.ts';
import type { RecordOf, Section } from './record.ts';

export const FORMATS = ['json', 'csv', 'html'] as const;
type Format = (typeof FORMATS)[number];

/** A finished file. `sha256` is the hash of its bytes. */
export type ExportFile = { name: string; type: string; content: Uint8Array; sha256: string };

const TYPES = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
} as const satisfies Record<Format, string>;

const WRITE = { json: toJson, csv: toCsv, html: toHtml } as const satisfies Record<
  Format,
  (record: RecordOf) => string
>;

export function exportFile(record: RecordOf, format: Format): ExportFile {
  const content = new TextEncoder().encode(WRITE[format](record));
  const name = `${record.number.replace('Ü', 'UE')}-${record.madeAt.slice(0, 16).replaceAll(/[:T]/g, '-')}.${format}`;
  return { name, type: TYPES[format], content, sha256: createHash('sha256').update(content).digest('hex') };
}

function toJson({ lines, sections, ...record }: RecordOf): string {
  const tables = Object.fromEntries(sections.map((section) => [section.name, objects(section)]));
  const entries = lines.map(({ at, ...line }) => ({ at: at.toISOString(), ...line }));
  return `${JSON.stringify({ ...record, ...tables, timeline: entries }, null, 2)}\n`;
}

const objects = ({ columns, rows }: Section) =>
  rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ''])));

/**
 * A cell that begins like a formula gets a leading apostrophe, because a spreadsheet would run it (OWASP, CSV
 * injection). Every cell is quoted and its quotes doubled, so semicolons and line breaks in texts are safe.
 */
const cell = (value: string): string => `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
/** German Excel expects semicolons. */
const rowOf = (values: readonly string[]): string => values.map(cell).join(';');

/** The timeline, one line per entry with its checksum. The byte order mark tells Excel that it is UTF-8. */
function toCsv({ number, drill, lang, lines, checksums }: RecordOf): string {
  const columns = ['number', 'utc', 'berlin', 'by', 'kind', 'what', 'text', 'sha256'];
  const shown = drill ? `${keyed(lang, 'drill.mark')} ${number}` : number;
  const rows = lines.map((line) =>
    rowOf([shown, line.at.toISOString(), line.shown, line.by, line.kind, line.what, line.text, line.sha256]),
  );
  const head = rowOf(columns.map((column) => keyed(lang, `record.timeline.${column}`)));
  return `\ufeff${[head, ...rows, rowOf(['sha256', '', '', '', '', '', '', checksums.timeline ?? ''])].join('\r\n')}\r\n`;
}

export const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const STYLE = `body{font:14px/1.4 system-ui,sans-serif;margin:2rem;color:#111}table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}
th,td{border:1px solid #999;padding:.25rem .4rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eee}
.mark{border:3px solid #b00;padding:.5rem 1rem;font-weight:bold}.sum{font:11px/1.3 monospace;overflow-wrap:anywhere}
thead{display:table-header-group}tr{break-inside:avoid}@page{margin:1.5cm}@media print{body{margin:0;font-size:11px}}`;

function toHtml({ number, title, drill, madeAt, lang, facts, sections, lines, checksums }: RecordOf): string {
  const heading = escaped(`${number} ${title}`);
  const mark = drill ? `<p class="mark">${escaped(keyed(lang, 'drill.banner'))}</p>` : '';
  const all: Section[] = [
    {
      name: 'facts',
      columns: ['fact', 'value'],
      rows: Object.entries(facts).map(([key, value]) => [keyed(lang, `record.fact.${key}`), value]),
    },
    {
      name: 'timeline',
      columns: ['berlin', 'utc', 'by', 'what', 'text', 'sha256'],
      rows: lines.map((line) => [line.shown, line.at.toISOString(), line.by, line.what, line.text, line.sha256]),
    },
    ...sections,
  ];
  const body = all.map((section) => tableOf(section, lang, checksums[section.name] ?? '')).join('\n');
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>${heading}</title><style>${STYLE}</style></head>
<body>${mark}<h1>${heading}</h1><p>${escaped(keyed(lang, 'record.made'))} ${escaped(madeAt)}</p>
${body}
${mark}</body></html>
`;
}

function tableOf({ name, columns, rows }: Section, lang: RecordOf['lang'], checksum: string): string {
  const head = columns.map((column) => `<th>${escaped(keyed(lang, `record.${name}.${column}`))}</th>`).join('');
  const lines = rows.map((row) => `<tr>${row.map((value) => `<td>${escaped(value)}</td>`).join('')}</tr>`).join('\n');
  return `<h2>${escaped(keyed(lang, `record.${name}`))}</h2>
<table><thead><tr>${head}</tr></thead><tbody>${lines}</tbody></table>
<p class="sum">SHA-256 ${escaped(checksum)}</p>`;
}
