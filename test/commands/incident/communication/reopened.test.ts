/** An incident that is opened again: who has not read its notice is chased from then on, and nobody for one that was called off. */
import { afterEach, expect, it } from 'vitest';
import { wallTime } from '../../../../bot/time/calendar.ts';
import { verifyAudit } from '../../../../db/audit.ts';
import { update } from '../../../../db/changes.ts';
import type { Store } from '../../../../db/connect.ts';
import { write } from '../../../support/dormant.ts';
import { eachInCity } from '../../../support/each.ts';
import { incidentNow, incidentRows } from '../../../support/incident.ts';
import type { Stage } from '../../../support/stage.ts';

const FIRST = /Erstmeldung/;
const PHONE = /^Anrufliste/;
let store: Store;
let city: Stage;
eachInCity((...given) => {
  [store, city] = given;
});
afterEach(async () => {
  expect(city.faults).toEqual([]);
  expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
});

const cards = (who: string, title: RegExp) =>
  city
    .as(who)
    .dm()
    .filter((card) => title.test(card.title)).length;
/** The clock goes there, and what it brings about is delivered. */
async function live(time: string, day = '2026-11-23') {
  city.clock.now = wallTime(day, time);
  await city.tick();
  await city.drain();
}
const say = async (line: string) => {
  await city.as('ciso').say(line);
  await city.drain();
};

async function confirmed() {
  city.clock.now = wallTime('2026-11-23', '10:00');
  const { id } = await incidentRows(store, city.clock.now, { state: 'reported' });
  await city.as('ciso').press('incident-confirm', { incident: id });
  await city.drain();
  expect(cards('pressestelle', FIRST)).toBe(1);
  return id;
}

it('nobody is phoned for a notice that was called off', async () => {
  await confirmed();
  await live('10:05');
  await say('/vorfall fehlalarm V-2026-0001 Sperre des Netzwerks');
  await live('14:00', '2026-11-25');
  await say('/vorfall wieder öffnen V-2026-0001 Doch echt');
  // A new notice: everybody hears of it once, and its own clock runs.
  expect(cards('pressestelle', FIRST)).toBe(2);
  await live('14:01', '2026-11-25');
  expect(cards('ciso', PHONE)).toBe(0);
  await live('14:31', '2026-11-25');
  expect(cards('pressestelle', FIRST)).toBe(3);
  await live('15:01', '2026-11-25');
  expect(cards('ciso', PHONE)).toBe(1);
});

it('so it is on the day of the notice, when the list to phone had been out already', async () => {
  const id = await confirmed();
  await live('10:31');
  await live('11:01');
  expect([cards('pressestelle', FIRST), cards('ciso', PHONE)]).toEqual([2, 1]);
  await write(store, update('incidents', await incidentNow(store, id), { state: 'closed', closedAt: city.clock.now }));
  await live('14:00');
  await say('/vorfall wieder öffnen V-2026-0001 Wieder übernommen');
  await live('14:31');
  expect([cards('pressestelle', FIRST), cards('ciso', PHONE)]).toEqual([3, 1]);
  await live('15:01');
  expect(cards('ciso', PHONE)).toBe(2);
});

it('what nobody had read when it was closed is asked for again, from the reopening on', async () => {
  const id = await confirmed();
  await live('10:05');
  const closed = { state: 'closed' as const, closedAt: city.clock.now };
  await write(store, update('incidents', await incidentNow(store, id), closed));
  await live('14:00', '2026-12-02');
  await say('/vorfall wieder öffnen V-2026-0001 Wieder übernommen');
  await live('14:01', '2026-12-02');
  expect([cards('pressestelle', FIRST), cards('ciso', PHONE)]).toEqual([1, 0]);
  await live('14:31', '2026-12-02');
  expect([cards('pressestelle', FIRST), cards('ciso', PHONE)]).toEqual([2, 0]);
  await live('15:01', '2026-12-02');
  expect([cards('pressestelle', FIRST), cards('ciso', PHONE)]).toEqual([2, 1]);
});
