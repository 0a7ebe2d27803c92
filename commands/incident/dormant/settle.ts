/** What follows from changed steps: the stage reached, the registry's state, a timeline line. */

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

/** The channel's checklist, in place of the clicked card. */
export const stepsCard = ({ place }: Pick<IncidentChannelDossier, 'place'>): Answer => ({
  show: { view: 'incident-steps', subject: `incident:${place.incident}`, args: { place: place.id } },
  replace: true,
});

/** For example `S1.3`, for lists, the timeline and `/incident evidence`. */
export const codeOf = ({ stage, order }: Pick<Step, 'stage' | 'order'>): string =>
  `${stage === 'restore' ? 'R' : stage}.${(order % 100) + 1}`;

/** The data of a timeline line about a step. */
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
 * Writes changed steps and their consequences. The place is always written: if the last two steps are ticked at once,
 * one decision is retried and sees the stage reached.
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

/** Whether these steps changed the channel's look. */
const isTouching = (changed: readonly Changed[]): boolean =>
  changed.some(({ step, set }) => needsSnapshot(step.stage) && set.state === 'done');

/** Voids the state found during the restore, but keeps who inspected. */
const unlooked = ({ found, explained }: IncidentChannel): Partial<IncidentChannel> =>
  found ? { found: null, explained: stillExplained(explained, found, null) } : {};

const reachedData = ({ place, channel }: IncidentChannelDossier) => ({
  place: place.id,
  channel: channelTitle(channel),
});

/**
 * The channel came in with another incident's mark. That incident has released it, so its state now is the state
 * before.
 */
const unmarked = ({ place, channel }: IncidentChannelDossier): Partial<IncidentChannel> =>
  isMarked(place.before) && !isMarked(channel.state) ? { before: channel.state } : {};

/** From stage S1 on the registry marks it as dormant. A drill does not touch the registry. */
function registered({ channel }: IncidentChannelDossier, by: By): Change[] {
  const state = channelAfter(channel.state, 'made-dormant');
  return state === channel.state ? [] : [update('channels', channel, { state, changedAt: by.now })];
}
