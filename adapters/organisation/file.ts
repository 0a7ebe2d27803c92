/** Reads the organisation file: YAML in, the organisation or every error with its line out. Also puts it in force. */
import { createHash } from 'node:crypto';
import { isMap, isNode, isPair, LineCounter, parseDocument } from 'yaml';
import type { Lang } from '../../bot/chat.ts';
import { type Fault, type Organisation, readOrganisation } from '../../bot/organisation/organisation.ts';
import { appendAudit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { applyOrganisation } from '../../db/organisation/organisation.ts';

/** Line and column are counted from 1. */
export type FileFault = { line: number; column: number; path: string; message: string };
export type FileReading =
  | { ok: true; organisation: Organisation; warnings: FileFault[] }
  | { ok: false; faults: FileFault[]; warnings: FileFault[] };

const SYNTAX = {
  de: 'Das ist kein gültiges YAML: ',
  en: 'This is not valid YAML: ',
} as const satisfies Record<Lang, string>;

export function readOrganisationFile(text: string, lang: Lang): FileReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ pos, message }) => {
      const { line, col } = lines.linePos(pos[0]);
      return { line, column: col, path: '', message: `${SYNTAX[lang]}${message}` };
    });
    return { ok: false, faults, warnings: [] };
  }
  const placed = ({ at, path, message }: Fault): FileFault => {
    const { line, col } = lines.linePos(offsetOf(document.contents, at));
    return { line, column: col, path, message };
  };
  const reading = readOrganisation(document.toJS(), lang);
  const warnings = reading.warnings.map(placed);
  if (reading.ok) return { ok: true, organisation: reading.organisation, warnings };
  return { ok: false, faults: reading.faults.map(placed), warnings };
}

/** Where the value is. For a missing value, where its block begins; for an unknown key, the key itself. */
function offsetOf(contents: unknown, at: Fault['at']): number {
  let node = contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of at) {
    const pair = isMap(node) ? node.items.find((item) => isPair(item) && String(item.key) === step) : undefined;
    if (pair && isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
    node = pair ? pair.value : (node as { get?: (key: unknown, keep: true) => unknown })?.get?.(step, true);
    if (!isNode(node)) break;
    if (!pair) offset = node.range?.[0] ?? offset;
  }
  return offset;
}

/** Puts the organisation in force and records the file's hash in the audit. */
export async function putInForce(tx: Tx, organisation: Organisation, text: string, now: Date): Promise<void> {
  await applyOrganisation(tx, organisation, now);
  const data = { sha256: createHash('sha256').update(text).digest('hex') };
  const entry = { at: now, actor: 'system', action: 'organisation-applied', subject: 'organisation:current', data };
  await appendAudit(tx, [{ ...entry, cause: null }]);
}
