/**
 * `/incident confirm`, `/incident false-alarm`. A lock by the platform looks like a takeover (NRW police accounts,
 * 2019).
 */

import { z } from 'zod';
import { isRefusal, refuse } from '../../../bot/refusal.ts';
import { type Mark, stateAfterIncident } from '../../../bot/registry/channel.ts';
import { type Change, update } from '../../../db/changes.ts';
import { type Known, knownByIds, marksOf } from '../../../db/incident/facts.ts';
import { combine } from '../../combine.ts';
import { calledOff } from '../communication/called-off.ts';
import { firstNotice } from '../communication/first-notice.ts';
import { isFrozen } from '../dormant/connect-button.ts';
import type { IncidentDossier } from '../dossier.ts';
import { incidentCommand } from '../incident-command.ts';
import { headCard, move } from './move.ts';
import { reasoned } from './reasoned.ts';

export const confirm = incidentCommand({
  word: 'confirm',
  aliases: ['bestätigen', 'bestaetigen'],
  rank: 80,
  bare: true,
  args: { card: z.boolean().optional() },
  load: (file, { tx, org, by }) => firstNotice(tx, file, org, by),
  decide: ({ file, args: { card = false }, facts: notice }, by) => {
    const after = move(file, 'confirm', by, { set: { confirmedAt: by.now, updatedAt: by.now } });
    return { answer: headCard(file, card), ...combine(after, notice) };
  },
});

/**
 * Unmarks channels that were only marked.
 * @returns null if a channel is frozen and has to be restored first
 */
function unmarked(
  { row, places, steps }: IncidentDossier,
  known: readonly Known[],
  marks: ReadonlyMap<string, readonly Mark[]>,
  now: Date,
): Change[] | null {
  const applicationOf = (id: string) => known.find((one) => one.channel.id === id)?.application ?? null;
  const stepsOf = (id: string) => steps.filter(({ place }) => place === id);
  if (places.some(({ place }) => isFrozen(place, stepsOf(place.id)))) return null;
  // The mark may come from a real incident.
  if (row.drill) return [];
  return places.flatMap(({ place, channel }) =>
    place.part === 'hit' && channel.state === 'compromised'
      ? [
          update('channels', channel, {
            state: stateAfterIncident(channel.state, place.id, marks.get(channel.id) ?? [], applicationOf(channel.id)),
            changedAt: now,
          }),
        ]
      : [],
  );
}

export const falseAlarm = reasoned({
  word: 'false-alarm',
  rank: 90,
  aliases: ['fehlalarm'],
  load: async (file, { tx, org, by }) => {
    const ids = file.places.map(({ channel }) => channel.id);
    const told = await calledOff(tx, file, org, by);
    return { told, known: await knownByIds(tx, ids), marks: await marksOf(tx, ids) };
  },
  decide: (file, { told, known, marks }, by) => {
    const back = unmarked(file, known, marks, by.now);
    if (!back) return refuse('still-frozen', { number: file.row.number });
    if (isRefusal(told)) return told;
    return (reason) => {
      const set = { reason, closedAt: by.now };
      return combine(move(file, 'deny', by, { set, text: reason, kind: 'false-alarm', more: back }), told(reason));
    };
  },
});
