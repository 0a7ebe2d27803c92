/** How far a channel is frozen: the decision, and the steps that follow from it. */
import { type ChecklistStage, checklist, placeInStage } from '../../../bot/incident/checklist.ts';
import { isBeyond, STAGES, type Stage, stagesUpTo } from '../../../bot/incident/stage.ts';
import { type Change, insert, type Row, update } from '../../../db/changes.ts';
import { newId } from '../../../db/ids.ts';
import type { IncidentChannel, Step } from '../../../db/incident/incidents.ts';
import type { Channel } from '../../../db/registry/dossiers.ts';

/** A step's position in the list: by stage, then in the checklist's order. */
const orderOf = (stage: ChecklistStage, index: number): number =>
  (stage === 'restore' ? STAGES.length : STAGES.indexOf(stage)) * 100 + index;

type At = { place: Pick<IncidentChannel, 'id' | 'incident' | 'control'>; channel: Pick<Channel, 'platform'> };

/** Rows for a stage's missing steps. */
export function stepsFor(
  { place, channel }: At,
  stage: ChecklistStage,
  have: readonly Pick<Step, 'stage' | 'step'>[],
): Row<'incidentSteps'>[] {
  return checklist(channel.platform, stage, place.control)
    .map((row) => ({
      id: newId('step'),
      incident: place.incident,
      place: place.id,
      step: row.key,
      stage,
      order: orderOf(stage, placeInStage(channel.platform, stage, row.key)),
    }))
    .filter(({ step }) => !have.some((one) => one.stage === stage && one.step === step));
}

export type ToFreeze = { place: IncidentChannel; channel: Channel; steps: readonly Step[] };

/** Voids everything inspected, explained and decided for the restore. */
export const NO_WAY_BACK = { restoreBy: null, restoreAt: null, found: null, explained: null, leftAs: null } as const;

export const NOT_BEGUN = {
  state: 'open',
  how: null,
  doneBy: null,
  doneAt: null,
  evidence: null,
  note: null,
  secondBy: null,
  secondAt: null,
  problem: null,
  tries: 0,
} as const;

/** Reopens the restore steps. */
export const backToGo = (steps: readonly Step[]): Change[] =>
  steps.filter(({ stage }) => stage === 'restore').map((step) => update('incidentSteps', step, NOT_BEGUN));

/**
 * Raises the target. Channels frozen further stay so. A restore that has begun starts over.
 * @returns only what changes, with the steps together at the end
 */
export function frozen(all: readonly ToFreeze[], target: Stage): Change[] {
  const raised = all.filter(({ place }) => isBeyond(target, place.target));
  return [
    ...raised.map(({ place }) => update('incidentChannels', place, { ...NO_WAY_BACK, target })),
    ...raised.flatMap(({ place, steps }) => (place.restoreAt ? backToGo(steps) : [])),
    ...raised
      .flatMap((one) => stagesUpTo(target).flatMap((stage) => stepsFor(one, stage, one.steps)))
      .map((row) => insert('incidentSteps', row)),
  ];
}
