/** Files created for a person, found by the secret of their link. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { and, eq, getTableColumns, gt, like, lt } from 'drizzle-orm';
import type { Stored } from '../changes.ts';
import type { Tx } from '../connect.ts';
import { downloads } from '../schema.ts';

type Download = Stored<'downloads'>;

export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Checked before the query, because a NUL character would cause a database error. */
const KEY = /^(d_[\w-]{1,40})\.([\w-]{1,64})$/;

/**
 * @param key `d_….secret`, as in the link
 * @returns `expired` for a correct but expired link; null if there is no such file or the secret is wrong
 */
export async function downloadAt(tx: Tx, key: string, now: Date): Promise<Download | 'expired' | null> {
  const [, id, secret] = KEY.exec(key) ?? [];
  if (!id || !secret) return null;
  const [row] = await tx.select().from(downloads).where(eq(downloads.id, id));
  if (!row || !isSame(row.secret, hashOfSecret(secret))) return null;
  return row.expiresAt <= now ? 'expired' : row;
}

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Deletes files whose links have expired: nobody can fetch them. */
export async function forgetDownloads(tx: Tx, now: Date): Promise<void> {
  await tx.delete(downloads).where(lt(downloads.expiresAt, now));
}

/** Files about this subject (`subject:…`) whose links still work. */
export async function downloadsAbout(tx: Tx, subject: string, now: Date): Promise<Omit<Download, 'content'>[]> {
  const { content: _bytes, ...columns } = getTableColumns(downloads);
  return tx
    .select(columns)
    .from(downloads)
    .where(and(like(downloads.subject, `${subject}:%`), gt(downloads.expiresAt, now)))
    .orderBy(downloads.id);
}

/** One person's files about this subject, including expired ones. */
export function downloadsOf(tx: Tx, subject: string, person: string): Promise<{ id: string; version: number }[]> {
  return tx
    .select({ id: downloads.id, version: downloads.version })
    .from(downloads)
    .where(and(like(downloads.subject, `${subject}:%`), eq(downloads.person, person)));
}
