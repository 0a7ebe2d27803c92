/** One process per data directory, and any number on one Postgres. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DirectoryInUse, openPostgres } from '../../db/connect.ts';
import { lockDirectory } from '../../db/operation/data-directory-lock.ts';
import { type Child, startChild } from '../support/child.ts';
import { openPglite, ownDatabase, postgresUrl, scratchDir, seedDirectory } from '../support/db.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});
function scratch(): string {
  const { dir, remove } = scratchDir();
  cleanUp.push(remove);
  return dir;
}
function start(...args: string[]): Child {
  const child = startChild('child-locking.ts', ...args);
  cleanUp.push(child.kill);
  return child;
}
const lockOf = (dir: string) => join(dir, 'kanalwacht.lock');

describe('the data directory', () => {
  it('belongs to the process that opened it, until that ends', async () => {
    const dir = scratch();
    await seedDirectory(dir);
    const first = start('open', dir);
    await first.line('has it');
    const refused = openPglite(dir);
    await expect(refused).rejects.toBeInstanceOf(DirectoryInUse);
    await expect(refused).rejects.toThrow(`in use by process ${first.pid}`);
    await first.kill();
    const store = await openPglite(dir);
    await store.ping();
    const second = start('open', dir);
    expect(await second.line('refused')).toBe(`refused: ${process.pid}`);
    expect(await second.ended).toBe(3);
    await store.close();
    expect(existsSync(lockOf(dir))).toBe(false);
  }, 90_000);

  it('is opened once by one process, too', () => {
    const dir = scratch();
    const unlock = lockDirectory(dir);
    expect(() => lockDirectory(dir)).toThrow(DirectoryInUse);
    unlock();
    lockDirectory(dir)();
  });

  it('goes to exactly one of three that find the lock of a dead process', async () => {
    const dir = scratch();
    const dead = start('lock', dir);
    await dead.line('has it');
    await dead.kill();
    expect(existsSync(lockOf(dir))).toBe(true);
    const starters = [start('lock', dir), start('lock', dir), start('lock', dir)];
    const lines = await Promise.all(
      starters.map((child) => Promise.race([child.line('has it'), child.line('refused')])),
    );
    expect(lines.filter((line) => line === 'has it')).toHaveLength(1);
    const owner = starters[lines.indexOf('has it')]!;
    expect(JSON.parse(readFileSync(lockOf(dir), 'utf8'))).toMatchObject({ pid: owner.pid });
  });

  it.each([
    ['of an earlier process with our own number (a container)', JSON.stringify({ pid: process.pid, born: '1' })],
    ['whose number another process has got since', JSON.stringify({ pid: process.ppid, born: '1' })],
    ['of a process that is no more', JSON.stringify({ pid: 2 ** 22 + 1, born: '1' })],
    ['that nobody can read', 'x'],
  ])('is taken over from a lock %s', (_name, content) => {
    const dir = scratch();
    writeFileSync(lockOf(dir), content);
    lockDirectory(dir)();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is not taken over while somebody alive is taking it over', () => {
    const dir = scratch();
    const stale = JSON.stringify({ pid: 2 ** 22 + 1, born: null });
    writeFileSync(lockOf(dir), stale);
    writeFileSync(`${lockOf(dir)}.takeover`, JSON.stringify({ pid: process.ppid, born: null }));
    expect(() => lockDirectory(dir)).toThrow(DirectoryInUse);
    writeFileSync(`${lockOf(dir)}.takeover`, stale);
    lockDirectory(dir)();
    expect(readdirSync(dir)).toEqual([]);
  });
});

const server = postgresUrl('three processes do not migrate one Postgres at once');

describe.runIf(server)('Postgres', () => {
  it('is migrated once by three that start at once', async () => {
    const { url, drop } = await ownDatabase(server!, { empty: true });
    cleanUp.push(drop);
    const opened = await Promise.all([openPostgres(url), openPostgres(url), openPostgres(url)]);
    for (const store of opened) {
      cleanUp.push(store.close);
      await store.ping();
    }
    const result = await opened[0]!.db.execute('select count(*)::int as count from drizzle.__drizzle_migrations');
    const files = readdirSync(new URL('../../db/migrations/', import.meta.url)).filter((name) => name.endsWith('.sql'));
    expect((result as unknown as { count: number }[])[0]?.count).toBe(files.length);
  });

  it('says so when it can not be reached', async () => {
    await expect(openPostgres('postgres://postgres@127.0.0.1:1/none')).rejects.toThrow(/ECONNREFUSED/);
  });
});
