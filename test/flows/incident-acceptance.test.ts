/**
 * The acceptance list of incidents, each in Slack, Teams and the local workspace. Shown here is what no other
 * flow shows in all three:
 *
 * | case                                                              | shown in                                      |
 * | ----------------------------------------------------------------- | --------------------------------------------- |
 * | two release an old card, the second reads who was first           | `incident.test.ts`                            |
 * | nobody releases their own text; the next one after the timeout     | `incident.test.ts`                            |
 * | edited after its release: not published; declared twice: one       | `incident.test.ts`                            |
 * | a drill: nothing goes out, whatever is pressed                     | here; both chats at once: `incident-down.test.ts` |
 * | one administrator, nine channels; three fail; tried again          | `incident-connector.test.ts`                  |
 * | restore by comparison; no closing before data protection decided   | `incident.test.ts`                            |
 * | restarted in the middle of a release                               | here; both chats at once: `incident-down.test.ts` |
 * | one chat is down: the other carries on; who has to be phoned       | `incident-down.test.ts`                       |
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wallTime } from '../../bot/time/calendar.ts';
import { verifyAudit } from '../../db/audit.ts';
import type { Store } from '../../db/connect.ts';
import { outbox } from '../../db/schema.ts';
import { freshStore, wipe } from '../support/db.ts';
import { accountsOn, grantedOn, MASTODON, readyButFor } from '../support/incident-accounts.ts';
import {
  asIf,
  entriesIn,
  incidentsIn,
  PATIENT,
  pass,
  type Responders,
  respondersOf,
  write,
} from '../support/incident-script.ts';
import { addPages } from '../support/pages.ts';
import { type PlatformFake, platformFake } from '../support/platform-fake.ts';
import { type City, openCity } from '../support/story.ts';

const BODY = 'Zurzeit stammen Beiträge auf einem Konto der Bücherei von Unbefugten. Bitte klicken Sie auf keine Links.';

let store: Store;
let fake: PlatformFake;
beforeAll(async () => {
  store = await freshStore();
  fake = await platformFake();
});
afterAll(async () => {
  await fake?.close();
  await store?.close();
});

describe.each(['slack', 'teams', 'local'] as const)('in %s', { timeout: 300_000 }, (chat) => {
  let city: City;
  let cast: Responders;
  beforeAll(async () => {
    await wipe(store);
    fake.asked.length = 0;
    const begin = wallTime('2026-11-23', '09:00');
    city = await openCity({ ...PATIENT, store, chats: [chat], begin, connectors: accountsOn(fake.url) });
    cast = await respondersOf(city);
    await addPages(store, city.clock.now(), { ...MASTODON, server: fake.url });
    await grantedOn(store, city.clock.now());
  });
  afterAll(() => city?.close());

  const idOf = async (number: string) => (await incidentsIn(store)).find((one) => one.number === number)!.id;

  it('a release goes on over restarts: nobody is asked twice, nothing is released or published twice', async () => {
    const { lead, press, approver, next, privacy } = cast;
    await lead.say(`/vorfall melden ${MASTODON.handle}0 Dort stehen fremde Beiträge.`);
    await lead.press('Vorfall bestätigen', 'Vorfall V-2026-0001:');
    await write(press, BODY);
    await press.hand.press('Zur Freigabe geben');
    await city.restart();
    await city.settle();
    const before = await approver.sees('V-2026-0001 – Text 1');
    await pass(city, 11);
    const other = await next.sees('Gefragt ist Oberbürgermeister*in');
    await city.restart();
    await approver.hand.pressOn(before, 'Freigeben');
    await city.restart();
    await next.hand.pressOn(other, 'Freigeben');
    await next.sees(`Schon freigegeben von ${approver.name}`);
    await city.settle();
    await privacy.press('Mitzeichnen', 'Text 1');
    await press.press('Ist veröffentlicht …', 'Text 1');
    await press.fill({ link: 'https://www.dortmund.de/warnung' });
    await city.restart();
    await press.press('Link festhalten');
    const kinds = (await entriesIn(store, await idOf('V-2026-0001'))).map(({ kind }) => kind);
    for (const once of [/^text-submitted$/, /^text-approved/, /^text-co-signed$/, /^text-published$/])
      expect(
        kinds.filter((kind) => once.test(kind)),
        String(once),
      ).toHaveLength(1);
    const asked = (await approver.sights()).filter(({ text }) => text.includes('V-2026-0001 – Text 1'));
    expect(asked).toHaveLength(1);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  });

  it('a drill says so everywhere and reaches no platform, not even by a button that should not be there', async () => {
    const { lead, head } = cast;
    const list = async () => (await fetch(`${city.url}/public/channels.json`)).json();
    const { channels: outside } = (await list()) as { channels: unknown };
    await lead.say(`/vorfall übung ${MASTODON.handle}1 Wir üben die Übernahme.`);
    const number = 'Ü-2026-0001';
    await lead.press('Vorfall bestätigen', `Vorfall ${number}`);
    await head.sees(/^ÜBUNG[\s\S]*Erstmeldung/);
    await lead.press('Ruhend schalten …', `Vorfall ${number}`);
    await lead.press('Ja, 1 ruhend stellen');
    await readyButFor(store, await idOf(number), 'mastodon-profile', city.clock.now());
    await lead.say(`/vorfall tafel ${number}`);
    await lead.press('Schritte', `Übersicht ${number}`);
    const steps = await lead.sees(/Schritte: Mastodon[\s\S]*\[Erledigt\]/);
    expect(steps.buttons.filter((label) => /Automatisch|Anbindung/.test(label))).toEqual([]);
    await lead.hand.pressOn(asIf(steps, 'incident-tick', 'incident-connect'), 'Erledigt');
    await lead.sees('Dies ist eine Übung, nichts davon geht nach außen.');
    await city.settle();

    expect(fake.asked).toEqual([]);
    const effects = (await store.db.select().from(outbox)).map(({ effect }) => effect);
    expect(effects.filter((effect) => effect.do === 'platform')).toEqual([]);
    expect(((await list()) as { channels: unknown }).channels).toEqual(outside);
    const people = await Promise.all(Object.values(cast).map((person) => person.sights()));
    const about = people.flat().filter(({ kind, text }) => kind === 'card' && text.includes(number));
    expect(about.length).toBeGreaterThan(5);
    for (const sight of about) expect(sight.text, sight.summary).toMatch(/^ÜBUNG/);
    // Whoever has never been in this chat can't be written to there.
    expect(city.takeLines().filter(({ reason }) => reason !== 'no-identity')).toEqual([]);
  });
});
