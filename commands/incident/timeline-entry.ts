/** One timeline line: what people can read later, and its hash for the audit. */
import { createHash } from 'node:crypto';
import type { ChatName } from '../../bot/chat.ts';
import { canonical } from '../../db/audit.ts';
import { type Change, insert, type Row } from '../../db/changes.ts';
import { newId } from '../../db/ids.ts';
import type { AuditNote } from '../command.ts';

export type EntryOf = {
  incident: string;
  /** Its words are `timeline.<kind>`; `data` fills them in, with person keys shown as names. */
  kind: string;
  /** A person's key, or `system`. */
  by: string;
  now: Date;
  chat?: ChatName;
  /** What somebody typed. */
  text?: string;
  data?: Record<string, string | number | boolean>;
};

export type Line = { changes: Change[]; audit: AuditNote[] };

/** SHA-256 of a line as stored. The audit contains it and the export shows it. */
export function entryHash(
  row: Pick<Row<'incidentEntries'>, 'id' | 'incident' | 'at' | 'by' | 'kind' | 'text' | 'data'>,
): string {
  const { id, incident, at, by, kind, text = '', data = {} } = row;
  return createHash('sha256')
    .update(canonical([id, incident, at.toISOString(), by, kind, text, data]))
    .digest('hex');
}

/** @returns the change that appends the line, and the audit note with its hash but never the typed text */
export function entry({ incident, kind, by, now, chat, text = '', data = {} }: EntryOf): Line {
  const row = { id: newId('entry'), incident, at: now, by, kind, text, data, ...(chat ? { chat } : {}) };
  return {
    changes: [insert('incidentEntries', row)],
    audit: [
      { action: `incident-${kind}`, subject: `incident:${incident}`, data: { entry: row.id, sha256: entryHash(row) } },
    ],
  };
}
