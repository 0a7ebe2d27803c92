/** Whether the database responds and has the schema that this version expects. */
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Store } from '../connect.ts';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

/**
 * @param patience milliseconds; a hanging database counts as down
 * @returns the fault, or null
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

/** The schema may be newer than this program, never older. */
async function migrationsFault(store: Store): Promise<'migrations' | null> {
  const newest = Math.max(
    ...readMigrationFiles({ migrationsFolder: MIGRATIONS }).map(({ folderMillis }) => folderMillis),
  );
  const [row] = await store.db
    .select({ applied: sql<string | null>`max(created_at)` })
    .from(sql`drizzle.__drizzle_migrations`);
  return Number(row?.applied ?? 0) < newest ? 'migrations' : null;
}
