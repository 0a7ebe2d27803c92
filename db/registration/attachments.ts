/** Files announced by a chat, whose bytes come later. */
import { and, eq, ne, sql } from 'drizzle-orm';
import type { Tx } from '../connect.ts';
import { evidenceById } from '../incident/evidence.ts';
import { attachmentById } from '../registry/dossiers.ts';
import { attachments } from '../schema.ts';

/** The announced file, an attachment or evidence. */
export const announcedFile = async (tx: Tx, id: string) =>
  (await attachmentById(tx, id)) ?? (await evidenceById(tx, id));

export type AttachmentPatch = { state: 'stored' | 'refused' } & Partial<
  Pick<typeof attachments.$inferInsert, 'name' | 'type' | 'size' | 'sha256' | 'problem' | 'content'>
>;

/**
 * Records the result for an attachment. A stored one stays unchanged.
 * @returns its application; null if nothing was written
 */
export async function patchAttachment(tx: Tx, id: string, set: AttachmentPatch): Promise<string | null> {
  const [row] = await tx
    .update(attachments)
    .set({ ...set, version: sql`${attachments.version} + 1` })
    .where(and(eq(attachments.id, id), ne(attachments.state, 'stored')))
    .returning({ application: attachments.application });
  return row?.application ?? null;
}
