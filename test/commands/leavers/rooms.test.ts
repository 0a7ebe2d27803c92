/** Never in a room: neither who leaves nor when, whatever is drawn there and whatever could not be delivered. */
import { beforeEach, expect, it } from 'vitest';
import { nrwHolidays } from '../../../adapters/time/holidays.ts';
import { SendError } from '../../../bot/chat.ts';
import type { Organisation } from '../../../bot/organisation/organisation.ts';
import { createCalendar } from '../../../bot/time/calendar.ts';
import { drawCard } from '../../../commands/views.ts';
import type { Store } from '../../../db/connect.ts';
import { loadOrganisation } from '../../../db/organisation/organisation.ts';
import { leaverCases, outbox } from '../../../db/schema.ts';
import { keyOf } from '../../support/acts.ts';
import { eachWithLeavers } from '../../support/leaver-stage.ts';
import { LEAVER, MANAGER, registered } from '../../support/leavers.ts';
import { plain, type Stage } from '../../support/stage.ts';

const EMAIL = 'oeffentlichkeitsarbeit.bibliothek@dortmund.example';
const NAME = 'Sachbearbeitung Öffentlichkeitsarbeit Stadt- und Landesbibliothek';
const DAY = '2026-12-31';
const SAID = ['31.12.2026', '31. Dezember 2026', '31 December 2026', '31 Dec 2026', DAY, 'Ruhestand'];
const ROOM = 'raum-bibliothek';
const calendar = createCalendar(nrwHolidays);

let store: Store;
let city: Stage;
const withRoom = (file: Organisation): Organisation => ({
  ...file,
  offices: file.offices.map((office) =>
    office.id === 'bibliothek' ? { ...office, rooms: [{ chat: 'local' as const, id: ROOM, name: ROOM }] } : office,
  ),
});
const { inTx } = eachWithLeavers(
  (...given) => {
    [store, city] = given;
  },
  { change: withRoom },
);
beforeEach(async () => {
  // The only administrator: the alarm rings as well.
  await registered(store, city.clock.now, [{ person: LEAVER, role: 'administrator' }]);
});

async function announced() {
  const head = city.as(MANAGER);
  await head.say(`/channel leave ${EMAIL} 31.12.2026 Ruhestand`);
  await head.click('Ja, Weggang melden');
}
const draw = async (view: string, subject: string, args: Record<string, string>, person: string | null) => {
  const org = (await inTx(loadOrganisation))!;
  const cards = await Promise.all(
    (['de', 'en'] as const).map((lang) =>
      inTx((tx) => drawCard(tx, { view, subject, args }, org, { person, lang }, city.clock.now, calendar)),
    ),
  );
  return JSON.stringify(cards);
};
const tellsNothing = (text: string) => {
  for (const secret of [NAME, ...SAID]) expect(text).not.toContain(secret);
};

it('no view of a case tells a room who leaves or when, not even in the place of a card that did not arrive', async () => {
  await announced();
  const [row] = await store.db.select().from(leaverCases);
  const manager = await keyOf(store, MANAGER);
  const own = await draw('leaver', `leaver:${row!.id}`, {}, manager);
  for (const text of [NAME, '31.12.2026', '31 December 2026', 'Ruhestand']) expect(own).toContain(text);
  const subjects = [
    ['leaver', `leaver:${row!.id}`],
    ['leaver-alarm', `leaver:${row!.id}`],
    ['contract-end', `contract:${row!.person}`],
  ] as const;
  for (const [view, subject] of subjects) {
    for (const about of [{}, { for: manager }, { as: 'manager', stage: 'third' }]) {
      const args = { ...about, day: DAY };
      const drawn = await draw(view, subject, args, null);
      expect(drawn).toContain('"title"');
      tellsNothing(drawn);
    }
  }
});

it('every card about a leaver goes to a person, and the one that can’t be delivered says in the room only whom it waits for', async () => {
  const chat = city.chats.get('local')!;
  const { post } = chat;
  chat.post = async (to, card, id) => {
    if (to.user === MANAGER) throw new SendError('refused', 'no-such-person');
    return post(to, card, id);
  };
  await announced();
  await city.drain();
  for (const day of ['2027-01-04', '2027-01-05', '2027-01-06', '2027-02-01']) {
    city.clock.now = new Date(`${day}T09:00:00Z`);
    await city.tick();
    await city.drain();
  }
  const rows = await store.db.select().from(outbox);
  const posts = rows.flatMap(({ effect }) => (effect.do === 'post' ? [effect] : []));
  const about = posts.filter(({ card }) => card.subject.startsWith('leaver:'));
  expect(new Set(about.map(({ card }) => card.view))).toEqual(new Set(['leaver', 'leaver-alarm']));
  expect(new Set(about.map(({ to }) => to.to))).toEqual(new Set(['person']));
  const inRooms = chat.posted.filter(({ ref }) => !ref.room.startsWith('dm:'));
  expect(inRooms.filter(({ ref }) => ref.room === ROOM).length).toBeGreaterThan(0);
  for (const { card } of inRooms) tellsNothing(plain({ kind: 'card', card, replace: false }) + JSON.stringify(card));
  expect(city.faults).toEqual([]);
});
