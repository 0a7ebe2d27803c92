/** The audit only grows, and every way to falsify it is found. */
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { type AuditEntry, appendAudit, auditOf, chainHash, verifyAudit } from '../../../db/audit.ts';
import type { Store } from '../../../db/connect.ts';
import { audit } from '../../../db/schema.ts';

const makeEntry = (n: number, overrides: Partial<AuditEntry> = {}): AuditEntry => ({
  at: new Date(Date.UTC(2026, 10, 21, 10, 0, n)),
  actor: 'p_1',
  action: 'vote',
  subject: `application:a_${n}`,
  data: { answer: 'yes', n },
  cause: null,
  ...overrides,
});

export function auditContract(store: () => Store): void {
  const append = (...entries: AuditEntry[]) => store().db.transaction((tx) => appendAudit(tx, entries));
  const verify = () => verifyAudit(store().db);
  const fill = (count: number) => append(...Array.from({ length: count }, (_, n) => makeEntry(n + 1)));
  /** As somebody would who owns the database. */
  async function forge(...statements: string[]): Promise<void> {
    await store().db.execute(sql`alter table audit disable trigger all`);
    for (const statement of statements) await store().db.execute(sql.raw(statement));
    await store().db.execute(sql`alter table audit enable trigger all`);
  }
  async function complaint(statement: string): Promise<string> {
    try {
      await store().db.execute(sql.raw(statement));
    } catch (error) {
      return String((error as Error).cause ?? error);
    }
    return 'nothing was refused';
  }

  it.each(["update audit set action = 'x'", 'delete from audit', 'truncate audit'])(
    'refuses: %s',
    async (statement) => {
      await fill(2);
      expect(await complaint(statement)).toContain('append-only');
      expect(await verify()).toMatchObject({ ok: true, rows: 2 });
    },
  );

  it('verifies an empty chain and one longer than a page', async () => {
    expect(await verify()).toMatchObject({ ok: true, rows: 0 });
    await fill(1000);
    expect(await verify()).toMatchObject({ ok: true, rows: 1000 });
    await fill(1);
    expect(await verify()).toMatchObject({ ok: true, rows: 1001 });
  });

  it('verifies what JSON changes on its way: dates, empty places, the order of keys, fractions', async () => {
    const data = { z: 1.5, at: new Date(0), none: undefined, list: [undefined, null, 1e-7], a: { y: 1, x: 'ä€😀' } };
    await append(makeEntry(1, { data }));
    expect(await verify()).toMatchObject({ ok: true, rows: 1 });
  });

  it('keeps one chain when many append at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => append(makeEntry(n), makeEntry(n + 100))));
    expect(await verify()).toMatchObject({ ok: true, rows: 40 });
  });

  it('verifies while others append', async () => {
    await fill(50);
    const [verdicts] = await Promise.all([
      Promise.all(Array.from({ length: 10 }, verify)),
      ...Array.from({ length: 20 }, (_, n) => append(makeEntry(n))),
    ]);
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('finds a changed row', async () => {
    await fill(5);
    await forge(`update audit set data = '{"answer":"no"}' where seq = 3`);
    expect(await verify()).toEqual({ ok: false, rows: 2, seq: 3, fault: 'hash' });
  });

  it('finds a changed row whose hash was calculated anew', async () => {
    await fill(5);
    const [before, row] = (await store().db.select().from(audit).orderBy(audit.seq)).slice(1);
    const hash = chainHash(before!.hash, 3, { ...row!, actor: 'p_9' });
    await forge(`update audit set actor = 'p_9', hash = '${hash}' where seq = 3`);
    expect(await verify()).toEqual({ ok: false, rows: 3, seq: 4, fault: 'link' });
  });

  it('finds a missing row', async () => {
    await fill(5);
    await forge('delete from audit where seq = 3');
    expect(await verify()).toEqual({ ok: false, rows: 2, seq: 3, fault: 'gap' });
  });

  it('finds missing newest rows, and rows too many', async () => {
    await fill(5);
    await forge('delete from audit where seq = 5');
    expect(await verify()).toEqual({ ok: false, rows: 4, seq: 4, fault: 'head' });
    await forge(`update audit_head set seq = 3, hash = (select hash from audit where seq = 3)`);
    expect(await verify()).toMatchObject({ ok: false, fault: 'head' });
  });

  it('writes nothing when the transaction fails', async () => {
    const work = store().db.transaction(async (tx) => {
      await appendAudit(tx, [makeEntry(1)]);
      throw new Error('rolled back');
    });
    await expect(work).rejects.toThrow('rolled back');
    expect(await verify()).toMatchObject({ ok: true, rows: 0 });
  });

  it('tells the trail of one subject, oldest first', async () => {
    await append(makeEntry(1), makeEntry(2), makeEntry(3, { subject: 'application:a_1', action: 'approved' }));
    expect((await auditOf(store().db, 'application:a_1')).map(({ action }) => action)).toEqual(['vote', 'approved']);
  });
}
