/**
 * The required first notice: sent when an incident is confirmed, to the people the rule names, with one receipt each.
 */
import { type Effect, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import type { Severity } from '../../../bot/incident/lifecycle.ts';
import { insert } from '../../../db/changes.ts';
import type { Tx } from '../../../db/connect.ts';
import { newId } from '../../../db/ids.ts';
import { type Notice, noticesOf, receiptId, receiptsOf } from '../../../db/incident/communication.ts';
import { namesOf, type Org } from '../../../db/organisation/organisation.ts';
import type { By } from '../../command.ts';
import type { IncidentDossier } from '../dossier.ts';
import { entry, type Line } from '../timeline-entry.ts';
import { compose, factsOf, readFacts } from './compose.ts';
import { type Concerned, recipientsOf } from './required-recipients.ts';
import { atOnce } from './urgent-post.ts';

export type Sent = Line & { effects: Effect[] };
type Sender = Pick<By, 'actor' | 'now' | 'chat'>;
const NOTHING: Sent = { changes: [], audit: [], effects: [] };

/**
 * Called when the incident is confirmed, in the same transaction. Writes the notice, and one receipt and one message
 * per person. If a notice is out already (the incident was reopened), only new people get it.
 * @returns what the outcome adds
 */
export async function firstNotice(tx: Tx, file: IncidentDossier, org: Org, by: Sender): Promise<Sent> {
  if (await standingFirst(tx, file)) return alsoTell(tx, file, org, by);
  const { row } = file;
  const facts = factsOf(file, org);
  const names = await namesOf(tx, [...facts.lead, ...facts.speaker]);
  const gaps = (['de', 'en'] as const).flatMap((lang) => compose('first', lang, facts, names).gaps);
  if (gaps.length > 0) throw new Error(`the first notice of ${row.number} lacks: ${gaps.join(', ')}`);
  const notice = newId('notice');
  const people = await recipientsOf(tx, file, row.severity, org);
  const text = JSON.stringify(facts);
  const head = insert('incidentNotices', {
    id: notice,
    incident: row.id,
    kind: 'first',
    text,
    by: by.actor.person,
    at: by.now,
  });
  const written = write(file, notice, people, by);
  return { ...written, changes: [head, ...written.changes] };
}

/** The first notice that still holds. After a false alarm everybody has to be told again. */
export async function standingFirst(tx: Tx, { row }: Pick<IncidentDossier, 'row'>): Promise<Notice | undefined> {
  const last = (await noticesOf(tx, row.id)).findLast(
    (notice) => notice.kind === 'first' || (notice.kind === 'all-clear' && readFacts(notice).falseAlarm),
  );
  return last?.kind === 'first' ? last : undefined;
}

/**
 * Tells people who have to know now and were not told yet: the severity was raised, or a channel was added.
 * @param severity the new one; the file may still have the old one
 * @returns nothing to add while no first notice is out
 */
export async function alsoTell(
  tx: Tx,
  file: Pick<IncidentDossier, 'row'> & Concerned,
  org: Org,
  by: Sender,
  severity: Severity = file.row.severity,
): Promise<Sent> {
  const first = await standingFirst(tx, file);
  if (!first) return NOTHING;
  const told = new Set((await receiptsOf(tx, first.id)).map(({ person }) => person));
  const people = (await recipientsOf(tx, file, severity, org)).filter(({ person }) => !told.has(person));
  return people.length === 0 ? NOTHING : write(file, first.id, people, by);
}

function write(
  { row }: Pick<IncidentDossier, 'row'>,
  notice: string,
  people: Awaited<ReturnType<typeof recipientsOf>>,
  { actor, now, chat }: Sender,
): Sent {
  const subject = `incident:${row.id}`;
  const line = entry({
    incident: row.id,
    kind: 'notice-first',
    by: actor.person,
    now,
    chat,
    data: { notice, count: people.length },
  });
  const receipts = people.map(({ person, because }) =>
    insert('incidentReceipts', {
      id: receiptId(notice, person),
      notice,
      incident: row.id,
      person,
      because,
      sentAt: now,
      // The sender knows the notice.
      ...(person === actor.person ? { readAt: now } : {}),
    }),
  );
  const messages = people
    .filter(({ person }) => person !== actor.person)
    .map(({ person }) => atOnce(toPerson(person), 'incident-notice', subject, { notice }));
  return {
    changes: [...receipts, ...line.changes],
    audit: line.audit,
    effects: [...messages, refresh(subject)],
  };
}
