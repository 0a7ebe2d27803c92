/**
 * `/incident control secured|unclear|lost <channel>`: whether the city can log in, and how that changes the checklist.
 */

import { z } from 'zod';
import { adapted, SET_ASIDE } from '../../../bot/incident/dormant.ts';
import { CONTROLS, type Control } from '../../../bot/incident/stage.ts';
import { isRefusal, type Refusal, refuse } from '../../../bot/refusal.ts';
import { insert } from '../../../db/changes.ts';
import { type By, command, type Outcome } from '../../command.ts';
import { channelTitle } from '../channel-names.ts';
import { notNow, typedIncident } from '../dossier.ts';
import { incidentWord } from '../incident-command.ts';
import { stepsFor } from './freeze.ts';
import { atChannel, channelCalled, type IncidentChannelDossier, incidentChannelDossier } from './incident-channel.ts';
import { stepsCard, written } from './settle.ts';

const LEVELS: Record<string, Control> = {
  secured: 'secured',
  gesichert: 'secured',
  ja: 'secured',
  unclear: 'unclear',
  unklar: 'unclear',
  lost: 'lost',
  verloren: 'lost',
  nein: 'lost',
};

type Facts = Refusal | { dossier: IncidentChannelDossier; to: Control };

export const control = command({
  ...incidentWord('control'),
  aliases: ['kontrolle', 'zugang'],
  rank: 340,
  authority: atChannel('work'),
  positional: ['text'],
  args: z.object({
    text: z.string().max(500).optional(),
    /** From the card. */
    place: z.string().optional(),
    to: z.enum(CONTROLS).optional(),
  }),
  load: async ({ text = '', place, to }, context): Promise<Facts> => {
    const { tx, org } = context;
    if (place && to) {
      const dossier = await incidentChannelDossier(tx, place, org);
      return dossier ? { dossier, to } : refuse('moved-on');
    }
    const { file, rest } = await typedIncident({ text }, context);
    if (!file) return refuse('no-incident');
    const [word = '', ...more] = rest.split(' ');
    const level = LEVELS[word.toLowerCase()];
    if (!level) return refuse('bad-arguments');
    const named = channelCalled(file, more.join(' '));
    if (isRefusal(named)) return named;
    const dossier = await incidentChannelDossier(tx, named.own.place.id, org);
    return dossier ? { dossier, to: level } : refuse('moved-on');
  },
  about: (facts) => (isRefusal(facts) ? [] : [facts.dossier]),
  decide: (_args, facts, by) =>
    isRefusal(facts) ? facts : (notNow('control', facts.dossier.file, by) ?? controlled(facts.dossier, facts.to, by)),
});

function controlled(dossier: IncidentChannelDossier, to: Control, by: By): Outcome | Refusal {
  const { place, channel } = dossier;
  if (place.restoredAt) return refuse('already-restored', { channel: channelTitle(channel) });
  // Two people report the same: the second one gets the current list.
  if (place.control === to) return { answer: stepsCard(dossier) };
  const { add, aside, again } = adapted(dossier.steps, channel.platform, to);
  const stages = [...new Set(add.map(({ stage }) => stage))];
  const now = { place: { ...place, control: to }, channel };
  const changed = [
    ...aside.map((step) => ({
      step,
      set: { state: 'not-applicable' as const, note: SET_ASIDE, doneBy: by.actor.person, doneAt: by.now },
    })),
    ...again.map((step) => ({
      step,
      set: { state: 'open' as const, note: null, doneBy: null, doneAt: null, secondBy: null, secondAt: null },
    })),
  ];
  const data = { place: place.id, channel: channelTitle(channel) };
  const after = written(dossier, changed, [{ kind: `control-${to}`, data }], by, { control: to });
  const added = stages
    .flatMap((stage) => stepsFor(now, stage, dossier.steps))
    .map((row) => insert('incidentSteps', row));
  return { answer: stepsCard(dossier), ...after, changes: [...after.changes, ...added] };
}
