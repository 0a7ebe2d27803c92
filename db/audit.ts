/** The audit chain: append within a transaction, verify from outside. */
import { createHash } from 'node:crypto';
import { asc, eq, gt, sql } from 'drizzle-orm';
import { insertion } from './bulk-insert.ts';
import type { Db, Tx } from './connect.ts';
import { audit, auditHead } from './schema.ts';

export type AuditEntry = {
  at: Date;
  /** A person's key or `system`; never a name. */
  actor: string;
  action: string;
  subject: string;
  data: Record<string, unknown>;
  cause: string | null;
};
export type AuditRow = typeof audit.$inferSelect;

const GENESIS = '0'.repeat(64);

/** SHA-256 over the previous row's hash and this row with sorted keys, so that changing any field breaks the chain. */
export function chainHash(previous: string, seq: number, entry: AuditEntry): string {
  const text = canonical([
    seq,
    entry.at.toISOString(),
    entry.actor,
    entry.action,
    entry.subject,
    entry.data,
    entry.cause,
  ]);
  return createHash('sha256').update(previous).update('\n').update(text).digest('hex');
}

/** JSON with sorted keys: a value has one text, even after a round trip through jsonb. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const pairs = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`);
    return `{${pairs.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/**
 * Appends entries. It locks the head row until the transaction ends, so call it last: everybody else waits for this
 * lock.
 */
export async function appendAudit(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const [head] = await tx.select().from(auditHead).where(eq(auditHead.id, 'head')).for('update');
  if (!head) throw new Error('the audit has no head row: run the migrations');
  let { seq, hash } = head;
  const rows: (typeof audit.$inferInsert)[] = [];
  for (const given of entries) {
    seq += 1;
    // Hash what jsonb returns: a Date would be hashed as an object but come back as text.
    const entry = { ...given, data: JSON.parse(JSON.stringify(given.data)) as AuditEntry['data'] };
    const next = chainHash(hash, seq, entry);
    rows.push({ seq, ...entry, previous: hash, hash: next });
    hash = next;
  }
  // One statement for both, because every request ends here and all others wait for the head.
  await tx.execute(
    sql`with appended as (${insertion('audit', rows)}) update ${auditHead} set seq = ${seq}, hash = ${hash} where id = 'head'`,
  );
}

export type Verdict =
  | { ok: true; rows: number; head: string }
  | { ok: false; rows: number; seq: number; fault: 'gap' | 'link' | 'hash' | 'head' };

/**
 * Verifies the whole chain, 1,000 rows at a time. `seq` is the first row that is missing (`gap`), does not continue the
 * previous one (`link`) or was changed (`hash`). `head`: the newest rows are missing, or there are too many.
 */
export async function verifyAudit(db: Db | Tx): Promise<Verdict> {
  let previous = GENESIS;
  let seq = 0;
  let expected = -1;
  for (;;) {
    const rows = await db.select().from(audit).where(gt(audit.seq, seq)).orderBy(asc(audit.seq)).limit(1000);
    for (const row of rows) {
      if (row.seq !== seq + 1) return { ok: false, rows: seq, seq: seq + 1, fault: 'gap' };
      if (row.previous !== previous) return { ok: false, rows: seq, seq: row.seq, fault: 'link' };
      if (chainHash(previous, row.seq, row) !== row.hash) return { ok: false, rows: seq, seq: row.seq, fault: 'hash' };
      previous = row.hash;
      seq = row.seq;
    }
    if (rows.length > 0) continue;
    // The bot keeps writing, so a head ahead of us is read once more before it counts as a fault.
    const [head] = await db.select().from(auditHead).where(eq(auditHead.id, 'head'));
    if (head && head.seq > seq && head.seq !== expected) expected = head.seq;
    else if (head?.hash !== previous || head.seq !== seq) return { ok: false, rows: seq, seq, fault: 'head' };
    else return { ok: true, rows: seq, head: previous };
  }
}

/** The audit entries of one subject, oldest first. */
export function auditOf(db: Db | Tx, subject: string): Promise<AuditRow[]> {
  return db.select().from(audit).where(eq(audit.subject, subject)).orderBy(asc(audit.seq));
}
