/** One account of a foreign channel list: its cells become an entry for a late application, or the fault that keeps them out. */

import {
  type LinkProblem,
  type LinkProblemCode,
  type Recognised,
  recognise,
  recogniseHandle,
} from '../platform/link.ts';
import { type AccountKind, type Platform, platformByName, platformRow } from '../platform/platform.ts';
import type { IsPrivate } from '../platform/private-ranges.ts';
import { type Cells, UNKNOWN } from './import-cells.ts';
import { IMPORT_FIELDS, type ImportField } from './import-columns.ts';
import {
  agencyIn,
  type ContentSafeguard,
  contentSafeguardsIn,
  dateIn,
  type LeaverSafeguard,
  leaverSafeguardsIn,
  saysDormant,
  saysLimited,
  saysOnlyDormant,
} from './import-safeguards.ts';

/** One row as a file reader gives it: the line in the file (from 1) and the cells by heading. */
export type ImportRow = { line: number; cells: Record<string, string> };

export type ImportEntry = {
  line: number;
  platform: Platform;
  kind: AccountKind;
  name: string;
  handle: string;
  url: string;
  key: string;
  /** As the list calls it; it is matched to the organisation later. */
  office: string;
  unit: string;
  administrators?: number;
  contentSafeguards: ContentSafeguard[];
  /** The cell as written: it often says more than the form's answers. */
  contentText: string;
  leaverSafeguards: LeaverSafeguard[];
  leaverText: string;
  agency?: string;
  note?: string;
  state: 'active' | 'dormant';
  /** ISO date, where the list gives one. */
  dormantSince?: string;
  limited: boolean;
  limitedUntil?: string;
  /** Form fields that the late application still lacks. */
  missing: string[];
};

const IMPORT_REASONS = [
  'no-column',
  'missing',
  'unknown-platform',
  'platform-mismatch',
  'number',
  'date',
  'too-long',
  'duplicate',
] as const;
/** Faults that the file reader finds. `format`: the file holds no readable list. */
type FileReason = 'columns' | 'quote' | 'format' | 'list-too-big';
export type ImportReason = (typeof IMPORT_REASONS)[number] | FileReason | LinkProblemCode;
/** `column` is the heading in the file, or the field's name when the file has no such column. */
export type ImportError = {
  line: number;
  column: string;
  reason: ImportReason;
  value: string;
  earlier?: number;
  /** The account that a refused link points to. */
  profile?: string;
};
/** A value that was read differently from how it is written, though the row is accepted. */
export type ImportNote = { line: number; column: string; note: 'handle-differs' | 'office-above'; value: string };

/** The longest cell that is still plausible for a form field; anything longer means a broken file. */
export const CELL_MAX = 2000;
const NAME_MAX = 120;

type Fault = { field: ImportField; reason: ImportReason; value: string; profile?: string };

/** Out: the account, from the link if there is one, else from platform and handle. */
function accountIn(cells: Cells, platform: Platform | undefined, isPrivate?: IsPrivate): Recognised | Fault {
  const fault = (field: ImportField, reason: ImportReason): Fault => ({ field, reason, value: cells[field] });
  const text = cells.url || cells.handle;
  const field = cells.url ? 'url' : 'handle';
  if (!text) return fault('url', 'missing');
  if (!platform && cells.platform && field === 'handle') return fault('platform', 'unknown-platform');

  let found: Recognised | LinkProblem = field === 'url' ? recognise(text, isPrivate) : { problem: 'handle-only' };
  // "@SachsenDE" or "Freistaat.Sachsen" in the address column: a handle, read with the platform beside it.
  const bareWord = !/[/:]/.test(text);
  const unread =
    'problem' in found ? ['handle-only', 'not-a-link'].includes(found.problem) : found.platform === 'other';
  if (platform && bareWord && unread) {
    const byHandle = recogniseHandle(platform, text, isPrivate);
    if ('key' in byHandle) found = byHandle;
  }
  if ('problem' in found)
    return { ...fault(field, found.problem), ...(found.profile ? { profile: found.profile } : {}) };
  if (!platform || found.platform === platform) return found;
  // A blog, wiki or forum on its own host is what the list calls it; a Facebook page is never on example.org.
  const ownHost = platformRow(platform).hosts.length === 0 || platform === 'mastodon';
  const linkIsOpen = platformRow(found.platform).hosts.length === 0;
  return ownHost && linkIsOpen ? { ...found, platform } : fault('url', 'platform-mismatch');
}

