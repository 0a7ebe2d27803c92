/** Records that evidence was fetched, or could not be, and the consequences in its incident. */
import { evidenceFetched, type Fetched } from '../../commands/incident/evidence/fetched.ts';
import { applyChanges } from '../../db/changes.ts';
import { enqueue } from '../../db/delivery/outbox.ts';
import { route } from '../../db/delivery/routes.ts';
import { evidenceById } from '../../db/incident/evidence.ts';
import { type AttemptEntry, routingContext } from './attempt-entry.ts';

/** @returns false if the id is not evidence of an incident */
export async function keepEvidence(entry: AttemptEntry, id: string, end: Fetched): Promise<boolean> {
  const { tx, job, row, audit } = entry;
  const file = await evidenceById(tx, id);
  if (!file) return false;
  const routing = await routingContext(entry);
  // Fetched twice after a lost lease: the first stored version stays.
  if (!routing || file.state === 'stored') return true;
  const out = await evidenceFetched(tx, file, end, routing.org, job.now());
  await applyChanges(tx, out.changes);
  const cause = `outbox:${row.id}`;
  audit.push(...out.audit.map((one) => ({ at: job.now(), actor: 'system', ...one, data: one.data ?? {}, cause })));
  await enqueue(tx, await route(tx, out.effects, routing.org, routing.chats, routing.now), job.clock());
  return true;
}
