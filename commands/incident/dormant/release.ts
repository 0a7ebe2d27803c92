/**
 * The second person releases a channel. All steps are done, all differences explained, and neither inspection nor steps
 * are their own.
 */
import { z } from 'zod';
import { isClosed, secondPersonBlocker } from '../../../bot/incident/dormant.ts';
import { lookers, unexplained } from '../../../bot/incident/snapshot.ts';
import { type Refusal, refuse } from '../../../bot/refusal.ts';
import { type Mark, stateAfterIncident } from '../../../bot/registry/channel.ts';
import { update } from '../../../db/changes.ts';
import { marksOf } from '../../../db/incident/facts.ts';
import { type By, command, type Outcome } from '../../command.ts';
import { channelTitle } from '../channel-names.ts';
import { inIncident } from '../dossier.ts';
import { type IncidentChannelDossier, incidentChannelDossier } from './incident-channel.ts';
import { restoreBlocker } from './restore-check.ts';
import { stepsCard, written } from './settle.ts';

export const release = command({
  name: 'incident-release',
  // A person with a role in the incident, as for every second confirmation.
  authority: inIncident('work'),
  args: z.object({ place: z.string(), seen: z.coerce.number().int() }),
  load: async ({ place }, { tx, org }) => {
    const dossier = await incidentChannelDossier(tx, place, org);
    return dossier && { dossier, marks: (await marksOf(tx, [dossier.channel.id])).get(dossier.channel.id) ?? [] };
  },
  about: (loaded) => (loaded ? [loaded.dossier.file] : []),
  decide: ({ seen }, loaded, by) => {
    if (!loaded) return refuse('moved-on');
    const { dossier, marks } = loaded;
    return restoreBlocker(dossier, by) ?? barredRelease(dossier, seen, by) ?? released(dossier, marks, by);
  },
});

function barredRelease(
  { place, channel, steps }: IncidentChannelDossier,
  seen: number,
  { actor, say }: By,
): Refusal | null {
  const back = steps.filter(({ stage }) => stage === 'restore');
  if (!place.restoreBy || back.length === 0) return refuse('nothing-to-restore', { channel: channelTitle(channel) });
  const left = place.snapshot ? unexplained(place.snapshot, place.found ?? {}, place.explained ?? {}) : [];
  if (left.length > 0) {
    return refuse('diff-unexplained', { fields: left.map(({ field }) => say(`field.snapshot.${field}`)).join(', ') });
  }
  const open = back.filter((step) => !isClosed(step)).length;
  if (open > 0) return refuse('steps-open', { count: open });
  // The channel was inspected again after the card was drawn.
  if (place.version !== seen) return refuse('moved-on');
  const looked = [place.restoreBy, ...lookers(place.explained)].includes(actor.person);
  const isOwn = looked || back.some((step) => secondPersonBlocker(step, actor.person) !== null);
  return isOwn ? refuse('same-person') : null;
}

function released(dossier: IncidentChannelDossier, marks: readonly Mark[], by: By): Outcome {
  const { place, channel, file } = dossier;
  const back = dossier.steps.filter(({ stage }) => stage === 'restore');
  const seconded = back.map((step) => ({ step, set: { secondBy: by.actor.person, secondAt: by.now } }));
  const data = { place: place.id, channel: channelTitle(channel) };
  const set = { target: null, restoredBy: by.actor.person, restoredAt: by.now };
  const after = written(dossier, seconded, [{ kind: 'channel-restored', data }], by, set);
  const state = stateAfterIncident(channel.state, place.id, marks, dossier.application);
  // Written even if unchanged, so two incidents releasing the channel at once conflict.
  const changes = file.row.drill ? [] : [update('channels', channel, { state, changedAt: by.now })];
  return { answer: stepsCard(dossier), ...after, changes: [...after.changes, ...changes] };
}
