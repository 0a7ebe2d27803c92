/** What is missing before an incident can be closed stands on its head card, which is redrawn whoever settles a point. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { post, toPerson } from '../../../../bot/delivery/effect.ts';
import { cardToPlain } from '../../../../cards/render/plain.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import { enqueue } from '../../../../db/delivery/outbox.ts';
import { route } from '../../../../db/delivery/routes.ts';
import { loadOrganisation } from '../../../../db/organisation/organisation.ts';
import { freshStore, wipe } from '../../../support/db.ts';
import { incidentRows, keyOf } from '../../../support/incident.ts';
import { plain, type Stage, stageOn } from '../../../support/stage.ts';

let store: Store;
let city: Stage;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await wipe(store);
  city = await stageOn(store);
});

/** The card of an incident that is restored lies in the lead's chat. */
async function restored(set: Parameters<typeof incidentRows>[2] = {}): Promise<string> {
  const { now } = city.clock;
  const { id } = await incidentRows(store, now, { state: 'restored', places: [{ restoredAt: now }], ...set });
  await city.as('ciso').say('/kanal hilfe');
  const lead = await keyOf(store, 'ciso');
  await store.db.transaction(async (tx) => {
    const org = (await loadOrganisation(tx as Tx))!;
    const card = post(toPerson(lead), 'incident', `incident:${id}`);
    await enqueue(tx as Tx, await route(tx as Tx, [card], org, ['local'], now), now);
  });
  await city.drain();
  return id;
}
const head = () => cardToPlain(city.as('ciso').dm().at(-1)!);

it('point by point, until nothing is missing', async () => {
  const incident = await restored();
  expect(head()).toContain('Vor dem Schließen fehlen noch 2 Punkte:');
  expect(head()).toContain('• Offen, ob personenbezogene Daten betroffen sind');
  const privacy = city.as('datenschutz');
  await privacy.say('/vorfall datenverlust V-2026-0001 nein');
  await city.drain();
  expect(head()).toContain('Vor dem Schließen fehlt noch 1 Punkt:');
  expect(head()).toContain('• Keine Entscheidung zur Meldung an die Aufsicht');
  const decision = { gdprDecision: 'no-report', gdprReason: 'Es waren keine personenbezogenen Daten betroffen.' };
  const answer = await privacy.press('incident-gdpr', { incident, sent: true }, decision);
  expect(plain(answer)).not.toContain('fehl');
  await city.drain();
  expect(head()).not.toContain('Vor dem Schließen');
  expect(head()).toContain('Alles ist geklärt.');
  expect(city.as('ciso').dm()).toHaveLength(1);
});

it('says nothing of it while there is something to restore', async () => {
  await restored({ state: 'contained' });
  expect(head()).not.toContain('Vor dem Schließen');
});
