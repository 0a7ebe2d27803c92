/** Dormant mode: the steps of a channel's checklist, the stage they reach, and who must look a second time. */
import { type ChecklistStage, checklist, type StepRow, stepRow } from './checklist.ts';
import { type Control, STAGES, type Stage } from './stage.ts';

/** Steps of these stages need a second person. */
const SECOND_PERSON = ['S2', 'S3', 'restore'] as const;
export const needsSecond = (stage: Stage | 'restore'): boolean => (SECOND_PERSON as readonly string[]).includes(stage);

export const STEP_STATES = ['open', 'running', 'done', 'failed', 'not-applicable'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** A step as the rules see it. */
export type Tick = {
  step: string;
  stage: ChecklistStage;
  state: StepState;
  doneBy: string | null;
  secondBy: string | null;
  note?: string | null;
};

/** Whether a stage needs a snapshot first: the posting stop changes nothing that is seen, the later stages do. */
export const needsSnapshot = (stage: ChecklistStage): boolean => stage !== 'S0' && stage !== 'restore';

type Closed = { state: 'done' | 'not-applicable' };
export const isClosed = <T extends Pick<Tick, 'state'>>(step: T): step is T & Closed =>
  step.state === 'done' || step.state === 'not-applicable';

/**
 * Whether a step waits for a second person. In S2, S3 and restore every closed step does. Elsewhere those marked
 * `second` do, also when marked not applicable, unless the state of control set them aside.
 */
export const awaitsSecond = (tick: Tick, platform: string): boolean =>
  isClosed(tick) &&
  tick.secondBy === null &&
  (needsSecond(tick.stage) || (!isAside(tick) && stepRow(platform, tick.stage, tick.step)?.second === true));

const isAside = ({ state, note }: Tick): boolean => state === 'not-applicable' && note === SET_ASIDE;

/** Why somebody can't be the second person. */
export const secondPersonBlocker = (tick: Pick<Tick, 'doneBy'>, person: string): 'same-person' | null =>
  tick.doneBy === person ? 'same-person' : null;

/** The open step that the others of its stage wait for; null: none. */
export function waitsFor(ticks: readonly Tick[], tick: Tick, platform: string): string | null {
  const first = ticks.find((one) => one.stage === tick.stage && stepRow(platform, one.stage, one.step)?.first);
  return first && first.step !== tick.step && !isClosed(first) ? first.step : null;
}

/**
 * Whether nothing in a stage is left to do. At least one step must be done: "not applicable" alone reaches no stage.
 */
export function isComplete(ticks: readonly Tick[], stage: ChecklistStage, platform: string): boolean {
  const own = ticks.filter((tick) => tick.stage === stage);
  return (
    own.some(({ state }) => state === 'done') && own.every((tick) => isClosed(tick) && !awaitsSecond(tick, platform))
  );
}

/**
 * How far a channel is frozen. Reporting a lost account and warning about it do not freeze it: beyond the posting stop
 * that needs a lever from the outside.
 */
export function stageReached(ticks: readonly Tick[], platform: string, control: Control): Stage | null {
  let reached: Stage | null = null;
  for (const stage of STAGES) {
    if (!isComplete(ticks, stage, platform)) break;
    const pulled = ticks.some(
      (tick) => tick.stage === stage && tick.state === 'done' && stepRow(platform, stage, tick.step)?.needs === 'lever',
    );
    if (control === 'lost' && stage !== 'S0' && !pulled) break;
    reached = stage;
  }
  return reached;
}

/** How the list changes with the control over the account: steps to add, to set aside, to resume. */
export function adapted<T extends Tick & { note: string | null }>(
  ticks: readonly T[],
  platform: string,
  control: Control,
): { add: { stage: ChecklistStage; row: StepRow }[]; aside: T[]; again: T[] } {
  const stages = [...new Set(ticks.map(({ stage }) => stage))];
  const wanted = stages.flatMap((stage) => checklist(platform, stage, control).map((row) => ({ stage, row })));
  const has = (stage: ChecklistStage, key: string) => ticks.some((tick) => tick.stage === stage && tick.step === key);
  const isWanted = ({ stage, step }: Tick) => wanted.some((one) => one.stage === stage && one.row.key === step);
  return {
    add: wanted.filter(({ stage, row }) => !has(stage, row.key)),
    aside: ticks.filter((tick) => !isClosed(tick) && !isWanted(tick)),
    again: ticks.filter((tick) => isAside(tick) && isWanted(tick)),
  };
}
/** The note of a step that only the state of control has set aside; nobody types it. */
export const SET_ASIDE = '(control)';

/** Whether the text is the evidence that the step asks for: a link, or a file's SHA-256. */
export function provesStep(evidence: StepRow['evidence'], text: string): boolean {
  const given = text.trim();
  if (given === '') return evidence === 'none';
  const isLink = URL.canParse(given) && /^https?:$/.test(new URL(given).protocol);
  const isHash = /^[0-9a-f]{64}$/i.test(given);
  if (evidence === 'link') return isLink;
  if (evidence === 'file') return isHash;
  return isLink || isHash;
}
