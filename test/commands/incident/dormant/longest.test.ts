/** Board, checklist, an administrator's card and the lost account with the longest content, within what the chats take. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nrwHolidays } from '../../../../adapters/time/holidays.ts';
import { createCalendar } from '../../../../bot/time/calendar.ts';
import { buttons, type Card } from '../../../../cards/node.ts';
import { cardToBlockKit, cardToModal } from '../../../../cards/render/slack.ts';
import { cardToAdaptiveCard } from '../../../../cards/render/teams.ts';
import type { Reply } from '../../../../cards/reply.ts';
import { drawCard } from '../../../../commands/views.ts';
import { applyChanges, insert, update } from '../../../../db/changes.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import { loadOrganisation } from '../../../../db/organisation/organisation.ts';
import { freshStore } from '../../../support/db.ts';
import { placeNow, takenOver } from '../../../support/dormant.ts';
import { keyOf } from '../../../support/incident.ts';
import { LEAVER } from '../../../support/leavers.ts';
import { hardText } from '../../../support/longest.ts';
import { slackFaults } from '../../../support/slack-limits.ts';
import { type Stage, stageOn } from '../../../support/stage.ts';
import { faultsOf } from '../../../support/teams/cards.ts';

let store: Store;
let city: Stage;
beforeAll(async () => {
  store = await freshStore();
  city = await stageOn(store);
});
afterAll(() => store?.close());

function check(what: string, card: Card): void {
  expect(slackFaults(cardToBlockKit(card)), `${what}: message`).toEqual([]);
  const meta = { room: 'C'.repeat(20), url: 'https://hooks.slack.com/'.padEnd(200, 'x') };
  expect(slackFaults(cardToModal(card, meta)), `${what}: modal`).toEqual([]);
  for (const people of ['list', 'free'] as const)
    expect(faultsOf(cardToAdaptiveCard(card, { people })), `${what}: Teams`).toEqual([]);
  for (const button of buttons(card)) expect(JSON.stringify(button).length, button.label).toBeLessThan(1500);
}
const shown = (what: string, reply: Reply) => {
  if (reply.kind !== 'card') throw new Error(`${what}: ${reply.kind} ${String(city.faults[0])}`);
  check(what, reply.card);
};

it('stays within the limits, however much somebody has written', async () => {
  const { id, place } = await takenOver(store, city.clock.now, {
    state: 'lost',
    answers: { dormantNotice: hardText(600) },
  });
  const ciso = city.as('ciso');
  await ciso.press('incident-shut-down', { incident: id, sure: true });
  shown('snapshot', await ciso.press('incident-snapshot', { place, seen: 0 }));
  const long = Object.fromEntries(
    ['name', 'handle', 'bio', 'links', 'avatar', 'pinned', 'visibility', 'comments', 'administrators'].map((field) => [
      field,
      hardText(field === 'bio' ? 1500 : 200),
    ]),
  );
  const { place: row, steps } = await placeNow(store, place);
  const who = await keyOf(store, 'ciso');
  const now = city.clock.now;
  await store.db.transaction((tx) =>
    applyChanges(tx as Tx, [
      update('incidentChannels', row, { snapshot: long, snapshotBy: who, snapshotAt: now }),
      ...steps.map((step, i) =>
        update('incidentSteps', step, {
          state: i % 3 === 0 ? ('failed' as const) : i % 3 === 1 ? ('done' as const) : ('open' as const),
          doneBy: who,
          doneAt: now,
          evidence: `https://ablage.dortmund.example/${'x'.repeat(450)}`,
          note: hardText(1000),
          problem: hardText(1000),
        }),
      ),
      ...Array.from({ length: 5 }, (_, i) =>
        insert('incidentTickets', {
          id: `ik_${i}`,
          incident: id,
          place,
          number: hardText(200),
          note: hardText(1200),
          by: who,
          at: now,
        }),
      ),
    ]),
  );
  await ciso.press('incident-control', { place, to: 'secured' });
  const found = Object.fromEntries(Object.keys(long).map((field) => [field, `${hardText(150)} anders`]));
  shown('restore', await ciso.press('incident-restore', { place }));
  shown('found', await ciso.press('incident-restore', { place, sent: true }, found));
  shown('explain', await ciso.press('incident-explain', { place }));
  const explained = Object.fromEntries(Object.keys(long).map((field) => [field, hardText(500)]));
  shown('explained', await ciso.press('incident-explain', { place, sent: true }, explained));
  const open = (await placeNow(store, place)).steps.find(({ state, stage }) => state === 'open' && stage === 'S1')!;
  const args = { step: open.id, seen: open.version, ask: true };
  for (const what of ['tick', 'skip']) shown(what, await ciso.press(`incident-${what}`, args));
  await ciso.press('incident-control', { place, to: 'lost' });
  shown('replace', await ciso.press('incident-replace', { place }));

  const calendar = createCalendar(nrwHolidays);
  const subject = `incident:${id}`;
  const administrator = await keyOf(store, LEAVER);
  const pages = Array.from({ length: 10 }, (_, i) => String(i + 1));
  const refs = [
    { view: 'incident-board', subject, args: {} },
    ...pages.map((page) => ({ view: 'incident-steps', subject, args: { place, page } })),
    { view: 'incident-mine', subject, args: { person: administrator } },
    { view: 'incident-lost', subject, args: { place, as: 'reminder' } },
    { view: 'incident-lost', subject, args: { place, as: 'replacement' } },
  ];
  for (const ref of refs)
    for (const lang of ['de', 'en'] as const) {
      const person = ref.view === 'incident-mine' ? administrator : who;
      const card = await store.db.transaction(async (tx) => {
        const org = (await loadOrganisation(tx as Tx))!;
        return drawCard(tx as Tx, ref, org, { person, lang }, now, calendar);
      });
      expect(card, ref.view).not.toBeNull();
      check(`${ref.view} ${lang}`, card!);
    }
  expect(city.faults).toEqual([]);
});
