/** A fresh, migrated database for a test file: PGlite from a template that is made once, or a Postgres database of its own. */
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

/** An embedded database in memory. Opening it costs seconds: one per file, `wipe` between tests. */
export async function freshStore(): Promise<Store> {
  const template = templateFile();
  if (existsSync(template)) return storeOnPglite(await fromTemplate(template));
  const client = await PGlite.create();
  const store = await storeOnPglite(client);
  keepTemplate(template, await client.dumpDataDir('none').then((dump) => dump.arrayBuffer()));
  return store;
}

/** Puts an empty, migrated database into a data directory, as a process would find it that starts for the second time. */
export async function seedDirectory(dir: string): Promise<void> {
  const template = templateFile();
  if (!existsSync(template)) await (await freshStore()).close();
  await (await fromTemplate(template, join(dir, 'pglite'))).close();
}

const fromTemplate = (template: string, dataDir?: string): Promise<PGlite> =>
  PGlite.create({ loadDataDir: new Blob([readFileSync(template)]), ...(dataDir ? { dataDir } : {}) });

/** Named after what went into it, so a new migration or a new PGlite makes a new one. */
function templateFile(): string {
  const hash = createHash('sha256').update(readFileSync(PGLITE));
  for (const name of readdirSync(MIGRATIONS)
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    hash.update(name).update(readFileSync(join(MIGRATIONS, name)));
  }
  return join(CACHE, `pglite-${hash.digest('hex').slice(0, 16)}.tar`);
}

/** Creating a database from nothing takes five times as long as loading this. Files that run side by side may all try. */
function keepTemplate(file: string, dump: ArrayBuffer): void {
  mkdirSync(CACHE, { recursive: true });
  for (const old of readdirSync(CACHE).filter((name) => name.startsWith('pglite-'))) rmSync(join(CACHE, old));
  const own = `${file.replace('pglite-', 'making-')}.${process.pid}`;
  writeFileSync(own, Buffer.from(dump));
  renameSync(own, file);
}

/**
 * Empties every table but the migrations'. Only those that hold something: on Postgres each costs files of its own, and most
 * tests fill few. Guards against it are lifted for that moment only.
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

/** `TEST_DATABASE_URL`, or null, and then it is said what is skipped; with CI=true that is a fault. */
export function postgresUrl(skipped: string): string | null {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return url;
  const line = `TEST_DATABASE_URL is not set: ${skipped}`;
  if (process.env.CI === 'true') throw new Error(line);
  console.log(`skipped: ${line}`);
  return null;
}

/** A database of its own on that server, empty, so that test files which run side by side don't disturb each other. */
export async function ownDatabase(server: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `kanalwacht_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const run = async (statement: string) => {
    const admin = postgres(server, { max: 1, onnotice: () => {} });
    await admin.unsafe(statement).finally(() => admin.end());
  };
  await run(`create database ${name} template template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`drop database if exists ${name} with (force)`) };
}

/** Stores to run a contract on: PGlite always, Postgres when TEST_DATABASE_URL is set. */
export function stores(): { name: 'PGlite' | 'Postgres'; open: () => Promise<Store> }[] {
  const url = postgresUrl('the contract runs on PGlite only');
  const embedded = { name: 'PGlite' as const, open: freshStore };
  return url ? [embedded, { name: 'Postgres', open: () => openOwn(url) }] : [embedded];
}

async function openOwn(server: string): Promise<Store> {
  const { url, drop } = await ownDatabase(server);
  const store = await openPostgres(url);
  return { ...store, close: () => store.close().then(drop) };
}

/** A folder that is gone afterwards. */
export function scratchDir(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'kanalwacht-'));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Somebody with access to the database changes an old entry. @returns what the database said to that; empty: it let it happen */
export function forgeAudit(store: Store): Promise<string> {
  return store.db.execute(sql`update audit set actor = 'nobody' where seq = 1`).then(
    () => '',
    (error: Error) => (error.cause instanceof Error ? error.cause : error).message,
  );
}
