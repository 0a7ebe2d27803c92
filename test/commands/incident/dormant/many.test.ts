/** Hundreds of channels at once: one confirmation, one board, one card per administrator; and all unprotected ones. */
import { describe, expect, it } from 'vitest';
import { isUrgent } from '../../../../bot/delivery/effect.ts';
import { buttons } from '../../../../cards/node.ts';
import { applyChanges, insert } from '../../../../db/changes.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import { outbox } from '../../../../db/schema.ts';
import { cardOf } from '../../../support/acts.ts';
import { kindsOf, placesNow, stateOf, takenOver } from '../../../support/dormant.ts';
import { eachInCity } from '../../../support/each.ts';
import { LEAVER, MANAGER, registered, two } from '../../../support/leavers.ts';
import { plain, type Stage } from '../../../support/stage.ts';

const MANY = 200;

let store: Store;
let city: Stage;
eachInCity((...given) => {
  [store, city] = given;
});

const rows = async () => (await store.db.select().from(outbox)).map(({ effect }) => effect);
const postsOf = async (view: string) =>
  (await rows()).flatMap((effect) => (effect.do === 'post' && effect.card.view === view ? [effect] : []));

describe('a posting stop', () => {
  it(`for ${MANY} channels is one confirmation, one board and one card per administrator`, {
    timeout: 120_000,
  }, async () => {
    const { id, application } = await takenOver(store, city.clock.now);
    const [first] = await placesNow(store, id);
    // The same two people run all of them; one application stands for all, as the registry allows.
    const now = city.clock.now;
    await store.db.transaction((tx) =>
      applyChanges(
        tx as Tx,
        Array.from({ length: MANY - 1 }, (_, i) =>
          insert('channels', {
            id: `c_many_${i}`,
            platform: 'facebook',
            name: `Bezirk ${i}`,
            handle: `bezirk${i}`,
            url: `https://www.facebook.com/bezirk${i}`,
            key: `facebook.com/bezirk${i}`,
            office: 'kulturbetriebe',
            state: 'published',
            application,
            createdAt: now,
            changedAt: now,
          }),
        ),
      ),
    );
    const asked = cardOf(await city.as('ciso').say('/vorfall posting-stopp'));
    expect(plain({ kind: 'card', card: asked, replace: false })).toContain('gleiche Administration');
    expect(buttons(asked).map(({ label }) => label)).toEqual([`Ja, Posting-Stopp für ${MANY}`]);
    const { do: name, args = {} } = buttons(asked)[0]!;
    const board = await city.as('ciso').press(name, args);
    expect(plain(board)).toContain(`Posting-Stopp: 0 von ${MANY}`);
    const places = await placesNow(store, id);
    expect(places).toHaveLength(MANY);
    expect(places.filter(({ place }) => place.target === 'S0')).toHaveLength(MANY);
    expect(places.filter(({ place }) => place.part === 'related')).toHaveLength(MANY - 1);
    expect(places[1]?.place.ties.length).toBeGreaterThan(0);
    // Related channels are stopped, not suspected.
    expect(await stateOf(store, 'c_many_0')).toBe('published');
    expect(first?.place.id).toBe(places[0]?.place.id);
    expect(await kindsOf(store, id)).toEqual(['decided-stop']);
    const mine = await postsOf('incident-mine');
    expect(mine).toHaveLength(2);
    // Before everything that waits: whoever has not read it goes on posting.
    for (const effect of [...mine, ...(await postsOf('incident-board'))]) expect(isUrgent(effect)).toBe(true);
    expect(new Set(mine.map(({ card }) => card.args.person)).size).toBe(2);

    await city.drain();
    const card = city.as(LEAVER).dm().at(-1)!;
    expect(plain({ kind: 'card', card, replace: false })).toContain(`Auf ${MANY} Ihrer Kanäle`);
    const pages = buttons(card).filter(({ do: what }) => what === 'incident-stopped');
    expect(pages.length).toBeLessThan(10);
    await city.as(LEAVER).click(`Alle ${MANY} gestoppt`);
    expect((await placesNow(store, id)).filter(({ place }) => place.stage === 'S0')).toHaveLength(MANY);
    expect(plain(await city.as('ciso').say('/vorfall tafel'))).toContain(`Posting-Stopp: ${MANY} von ${MANY}`);
    expect(plain(await city.as(MANAGER).press('incident-stopped', { incident: id }))).toContain('schon vollständig');
    expect(city.faults).toEqual([]);
  });

  it('of one channel leaves the others to go on', async () => {
    const { id } = await takenOver(store, city.clock.now, { persons: two() });
    await registered(store, city.clock.now, two());
    await city.as('ciso').press('incident-stop', { incident: id, sure: true });
    const places = await placesNow(store, id);
    const steps = await city.as(LEAVER).press('incident-mine', { incident: id });
    expect(plain(steps)).toContain('Auf 2 Ihrer Kanäle');
    await city.as(LEAVER).press('incident-stopped', { incident: id, place: places[0]!.place.id });
    const stages = (await placesNow(store, id)).map(({ place }) => place.stage);
    expect(stages.sort()).toEqual(['S0', null].sort());
    const stranger = await city
      .as('pressestelle')
      .press('incident-stopped', { incident: id, place: places[1]!.place.id });
    expect(plain(stranger)).toContain('steht Ihnen');
    const nobody = await city.as('ausbildung-personalamt').press('incident-mine', { incident: id });
    expect(plain(nobody)).not.toContain('Kultur');
  });
});

describe('all unprotected channels', () => {
  it('are proposed on one card, and go dormant once somebody says yes', async () => {
    const { id } = await takenOver(store, city.clock.now, { answers: { secondFactor: 'all' } });
    for (let i = 0; i < 3; i++) await registered(store, city.clock.now, two(), { secondFactor: 'none' });
    const asked = cardOf(await city.as('ciso').say('/incident dormant --unprotected'));
    expect(plain({ kind: 'card', card: asked, replace: false })).toContain('3 Kanäle werden ruhend gestellt');
    expect(await placesNow(store, id)).toHaveLength(1);
    const { do: name, args = {} } = buttons(asked)[0]!;
    await city.as('ciso').press(name, args);
    const places = await placesNow(store, id);
    expect(places.filter(({ place }) => place.target === 'S1')).toHaveLength(3);
    expect(places.filter(({ place }) => place.ties.includes('unprotected'))).toHaveLength(3);
    expect(plain(await city.as('ciso').say('/kanal liste'))).not.toContain('kompromittiert');
    expect(plain(await city.as('ciso').say('/vorfall ruhend ungeschützte'))).toContain('nichts zu tun');
  });
});
