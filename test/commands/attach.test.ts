/** Files that people send: checked by their bytes, fetched when only announced, frozen with the application. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../db/audit.ts';
import type { Store } from '../../db/connect.ts';
import { CLERK } from '../support/acts.ts';
import { freshStore } from '../support/db.ts';
import { plain, type Stage, stageOn } from '../support/stage.ts';

let store: Store;
let city: Stage;
beforeAll(async () => {
  store = await freshStore();
  city = await stageOn(store);
});
afterAll(async () => {
  expect(city.faults).toEqual([]);
  expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  await store.close();
});

describe('a clerk without a file', () => {
  it('has no task', async () => {
    expect(plain(await city.as(CLERK).say('/channel tasks'))).toContain('Aufgabe');
  });
});
