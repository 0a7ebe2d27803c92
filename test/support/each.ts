/** A new demo city for each test of a file, on one database. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Store, Tx } from '../../db/connect.ts';
import { freshStore, wipe } from './db.ts';
import { type Stage, stageOn } from './stage.ts';

export type Given = {
  /** Opens the database. Default: `freshStore`. */
  open?: () => Promise<Store>;
  chats?: Parameters<typeof stageOn>[1];
  /** Changes to the demo file. */
  change?: Parameters<typeof stageOn>[2];
};

/**
 * One database per test file. Before each test it is emptied and the demo city is applied. @returns a function that
 * reads it
 */
export function eachInCity(give: (store: Store, city: Stage) => void, how: Given = {}) {
  const { open = freshStore, chats, change } = how;
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store?.close());
  beforeEach(async () => {
    await wipe(store);
    give(store, await stageOn(store, chats, change));
  });
  return { read: <T>(work: (tx: Tx) => Promise<T>): Promise<T> => store.db.transaction((tx) => work(tx as Tx)) };
}
