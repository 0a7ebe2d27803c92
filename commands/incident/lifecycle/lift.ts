/** `/incident lift`: ends the posting stop of all related channels with one confirmation. */

import { z } from 'zod';
import { refresh } from '../../../bot/delivery/effect.ts';
import { refuse } from '../../../bot/refusal.ts';
import type { Card } from '../../../cards/node.ts';
import { update } from '../../../db/changes.ts';
import type { IncidentChannelEntry } from '../../../db/incident/incidents.ts';
import type { By } from '../../command.ts';
import { channelTitle } from '../channel-names.ts';
import { isTouched } from '../dormant/connect-button.ts';
import type { IncidentDossier } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { incidentCommand } from '../incident-command.ts';
import { headCard, lineBy, subjectOf } from './move.ts';

/** As many as people read before confirming; the board lists all. */
const SHOWN = 10;

/**
 * Related channels that were only stopped. Nothing on them was changed, so nothing has to be restored. Channels frozen
 * further go through the normal restore.
 */
export const onlyStopped = ({ places, steps }: IncidentDossier): IncidentChannelEntry[] =>
  places.filter(
    ({ place }) =>
      place.part === 'related' &&
      place.restoredAt === null &&
      place.leftAs === null &&
      [place.stage, place.target].includes('S0') &&
      [place.stage, place.target].every((stage) => stage === null || stage === 'S0') &&
      !isTouched(steps.filter((step) => step.place === place.id && step.stage !== 'S0')),
  );

export const lift = incidentCommand({
  word: 'lift',
  aliases: ['aufheben', 'posting-stopp aufheben'],
  rank: 160,
  bare: true,
  line: 200,
  args: { sure: z.boolean().optional() },
  decide: ({ file, args: { sure } }, by) => {
    const places = onlyStopped(file);
    if (places.length === 0) return refuse('nothing-to-lift', { number: file.row.number });
    if (!sure) return { answer: { card: askOnce(file, places, by) } };
    const line = lineBy(file, by, { kind: 'lifted', data: { count: places.length } });
    const set = { stage: null, target: null, restoredAt: by.now, restoredBy: by.actor.person };
    return {
      answer: headCard(file, true),
      changes: [
        update('incidents', file.row, {}),
        ...places.map(({ place }) => update('incidentChannels', place, set)),
        ...line.changes,
      ],
      effects: [refresh(subjectOf(file))],
      audit: line.audit,
    };
  },
});

function askOnce(file: IncidentDossier, places: readonly IncidentChannelEntry[], { say }: By): Card {
  const title = say('incident.lift.title', { number: file.row.number });
  const text = say('incident.lift.question', { count: places.length });
  const rest = places.length - SHOWN;
  const names = places.slice(0, SHOWN).map(({ channel }) => `• ${channelTitle(channel)}`);
  const card: Card = {
    title,
    summary: `${title}: ${text}`,
    lang: say.lang,
    nodes: [
      { kind: 'text', text },
      { kind: 'text', text: [...names, ...(rest > 0 ? [say('incident.more', { count: rest })] : [])].join('\n') },
      {
        kind: 'actions',
        buttons: [
          {
            label: say('incident.lift.yes', { count: places.length }),
            do: 'incident-lift',
            style: 'primary',
            args: { incident: file.row.id, sure: true },
          },
        ],
      },
    ],
  };
  return marked(card, file.row, say);
}