function numberIn(text: string): number | undefined | 'fault' {
  if (!text || UNKNOWN.test(text) || saysDormant(text)) return undefined;
  const digits = /^(?:ca\.?\s*)?(\d{1,3})(?:\s*(?:personen?|admins?|administrator(?:en|\*innen|s)?))?\.?$/i.exec(
    text,
  )?.[1];
  return digits === undefined ? 'fault' : Number(digits);
}

/** In: the cells of one account. `required`: the fields that a complete application needs. */
export function readRow(
  line: number,
  cells: Cells,
  required: readonly string[],
  isPrivate?: IsPrivate,
): ImportEntry | Fault {
  const tooLong = IMPORT_FIELDS.find((field) => cells[field].length > (field === 'name' ? NAME_MAX : CELL_MAX));
  if (tooLong) return { field: tooLong, reason: 'too-long', value: `${cells[tooLong].slice(0, 60)}…` };
  if (!cells.office) return { field: 'office', reason: 'missing', value: '' };
  const platform = platformByName(cells.platform);
  const account = accountIn(cells, platform, isPrivate);
  if ('reason' in account) return account;
  const administrators = numberIn(cells.administrators);
  if (administrators === 'fault') return { field: 'administrators', reason: 'number', value: cells.administrators };

  const remarks = [cells.administrators, cells.contentSafeguards, cells.leaverSafeguards, cells.note].join('\n');
  const dormant = saysDormant(remarks) || /\d|^(?:ja|yes|x)$/i.test(cells.dormantSince);
  const dormantSince = dormant ? dateIn(cells.dormantSince || remarks) : undefined;
  const limited = saysLimited(cells.note) || saysLimited(cells.name) || /\d/.test(cells.limitedUntil);
  const limitedUntil = limited ? dateIn(cells.limitedUntil || cells.note) : undefined;
  for (const field of ['dormantSince', 'limitedUntil'] as const) {
    const isWrong = /\d/.test(cells[field]) && dateIn(cells[field]) === undefined;
    if (isWrong) return { field, reason: 'date', value: cells[field] };
  }
  const agency = [cells.unit, cells.note, cells.contentSafeguards].map(agencyIn).find((text) => text !== undefined);
  const named = cells.agency && !UNKNOWN.test(cells.agency) ? cells.agency : agency;
  const entry = {
    line,
    platform: account.platform,
    kind: account.kind,
    name: cells.name || account.handle,
    handle: account.handle,
    url: account.url,
    key: account.key,
    office: cells.office,
    unit: cells.unit,
    ...(administrators === undefined ? {} : { administrators }),
    contentSafeguards: contentSafeguardsIn(cells.contentSafeguards),
    contentText: saysOnlyDormant(cells.contentSafeguards) ? '' : cells.contentSafeguards,
    leaverSafeguards: leaverSafeguardsIn(cells.leaverSafeguards),
    leaverText: saysOnlyDormant(cells.leaverSafeguards) ? '' : cells.leaverSafeguards,
    ...(named ? { agency: named } : {}),
    ...(cells.note ? { note: cells.note } : {}),
    state: dormant ? ('dormant' as const) : ('active' as const),
    ...(dormantSince ? { dormantSince } : {}),
    limited,
    ...(limitedUntil ? { limitedUntil } : {}),
  };
  return { ...entry, missing: missingIn(entry, required) };
}

/** The required form fields that the row does not answer; the number of administrators is always asked for. */
function missingIn(entry: Omit<ImportEntry, 'missing'>, required: readonly string[]): string[] {
  const answered = new Set(
    Object.entries(entry)
      .filter(([, value]) => value !== '' && (!Array.isArray(value) || value.length > 0))
      .map(([field]) => field),
  );
  if (answered.has('kind')) answered.add('accountKind');
  if (entry.agency) answered.add('agencyUsed');
  if (entry.limited) answered.add('term');
  return [...new Set([...required, 'administrators'])].filter((field) => !answered.has(field));
}
