/** What directories say that is late, doubled, contradicted or about nobody; and one person behind thirty channels. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChatName } from '../../bot/chat.ts';
import { say } from '../../cards/text.ts';
import { verifyAudit } from '../../db/audit.ts';
import type { Store, Tx } from '../../db/connect.ts';

import { leaverCases } from '../../db/schema.ts';
import { keyOf } from '../support/acts.ts';
import { stores, wipe } from '../support/db.ts';
import { graphAnswers, graphManagers, inEntra, slackSays, sweptByNight } from '../support/directories.ts';
import { LEAVER, MANAGER, registered, two } from '../support/leavers.ts';
import { setGone } from '../support/past-commands.ts';
import { type City, openCity, type Person } from '../support/story.ts';

const BEGIN = new Date('2026-11-24T09:00:00Z');
const HOUR = 3_600_000;
const CASE = 'Weggangsfall: ';
const STRANGER = 'jemand@elsewhere.example';
let store: Store;
let city: City;
beforeAll(async () => {
  store = await stores().at(-1)!.open();
});
beforeEach(() => wipe(store));
afterEach(async () => {
  expect(city.takeLines()).toEqual([]);
  expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  await city.close();
});
afterAll(() => store?.close());

const openIn = async (chats: readonly ChatName[], chat = chats[0]!) => {
  city = await openCity({ store, chats, chatOf: () => chat, directories: true, begin: BEGIN });
};
const cases = async () => (await store.db.select().from(leaverCases)).map(({ state, reports }) => ({ state, reports }));
const cards = async (person: Person) => (await person.sights()).filter(({ text }) => text.includes(CASE));

describe('what Slack says', () => {
  const at = (hours: number) => new Date(BEGIN.getTime() + hours * HOUR);

  it('late, about a time before the newest word, changes nothing', async () => {
    await openIn(['slack']);
    await registered(store, BEGIN, two(LEAVER, 'pressestelle'));
    const manager = await city.person(MANAGER);
    const first = await slackSays(city, LEAVER, { updated: at(1) });
    await slackSays(city, LEAVER, { deleted: false, updated: at(3) });
    await city.settle();
    expect((await manager.sees(CASE)).text).toContain('bleibt oder ist wieder da');
    // The closing comes again from the queue, under its old id and under a new one.
    await slackSays(city, LEAVER, { updated: at(1), event: first });
    await slackSays(city, LEAVER, { updated: at(2) });
    await city.settle();
    expect(await cases()).toEqual([{ state: 'closed', reports: {} }]);
    expect(await cards(manager)).toHaveLength(1);
    // Really closed again afterwards: that is another case.
    await slackSays(city, LEAVER, { updated: at(4) });
    await city.settle();
    expect((await cases()).map(({ state }) => state).sort()).toEqual(['closed', 'suspected']);
    expect(await cards(manager)).toHaveLength(2);
  });

  it('about somebody whom the registry does not know, or who has no rights, tells nobody anything', async () => {
    await openIn(['slack']);
    await registered(store, BEGIN, two(LEAVER, 'pressestelle'));
    const manager = await city.person(MANAGER);
    const before = (await manager.sights()).length;
    city.slack!.addUser({ email: STRANGER, name: 'Jemand' });
    await slackSays(city, STRANGER);
    await slackSays(city, 'oeffentlichkeitsarbeit-kulturbetriebe');
    await city.settle();
    expect(await cases()).toEqual([]);
    expect(await manager.sights()).toHaveLength(before);
  });

  it('against what Entra says is only a hint, whoever speaks last', async () => {
    await openIn(['slack', 'teams'], 'teams');
    await registered(store, BEGIN, two(LEAVER, 'pressestelle'));
    const manager = await city.person(MANAGER);
    await slackSays(city, LEAVER, { updated: at(1) });
    await manager.sees('Es gibt einen Hinweis');
    // Entra says the account is open: that takes back nothing that Slack has said.
    graphAnswers([[inEntra(city, LEAVER, { accountEnabled: true })]]);
    graphManagers(LEAVER);
    await sweptByNight(city, 'graph');
    expect(await cases()).toEqual([{ state: 'suspected', reports: { slack: 'suspected' } }]);
    city.clock.forward(1);
    graphAnswers([[inEntra(city, LEAVER, { accountEnabled: false })]], { from: 'next' });
    await sweptByNight(city, 'graph');
    await manager.sees('Gemeldet durch: Microsoft Entra, Slack');
    await slackSays(city, LEAVER, { deleted: false, updated: at(48) });
    await city.settle();
    expect(await cases()).toEqual([{ state: 'confirmed', reports: { graph: 'confirmed' } }]);
    expect(await cards(manager)).toHaveLength(1);
    await manager.press('Rechte entzogen', CASE);
    await manager.sees(/Rechte entzogen: Leitung Stadt- und Landesbibliothek/);
  });
});

it('tells of somebody without a manager who leads an office of the channels, else FB 3', {
  timeout: 60_000,
}, async () => {
  await openIn(['slack']);
  // The data protection officer stands in no office; the top of the city has nobody above.
  const [free, top] = ['datenschutz', 'oberbuergermeisterin'];
  for (const ref of [free, top, 'stadtdirektion']) await registered(store, BEGIN, two(ref, 'it-pruefung'));
  const head = await city.person('leitung-kulturbetriebe');
  const fb3 = await city.person('leitung-dortmund-agentur');
  await slackSays(city, free);
  await city.settle();
  await head.sees(`${CASE}Datenschutzbeauftragte*r`);
  const key = await keyOf(store, 'stadtdirektion');
  await store.db.transaction((tx) => setGone(tx as Tx, key, true));
  await slackSays(city, top);
  await city.settle();
  await fb3.sees(`${CASE}Oberbürgermeister*in`);
  const people = (await store.db.select().from(leaverCases)).map(({ manager }) => manager);
  expect(people.sort()).toEqual([await keyOf(store, head.ref), await keyOf(store, fb3.ref)].sort());
});

describe.each(['slack', 'teams', 'local'] as const)('thirty channels, in %s', (chat) => {
  it('with one administrator are one case, one card and one alarm, and can be worked off page by page', async () => {
    const isLocal = chat === 'local';
    await openIn(isLocal ? ['local'] : ['slack', 'teams'], chat);
    for (let n = 0; n < 30; n++) await registered(store, BEGIN, [{ person: LEAVER, role: 'administrator' }]);
    const manager = await city.person(MANAGER);
    const ciso = await city.person('ciso');
    if (isLocal) await city.mark(LEAVER, true);
    else {
      graphAnswers([[inEntra(city, LEAVER, { accountEnabled: false })]]);
      await sweptByNight(city, 'graph');
    }
    expect(await cases()).toHaveLength(1);
    await ciso.sees(say('de')('leaver.alarm.text', { count: 30 }));
    const card = await manager.sees(CASE);
    expect(card.buttons.filter((label) => label === 'Rechte entzogen')).toHaveLength(5);
    expect(await cards(manager)).toHaveLength(1);
    await manager.press('Nächste Seite ▶', CASE);
    await manager.sees('Seite 2 von 6');
    await manager.press('Rechte entzogen', 'Seite 2 von 6');
    await manager.sees(/Rechte entzogen: Leitung Stadt- und Landesbibliothek[\s\S]*Seite 2 von 6/);
  });
});
