/** `/incident split <channel …>`: channels of another attack get an incident of their own. */

import { openRooms, refresh } from '../../../bot/delivery/effect.ts';
import { incidentNumber } from '../../../bot/incident/lifecycle.ts';
import { refuse } from '../../../bot/refusal.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import { type Change, insert, update } from '../../../db/changes.ts';
import { newId } from '../../../db/ids.ts';
import { ticketsAt } from '../../../db/incident/dormant.ts';
import { evidenceOf } from '../../../db/incident/evidence.ts';
import type { IncidentChannelEntry } from '../../../db/incident/incidents.ts';
import { counter } from '../../../db/registry/dossiers.ts';
import { combine } from '../../combine.ts';
import { recognise } from '../../platform/link.ts';
import { firstNotice } from '../communication/first-notice.ts';
import { incidentTitle, openingCounter } from '../declaration/opening.ts';
import type { IncidentDossier } from '../dossier.ts';
import { incidentCommand } from '../incident-command.ts';
import { entry } from '../timeline-entry.ts';
import { lineBy, subjectOf } from './move.ts';

/** This incident's channels that match a word: link, handle or name. */
function named(file: IncidentDossier, word: string): IncidentChannelEntry[] {
  const link = recognise(word);
  const plain = word.replace(/^@/, '').toLowerCase();
  return file.places.filter(
    ({ channel }) =>
      ('key' in link && channel.key === link.key) ||
      channel.handle.toLowerCase() === plain ||
      channel.name.toLowerCase() === plain,
  );
}

/** Words and quoted names in their order. */
const wordsOf = (text: string): string[] =>
  [...text.matchAll(/["„“]([^"„“”]+)["“”]|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');

/** The channels a line names, each once. */
const movedBy = (file: IncidentDossier, rest: string): IncidentChannelEntry[] => [
  ...new Map(
    wordsOf(rest)
      .flatMap((word) => named(file, word))
      .map((one) => [one.place.id, one]),
  ).values(),
];

const hitAmong = (places: readonly IncidentChannelEntry[]) => places.filter(({ place }) => place.part === 'hit');

function freshRow(
  { row }: IncidentDossier,
  moved: readonly IncidentChannelEntry[],
  count: { version: number },
  id: string,
  now: Date,
) {
  const number = incidentNumber(Number(berlinDay(now).slice(0, 4)), count.version + 1, row.drill);
  return { ...row, id, version: 0, number, title: incidentTitle(hitAmong(moved)), mergedInto: null, afterAction: null };
}

export const split = incidentCommand({
  word: 'split',
  aliases: ['abtrennen', 'teilen'],
  rank: 190,
  line: 1000,
  load: async (file, { tx, org, by }, { rest }) => {
    const count = await counter(tx, openingCounter(by.now, file.row.drill));
    const id = newId('incident');
    const places = movedBy(file, rest);
    // The notice of a confirmed incident had the old number, so required people get one with the new number.
    const fresh = places.length > 0 ? freshRow(file, places, count, id, by.now) : null;
    const told =
      fresh && file.row.state !== 'reported' ? await firstNotice(tx, { ...file, row: fresh, places }, org, by) : null;
    const evidence = await evidenceOf(tx, file.row.id);
    const tickets = await ticketsAt(
      tx,
      places.map(({ place }) => place.id),
    );
    return { count, fresh, told, evidence, tickets };
  },
  decide: ({ file, rest, facts: { count, fresh, told, evidence, tickets } }, by) => {
    const words = wordsOf(rest);
    const found = words.map((word) => ({ word, places: named(file, word) }));
    const missing = words.length === 0 ? rest : found.find(({ places }) => places.length !== 1)?.word;
    if (missing !== undefined) return refuse('channel-not-in', { said: missing, number: file.row.number });
    const moved = movedBy(file, rest);
    const { row } = file;
    const left = file.places.filter(({ place }) => !moved.some((one) => one.place.id === place.id));
    // Both incidents need an affected channel; related ones alone are not an attack.
    if (hitAmong(left).length === 0) return refuse('split-all', { number: row.number });
    if (hitAmong(moved).length === 0) return refuse('split-none', { number: row.number });
    if (!fresh) return refuse('channel-not-in', { said: rest, number: row.number });
    const { id, number } = fresh;
    const here = lineBy(file, by, { kind: 'split-off', data: { number, channels: moved.length } });
    const there = entry({
      incident: id,
      kind: 'split-from',
      by: by.actor.person,
      now: by.now,
      chat: by.chat,
      data: { number: row.number, channels: moved.length },
    });
    const changes = [
      update('counters', count, {}),
      insert('incidents', fresh),
      update('incidents', row, { title: incidentTitle(hitAmong(left)) }),
      ...moved.flatMap((one) => movedTo(id, one, file)),
      ...file.roles.map(({ role, person, by: who, since }) =>
        insert('incidentRoles', { id: `${id} ${role} ${person}`, incident: id, role, person, by: who, since }),
      ),
      ...evidence
        .filter((one) => moved.some(({ place }) => place.id === one.place))
        .map((one) => update('incidentFiles', one, { incident: id })),
      ...tickets.map((ticket) => update('incidentTickets', ticket, { incident: id })),
    ];
    return {
      answer: { show: { view: 'incident', subject: `incident:${id}`, args: {} } },
      ...combine({ changes, effects: [refresh(subjectOf(file)), ...openRooms(id)] }, here, there, told),
    };
  },
});

const movedTo = (incident: string, { place }: IncidentChannelEntry, { steps }: IncidentDossier): Change[] => [
  update('incidentChannels', place, { incident }),
  ...steps.filter((step) => step.place === place.id).map((step) => update('incidentSteps', step, { incident })),
];
