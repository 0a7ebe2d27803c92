import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyAudit } from '../../db/audit.ts';
import type { Store } from '../../db/connect.ts';
import { freshStore } from '../support/db.ts';
import { plain, registerChannel, type Stage, stageOn } from '../support/stage.ts';

let store: Store;
let city: Stage;
beforeAll(async () => {
  store = await freshStore();
  city = await stageOn(store);
});
afterAll(() => store.close());

it('goes from the form to six votes and into the registry', async () => {
  const clerk = city.as('oeffentlichkeitsarbeit-kulturbetriebe');
  const number = await registerChannel(clerk);
  expect(number).toMatch(/^SN-2026-0001-v1$/);
  await city.drain();
  const head = city.as('leitung-kulturbetriebe');
  await head.click('Ja');
  await city.drain();
  console.log(clerk.dm().map((c) => plain({ kind: 'card', card: c, replace: false })).join('\n-----\n'));
  for (const who of ['leitung-dortmund-agentur', 'datenschutz', 'ciso']) {
    console.log(who, plain(await city.as(who).say('/channel tasks')));
  }
  expect(city.faults).toEqual([]);
  expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
});
