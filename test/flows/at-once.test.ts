/** Two people of one body decide in the same moment, one in Slack and one in Teams; five bodies, on each database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditOf, verifyAudit } from '../../db/audit.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { findApplications } from '../../db/registry/dossiers.ts';
import { stores } from '../support/db.ts';
import { answersFor, fillIn, submit } from '../support/script.ts';
import { type City, openCity, type Person } from '../support/story.ts';

/** Slack's on the left, where the bodies have their rooms; Teams' on the right. */
const PAIRS = [
  ['leitung-dortmund-agentur', 'beratung-soziale-medien', 'FB 3'],
  ['datenschutz', 'stv-datenschutz', 'Datenschutz'],
  ['ciso', 'it-sicherheit', 'IT-Sicherheit'],
  ['leitung-personalamt', 'stv-leitung-personalamt', 'FB11'],
  ['vorsitz-personalrat-kulturbetriebe', 'stv-vorsitz-personalrat-kulturbetriebe', 'Personalrat'],
] as const;
const IN_TEAMS: readonly string[] = PAIRS.map(([, right]) => right);

describe.each(stores())('on $name', { timeout: 60_000 }, ({ open }) => {
  let store: Store;
  let city: City;
  let clerk: Person;
  let number = '';
  beforeAll(async () => {
    store = await open();
    const chatOf = (ref: string) => (IN_TEAMS.includes(ref) ? 'teams' : 'slack');
    city = await openCity({ store, chats: ['slack', 'teams'], chatOf });
    clerk = await city.person('oeffentlichkeitsarbeit-kulturbetriebe');
    for (const [left, right] of PAIRS) await Promise.all([city.person(left), city.person(right)]);
    const other = 'Sachbearbeitung Öffentlichkeitsarbeit Stadt- und Landesbibliothek';
    await clerk.say('/channel register https://www.facebook.com/KulturDortmund');
    await fillIn(clerk, answersFor('de', [clerk.name, other]));
    number = await submit(clerk);
    await (await city.person('leitung-kulturbetriebe')).press('Ja', number);
  });
  afterAll(async () => {
    await city?.close();
    await store?.close();
  });

  it.each(PAIRS)('%s and %s: one decides, the other reads who did', async (one, other, body) => {
    const [left, right] = [await city.person(one), await city.person(other)];
    await left.sees(`Antrag ${number}:`);
    await right.sees(`Antrag ${number}:`);
    if (body === 'Personalrat') {
      for (const person of [left, right]) await person.press('Ja', number);
      await Promise.all([left.hand.press('Speichern'), right.hand.press('Speichern')]);
    } else {
      await Promise.all([left.hand.press('Ja', number), right.hand.press('Ja', number)]);
    }
    await city.settle();
    const card = await clerk.sees(`Antrag ${number}:`);
    const line = card.text.split('\n').find((text) => text.startsWith(`${body}: Ja – `)) ?? '';
    const [first, second] = line.startsWith(`${body}: Ja – ${left.name},`) ? [left, right] : [right, left];
    expect(line).toContain(`${body}: Ja – ${first.name},`);
    await second.sees(new RegExp(`Schon entschieden: Ja – ${first.name.replaceAll(/[*()]/g, '.')}`));
    // Both copies of the card show it now.
    for (const person of [left, right]) {
      expect((await person.sees(`Antrag ${number}:`)).text).toContain(`${body}: Ja – ${first.name},`);
    }
  });

  it('leaves one vote of each body and a trail that holds', async () => {
    const [application] = await store.db.transaction((tx) => findApplications(tx as Tx, number, null));
    const trail = await auditOf(store.db, `application:${application!.id}`);
    const votes = trail.filter(({ action }) => action === 'voted').map(({ data }) => (data as { body: string }).body);
    expect(votes.sort()).toEqual(['council', 'fb11', 'fb3', 'head', 'privacy', 'security']);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
    expect(city.takeLines()).toEqual([]);
    expect((await clerk.sees(`Antrag ${number}:`)).text).toContain('Stand: genehmigt');
  });
});
