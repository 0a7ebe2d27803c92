/** The buttons of the manager's card in each chat: the shared login is changed, a new application begun, a wrong hint taken back. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { holdersOf } from '../../cards/registration/registration-form.ts';
import { verifyAudit } from '../../db/audit.ts';
import type { Store } from '../../db/connect.ts';
import { applications, leaverCases, leaverItems } from '../../db/schema.ts';
import { keyOf } from '../support/acts.ts';
import { stores, wipe } from '../support/db.ts';
import { slackSays } from '../support/directories.ts';
import { LEAVER, MANAGER, registered, two } from '../support/leavers.ts';
import { type City, openCity, type Person } from '../support/story.ts';

const CHATS = ['slack', 'teams', 'local'] as const;
const BEGIN = new Date('2026-11-24T09:00:00Z');
/** FB 3, in another chat than the manager. */
const SECOND = 'leitung-dortmund-agentur';
const OTHER = { slack: 'teams', teams: 'local', local: 'slack' } as const;

let store: Store;
beforeAll(async () => {
  store = await stores().at(-1)!.open();
});
afterAll(() => store?.close());

describe.each(CHATS)('the manager’s card in %s', (chat) => {
  let city: City;
  let manager: Person;
  let second: Person;
  let application: string;
  const nameOf = (ref: string) => city.organisation.people.find(({ id }) => id === ref)!.name;
  const title = () => `Weggangsfall: ${nameOf(LEAVER)}`;
  /** The one card about the case, with all of this on it. */
  const shows = async (person: Person, text: string) => {
    const found = await person.sees(new RegExp(`${title()}[\\s\\S]*${text}`));
    const cards = (await person.sights()).filter((sight) => sight.kind === 'card' && sight.text.includes(title()));
    expect(cards).toHaveLength(1);
    return found.buttons;
  };

  beforeEach(async () => {
    await wipe(store);
    city = await openCity({ store, chats: CHATS, directories: true, begin: BEGIN });
    application = await registered(store, BEGIN, two(LEAVER, 'pressestelle'), { login: 'shared' });
    manager = await city.person(MANAGER, chat);
    second = await city.person(SECOND, OTHER[chat]);
    // A hint only: the account in Slack was closed.
    await slackSays(city, LEAVER);
    await city.settle();
  });
  afterEach(async () => {
    expect(city.takeLines()).toEqual([]);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
    await city.close();
  });

  it('has the three buttons; credentials changed and rights removed are seen by everybody who has it', async () => {
    const three = ['Rechte entzogen', 'Zugangsdaten geändert', 'Antrag erneut stellen'];
    expect(await shows(manager, 'Gemeldet durch: Slack')).toEqual(expect.arrayContaining(three));

    await manager.press('Zugangsdaten geändert', title());
    for (const person of [manager, second])
      expect(await shows(person, `Zugangsdaten geändert: ${nameOf(MANAGER)}`)).not.toContain('Zugangsdaten geändert');
    expect(await store.db.select().from(leaverItems)).toMatchObject([
      { credentialsBy: await keyOf(store, MANAGER), removedBy: null, struck: null },
    ]);

    await manager.press('Rechte entzogen', title());
    for (const person of [manager, second])
      expect(await shows(person, `Rechte entzogen: ${nameOf(MANAGER)}`)).not.toContain('Rechte entzogen');
    expect(await shows(manager, 'Rechte entzogen')).not.toContain('Als zweite Person bestätigen');
    expect(await shows(second, 'Rechte entzogen')).toContain('Als zweite Person bestätigen');
  });

  it('begins the new application without the one who leaves', async () => {
    await manager.press('Antrag erneut stellen', title());
    const drafts = (await store.db.select().from(applications)).filter(({ state }) => state === 'draft');
    expect(drafts).toMatchObject([{ predecessor: application, applicant: await keyOf(store, MANAGER) }]);
    expect(holdersOf(drafts[0]!.answers).map(({ person }) => person)).toEqual([await keyOf(store, 'pressestelle')]);
    // Its page about the people is open where the button was pressed, with what was approved.
    const form = await manager.sees('2.4 Personen');
    expect(form.text).not.toContain(nameOf(LEAVER));
    expect((await manager.field('persons.0.duties')).value).toBe('Pflegt die Seite, beantwortet Kommentare.');
    expect(await shows(manager, 'Gemeldet durch')).toContain('Antrag erneut stellen');
  });

  it('closes the case of somebody who stays, for everybody, and leaves nothing to press', async () => {
    await manager.press('Person bleibt', title());
    for (const person of [manager, second])
      expect(await shows(person, 'Geschlossen: .* bleibt oder ist wieder da')).toEqual([]);
    expect(await store.db.select().from(leaverCases)).toMatchObject([
      { state: 'closed', closedBecause: 'reactivated', reports: {} },
    ]);
  });
});
