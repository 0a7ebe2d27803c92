/** `/incident show [number]`: the head card of an incident; without a number the one whose room this is, or the list. */
import { z } from 'zod';
import { refuse } from '../../bot/refusal.ts';
import { command } from '../command.ts';
import { blockerFor, requestedIncident } from './dossier.ts';
import { listCard, listFacts } from './list.ts';

export const show = command({
  name: 'incident-show',
  group: 'incident',
  word: 'show',
  aliases: ['zeigen', 'anzeigen'],
  permission: 'known',
  positional: ['what'],
  summary: 'help.incident-show',
  usage: 'usage.incident-show',
  args: z.object({ what: z.string().max(200).optional() }),
  load: async ({ what }, context) => {
    const file = await requestedIncident(what || undefined, context);
    return { file, list: file || what ? null : await listFacts(1, context) };
  },
  decide: (_args, { file, list }, by) => {
    if (list) return { answer: { card: listCard(list, by) } };
    if (!file) return refuse('no-incident');
    const no = blockerFor('show', by, file);
    if (no) return no;
    return { answer: { show: { view: 'incident', subject: `incident:${file.row.id}`, args: {} } } };
  },
});
