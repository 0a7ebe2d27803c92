/** `/incident merge V-… V-…`: merges two reports of one attack. The first continues under the second's number. */

import { z } from 'zod';
import { openRooms, refresh } from '../../../bot/delivery/effect.ts';
import type { Severity } from '../../../bot/incident/lifecycle.ts';
import { stateAfterMerge, worseLoss } from '../../../bot/incident/merge.ts';
import { refuse } from '../../../bot/refusal.ts';
import type { Card } from '../../../cards/node.ts';
import { update } from '../../../db/changes.ts';
import { combine } from '../../combine.ts';
import { type By, type Context, command, type Outcome } from '../../command.ts';
import { alsoTell } from '../communication/first-notice.ts';
import { incidentTitle } from '../declaration/opening.ts';
import { type IncidentDossier, inIncident, notNow, numbered, requestedIncident } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { incidentWord } from '../incident-command.ts';
import { headCard, lineBy, move, subjectOf } from './move.ts';
import { duplicatesOf, mergeables, moveMergeables, placesInto, rolesInto } from './moving.ts';

export const merge = command({
  ...incidentWord('merge'),
  aliases: ['zusammenführen', 'zusammenfuehren'],
  rank: 210,
  authority: inIncident('lead'),
  positional: ['text'],
  args: z.object({
    text: z.string().max(200).optional(),
    from: z.string().optional(),
    into: z.string().optional(),
    sure: z.boolean().optional(),
  }),
  load: async ({ text = '', from, into }, context) => {
    const first = numbered(text);
    const second = numbered(first.rest.replace(/^(?:in|into|mit|with)\s+/i, ''));
    // With one number only, this room's incident merges into that one.
    const [source, target] = second.what ? [first.what, second.what] : [undefined, first.what];
    const file = await requestedIncident(from ?? source, context);
    const other = (into ?? target) ? await requestedIncident(into ?? target, context) : null;
    return { file, other, facts: file && other ? await factsOf(file, other, context) : null };
  },
  about: ({ file, other }) => (file && other ? [file, other] : []),
  decide: ({ sure }, { file, other, facts }, by) => {
    if (!file || !other || !facts) return refuse('no-incident');
    if (file.row.id === other.row.id) return refuse('merge-with-itself');
    // Merging a drill into a real incident would leak it; the reverse would hide the real one.
    if (file.row.drill !== other.row.drill) return refuse('merge-with-drill');
    const no = notNow('merge', file, by) ?? notNow('merge', other, by);
    if (no) return no;
    const state = stateAfterMerge(file.row.state, other.row.state);
    if (state === 'confirm-first') return refuse('merge-confirm-first', { number: other.row.number });
    return sure ? merged(file, other, facts, state, by) : { answer: { card: askOnce(file, other, by) } };
  },
});

type Facts = Awaited<ReturnType<typeof factsOf>>;

async function factsOf(file: IncidentDossier, other: IncidentDossier, { tx, org, by }: Context) {
  const severity = Math.min(file.row.severity, other.row.severity) as Severity;
  const all = { row: other.row, places: [...other.places, ...file.places] };
  return {
    severity,
    // People concerned by the incoming channels must be told as well.
    told: await alsoTell(tx, all, org, by, severity),
    things: await mergeables(tx, file, other.row.id),
  };
}

function merged(
  file: IncidentDossier,
  other: IncidentDossier,
  facts: Facts,
  state: IncidentDossier['row']['state'],
  by: By,
): Outcome {
  const { severity, told, things } = facts;
  const { row } = other;
  const here = move(file, 'merge', by, {
    set: { mergedInto: row.id, closedAt: by.now },
    data: { into: row.number },
    kind: 'merged',
    more: [
      ...placesInto(file, other, by.now),
      ...rolesInto(file, other),
      ...moveMergeables(things, row.id, duplicatesOf(file, other)),
    ],
  });
  const there = lineBy(other, by, { kind: 'took-in', data: { number: file.row.number, channels: file.places.length } });
  const dataLoss = worseLoss(file.row.dataLoss, row.dataLoss);
  const affected = [...other.places, ...file.places].filter(({ place }) => place.part === 'hit');
  const unique = [...new Map(affected.map((one) => [one.channel.id, one])).values()];
  const target = update('incidents', row, {
    severity,
    state,
    title: incidentTitle(unique),
    awareAt: new Date(Math.min(row.awareAt.getTime(), file.row.awareAt.getTime())),
    dataLoss,
    prosecutor: row.prosecutor || file.row.prosecutor,
    // The GDPR decision was made on less information, so it is made again.
    ...(dataLoss === row.dataLoss ? {} : { gdpr: null }),
    ...(state === row.state ? {} : { containedAt: null, restoredAt: null, updatedAt: by.now }),
  });
  return {
    answer: headCard(other, true),
    ...combine(here, { changes: [target], effects: [refresh(subjectOf(other)), ...openRooms(row.id)] }, there, told),
  };
}

function askOnce(file: IncidentDossier, other: IncidentDossier, { say }: By): Card {
  const title = say('incident.merge.title');
  const text = say('incident.merge.question', {
    from: `${file.row.number} ${file.row.title}`,
    into: `${other.row.number} ${other.row.title}`,
  });
  const args = { from: file.row.id, into: other.row.id, sure: true };
  const card: Card = {
    title,
    summary: text,
    lang: say.lang,
    nodes: [
      { kind: 'text', text },
      { kind: 'actions', buttons: [{ label: say('incident.merge.yes'), do: 'incident-merge', style: 'danger', args }] },
    ],
  };
  return marked(card, file.row, say);
}
