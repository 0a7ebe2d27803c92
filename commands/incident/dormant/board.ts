/**
 * `/incident board`: all channels of an incident and their progress; one channel's checklist; one person's channels.
 */

import { z } from 'zod';
import { refuse } from '../../../bot/refusal.ts';
import { command } from '../../command.ts';
import { incidentDossier } from '../dossier.ts';
import { incidentCommand } from '../incident-command.ts';
import { atChannel, incidentChannelDossier } from './incident-channel.ts';

const page = z.coerce.number().int().min(1).max(1000).optional();
const turned = z.boolean().optional();

export const board = incidentCommand({
  word: 'board',
  aliases: ['tafel', 'kanäle'],
  rank: 360,
  bare: true,
  line: 200,
  args: { page, turned },
  decide: ({ file, rest, args: { page = 1, turned = false } }) => {
    if (rest !== '') return refuse('no-incident');
    const subject = `incident:${file.row.id}`;
    return { answer: { show: { view: 'incident-board', subject, args: { page: String(page) } }, replace: turned } };
  },
});

export const steps = command({
  name: 'incident-steps',
  authority: atChannel('read'),
  args: z.object({ place: z.string(), page, turned }),
  load: ({ place }, { tx, org }) => incidentChannelDossier(tx, place, org),
  about: (dossier) => (dossier ? [dossier] : []),
  decide: ({ place, page, turned = false }, dossier) => {
    if (!dossier) return refuse('moved-on');
    const subject = `incident:${dossier.file.row.id}`;
    // Without a page, the list opens where a step is waiting.
    const args = { place, ...(page === undefined ? {} : { page: String(page) }) };
    return { answer: { show: { view: 'incident-steps', subject, args }, replace: turned } };
  },
});

/** The incident's channels that this person administers. */
export const mine = command({
  name: 'incident-mine',
  authority: 'known',
  args: z.object({ incident: z.string(), page, turned }),
  load: ({ incident }, { tx }) => incidentDossier(tx, incident),
  decide: ({ page = 1, turned = false }, file, by) => {
    if (!file) return refuse('no-incident');
    const subject = `incident:${file.row.id}`;
    const args = { person: by.actor.person, page: String(page) };
    return { answer: { show: { view: 'incident-mine', subject, args }, replace: turned } };
  },
});
