/** Imports a channel list: each row becomes a channel and a late application that lists what it lacks. */

import { platformRow } from '../../bot/platform/platform.ts';
import { applicationNumber, rootNumber } from '../../bot/registration/application.ts';
import type { ImportEntry } from '../../bot/registry/import-entry.ts';
import { berlinDay } from '../../bot/time/day.ts';
import type { Problem, Values } from '../../cards/form.ts';
import { FORM_VERSION } from '../../cards/registration/registration-form.ts';
import { appendAudit } from '../../db/audit.ts';
import { insertRows } from '../../db/bulk-insert.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { newId } from '../../db/ids.ts';
import { loadOrganisation, type Org } from '../../db/organisation/organisation.ts';
import { registeredAmong, takeNumbers } from '../../db/registry/import.ts';
import { lacking } from '../registration/check.ts';
import { titleOf } from '../registration/draft.ts';

/** The result of one row. `missing`: what the late application still lacks, as problems of the form. */
export type Imported = {
  line: number;
  /** `failed`: the database refused the row, and nothing of it is stored. */
  outcome: 'added' | 'known' | 'failed';
  number: string;
  title: string;
  missing: Problem[];
};

/** Rows per transaction: enough to save statements, few enough that a kill loses little and others wait briefly. */
const BATCH = 1000;

type Source = { now: Date; source: string };

/**
 * Imports entries in batches, each in its own transaction and behind a savepoint. If the database refuses a batch, it
 * is repeated row by row, so one bad row costs only itself. Channels already registered stay as they are, so repeating
 * a killed import ends in the same registry.
 * @returns the results of each batch as soon as it is stored
 */
export async function* importEntries(
  store: Store,
  entries: Iterable<ImportEntry> | AsyncIterable<ImportEntry>,
  source: Source,
): AsyncGenerator<Imported[]> {
  let batch: ImportEntry[] = [];
  for await (const entry of entries) {
    batch.push(entry);
    if (batch.length < BATCH) continue;
    yield await importBatch(store, batch, source);
    batch = [];
  }
  if (batch.length > 0) yield await importBatch(store, batch, source);
}

const importBatch = (store: Store, batch: readonly ImportEntry[], source: Source): Promise<Imported[]> =>
  store.db.transaction(async (tx) => {
    const whole = await behindSavepoint(tx, batch, source);
    if (whole) return whole;
    const results: Imported[] = [];
    for (const entry of batch) results.push(...((await behindSavepoint(tx, [entry], source)) ?? [failed(entry)]));
    return results;
  });

/** Somebody may register the same channel at this moment; the next round finds it. */
const ROUNDS = 3;

/** @returns undefined: the database refused these rows, and none of them is written */
async function behindSavepoint(tx: Tx, batch: readonly ImportEntry[], source: Source): Promise<Imported[] | undefined> {
  for (let round = 1; round <= ROUNDS; round++) {
    try {
      return await tx.transaction((inner) => importRows(inner, batch, source));
    } catch (error) {
      const code = sqlState(error);
      // Classes 22 and 23: data a column or constraint refuses. Other errors are not the row's fault.
      if (!/^2[23]/.test(code)) throw error;
      if (code !== UNIQUE_TAKEN) return undefined;
    }
  }
  return undefined;
}

const UNIQUE_TAKEN = '23505';

function sqlState(error: unknown): string {
  const code = error instanceof Error ? (error.cause as { code?: unknown } | undefined)?.code : undefined;
  return typeof code === 'string' ? code : '';
}

const titleFor = (entry: ImportEntry) => titleOf(platformRow(entry.platform).name, { name: entry.name });
const failed = (entry: ImportEntry): Imported => ({
  line: entry.line,
  outcome: 'failed',
  number: '–',
  title: titleFor(entry),
  missing: [],
});

