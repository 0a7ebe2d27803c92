import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../../../db/connect.ts';
import { listChannels } from '../../../db/registry/dossiers.ts';
import { freshStore } from '../../support/db.ts';
import { imported } from '../../support/imported.ts';
import { listed } from '../../support/listed.ts';
import { plain, type Stage, stageOn } from '../../support/stage.ts';

const LIST = new URL('../../../demo/saxony-2016.csv', import.meta.url);
const now = new Date('2026-11-23T09:00:00Z');
let store: Store;
let city: Stage;
beforeAll(async () => {
  store = await freshStore();
  city = await stageOn(store);
});
afterAll(() => store.close());

const entries = async () => (await listed('saxony-2016.csv', readFileSync(LIST))).entries;

it('makes 51 late applications of the 51 rows, each saying what it lacks', async () => {
  const results = await imported(store, await entries(), { now, source: 'saxony-2016.csv' });
  expect(results.map((result) => result.outcome)).toEqual(Array.from({ length: 51 }, () => 'added'));
  expect(new Set(results.map((result) => result.number)).size).toBe(51);
  for (const result of results) {
    const paths = result.missing.map((problem) => problem.path);
    expect(paths).toContain('purpose');
    expect(paths).toContain('persons');
    expect(paths).not.toContain('url');
  }
  const all = await listChannels(store.db as never, {}, { size: 100, number: 1 });
  expect(all.total).toBe(51);
  expect(all.rows.filter(({ channel }) => channel.state === 'dormant')).toHaveLength(2);
  expect(all.rows.filter(({ channel }) => channel.administrators === null)).toHaveLength(1);
  expect(all.rows.every(({ application }) => application?.kind === 'late')).toBe(true);
});

it('changes nothing when it is repeated', async () => {
  const results = await imported(store, await entries(), { now, source: 'saxony-2016.csv' });
  expect(results.every((result) => result.outcome === 'known')).toBe(true);
  expect((await listChannels(store.db as never, {}, { size: 1, number: 1 })).total).toBe(51);
});

it('lets a registrar take a late application on and go on in its form', async () => {
  const registrar = city.as('berechtigungen');
  expect(plain(await registrar.say('/channel list polizei'))).toContain('Polizei Sachsen');
  const shown = plain(await registrar.say('/channel show facebook.com/polizeisachsen.info'));
  expect(shown).toContain('Nachmeldung');
  expect(shown).toContain('Antragsteller*in: noch niemand');
  expect(plain(await registrar.say('/channel edit facebook.com/polizeisachsen.info'))).toContain('Schritt 1 von 6');
  await registrar.click('Weiter', { purpose: 'Warnungen und Fahndung' });
  const mine = plain(await registrar.say('/channel tasks'));
  expect(mine).toContain('Facebook – Polizei Sachsen');
});
