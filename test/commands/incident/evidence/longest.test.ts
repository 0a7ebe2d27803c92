/** Cards about evidence and the emergency pack with the longest content, within what the chats take. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nrwHolidays } from '../../../../adapters/time/holidays.ts';
import { FILE_NAME_MAX } from '../../../../bot/registration/file-rules.ts';
import { createCalendar } from '../../../../bot/time/calendar.ts';
import type { Card } from '../../../../cards/node.ts';
import { cardToBlockKit } from '../../../../cards/render/slack.ts';
import { cardToAdaptiveCard } from '../../../../cards/render/teams.ts';
import { drawCard } from '../../../../commands/views.ts';
import { applyChanges, insert } from '../../../../db/changes.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import { loadOrganisation } from '../../../../db/organisation/organisation.ts';
import { cardOf } from '../../../support/acts.ts';
import { freshStore } from '../../../support/db.ts';
import { incidentRows, keyOf } from '../../../support/incident.ts';
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
  for (const people of ['list', 'free'] as const)
    expect(faultsOf(cardToAdaptiveCard(card, { people })), `${what}: Teams`).toEqual([]);
}

it('stays within the limits', async () => {
  const { id, places } = await incidentRows(store, city.clock.now, { drill: true, number: 'Ü-2026-0001' });
  const by = await keyOf(store, 'ciso');
  const files = Array.from({ length: 13 }, (_, n) =>
    insert('incidentFiles', {
      id: `if_${n}`,
      incident: id,
      place: places[0]!,
      name: `${hardText(FILE_NAME_MAX - 4)}.png`,
      type: 'image/png',
      size: 5_000_000,
      state: (['stored', 'waiting', 'refused'] as const)[n % 3]!,
      problem: n % 3 === 2 ? 'type' : null,
      sha256: n % 3 === 0 ? 'a'.repeat(64) : null,
      content: n % 3 === 0 ? Buffer.from('x') : null,
      chat: 'local',
      by,
      at: city.clock.now,
    }),
  );
  await store.db.transaction((tx) => applyChanges(tx as Tx, files));
  const ciso = city.as('ciso');
  for (const page of [1, 2, 3]) check('files', cardOf(await ciso.press('incident-files', { incident: id, page })));
  check('link', cardOf(await ciso.press('incident-file', { file: 'if_0' })));
  check('pack', cardOf(await ciso.say('/vorfall notfallmappe')));
  const refs = [
    { view: 'incident-evidence', subject: `incident:${id}`, args: { file: 'if_2' } },
    { view: 'emergency-pack', subject: 'emergency-pack:2026-12-01', args: {} },
    { view: 'incident', subject: `incident:${id}`, args: {} },
  ];
  for (const ref of refs)
    for (const lang of ['de', 'en'] as const) {
      const card = await store.db.transaction(async (tx) => {
        const org = (await loadOrganisation(tx as Tx))!;
        return drawCard(tx as Tx, ref, org, { person: by, lang }, city.clock.now, createCalendar(nrwHolidays));
      });
      check(`${ref.view} ${lang}`, card!);
    }
});
