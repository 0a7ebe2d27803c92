/** The operator's way to the emergency pack, without a chat. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packTool } from '../../../adapters/operation/pack.ts';
import type { Store } from '../../../db/connect.ts';
import { freshStore, scratchDir } from '../../support/db.ts';
import { takenOver } from '../../support/dormant.ts';
import { stageOn } from '../../support/stage.ts';
import { callTool } from '../../support/tools.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const scratch = scratchDir();
let store: Store;
const call = (...argv: string[]) =>
  callTool(packTool({ openStore: async () => ({ ...store, close: async () => {} }), now: () => NOW }), ...argv);

beforeAll(async () => {
  store = await freshStore();
});
afterAll(async () => {
  await store.close();
  scratch.remove();
});

it('says what is missing while no organisation is in force', async () => {
  const { code, err } = await call(join(scratch.dir, 'leer.html'));
  expect([code, err]).toEqual([78, expect.stringContaining('noch keine Organisation in Kraft')]);
});

it('writes one file that only its owner may read', async () => {
  const city = await stageOn(store);
  await takenOver(store, city.clock.now);
  const file = join(scratch.dir, 'mappe.html');
  const { code, out, err } = await call(file);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain(`${file} ist geschrieben`);
  expect(readFileSync(file, 'utf8')).toContain('Die ersten 15 Minuten');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('writes it in English', async () => {
  const file = join(scratch.dir, 'pack.html');
  expect((await call('--lang', 'en', file)).out).toContain('is written');
  expect(readFileSync(file, 'utf8')).toContain('The first 15 minutes');
});

it('wants a file to write', async () => expect((await call()).code).toBe(64));
