/** Import of a channel list: each row becomes a channel and a late application that says what it still lacks. */

import { platformRow } from '../../bot/platform/platform.ts';
import { applicationNumber, rootNumber } from '../../bot/registration/application.ts';
import type { ImportEntry } from '../../bot/registry/import.ts';
import { berlinDay } from '../../bot/time/day.ts';
import type { Problem, Values } from '../../cards/form.ts';
import { FORM_VERSION } from '../../cards/registration/registration-form.ts';
import { appendAudit } from '../../db/audit.ts';
import { applyChanges, Conflict, insert, update } from '../../db/changes.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { newId } from '../../db/ids.ts';
import { loadOrganisation, type Org } from '../../db/organisation/organisation.ts';
import { applicationById, channelByKey, counter } from '../../db/registry/dossiers.ts';
import { lacking } from '../registration/check.ts';
import { titleOf } from '../registration/draft.ts';

/** What became of one row. `missing`: what the late application still lacks, as problems of the form. */
export type Imported = { line: number; outcome: 'added' | 'known'; number: string; title: string; missing: Problem[] };

/**
 * Imports entries one by one, each in its own transaction: a fault in one takes nothing from the others.
 * A channel that is registered already is left as it is, so the same file can be imported again.
 */
export async function importEntries(
  store: Store,
  entries: readonly ImportEntry[],
  { now, source }: { now: Date; source: string },
): Promise<Imported[]> {
  const results: Imported[] = [];
  for (const entry of entries) {
    results.push(await again(() => store.db.transaction((tx) => importOne(tx, entry, now, source))));
  }
  return results;
}

/** Somebody may register the very channel, or take the very number, at this moment. */
async function again<T>(attempt: () => Promise<T>): Promise<T> {
  for (let round = 1; ; round++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Conflict) || round === 3) throw error;
    }
  }
}

async function importOne(tx: Tx, entry: ImportEntry, now: Date, source: string): Promise<Imported> {
  const title = titleOf(platformRow(entry.platform).name, { name: entry.name });
  const known = await channelByKey(tx, entry.key);
  if (known) {
    const application = known.application ? await applicationById(tx, known.application) : null;
    const missing = application?.state === 'draft' ? lacking(application.answers, berlinDay(now)) : [];
    return { line: entry.line, outcome: 'known', number: application?.number ?? '–', title, missing };
  }
  const year = Number(berlinDay(now).slice(0, 4));
  const count = await counter(tx, `SN-${year}`);
  const root = rootNumber(year, count.version + 1);
  const number = applicationNumber(root, 1);
  const org = await loadOrganisation(tx);
  const office = officeOf(org, entry.office);
  const channel = newId('channel');
  const application = newId('application');
  const answers = answersOf(entry);
  await applyChanges(tx, [
    update('counters', count, {}),
    insert('channels', {
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
    }),
    insert('applications', {
      id: application,
      number,
      root,
      kind: 'late',
      state: 'draft',
      office: office.id,
      legalBody: office.legalBody,
      // Nobody yet: the first of the office (or a registrar) who opens it takes it on.
      applicant: 'system',
      channel,
      platform: entry.platform,
      title,
      key: entry.key,
      formVersion: FORM_VERSION,
      answers,
      createdAt: now,
    }),
  ]);
  const missing = lacking(answers, berlinDay(now));
  const data = { number, source, line: entry.line, missing: missing.length };
  await appendAudit(tx, [
    { at: now, actor: 'system', action: 'imported', subject: `application:${application}`, data, cause: null },
  ]);
  return { line: entry.line, outcome: 'added', number, title, missing };
}

/** The organisation's office by id, short or full name; an unknown one keeps the list's own words and belongs to the registrars. */
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
