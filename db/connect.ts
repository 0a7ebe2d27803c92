/** Opens the database: PGlite in a folder, or Postgres by URL, behind one `Db` type. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { lockDirectory } from './operation/data-directory-lock.ts';
import { withPlans } from './pglite-plans.ts';
import { keepPlans } from './postgres-plans.ts';
import * as schema from './schema.ts';

export { DirectoryInUse } from './operation/data-directory-lock.ts';

export type Db = PgDatabase<PgQueryResultHKT, typeof schema>;
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

export type Store = {
  db: Db;
  /** `pglite` has one connection: using `db` inside a transaction would wait for itself for ever. */
  kind: 'pglite' | 'postgres';
  /** Resolves if the database responds, throws otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
/** An arbitrary number, the same in every process. The migrating process holds the lock. */
const MIGRATION_LOCK = 7_020_325;

/**
 * Opens an embedded database.
 * @param dir the data directory; if absent, in memory and lost at exit
 * @throws DirectoryInUse
 */
export async function openPglite(dir?: string): Promise<Store> {
  const unlock = dir ? lockDirectory(dir) : () => {};
  try {
    const client = await PGlite.create(dir ? { dataDir: join(dir, 'pglite') } : {});
    return await storeOnPglite(client, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A store on an open PGlite (tests clone one). Runs the migrations. */
export async function storeOnPglite(client: PGlite, unlock: () => void = () => {}): Promise<Store> {
  await migratePglite(drizzlePglite(client), { migrationsFolder: MIGRATIONS });
  const db = drizzlePglite(withPlans(client) as PGlite, { schema });
  return {
    db,
    kind: 'pglite',
    ping: async () => void (await db.execute(sql`select 1`)),
    close: async () => {
      try {
        await client.close();
      } finally {
        unlock();
      }
    },
  };
}

/** Opens a Postgres. @param url `postgres://user:password@host/database` */
export async function openPostgres(url: string): Promise<Store> {
  await migrateLocked(url);
  // drizzle changes the type parsers of its client, so nobody else may use this one.
  const client = postgres(url, { max: 10, connect_timeout: 5, backoff: soon, onnotice: () => {} });
  const db = drizzlePostgres(keepPlans(client), { schema });
  return {
    db,
    kind: 'postgres',
    ping: async () => void (await db.execute(sql`select 1`)),
    close: () => client.end({ timeout: 5 }),
  };
}

/**
 * Seconds before the next connection attempt. The driver's own waits grow to 20 s, twice as long as a typical outage.
 */
const soon = (retries: number): number => Math.min(3 ** retries / 100, 1);

/** drizzle's migrate() takes no lock: of three processes starting at once, two crashed. */
async function migrateLocked(url: string): Promise<void> {
  const client = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migratePostgres(drizzlePostgres(client, { schema }), { migrationsFolder: MIGRATIONS });
    await client`select pg_advisory_unlock(${MIGRATION_LOCK})`;
  } finally {
    await client.end({ timeout: 5 });
  }
}
