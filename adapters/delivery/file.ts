/**
 * Stores a file's bytes, or the reason why there are none. In that case its sender is told. The application's cards are
 * redrawn either way. Evidence is handled in evidence.ts.
 */
import { createHash } from 'node:crypto';
import { post, refresh, toPerson } from '../../bot/delivery/effect.ts';
import type { FileAnswer } from '../../bot/registration/file-rules.ts';
import type { Fetched } from '../../commands/incident/evidence/fetched.ts';
import { enqueue } from '../../db/delivery/outbox.ts';
import { route } from '../../db/delivery/routes.ts';
import { type AttachmentPatch, patchAttachment } from '../../db/registration/attachments.ts';
import { attachmentById } from '../../db/registry/dossiers.ts';
import { type AttemptEntry, note, routingContext } from './attempt-entry.ts';
import { keepEvidence } from './evidence.ts';

export function keepFile(entry: AttemptEntry, bytes: Uint8Array, answer: FileAnswer): Promise<void> {
  const seen = { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  return answer.ok
    ? patch(entry, { ...seen, state: 'stored', name: answer.name, type: answer.type, content: bytes })
    : patch(entry, { ...seen, state: 'refused', problem: answer.reason });
}

/**
 * The chat does not deliver the file. Teams announces no size, so a file that is too big is only noticed when fetching.
 */
export const refuseFile = (entry: AttemptEntry, reason: string): Promise<void> =>
  patch(entry, { state: 'refused', problem: /too[-_](?:big|large)/.test(reason) ? 'too-big' : 'unreachable' });

type Patch =
  | (AttachmentPatch & Extract<Fetched, { state: 'stored' }>)
  | (AttachmentPatch & { state: 'refused'; problem: string });

async function patch(entry: AttemptEntry, set: Patch): Promise<void> {
  const { tx, job, row } = entry;
  if (row.effect.do !== 'fetch') return;
  const { attachment } = row.effect;
  if (await keepEvidence(entry, attachment, set)) return;
  const application = await patchAttachment(tx, attachment, set);
  if (!application) return;
  const { state, size, sha256, problem } = set;
  const subject = `application:${application}`;
  note(entry, 'attachment-fetched', subject, { attachment, state, size, sha256, problem });
  const routing = await routingContext(entry);
  if (!routing) return;
  // The sender has read that the file is on its way. Without this message nobody would notice that it is missing.
  const by = state === 'refused' ? (await attachmentById(tx, attachment))?.by : undefined;
  const told = by ? [post(toPerson(by), 'news', subject, { event: 'file-refused', file: attachment })] : [];
  await enqueue(tx, await route(tx, [refresh(subject), ...told], routing.org, routing.chats, routing.now), job.clock());
}
