/** Evidence files of incidents with their hashes. Lists omit the bytes. */
import { and, asc, count, eq, getTableColumns, ne } from 'drizzle-orm';
import type { Stored } from '../changes.ts';
import type { Tx } from '../connect.ts';
import { incidentFiles } from '../schema.ts';

/** A file with its bytes. */
export type EvidenceFile = Stored<'incidentFiles'>;
/** A file without its bytes, for lists. */
export type Evidence = Omit<EvidenceFile, 'content'>;

const { content: _bytes, ...columns } = getTableColumns(incidentFiles);

export async function evidenceById(tx: Tx, id: string): Promise<EvidenceFile | null> {
  const [row] = await tx.select().from(incidentFiles).where(eq(incidentFiles.id, id));
  return row ?? null;
}

/** All evidence of an incident, oldest first, including refused files. */
export function evidenceOf(tx: Tx, incident: string): Promise<Evidence[]> {
  return tx
    .select(columns)
    .from(incidentFiles)
    .where(eq(incidentFiles.incident, incident))
    .orderBy(asc(incidentFiles.at), asc(incidentFiles.name), asc(incidentFiles.id));
}

/** Number of files stored or on their way. */
export async function evidenceCount(tx: Tx, incident: string): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(incidentFiles)
    .where(and(eq(incidentFiles.incident, incident), ne(incidentFiles.state, 'refused')));
  return row?.count ?? 0;
}
