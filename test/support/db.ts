/** A fresh, migrated database for a test file: PGlite from a template made once, or a Postgres schema of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { openPglite, type Store, storeOnPglite } from '../../db/connect.ts';

/** An embedded database in memory. Boot costs seconds: one per file, `wipe` between tests. */
export async function freshStore(): Promise<Store> {
  return storeOnPglite(await PGlite.create());
}

/** Empties every table but the migrations'. The audit's own guard is lifted for that moment only. */
export async function wipe(store: Store): Promise<void> {
  const result = await store.db.execute(
    sql`select tablename from pg_tables where schemaname = 'public' order by tablename`,
  );
  const rows = (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as { tablename: string }[];
  const tables = rows.map((row) => `"${row.tablename}"`).join(', ');
  await store.db.execute(sql`alter table audit disable trigger all`);
  await store.db.execute(sql.raw(`truncate ${tables}`));
  await store.db.execute(sql`alter table audit enable trigger all`);
  await store.db.execute(sql`insert into audit_head (id, seq, hash) values ('head', 0, repeat('0', 64))`);
}

/** Stores to run a contract on: PGlite always, Postgres when TEST_DATABASE_URL is set (its database is wiped). */
export function stores(): { name: string; open: () => Promise<Store> }[] {
  const url = process.env.TEST_DATABASE_URL;
  const list = [{ name: 'PGlite', open: freshStore }];
  if (url) {
    list.push({
      name: 'Postgres',
      open: async () => {
        const { openPostgres } = await import('../../db/connect.ts');
        return openPostgres(url);
      },
    });
  }
  return list;
}

/** A folder that is gone afterwards. */
export function scratchDir(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'kanalwacht-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export { openPglite };
