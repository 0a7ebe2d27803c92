/** What follows when steps of a channel change: the stage it has reached, its state in the registry, the line of the timeline. */

import { refresh } from '../../../bot/delivery/effect.ts';
import { needsSnapshot, stageReached } from '../../../bot/incident/dormant.ts';
import { stillExplained } from '../../../bot/incident/snapshot.ts';
import { isBeyond } from '../../../bot/incident/stage.ts';
import { channelAfter, isMarked } from '../../../bot/registry/channel.ts';
import { type Change, update } from '../../../db/changes.ts';
import type { IncidentChannel, Step } from '../../../db/incident/incidents.ts';
import type { Answer, By, Outcome } from '../../command.ts';
import { keyed } from '../../keyed.ts';
import { channelTitle } from '../channel-names.ts';
import { type EntryOf, entry } from '../timeline-entry.ts';
import type { IncidentChannelDossier } from './incident-channel.ts';

export type StepEntry = Pick<EntryOf, 'kind' | 'text' | 'data'>;
export type Changed = { step: Step; set: Partial<Omit<Step, 'id' | 'version'>> };

/** The shown list of steps in the place of what was clicked. */
export const stepsCard = ({ place }: Pick<IncidentChannelDossier, 'place'>): Answer => ({
  show: { view: 'incident-steps', subject: `incident:${place.incident}`, args: { place: place.id } },
  replace: true,
});

/** `S1.3`, for lists, the timeline and `/incident evidence`. */
export const codeOf = ({ stage, order }: Pick<Step, 'stage' | 'order'>): string =>
  `${stage === 'restore' ? 'R' : stage}.${(order % 100) + 1}`;

/** What a line of the timeline says of a step. */
export const dataOf = (
  { place, channel }: Pick<IncidentChannelDossier, 'place' | 'channel'>,
  step: Step,
  { say }: Pick<By, 'say'>,
) => ({
  place: place.id,
  channel: channelTitle(channel),
  code: codeOf(step),
  what: keyed(say.lang, `step.${step.step}`),
});

/**
 * Writes changed steps and what they lead to. The place is always written: of two last steps at the same moment one is
 * decided again, and sees that the stage is reached.
 */
export function written(
  dossier: IncidentChannelDossier,
  changed: readonly Changed[],
  said: readonly StepEntry[],
  by: By,
  place: Partial<Omit<IncidentChannel, 'id' | 'version'>> = {},
): Required<Pick<Outcome, 'changes' | 'effects' | 'audit'>> {
  const { channel, file } = dossier;
  const set = { ...(isTouching(changed) ? unlooked(dossier.place) : {}), ...place };
  const now = { ...dossier.place, ...set };
  const steps = dossier.steps.map((step) => ({ ...step, ...changed.find((one) => one.step.id === step.id)?.set }));
  const stage = now.restoredAt ? null : stageReached(steps, channel.platform, now.control);
  const reached =
    stage !== dossier.place.stage && stage !== null && isBeyond(stage, dossier.place.stage) ? stage : null;
  const marks = reached !== null && reached !== 'S0' && !file.row.drill;
  const lines = [...said, ...(reached ? [{ kind: `reached-${reached}`, data: reachedData(dossier) }] : [])].map(
    (line) => entry({ incident: file.row.id, by: by.actor.person, now: by.now, chat: by.chat, ...line }),
  );
  const changes: Change[] = [
    update('incidentChannels', dossier.place, { ...set, ...(marks ? unmarked(dossier) : {}), stage }),
    ...changed.map(({ step, set }) => update('incidentSteps', step, set)),
    ...(marks ? registered(dossier, by) : []),
    ...lines.flatMap((line) => line.changes),
  ];
  return { changes, effects: [refresh(`incident:${file.row.id}`)], audit: lines.flatMap((line) => line.audit) };
}

/** Something of what is seen was changed by this. */
const isTouching = (changed: readonly Changed[]): boolean =>
  changed.some(({ step, set }) => needsSnapshot(step.stage) && set.state === 'done');

/** What was found on the way back before that counts no longer; who has looked stays known. */
const unlooked = ({ found, explained }: IncidentChannel): Partial<IncidentChannel> =>
  found ? { found: null, explained: stillExplained(explained, found, null) } : {};

const reachedData = ({ place, channel }: IncidentChannelDossier) => ({
  place: place.id,
  channel: channelTitle(channel),
});

/** It came in with the mark of another incident, which has let it go since: what it is now is what it was before. */
const unmarked = ({ place, channel }: IncidentChannelDossier): Partial<IncidentChannel> =>
  isMarked(place.before) && !isMarked(channel.state) ? { before: channel.state } : {};

/** From the notice on the registry says so, too; nothing of a drill reaches it. */
function registered({ channel }: IncidentChannelDossier, by: By): Change[] {
  const state = channelAfter(channel.state, 'made-dormant');
  return state === channel.state ? [] : [update('channels', channel, { state, changedAt: by.now })];
}
