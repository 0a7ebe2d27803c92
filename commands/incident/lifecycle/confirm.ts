/** `/incident confirm`, `/incident false-alarm`: is it one? Platform locks look alike (NRW police accounts, 2019). */
import { z } from 'zod';
import { isRefusal, refuse } from '../../../bot/refusal.ts';
import { type Mark, stateAfterIncident } from '../../../bot/registry/channel.ts';
import { type Change, update } from '../../../db/changes.ts';
import { type Known, knownByIds, marksOf } from '../../../db/incident/facts.ts';
import { combine } from '../../combine.ts';
import { command } from '../../command.ts';
import { calledOff } from '../communication/called-off.ts';
import { firstNotice } from '../communication/first-notice.ts';
import { isFrozen } from '../dormant/connect-button.ts';
import { blockerFor, type IncidentDossier, requestedIncident } from '../dossier.ts';
import { headCard, move } from './move.ts';
import { reasoned } from './reasoned.ts';

export const confirm = command({
  name: 'incident-confirm',
  group: 'incident',
  word: 'confirm',
  aliases: ['bestätigen', 'bestaetigen'],
  permission: 'known',
  positional: ['incident'],
  summary: 'help.incident-confirm',
  usage: 'usage.incident-confirm',
  args: z.object({ incident: z.string().max(80).optional(), card: z.boolean().optional() }),
  load: async ({ incident }, context) => {
    const file = await requestedIncident(incident, context);
    const notice = file ? await firstNotice(context.tx, file, context.org, context.by) : null;
    return { file, notice };
  },
  decide: ({ card = false }, { file, notice }, by) => {
    if (!file || !notice) return refuse('no-incident');
    const no = blockerFor('confirm', by, file);
    if (no) return no;
    const after = move(file, 'confirm', by, { set: { confirmedAt: by.now, updatedAt: by.now } });
    return { answer: headCard(file, card), ...combine(after, notice) };
  },
});

/** What was only marked goes back to what it was. @returns null where something was frozen and has to be restored first */
function unmarked(
  { row, places, steps }: IncidentDossier,
  known: readonly Known[],
  marks: ReadonlyMap<string, readonly Mark[]>,
  now: Date,
): Change[] | null {
  const applicationOf = (id: string) => known.find((one) => one.channel.id === id)?.application ?? null;
  const stepsOf = (id: string) => steps.filter(({ place }) => place === id);
  if (places.some(({ place }) => isFrozen(place, stepsOf(place.id)))) return null;
  // The mark may be a real incident's.
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
