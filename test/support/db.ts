/**
 * A fresh, migrated database for a test file: on Postgres if available, else embedded. Both are copied from a template
 * made once.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { openPglite, openPostgres, type Store, storeOnPglite } from '../../db/connect.ts';

export { openPglite };

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const MIGRATIONS = path('../../db/migrations/');
const PGLITE = path('../../node_modules/@electric-sql/pglite/package.json');
const CACHE = path('../../node_modules/.cache/kanalwacht/');

/**
 * The test file's own database; `wipe` empties it between tests. With TEST_DATABASE_URL it is on Postgres, which is
 * much faster to create.
 */
export const freshStore = (): Promise<Store> => {
  const server = process.env.TEST_DATABASE_URL;
  return server ? openOwn(server) : embeddedStore();
};

/** An embedded database in memory, even if Postgres is available. Opening it costs seconds of processor time. */
export async function embeddedStore(): Promise<Store> {
  const template = templateFile();
  if (existsSync(template)) return storeOnPglite(await fromTemplate(template));
  const client = await PGlite.create();
  const store = await storeOnPglite(client);
  keepTemplate(template, await client.dumpDataDir('none').then((dump) => dump.arrayBuffer()));
  return store;
}

/** Puts an empty, migrated database into a data directory, as a process finds it at its second start. */
export async function seedDirectory(dir: string): Promise<void> {
  const template = templateFile();
  if (!existsSync(template)) await (await embeddedStore()).close();
  await (await fromTemplate(template, join(dir, 'pglite'))).close();
}

const fromTemplate = (template: string, dataDir?: string): Promise<PGlite> =>
  PGlite.create({ loadDataDir: new Blob([readFileSync(template)]), ...(dataDir ? { dataDir } : {}) });

/** Named after a hash of its content, so that a new PGlite version gets a new template. */
const templateFile = (): string => join(CACHE, `pglite-${migrationsHash(readFileSync(PGLITE))}.tar`);

/** A new migration gets a new template. */
function migrationsHash(more: Buffer | string): string {
  const hash = createHash('sha256').update(more);
  for (const name of readdirSync(MIGRATIONS)
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    hash.update(name).update(readFileSync(join(MIGRATIONS, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Creating a database takes five times as long as loading this. Concurrent test files may all try to write it. */
function keepTemplate(file: string, dump: ArrayBuffer): void {
  mkdirSync(CACHE, { recursive: true });
  for (const old of readdirSync(CACHE).filter((name) => name.startsWith('pglite-'))) rmSync(join(CACHE, old));
  const own = `${file.replace('pglite-', 'making-')}.${process.pid}`;
  writeFileSync(own, Buffer.from(dump));
  renameSync(own, file);
}

/**
 * Empties every non-empty table except the migrations': on Postgres each truncated table costs files, and most tests
 * fill few. Triggers are disabled during this.
 */
export async function wipe(store: Store): Promise<void> {
  await store.db.execute(sql.raw(WIPE));
}

const WIPE = `do $$
declare
  name text;
  filled boolean;
  full_ones text[] := '{}';
  guarded text[] := array(select tgrelid::regclass::text from pg_trigger where tgtype & 32 <> 0);
begin
  for name in select tablename from pg_tables where schemaname = 'public' loop
    execute format('select exists (select from %I)', name) into filled;
    if filled then full_ones := full_ones || name; end if;
  end loop;
  foreach name in array full_ones loop
    if name = any(guarded) then execute format('alter table %I disable trigger all', name); end if;
    execute format('truncate %I', name);
    if name = any(guarded) then execute format('alter table %I enable trigger all', name); end if;
  end loop;
  insert into audit_head (id, seq, hash) values ('head', 0, repeat('0', 64));
end $$`;

/** `TEST_DATABASE_URL`, or null and a message about what is skipped. With CI=true a missing URL is an error. */
export function postgresUrl(skipped: string): string | null {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return url;
  const line = `TEST_DATABASE_URL is not set: ${skipped}`;
  if (process.env.CI === 'true') throw new Error(line);
  console.log(`skipped: ${line}`);
  return null;
}

/**
 * A separate database on that server, so that concurrent test files do not disturb each other.
 * @param how `empty`: without tables, for tests of the migrations
 */
export async function ownDatabase(
  server: string,
  how: { empty?: boolean } = {},
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `kanalwacht_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asAdmin(server, async (admin) => {
    const template = how.empty ? 'template0' : await templateDatabase(server, admin);
    await admin.unsafe(`create database ${name} template ${template}`);
  });
  const url = databaseUrl(server, name);
  return {
    url,
    drop: () =>
      asAdmin(server, async (admin) => void (await admin.unsafe(`drop database if exists ${name} with (force)`))),
  };
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdmin(server: string, work: (admin: postgres.Sql) => Promise<void>): Promise<void> {
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await work(admin).finally(() => admin.end());
}

const TEMPLATE_LOCK = 7_020_326;

/** The migrated database that others are copied from. The first caller creates it, the others wait. */
async function templateDatabase(server: string, admin: postgres.Sql): Promise<string> {
  // One per role: Postgres does not let a role copy a template owned by another.
  const [role] = await admin`select current_user::regrole::oid as id`;
  const name = `kanalwacht_template_${migrationsHash('')}_${role?.id}`;
  const isThere = async () => (await admin`select from pg_database where datname = ${name}`).length > 0;
  if (await isThere()) return name;
  await admin`select pg_advisory_lock(${TEMPLATE_LOCK})`;
  try {
    if (await isThere()) return name;
    for (const { datname } of await admin`
      select datname from pg_database where datname like 'kanalwacht\\_template\\_%' and datdba = current_user::regrole`) {
      await admin.unsafe(`drop database if exists ${datname} with (force)`);
    }
    // Created under another name, because the run may be killed halfway.
    await admin.unsafe(`drop database if exists ${name}_making with (force)`);
    await admin.unsafe(`create database ${name}_making template template0`);
    await (await openPostgres(databaseUrl(server, `${name}_making`))).close();
    await admin.unsafe(`alter database ${name}_making rename to ${name}`);
    return name;
  } finally {
    await admin`select pg_advisory_unlock(${TEMPLATE_LOCK})`;
  }
}

/** Stores for a contract test: always PGlite, and Postgres if TEST_DATABASE_URL is set. */
export function stores(): { name: 'PGlite' | 'Postgres'; open: () => Promise<Store> }[] {
  const url = postgresUrl('the contract runs on PGlite only');
  const embedded = { name: 'PGlite' as const, open: embeddedStore };
  return url ? [embedded, { name: 'Postgres', open: () => openOwn(url) }] : [embedded];
}

async function openOwn(server: string): Promise<Store> {
  const { url, drop } = await ownDatabase(server);
  // These data need not survive a server crash.
  const store = await openPostgres(`${url}?synchronous_commit=off`);
  return { ...store, close: () => store.close().then(drop) };
}

/** A temporary folder. */
export function scratchDir(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'kanalwacht-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/**
 * Changes an old audit entry, like somebody with database access. @returns the database's error; empty if it allowed
 * the change
 */
export function forgeAudit(store: Store): Promise<string> {
  return store.db.execute(sql`update audit set actor = 'nobody' where seq = 1`).then(
    () => '',
    (error: Error) => (error.cause instanceof Error ? error.cause : error).message,
  );
}
