/** Long imports: killed and repeated, refused rows, and somebody who registers one of the channels meanwhile. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../db/audit.ts';
import { openPglite, openPostgres, type Store } from '../../../db/connect.ts';
import { applications, audit, channels, counters } from '../../../db/schema.ts';
import { startChild } from '../../support/child.ts';
import { freshStore, ownDatabase, postgresUrl, scratchDir, seedDirectory, wipe } from '../../support/db.ts';
import { imported } from '../../support/imported.ts';
import { longList } from '../../support/long-list.ts';

const SOURCE = { now: new Date('2026-11-23T09:00:00Z'), source: 'long.csv' };
const SIZE = 2300;
const server = postgresUrl('an import is killed on PGlite only');
let store: Store;
beforeAll(async () => {
  store = await freshStore();
});
beforeEach(() => wipe(store));
afterAll(() => store.close());
const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

/** The registry without its random ids. */
async function registryOf({ db }: Store) {
  const made = await db.select().from(applications);
  const rows = (await db.select().from(channels)).map(({ key, state, application }) => {
    const own = made.find(({ id }) => id === application)!;
    return [own.number, key, state, own.state, own.title];
  });
  const [{ version } = { version: 0 }] = await db.select().from(counters);
  const log = await db.select().from(audit).orderBy(audit.seq);
  return {
    rows: rows.sort(),
    made: made.length,
    version,
    log: log.map(({ data }) => data),
    audit: await verifyAudit(db),
  };
}

async function target(name: string): Promise<{ at: string; open: () => Promise<Store> }> {
  if (name === 'Postgres') {
    const { url, drop } = await ownDatabase(server!);
    cleanUp.push(drop);
    return { at: url, open: () => openPostgres(url) };
  }
  const { dir, remove } = scratchDir();
  cleanUp.push(remove);
  await seedDirectory(dir);
  return { at: dir, open: () => openPglite(dir) };
}

it.each(['PGlite', ...(server ? ['Postgres'] : [])])(
  'killed in the middle and repeated, it ends in the same registry on %s',
  async (name) => {
    await imported(store, longList(SIZE), SOURCE);
    const { at, open } = await target(name);
    const first = startChild('./child-importing.ts', at, String(SIZE));
    cleanUp.push(first.kill);
    await first.line('stored');
    await first.kill();
    const between = await open();
    const stored = (await between.db.select().from(channels)).length;
    await between.close();
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(SIZE);
    const second = startChild('./child-importing.ts', at, String(SIZE));
    cleanUp.push(second.kill);
    await second.line('done');
    await second.ended;
    const after = await open();
    cleanUp.push(after.close);
    const [here, there] = [await registryOf(store), await registryOf(after)];
    expect(there.rows).toEqual(here.rows);
    expect([there.made, there.version]).toEqual([SIZE, SIZE]);
    expect(there.log.map(({ number, line }) => [number, line])).toEqual(
      here.log.map(({ number, line }) => [number, line]),
    );
    expect(there.audit.ok).toBe(true);
  },
);

describe('a batch', () => {
  it('loses only the row that the database refuses, and no number', async () => {
    const entries = longList(6).map((entry, index) => (index === 3 ? { ...entry, name: 'nul \u0000' } : entry));
    const results = await imported(store, entries, SOURCE);
    expect(results.map(({ outcome }) => outcome)).toEqual(['added', 'added', 'added', 'failed', 'added', 'added']);
    const { rows, made, version, audit: verdict } = await registryOf(store);
    expect([rows.length, made, version, verdict.ok]).toEqual([5, 5, 5, true]);
    expect(rows.map(([number]) => number)).toEqual([1, 2, 3, 4, 5].map((count) => `SN-2026-000${count}-v1`));
  });

  it('leaves what is registered already as it is, among new ones', async () => {
    await imported(store, longList(3), SOURCE);
    const results = await imported(store, longList(5), SOURCE);
    expect(results.map(({ outcome }) => outcome)).toEqual(['known', 'known', 'known', 'added', 'added']);
    expect(results.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5].map((count) => `SN-2026-000${count}-v1`));
  });

  it('is stored before the next one is begun', async () => {
    const { importEntries } = await import('../../../commands/registry/import.ts');
    for await (const batch of importEntries(store, longList(1100), SOURCE)) {
      expect((await store.db.select().from(channels)).length % 500).toBe(batch.length % 500);
    }
  });

  it.skipIf(!server)('meets another import of the same list: each channel is there once', async () => {
    const { at, open } = await target('Postgres');
    const both = [open(), open()];
    const [one, two] = await Promise.all(both);
    cleanUp.push(one!.close, two!.close);
    const results = await Promise.all([imported(one!, longList(40), SOURCE), imported(two!, longList(40), SOURCE)]);
    expect(at).toContain('postgres');
    expect(results.flat().filter(({ outcome }) => outcome === 'added')).toHaveLength(40);
    expect(results.flat().filter(({ outcome }) => outcome === 'known')).toHaveLength(40);
    expect((await registryOf(one!)).rows).toHaveLength(40);
  });
});
