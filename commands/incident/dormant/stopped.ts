/** An administrator reports that posting is stopped, on one channel or on all of theirs. */
import { z } from 'zod';
import { stepRow } from '../../../bot/incident/checklist.ts';
import { isClosed } from '../../../bot/incident/dormant.ts';
import { refuse } from '../../../bot/refusal.ts';
import { command, type Outcome } from '../../command.ts';
import { channelTitle } from '../channel-names.ts';
import { type IncidentDossier, incidentDossier, notNow } from '../dossier.ts';
import { administratorsOf, atChannel, type IncidentChannelDossier } from './incident-channel.ts';
import { written } from './settle.ts';

/** Steps of the posting stop whose only evidence is name and time. */
const stoppable = ({ steps, channel }: IncidentChannelDossier) =>
  steps.filter(
    (step) =>
      step.stage === 'S0' &&
      !isClosed(step) &&
      (stepRow(channel.platform, 'S0', step.step)?.evidence ?? 'none') === 'none',
  );

function spotsOf(file: IncidentDossier, administrators: ReadonlyMap<string, string[]>): IncidentChannelDossier[] {
  return file.places
    .filter(({ place }) => place.restoredAt === null)
    .map(({ place, channel }) => ({
      file,
      place,
      channel,
      application: null,
      steps: file.steps.filter((step) => step.place === place.id),
      administrators: administrators.get(channel.id) ?? [],
      names: file.names,
    }));
}

export const stopped = command({
  name: 'incident-stopped',
  authority: atChannel('work'),
  args: z.object({ incident: z.string(), place: z.string().optional() }),
  load: async ({ incident, place }, { tx, org, by }) => {
    const file = await incidentDossier(tx, incident);
    const ids = file?.places.map(({ channel }) => channel.id) ?? [];
    if (!file) return null;
    const spots = spotsOf(file, await administratorsOf(tx, ids, org.gone));
    // Covers only the actor's own channels. The incident's lead reports them one by one.
    return spots.filter((dossier) =>
      place ? dossier.place.id === place : dossier.administrators.includes(by.actor.person),
    );
  },
  about: (meant) => meant ?? [],
  decide: ({ incident }, meant, by) => {
    if (!meant) return refuse('no-incident');
    const no = meant[0] && notNow('evidence', meant[0].file, by);
    if (no) return no;
    const open = meant.filter((dossier) => stoppable(dossier).length > 0);
    if (open.length === 0) return refuse('nothing-to-stop');
    const parts = open.map((dossier) => {
      const set = { state: 'done' as const, how: 'hand' as const, doneBy: by.actor.person, doneAt: by.now };
      const all = stoppable(dossier).map((step) => ({ step, set }));
      const data = { place: dossier.place.id, channel: channelTitle(dossier.channel), count: all.length };
      return written(dossier, all, [{ kind: 'stopped', data }], by);
    });
    const subject = `incident:${incident}`;
    const outcome: Outcome = {
      answer: { show: { view: 'incident-mine', subject, args: { person: by.actor.person } }, replace: true },
      changes: parts.flatMap(({ changes }) => changes),
      effects: parts.flatMap(({ effects }) => effects),
      audit: parts.flatMap(({ audit }) => audit),
    };
    return outcome;
  },
});