async function importRows(tx: Tx, batch: readonly ImportEntry[], { now, source }: Source): Promise<Imported[]> {
  const today = berlinDay(now);
  const year = Number(today.slice(0, 4));
  const registered = await registeredAmong(
    tx,
    batch.map(({ key }) => key),
  );
  const fresh = batch.filter(({ key }) => !registered.has(key));
  const org = await loadOrganisation(tx);
  const first = fresh.length > 0 ? await takeNumbers(tx, `SN-${year}`, fresh.length) : 0;
  const made = fresh.map((entry, index) => {
    const answers = answersOf(entry);
    const root = rootNumber(year, first + index);
    return {
      entry,
      answers,
      root,
      number: applicationNumber(root, 1),
      office: officeOf(org, entry.office),
      channel: newId('channel'),
      application: newId('application'),
      missing: lacking(answers, today),
    };
  });
  await insertRows(
    tx,
    'channels',
    made.map(({ entry, office, channel, application }) => ({
      id: channel,
      platform: entry.platform,
      name: entry.name,
      handle: entry.handle,
      url: entry.url,
      key: entry.key,
      office: office.id,
      state: entry.state === 'dormant' ? 'dormant' : 'unapproved',
      application,
      administrators: entry.administrators ?? null,
      createdAt: now,
      changedAt: now,
    })),
  );
  await insertRows(
    tx,
    'applications',
    made.map(({ entry, answers, root, number, office, channel, application }) => ({
      id: application,
      number,
      root,
      kind: 'late',
      state: 'draft',
      office: office.id,
      legalBody: office.legalBody,
      // No applicant yet: the first person of the office, or a registrar, who opens it becomes one.
      applicant: 'system',
      channel,
      platform: entry.platform,
      title: titleFor(entry),
      key: entry.key,
      formVersion: FORM_VERSION,
      answers,
      createdAt: now,
    })),
  );
  await appendAudit(
    tx,
    made.map(({ entry, application, number, missing }) => ({
      at: now,
      actor: 'system',
      action: 'imported',
      subject: `application:${application}`,
      data: { number, source, line: entry.line, missing: missing.length },
      cause: null,
    })),
  );
  const added = new Map(made.map(({ entry, number, missing }) => [entry, { number, missing }]));
  return batch.map((entry): Imported => {
    const told = { line: entry.line, title: titleFor(entry) };
    const own = added.get(entry);
    if (own) return { ...told, outcome: 'added', ...own };
    const known = registered.get(entry.key);
    const missing = known?.state === 'draft' ? lacking(known.answers, today) : [];
    return { ...told, outcome: 'known', number: known?.number ?? '–', missing };
  });
}

/** The office by id, short or full name. An unknown one keeps the list's wording and belongs to the registrars. */
function officeOf(org: Org | null, said: string): { id: string; legalBody: string } {
  const lower = said.toLowerCase();
  const found = org?.organisation.offices.find(({ id, short, name }) =>
    [id, short.toLowerCase(), name.toLowerCase()].includes(lower),
  );
  return found ? { id: found.id, legalBody: found.legalBody } : { id: said, legalBody: 'stadt' };
}

function answersOf(entry: ImportEntry): Values {
  const lines = [
    entry.unit ? `Angesiedelt im Bereich: ${entry.unit}` : '',
    entry.administrators === undefined ? '' : `Zahl der Administrator*innen: ${entry.administrators}`,
    entry.contentText ? `Vorkehrungen für den Inhalt: ${entry.contentText}` : '',
    entry.leaverText ? `Vorkehrungen bei Ausscheiden: ${entry.leaverText}` : '',
    entry.note ? `Bemerkung: ${entry.note}` : '',
  ].filter((line) => line !== '');
  return {
    kind: 'late',
    platform: entry.platform,
    name: entry.name,
    handle: entry.handle,
    url: entry.url,
    accountKind: entry.kind,
    ...(entry.contentSafeguards.length > 0 ? { contentSafeguards: [...entry.contentSafeguards] } : {}),
    ...(entry.leaverSafeguards.length > 0 ? { leaverSafeguards: [...entry.leaverSafeguards] } : {}),
    ...(entry.agency ? { agencyUsed: 'yes', agency: entry.agency } : {}),
    ...(entry.limited ? { term: 'limited' } : {}),
    ...(entry.limitedUntil ? { limitedUntil: entry.limitedUntil } : {}),
    furtherReasons: lines.join('\n'),
  };
}
