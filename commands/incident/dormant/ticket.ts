/** `/incident ticket <channel> <number> [note]`: records a report to the platform for the months it may take. */

import { z } from 'zod';
import { isRefusal, type Refusal, refuse } from '../../../bot/refusal.ts';
import { insert } from '../../../db/changes.ts';
import { newId } from '../../../db/ids.ts';
import { command } from '../../command.ts';
import { cut } from '../../cut.ts';
import { channelTitle } from '../channel-names.ts';
import { notNow, typedIncident } from '../dossier.ts';
import { incidentWord } from '../incident-command.ts';
import { atChannel, channelNamed, type IncidentChannelDossier, incidentChannelDossier } from './incident-channel.ts';
import { stepsCard, written } from './settle.ts';

type Facts = Refusal | { dossier: IncidentChannelDossier; number: string; note: string; id: string };

export const ticket = command({
  ...incidentWord('ticket'),
  aliases: ['vorgang', 'vorgangsnummer'],
  rank: 380,
  authority: atChannel('work'),
  positional: ['text'],
  args: z.object({ text: z.string().max(1500).default('') }),
  load: async ({ text }, context): Promise<Facts> => {
    const { file, rest } = await typedIncident({ text }, context);
    if (!file) return refuse('no-incident');
    const named = channelNamed(file, rest);
    if (isRefusal(named)) return named;
    const dossier = await incidentChannelDossier(context.tx, named.own.place.id, context.org);
    const [number = '', ...words] = named.rest.split(' ');
    if (!dossier || number === '') return refuse('bad-arguments');
    return { dossier, number: cut(number, 200), note: words.join(' '), id: newId('ticket') };
  },
  about: (facts) => (isRefusal(facts) ? [] : [facts.dossier]),
  decide: (_args, facts, by) => {
    if (isRefusal(facts)) return facts;
    const { dossier, number, note, id } = facts;
    const no = notNow('ticket', dossier.file, by);
    if (no) return no;
    const { place, channel } = dossier;
    const data = { place: place.id, channel: channelTitle(channel), number };
    const after = written(dossier, [], [{ kind: 'ticket', text: note, data }], by);
    const row = {
      id,
      incident: place.incident,
      place: place.id,
      number,
      note,
      by: by.actor.person,
      at: by.now,
    };
    return { answer: stepsCard(dossier), ...after, changes: [...after.changes, insert('incidentTickets', row)] };
  },
});
