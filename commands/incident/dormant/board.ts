/** `/incident board`: all channels of an incident and how far they are; and the list of one of them, and of one's own. */
import { z } from 'zod';
import { refuse } from '../../../bot/refusal.ts';
import { command } from '../../command.ts';
import { blockerFor, incidentDossier, typedIncident } from '../dossier.ts';
import { incidentChannelDossier } from './incident-channel.ts';

const page = z.coerce.number().int().min(1).max(1000).optional();
const turned = z.boolean().optional();

export const board = command({
  name: 'incident-board',
  word: 'board',
  group: 'incident',
  aliases: ['tafel', 'kanäle'],
  permission: 'known',
  positional: ['what'],
  summary: 'help.incident-board',
  usage: 'usage.incident-board',
  args: z.object({ what: z.string().max(200).optional(), incident: z.string().optional(), page, turned }),
  load: async ({ what, incident }, context) => {
    const { file, rest } = await typedIncident({ text: what, incident }, context);
    return rest === '' ? file : null;
  },
  decide: ({ page = 1, turned = false }, file, by) => {
    if (!file) return refuse('no-incident');
    const no = blockerFor('board', by, file);
    if (no) return no;
    const subject = `incident:${file.row.id}`;
    return { answer: { show: { view: 'incident-board', subject, args: { page: String(page) } }, replace: turned } };
  },
});

export const steps = command({
  name: 'incident-steps',
  permission: 'known',
  args: z.object({ place: z.string(), page, turned }),
  load: ({ place }, { tx, org }) => incidentChannelDossier(tx, place, org),
  decide: ({ place, page, turned = false }, dossier, by) => {
    if (!dossier) return refuse('moved-on');
    const no = blockerFor('board', by, dossier.file);
    if (no && !dossier.administrators.includes(by.actor.person)) return no;
    const subject = `incident:${dossier.file.row.id}`;
    // Opened without a page it begins where somebody is waited for.
    const args = { place, ...(page === undefined ? {} : { page: String(page) }) };
    return { answer: { show: { view: 'incident-steps', subject, args }, replace: turned } };
  },
});

/** The channels of an incident on which somebody is an administrator. */
export const mine = command({
  name: 'incident-mine',
  permission: 'known',
  args: z.object({ incident: z.string(), page, turned }),
  load: ({ incident }, { tx }) => incidentDossier(tx, incident),
  decide: ({ page = 1, turned = false }, file, by) => {
    if (!file) return refuse('no-incident');
    const subject = `incident:${file.row.id}`;
    const args = { person: by.actor.person, page: String(page) };
    return { answer: { show: { view: 'incident-mine', subject, args }, replace: turned } };
  },
});
