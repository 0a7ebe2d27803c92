/** What tests write and read directly in the database, bypassing the commands. */
import { asc, desc, eq, sql } from 'drizzle-orm';
import type { Db, Tx } from '../../db/connect.ts';
import type { OutboxRow } from '../../db/delivery/outbox.ts';
import { incidents, outbox, people, platformCalls } from '../../db/schema.ts';

/** Marks a person as gone or present. */
export async function setGone(tx: Tx, person: string, gone: boolean): Promise<void> {
  await tx
    .update(people)
    .set({ gone, version: sql`${people.version} + 1` })
    .where(eq(people.id, person));
}

/** All incidents, the newest first. */
export const allIncidents = (tx: Tx): Promise<(typeof incidents.$inferSelect)[]> =>
  tx.select().from(incidents).orderBy(desc(incidents.declaredAt), desc(incidents.id));

/** The connector calls of an incident, in order. */
export const callsIn = (tx: Tx, incident: string): Promise<(typeof platformCalls.$inferSelect)[]> =>
  tx.select().from(platformCalls).where(eq(platformCalls.incident, incident)).orderBy(asc(platformCalls.at));

export async function outboxRow(tx: Db | Tx, id: string): Promise<OutboxRow | null> {
  const [row] = await tx.select().from(outbox).where(eq(outbox.id, id));
  return row ?? null;
}
