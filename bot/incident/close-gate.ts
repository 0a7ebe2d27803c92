/** What must be settled before an incident is closed (incident.md 5, no. 18). Pure: facts in, what is missing out. */
export type GateFacts = {
  /** Every channel of the incident that was not taken out. */
  places: readonly {
    name: string;
    part: 'hit' | 'related';
    stage: string | null;
    /** A step that changes what is seen has begun, and nothing was given back since. */
    touched: boolean;
    restored: boolean;
    decided: boolean;
  }[];
  /** Texts that stand outside without an all clear, or wait for a decision. */
  openTexts: number;
  dataLoss: 'open' | 'excluded' | 'possible';
  gdprDecided: boolean;
  tasks: readonly { done: boolean; assigned: boolean }[];
};

const GATES = ['channels', 'texts', 'data-loss', 'gdpr', 'tasks'] as const;
export type Gate = (typeof GATES)[number];

/** A channel that is still frozen, if only half way, or was hit and is neither restored nor decided upon. */
export const isUnsettled = (place: GateFacts['places'][number]): boolean =>
  !place.decided && (place.stage !== null || place.touched || (place.part === 'hit' && !place.restored));

const RULES = {
  channels: ({ places }) => places.filter(isUnsettled).length,
  texts: ({ openTexts }) => openTexts,
  'data-loss': ({ dataLoss }) => (dataLoss === 'open' ? 1 : 0),
  // Also the decision not to report is a decision, with its reason.
  gdpr: ({ gdprDecided }) => (gdprDecided ? 0 : 1),
  // An open task keeps its person and day beyond the closing; one that is nobody's is forgotten.
  tasks: ({ tasks }) => tasks.filter(({ done, assigned }) => !done && !assigned).length,
} as const satisfies Record<Gate, (facts: GateFacts) => number>;

/** @returns what is missing with how many of it, in a fixed order; empty: it may be closed */
export const missingToClose = (facts: GateFacts): { gate: Gate; count: number }[] =>
  GATES.map((gate) => ({ gate, count: RULES[gate](facts) })).filter(({ count }) => count > 0);
