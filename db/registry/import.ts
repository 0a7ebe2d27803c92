/** Bulk queries for the list import: which channels are registered, and a range of numbers. */
import { eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../connect.ts';
import { applications, channels, counters } from '../schema.ts';
import type { Application } from './dossiers.ts';

/** @returns the registered channels among these keys, each with its application in force */
export async function registeredAmong(tx: Tx, keys: readonly string[]): Promise<Map<string, Application | null>> {
  if (keys.length === 0) return new Map();
  const rows = await tx
    .select({ key: channels.key, application: applications })
    .from(channels)
    .leftJoin(applications, eq(applications.id, channels.application))
    .where(inArray(channels.key, [...keys]));
  return new Map(rows.flatMap(({ key, application }) => (key === null ? [] : [[key, application] as const])));
}

/**
 * Takes a range of numbers from a counter and locks its row until the transaction ends. Others wait, or find the
 * counter changed and decide again.
 *
 * @returns the first number
 */
export async function takeNumbers(tx: Tx, id: string, count: number): Promise<number> {
  const [row] = await tx
    .insert(counters)
    .values({ id, version: count })
    .onConflictDoUpdate({ target: counters.id, set: { version: sql`${counters.version} + ${count}` } })
    .returning({ version: counters.version });
  return row!.version - count + 1;
}
