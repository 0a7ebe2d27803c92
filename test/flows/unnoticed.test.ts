/**
 * A holder who was typed in by name: their account closes and nothing happens, until the digest names them and somebody links
 * them. Then each directory's own word opens the case, in each chat.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../db/audit.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { directoriesInUse } from '../../db/leavers/accounts.ts';
import { leaverCases } from '../../db/schema.ts';
import { stores, wipe } from '../support/db.ts';
import { graphAnswers, scimAsks, slackSays, sweptByNight } from '../support/directories.ts';
import { registeredWithTyped } from '../support/leavers.ts';
import { type City, openCity, type Person } from '../support/story.ts';

const CHATS = ['slack', 'teams', 'local'] as const;
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const CASE = 'Weggangsfall: ';
/** Of four typed names one is never linked. */
const NEVER = { name: 'Redaktion Tierpark', email: 'redaktion.tierpark@dortmund.example' };
const SLACK = { name: 'Redaktion Stadtarchiv', email: 'redaktion.stadtarchiv@dortmund.example' };
const SCIM = { name: 'Redaktion Museum', email: 'redaktion.museum@dortmund.example' };
const GRAPH = { name: 'Redaktion Theater', email: 'redaktion.theater@dortmund.example' };
/** Logs in under another name than the address. */
const inEntra = (accountEnabled: boolean) => ({
  ...{ id: 'oid-theater', userPrincipalName: 'u4711@dortmund.example', mail: GRAPH.email, accountEnabled },
});

let store: Store;
beforeAll(async () => {
  store = await stores().at(-1)!.open();
});
afterAll(() => store?.close());

describe.each(CHATS)('the registrar is in %s', (chat) => {
  let city: City;
  let registrar: Person;
  let head: Person;
  beforeEach(async () => {
    await wipe(store);
    // The day before the digests.
    city = await openCity({ store, chats: CHATS, directories: true, begin: new Date('2026-11-30T11:00:00Z') });
    for (const { name } of [NEVER, SLACK, SCIM, GRAPH]) await registeredWithTyped(store, city.clock.now(), name);
    for (const { name, email } of [NEVER, SLACK]) city.slack!.addUser({ email, name });
    registrar = await city.person('berechtigungen', chat);
    head = await city.person('leitung-kulturbetriebe', chat);
  });
  afterEach(async () => {
    expect(city.takeLines()).toEqual([]);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
    await city.close();
  });
  const cases = () => store.db.select().from(leaverCases);

  it('reads who would leave unnoticed, links them, and each directory’s word opens the case', async () => {
    graphAnswers([[inEntra(true)]]);
    await sweptByNight(city, 'graph');
    const user = { externalId: 'oid-museum', userName: 'u4712', emails: [{ value: SCIM.email, primary: true }] };
    expect(await scimAsks(city, 'POST', '', user)).toBe(201);
    await slackSays(city, NEVER.email);
    await city.settle();
    expect(await cases()).toEqual([]);

    city.clock.forward(1);
    graphAnswers([[]], { from: 'next' });
    await sweptByNight(city, 'graph');
    const digest = await registrar.sees('Personen, deren Weggang nicht auffiele (4)');
    for (const { name } of [NEVER, SLACK, SCIM, GRAPH]) expect(digest.text).toContain(name);
    await head.sees('Personen, deren Weggang nicht auffiele (4)');

    for (const { name, email } of [SCIM, GRAPH]) {
      await registrar.say(`/channel admins link @${name} ${email}`);
      await registrar.sees(`${name} ist jetzt verbunden`);
    }
    await registrar.say('/kanal berechtigte verbinden');
    await registrar.sees('Weggang fiele nicht auf (2)');
    await registrar.say(`/channel admins link ${SLACK.name} ${SLACK.email}`);
    await registrar.sees(`${SLACK.name} ist jetzt verbunden: Slack (offen)`);
    expect(await cases()).toEqual([]);

    await slackSays(city, SLACK.email);
    const patch = { schemas: [PATCH], Operations: [{ op: 'Replace', path: 'active', value: 'False' }] };
    expect(await scimAsks(city, 'PATCH', '/oid-museum', patch)).toBe(200);
    city.clock.forward(1);
    graphAnswers([[{ id: 'oid-theater', accountEnabled: false }]], { from: 'next' });
    await sweptByNight(city, 'graph');
    for (const { name } of [SLACK, SCIM, GRAPH]) await head.sees(`${CASE}${name}`);
    expect((await cases()).map(({ reports }) => reports)).toEqual([
      { slack: 'suspected' },
      { scim: 'suspected' },
      { graph: 'confirmed' },
    ]);
  });

  it('who links an account that is closed already is asked once more, and the case opens with the answer', async () => {
    await slackSays(city, NEVER.email);
    graphAnswers([[]]);
    await sweptByNight(city, 'graph');
    await registrar.say('/kanal berechtigte verbinden');
    await registrar.press('Mit Konto verbinden …', NEVER.name);
    await registrar.fill({ email: 'tierpark' });
    await registrar.press('Verbinden');
    await registrar.sees('Das ist keine E-Mail-Adresse');
    await registrar.fill({ email: NEVER.email });
    await registrar.press('Verbinden');
    await registrar.sees('Slack (geschlossen)');
    expect(await cases()).toEqual([]);
    await registrar.press('Ja, verbinden');
    await registrar.sees('Der Weggangsfall hat begonnen');
    await head.sees(`${CASE}${NEVER.name}`);
    expect(await cases()).toMatchObject([{ reports: { slack: 'suspected' } }]);
  });
});

it.each([
  [['local'], ['local']],
  [['slack', 'local'], ['slack']],
  [['teams'], []],
] as const)('a house with %j knows what tells it of leavers', async (chats, expected) => {
  await wipe(store);
  // Before the hour at which sweeps begin.
  const city = await openCity({ store, chats, begin: new Date('2026-11-30T00:30:00Z') });
  await city.app.tick();
  expect(await store.db.transaction((tx) => directoriesInUse(tx as Tx))).toEqual(expected);
  await city.close();
});
