/** What must be settled before an incident is closed. Pure: facts in, open points out. */
export type GateFacts = {
  /** Every channel of the incident that was not taken out. */
  places: readonly {
    name: string;
    part: 'hit' | 'related';
    stage: string | null;
    /** A visible step has begun, and the channel was not restored since. */
    touched: boolean;
    restored: boolean;
    decided: boolean;
  }[];
  /** Published texts without an all clear, and texts that wait for a decision. */
  openTexts: number;
  dataLoss: 'open' | 'excluded' | 'possible';
  gdprDecided: boolean;
  tasks: readonly { done: boolean; assigned: boolean }[];
};

const GATES = ['channels', 'texts', 'data-loss', 'gdpr', 'tasks'] as const;
export type Gate = (typeof GATES)[number];

/** A channel that is still frozen, even partly, or an affected one that is neither restored nor decided. */
export const isUnsettled = (place: GateFacts['places'][number]): boolean =>
  !place.decided && (place.stage !== null || place.touched || (place.part === 'hit' && !place.restored));

const RULES = {
  channels: ({ places }) => places.filter(isUnsettled).length,
  texts: ({ openTexts }) => openTexts,
  'data-loss': ({ dataLoss }) => (dataLoss === 'open' ? 1 : 0),
  // Deciding not to report is a decision, too; it has a reason.
  gdpr: ({ gdprDecided }) => (gdprDecided ? 0 : 1),
  // An open task with an assignee outlives the closing; one without would be forgotten.
  tasks: ({ tasks }) => tasks.filter(({ done, assigned }) => !done && !assigned).length,
} as const satisfies Record<Gate, (facts: GateFacts) => number>;

/** @returns the open points and how many of each, in a fixed order; empty: it may be closed */
export const missingToClose = (facts: GateFacts): { gate: Gate; count: number }[] =>
  GATES.map((gate) => ({ gate, count: RULES[gate](facts) })).filter(({ count }) => count > 0);
