/** Somebody leaves: from each directory's own words to the manager's card in each chat, and to the second person's in another. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatName } from '../../bot/chat.ts';
import { verifyAudit } from '../../db/audit.ts';
import type { Store } from '../../db/connect.ts';
import { leaverCases, messages } from '../../db/schema.ts';
import { keyOf } from '../support/acts.ts';
import { stores, wipe } from '../support/db.ts';
import { type Directory, TEN_TIMES } from '../support/directories.ts';
import { LEAVER, MANAGER, registered, two } from '../support/leavers.ts';
import { type City, openCity, type Person } from '../support/story.ts';

const CHATS = ['slack', 'teams', 'local'] as const;
/** Who confirms sits elsewhere. */
const OTHER = { slack: 'teams', teams: 'local', local: 'slack' } as const satisfies Record<ChatName, ChatName>;
const SECOND = 'leitung-dortmund-agentur';
const FB3 = [SECOND, 'beratung-soziale-medien'];
/** The other administrator of each channel. */
const REST = 'pressestelle';
const STORIES = [
  ['slack', LEAVER, MANAGER],
  ['graph', 'ausbildung-personalamt', 'leitung-personalamt'],
  ['scim', 'sachbearbeitung-10-a2-1', 'teamleitung-10-a2-1'],
] as const satisfies [Directory, string, string][];

describe.each(stores())('on $name', ({ open }) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store?.close());

  describe.each(CHATS)('the manager is in %s', (chat) => {
    let city: City;
    beforeAll(async () => {
      await wipe(store);
      // Past the hour at which sweeps begin, whatever the time is now.
      city = await openCity({ store, chats: CHATS, directories: true, begin: new Date('2026-11-24T09:00:00Z') });
    });
    afterAll(() => city?.close());

    const nameOf = (ref: string) => city.organisation.people.find(({ id }) => id === ref)!.name;
    const cardsOf = async (person: Person, title: string) =>
      (await person.sights()).filter(({ kind, text }) => kind === 'card' && text.includes(title));

    it.each(STORIES)('%s says it ten times', async (directory, leaver, boss) => {
      const title = `Weggangsfall: ${nameOf(leaver)}`;
      const { say, source } = TEN_TIMES[directory];
      await registered(store, city.clock.now(), two(leaver, REST));
      const manager = await city.person(boss, chat);
      const second = await city.person(SECOND, OTHER[chat]);
      await say(city, leaver);
      expect((await manager.sees(title)).text).toContain(`Gemeldet durch: ${source}`);
      await second.sees(title);
      const key = await keyOf(store, leaver);
      const cases = (await store.db.select().from(leaverCases)).filter(({ person }) => person === key);
      expect(cases).toHaveLength(1);
      // In DMs only, each once, and none to the person.
      const cards = (await store.db.select().from(messages)).filter(
        ({ subject }) => subject === `leaver:${cases[0]!.id}`,
      );
      const expected = await Promise.all([boss, REST, ...FB3].map((ref) => keyOf(store, ref)));
      expect(cards.map(({ person }) => person).sort()).toEqual(expected.sort());
      expect(await cardsOf(manager, title)).toMatchObject([{ room: '' }]);

      const shows = (text: string) => new RegExp(`${title}[\\s\\S]*${text}`);
      await manager.press('Rechte entzogen', title);
      for (const person of [manager, second]) await person.sees(shows(`Rechte entzogen: ${nameOf(boss)}`));
      expect((await manager.sees(title)).buttons).not.toContain('Als zweite Person bestätigen');
      await second.press('Als zweite Person bestätigen', title);
      for (const person of [manager, second]) {
        await person.sees(shows(`Von zweiter Person bestätigt: ${nameOf(SECOND)}`));
        // What was posted is drawn anew; what is left to do is the new application.
        const copies = await cardsOf(person, title);
        expect(copies).toHaveLength(1);
        expect(copies[0]?.buttons).not.toContain('Rechte entzogen');
        expect(copies[0]?.buttons).toContain('Antrag erneut stellen');
      }
    });

    it('leaves nothing in the log, and a trail that holds', async () => {
      expect(city.takeLines()).toEqual([]);
      expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
    });
  });
});
