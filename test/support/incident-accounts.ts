/** Nine accounts on a local Mastodon: their tokens, their connectors, and a checklist with one open step. */
import { isClosed } from '../../bot/incident/dormant.ts';
import { applyChanges, insert, update } from '../../db/changes.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { stepsAt } from '../../db/incident/incidents.ts';
import type { HouseOptions } from './app.ts';
import { keyOf } from './incident.ts';
import { placesIn, RESPONDERS } from './incident-script.ts';
import { type Pages, pageId, pageUrl } from './pages.ts';
import type { Sight } from './story.ts';

export const MASTODON: Pages = {
  handle: 'buechereidortmund',
  name: 'Bücherei',
  count: 9,
  administrators: [RESPONDERS.owner, RESPONDERS.manager],
};

/** The environment's configuration: each account with its own token. */
export function accountsOn(server: string): NonNullable<HouseOptions['connectors']> {
  const all = Array.from({ length: MASTODON.count }, (_, n) => [pageUrl({ ...MASTODON, server }, n), `token-${n}`]);
  return { allowed: ['mastodon'], tokens: Object.fromEntries(all) };
}

/** Connectors enabled by IT security before the incident, one by one. */
export async function grantedOn(store: Store, at: Date): Promise<void> {
  const by = await keyOf(store, RESPONDERS.lead);
  const rows = Array.from({ length: MASTODON.count }, (_, n) =>
    insert('connectorGrants', { id: pageId(MASTODON, n), connector: 'mastodon', on: true, by, at }),
  );
  await store.db.transaction((tx) => applyChanges(tx as Tx, rows));
}

/** Every channel of the incident has its snapshot and all steps but one, done by two people by hand. */
export async function readyButFor(store: Store, incident: string, step: string, now: Date): Promise<void> {
  const [doneBy, secondBy] = [await keyOf(store, RESPONDERS.owner), await keyOf(store, RESPONDERS.second)];
  const places = (await placesIn(store, incident)).map(({ place }) => place);
  await store.db.transaction(async (tx) => {
    const steps = await stepsAt(
      tx as Tx,
      places.map(({ id }) => id),
    );
    const done = { state: 'done', how: 'hand', doneBy, doneAt: now, secondBy, secondAt: now } as const;
    await applyChanges(tx as Tx, [
      ...places.map((place) =>
        update('incidentChannels', place, { snapshot: { name: 'Bücherei' }, snapshotBy: doneBy, snapshotAt: now }),
      ),
      ...steps.filter((one) => one.step !== step && !isClosed(one)).map((one) => update('incidentSteps', one, done)),
    ]);
  });
}

/** The index of a channel's „Schritte“ button among the many on a board. */
export const stepsButton = ({ text }: Sight, title: string): number =>
  text.slice(0, text.indexOf(`${title}\n`)).split('[Schritte]').length - 1;
