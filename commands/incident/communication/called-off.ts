/** A false alarm after people were warned: they learn that nothing is left to do, and waiting texts are withdrawn. */

import { type Effect, toPerson } from '../../../bot/delivery/effect.ts';
import { isWaiting, textAfter, uncleared } from '../../../bot/incident/external-text.ts';
import { type Refusal, refuse } from '../../../bot/refusal.ts';
import { insert, update } from '../../../db/changes.ts';
import type { Tx } from '../../../db/connect.ts';
import { messagesAbout } from '../../../db/delivery/outbox.ts';
import { newId } from '../../../db/ids.ts';
import { noticesOf, receiptsOf, textsOf } from '../../../db/incident/communication.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import type { By } from '../../command.ts';
import { administratorsOf } from '../dormant/incident-channel.ts';
import type { IncidentDossier } from '../dossier.ts';
import { entry } from '../timeline-entry.ts';
import { factsOf } from './compose.ts';
import type { Sent } from './first-notice.ts';
import { isWarned } from './internal-buttons.ts';
import { atOnce } from './urgent-post.ts';

/** Cards that told somebody to act or to stop posting. */
const WARNING = ['incident-notice', 'incident-mine'];

/** Everybody warned by name: with a receipt, as a deputy, or by a posting stop. */
async function warned(tx: Tx, file: IncidentDossier, org: Org): Promise<string[]> {
  const { row, places, roles } = file;
  const told = (await noticesOf(tx, row.id)).filter(({ kind }) => kind === 'first');
  const receipts = (await Promise.all(told.map(({ id }) => receiptsOf(tx, id)))).flat();
  const copies = (await messagesAbout(tx, `incident:${row.id}`)).filter(({ view }) => WARNING.includes(view));
  const stopped = places.filter(({ place }) => place.stage !== null).map(({ channel }) => channel.id);
  const administrators = [...(await administratorsOf(tx, stopped, org.gone)).values()].flat();
  const own = new Set(roles.map(({ person }) => person));
  const all = [
    ...receipts.map(({ person }) => person),
    ...copies.flatMap(({ person }) => (person === null ? [] : [person])),
    // A drill stays among its participants.
    ...administrators.filter((person) => !row.drill || own.has(person)),
  ];
  return [...new Set(all)].filter((person) => !org.gone.has(person));
}

/**
 * Called when an incident turns out to be a false alarm, in the same transaction.
 * @returns a function from the reason to what the outcome adds; a refusal while a public text still warns: the city has
 * to take it back publicly first
 */
export async function calledOff(
  tx: Tx,
  file: IncidentDossier,
  org: Org,
  by: Pick<By, 'actor' | 'now' | 'chat'>,
): Promise<Refusal | ((reason: string) => Sent)> {
  const { row } = file;
  const texts = await textsOf(tx, row.id);
  const outside = uncleared(texts);
  if (outside.length > 0) {
    return refuse('alarm-published', { texts: outside.map(({ number }) => number).join(', ') });
  }
  const people = (await warned(tx, file, org)).filter((person) => person !== by.actor.person);
  const everybody = isWarned(await noticesOf(tx, row.id));
  const facts = { ...factsOf(file, org), falseAlarm: true };
  const line = { incident: row.id, by: by.actor.person, now: by.now, chat: by.chat };
  return (reason) => {
    const waiting = texts.filter(({ state }) => isWaiting(state));
    const lines = waiting.map(({ id, number }) =>
      entry({ ...line, kind: 'text-withdrawn', text: reason, data: { text: id, number } }),
    );
    const set = { withdrawnBy: by.actor.person, withdrawnAt: by.now, reason };
    const withdrawn = waiting.map((text) =>
      update('incidentTexts', text, { state: textAfter(text.state, 'withdraw')!, ...set }),
    );
    if (people.length === 0 && !everybody) {
      return {
        changes: [...withdrawn, ...lines.flatMap(({ changes }) => changes)],
        audit: lines.flatMap(({ audit }) => audit),
        effects: [],
      };
    }
    const id = newId('notice');
    const subject = `incident:${row.id}`;
    const told = entry({ ...line, kind: 'called-off', data: { notice: id, count: people.length, everybody } });
    const head = { id, incident: row.id, kind: 'all-clear' as const, by: by.actor.person, at: by.now };
    const effects: Effect[] = [
      ...people.map((person) => atOnce(toPerson(person), 'incident-notice', subject, { notice: id })),
      ...(everybody
        ? [atOnce({ to: 'rooms', rooms: 'announcements' }, 'incident-notice', subject, { notice: id })]
        : []),
    ];
    return {
      changes: [
        insert('incidentNotices', { ...head, text: JSON.stringify(facts) }),
        ...withdrawn,
        ...[...lines, told].flatMap(({ changes }) => changes),
      ],
      audit: [...lines, told].flatMap(({ audit }) => audit),
      effects,
    };
  };
}
