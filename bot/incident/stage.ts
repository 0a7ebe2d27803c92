/** The two independent axes of dormant mode: whether the city can still log in, and how far the channel is frozen. */
export const CONTROLS = ['secured', 'unclear', 'lost'] as const;
export type Control = (typeof CONTROLS)[number];

/** S0 posting stop (invisible) · S1 dormant with a notice · S2 hidden (reversible) · S3 shut down. */
export const STAGES = ['S0', 'S1', 'S2', 'S3'] as const;
export type Stage = (typeof STAGES)[number];

/** Everything up to and including this stage. */
export const stagesUpTo = (target: Stage): readonly Stage[] => STAGES.slice(0, STAGES.indexOf(target) + 1);
export const isBeyond = (stage: Stage, than: Stage | null): boolean =>
  than === null || STAGES.indexOf(stage) > STAGES.indexOf(than);
