/** Whether the database answers and has the shape that this version of the program expects. */
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Store } from '../connect.ts';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

/**
 * @param patience milliseconds; a database that hangs is as bad as none
 * @returns what is wrong, or null
 */
export async function databaseFault(store: Store, patience: number): Promise<'no-answer' | 'migrations' | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'no-answer'>((resolve) => {
    timer = setTimeout(resolve, patience, 'no-answer');
  });
  try {
    return await Promise.race([migrationsFault(store), late]);
  } catch {
    return 'no-answer';
  } finally {
    clearTimeout(timer);
  }
}

/** A newer program may have gone further; behind must nobody be. */
async function migrationsFault(store: Store): Promise<'migrations' | null> {
  const newest = Math.max(
    ...readMigrationFiles({ migrationsFolder: MIGRATIONS }).map(({ folderMillis }) => folderMillis),
  );
  const [row] = await store.db
    .select({ applied: sql<string | null>`max(created_at)` })
    .from(sql`drizzle.__drizzle_migrations`);
  return Number(row?.applied ?? 0) < newest ? 'migrations' : null;
}
