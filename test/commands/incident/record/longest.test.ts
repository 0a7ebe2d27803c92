/** Cards of the course and the record of an incident at their longest, against the limits of Slack and Teams. */
import { expect, it } from 'vitest';
import type { Card } from '../../../../cards/node.ts';
import { cardToBlockKit } from '../../../../cards/render/slack.ts';
import { cardToAdaptiveCard } from '../../../../cards/render/teams.ts';
import { entry } from '../../../../commands/incident/timeline-entry.ts';
import { applyChanges, insert, update } from '../../../../db/changes.ts';
import type { Store } from '../../../../db/connect.ts';
import { incidentById } from '../../../../db/incident/incidents.ts';
import { eachInCity } from '../../../support/each.ts';
import { incidentRows, keyOf } from '../../../support/incident.ts';
import { slackFaults } from '../../../support/slack-limits.ts';
import type { Stage } from '../../../support/stage.ts';
import { faultsOf } from '../../../support/teams/cards.ts';

let store: Store;
let stage: Stage;
const { read } = eachInCity((...given) => {
  [store, stage] = given;
});

/** As long as a form takes it, with signs that grow when they are escaped, and one that is two units long at every cut. */
const LONG = '<&>"*_😀 '.repeat(250).slice(0, 2000);
const NAME = '😀'.repeat(100);

function check(card: Card) {
  expect(slackFaults(cardToBlockKit(card)), card.title).toEqual([]);
  expect(faultsOf(cardToAdaptiveCard(card, { people: 'list' })), card.title).toEqual([]);
}

async function crowded(state: 'contained' | 'restored' | 'closed') {
  const places = Array.from({ length: 60 }, () => ({ stage: 'S1' as const }));
  const { id } = await incidentRows(store, stage.clock.now, { state, places });
  const by = await keyOf(store, 'pressestelle');
  const now = stage.clock.now;
  const lines = Array.from({ length: 25 }, () =>
    entry({ incident: id, kind: 'task', by, now, text: LONG, data: { person: by } }),
  );
  await read(async (tx) => {
    await applyChanges(tx, [
      update('incidents', (await incidentById(tx, id))!, {
        title: NAME,
        afterAction: { text: LONG.repeat(4), by, at: now.toISOString() },
        confirmedAt: now,
      }),
      ...lines.flatMap(({ changes }) => changes),
      ...Array.from({ length: 40 }, (_, i) =>
        insert('incidentTasks', {
          id: `it_${i}`,
          incident: id,
          text: LONG.slice(0, 1500),
          assignee: by,
          by,
          createdAt: now,
        }),
      ),
    ]);
  });
  return { id, by };
}

it.each([
  ['incident-timeline', 'contained'],
  ['incident-report', 'contained'],
  ['incident-tasks', 'contained'],
  ['incident-resolve', 'contained'],
  ['incident-close', 'restored'],
  ['incident-worse', 'restored'],
  ['incident-severity', 'restored'],
  ['incident-break-glass', 'restored'],
  ['incident-lessons', 'closed'],
  ['incident-reopen', 'closed'],
] as const)('%s', async (name, state) => {
  const { id } = await crowded(state);
  const args = { incident: id, ...(name === 'incident-severity' ? { to: 1 } : {}) };
  const reply = await stage.as('it-sicherheit').press(name, args);
  if (reply.kind !== 'card') throw new Error(JSON.stringify(reply));
  check(reply.card);
});

it('what is posted: the situation, the alarm, a task, a clock', async () => {
  const { id } = await crowded('contained');
  await stage.as('ciso').say('/vorfall übergeben V-2026-0001 Sachbearbeitung IT-Sicherheit');
  await stage
    .as('pressestelle')
    .press('incident-break-glass', { incident: id, sent: true }, { incidentReason: LONG.trim() });
  stage.clock.now = new Date(stage.clock.now.getTime() + 80 * 60_000);
  await stage.tick();
  await stage.drain();
  const posted = [...stage.chats.values()].flatMap((chat) => chat.posted.map(({ card }) => card));
  for (const word of ['Übergabe', 'Notfallzugriff', 'Aufgabe im Vorfall', 'Lagemeldung']) {
    expect(
      posted.some(({ title }) => title.includes(word)),
      word,
    ).toBe(true);
  }
  for (const card of posted) check(card);
  expect(stage.faults).toEqual([]);
});
