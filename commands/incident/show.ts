/** `/incident show [number]`: an incident's head card. Without a number: this room's incident, else the list. */

import { z } from 'zod';
import { refuse } from '../../bot/refusal.ts';
import { command, type Rule } from '../command.ts';
import { type IncidentDossier, inIncident, requestedIncident } from './dossier.ts';
import { incidentWord } from './incident-command.ts';
import { listCard, listFacts } from './list.ts';

/** Null shows the list, which contains only what they may read. */
const reading: Rule<IncidentDossier | null> = {
  authority: { incident: 'read' },
  blocker: (file, by) => file && inIncident('read').blocker(file, by),
};

export const show = command({
  ...incidentWord('show'),
  aliases: ['zeigen', 'anzeigen'],
  rank: 40,
  bare: true,
  authority: reading,
  positional: ['what'],
  args: z.object({ what: z.string().max(200).optional() }),
  load: async ({ what }, context) => {
    const file = await requestedIncident(what || undefined, context);
    return { file, list: file || what ? null : await listFacts(1, context) };
  },
  about: ({ file, list }) => (file || list ? [file] : []),
  decide: (_args, { file, list }, by) => {
    if (list) return { answer: { card: listCard(list, by) } };
    if (!file) return refuse('no-incident');
    return { answer: { show: { view: 'incident', subject: `incident:${file.row.id}`, args: {} } } };
  },
});
