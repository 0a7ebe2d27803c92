import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../db/connect.ts';
import { databaseFault } from '../../../db/operation/health.ts';
import { freshStore } from '../../support/db.ts';

const LONG = 20_000;

describe('databaseFault', () => {
  let store: Store;
  beforeAll(async () => {
    store = await freshStore();
  });
  afterAll(() => store.close());

  it('finds nothing wrong with a migrated database', async () => {
    expect(await databaseFault(store, LONG)).toBeNull();
  });

  it('takes one that is further than this program', async () => {
    await store.db.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 9999999999999)`,
    );
    expect(await databaseFault(store, LONG)).toBeNull();
    await store.db.execute(sql`delete from drizzle.__drizzle_migrations where hash = 'newer'`);
  });

  it('finds one that lacks a migration', async () => {
    await store.db.execute(sql`delete from drizzle.__drizzle_migrations where created_at > 0`);
    expect(await databaseFault(store, LONG)).toBe('migrations');
  });

  it('does not wait for one that hangs', async () => {
    let release = () => {};
    let locked = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const begun = new Promise<void>((resolve) => {
      locked = resolve;
    });
    const blocking = store.db.transaction(async () => {
      locked();
      await held;
    });
    await begun;
    expect(await databaseFault(store, 1)).toBe('no-answer');
    release();
    await blocking;
  });
});

describe('databaseFault on a database that is gone', () => {
  it('says so', async () => {
    const gone = await freshStore();
    await gone.close();
    expect(await databaseFault(gone, LONG)).toBe('no-answer');
  });
});
