/** A lease is one process's alone, in both databases. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store, Tx } from '../../../db/connect.ts';
import { lease } from '../../../db/leavers/directory.ts';
import { stores } from '../../support/db.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 24, hour));

describe.each(stores())('on $name', ({ open }) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store?.close());
  /** @returns how many of ten that come at once get it */
  async function ten(from: number, until: number): Promise<number> {
    const take = () => store.db.transaction((tx) => lease(tx as Tx, 'lease:x', at(from), at(until)));
    return (await Promise.all(Array.from({ length: 10 }, take))).filter(Boolean).length;
  }

  it('goes to one of ten, and to one of ten again when it has run out or the clock has jumped back', async () => {
    expect(await ten(3, 5)).toBe(1);
    expect(await ten(4, 9)).toBe(0);
    expect(await ten(5, 9)).toBe(1);
    expect(await ten(1, 2)).toBe(1);
  });
});
