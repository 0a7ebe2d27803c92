/**
 * The life of an application: draft → with the head → in participation → approved → published, side states query,
 * withdrawn, rejected, archived. "Approved" is computed from the votes, never clicked.
 */
import type { Body } from '../participation/body.ts';
import { type BodyRule, bodiesFor, hasAnswered } from '../participation/participation.ts';
import type { Slot } from '../participation/slot.ts';
import type { ApplicationKind } from './application-kind.ts';

export const STATES = [
  'draft',
  'head',
  'participation',
  'query',
  'approved',
  'published',
  'rejected',
  'withdrawn',
  'archived',
] as const;
export type ApplicationState = (typeof STATES)[number];

export const EVENTS = [
  'save',
  'discard',
  'submit',
  'vote',
  'weigh',
  'ask',
  'answer',
  'supplement',
  'withdraw',
  'give-up',
  'publish',
  'renew',
] as const;
export type ApplicationEvent = (typeof EVENTS)[number];

/** An application's processing information: a question, its answer, what the applicant adds. */
export type NoteKind = 'query' | 'answer' | 'supplement';

/** Where an event leads: a state, `same`, or `settle` (follows from votes and open questions, see `settle`). */
type Target = ApplicationState | 'same' | 'settle';

const TABLE = {
  draft: { save: 'same', discard: 'withdrawn', submit: 'head' },
  head: {
    vote: 'settle',
    ask: 'query',
    supplement: 'same',
    withdraw: 'withdrawn',
    renew: 'archived',
  },
  participation: {
    vote: 'settle',
    weigh: 'settle',
    ask: 'query',
    supplement: 'same',
    withdraw: 'withdrawn',
    'give-up': 'rejected',
    renew: 'archived',
  },
  // A question pauses the clock but not the other bodies: they may vote meanwhile.
  query: {
    vote: 'settle',
    weigh: 'settle',
    ask: 'query',
    answer: 'settle',
    supplement: 'same',
    withdraw: 'withdrawn',
    'give-up': 'rejected',
    renew: 'archived',
  },
  approved: { publish: 'published', supplement: 'same', renew: 'archived' },
  published: { supplement: 'same', renew: 'archived' },
  rejected: { renew: 'archived' },
  withdrawn: { renew: 'archived' },
  archived: {},
} as const satisfies Record<ApplicationState, Partial<Record<ApplicationEvent, Target>>>;

export function target(state: ApplicationState, event: ApplicationEvent): Target | undefined {
  return (TABLE[state] as Partial<Record<ApplicationEvent, Target>>)[event];
}

/** Still being decided: votes count. */
export const isOpen = (state: ApplicationState): boolean =>
  state === 'head' || state === 'participation' || state === 'query';

/**
 * The state that follows from the votes. The head's Nein ends the application, an open question makes it a query. It is
 * approved once every body has answered as its rule demands.
 */
export function settle(kind: ApplicationKind, slots: readonly Slot[], openQuestions: number): ApplicationState {
  const head = slots.find((slot) => slot.body === 'head');
  if (head?.answer === 'no') return 'rejected';
  if (openQuestions > 0) return 'query';
  if (head?.answer !== 'yes') return 'head';
  return bodiesFor(kind).every((rule) => satisfied(rule, slots)) ? 'approved' : 'participation';
}

/** Consent means Ja. An opinion may be Nein once the head has recorded a reasoned weighing. */
function satisfied(rule: BodyRule, slots: readonly Slot[]): boolean {
  const slot = slots.find((candidate) => candidate.body === rule.body);
  return slot !== undefined && (rule.kind === 'consent' ? slot.answer === 'yes' : hasAnswered(slot));
}

/** Bodies whose turn has come and who have not been asked yet. */
export function toOpen(kind: ApplicationKind, slots: readonly (Slot & { opened: boolean })[]): Body[] {
  return bodiesFor(kind)
    .filter((rule) => slots.some((slot) => slot.body === rule.body && !slot.opened))
    .filter((rule) => rule.after.every((before) => slots.some((slot) => slot.body === before && hasAnswered(slot))))
    .map((rule) => rule.body);
}

/** Why an application is stuck although everybody has answered: consents refused, opinions not yet weighed. */
export function approvalBlockers(kind: ApplicationKind, slots: readonly Slot[]): { refused: Body[]; toWeigh: Body[] } {
  const no = bodiesFor(kind).filter((rule) =>
    slots.some((s) => s.body === rule.body && s.answer === 'no' && !s.weighed),
  );
  return {
    refused: no.filter((rule) => rule.kind === 'consent').map((rule) => rule.body),
    toWeigh: no.filter((rule) => rule.kind === 'opinion').map((rule) => rule.body),
  };
}

/** `SN-2026-0042-v2` */
export function applicationNumber(root: string, revision: number): string {
  return `${root}-v${revision}`;
}
export function rootNumber(year: number, counter: number): string {
  return `SN-${year}-${String(counter).padStart(4, '0')}`;
}
