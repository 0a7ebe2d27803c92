/**
 * What can be done with an incident in each state, and by whom: read by the commands, the cards' buttons and the help.
 */
import { type IncidentAct, type IncidentState, mayAct, OPEN_STATES, type Standing } from './lifecycle.ts';

type Rule = { act: IncidentAct; states: readonly IncidentState[] | 'any' };

/** By the word that is typed after `/incident`; buttons without a word of their own use these rows, too. */
export const NEXT = {
  confirm: { act: 'lead', states: ['reported'] },
  'false-alarm': { act: 'lead', states: ['reported', 'confirmed'] },
  severity: { act: 'lead', states: OPEN_STATES },
  role: { act: 'lead', states: OPEN_STATES },
  'hand-over': { act: 'lead', states: OPEN_STATES },
  'break-glass': { act: 'break-glass', states: OPEN_STATES },
  add: { act: 'lead', states: OPEN_STATES },
  remove: { act: 'lead', states: OPEN_STATES },
  stop: { act: 'lead', states: OPEN_STATES },
  dormant: { act: 'lead', states: OPEN_STATES },
  hide: { act: 'lead', states: OPEN_STATES },
  'shut-down': { act: 'lead', states: OPEN_STATES },
  control: { act: 'work', states: OPEN_STATES },
  evidence: { act: 'work', states: OPEN_STATES },
  contain: { act: 'lead', states: ['confirmed'] },
  worse: { act: 'lead', states: ['contained', 'lost', 'restored'] },
  lost: { act: 'lead', states: ['confirmed', 'contained'] },
  ticket: { act: 'work', states: OPEN_STATES },
  replace: { act: 'lead', states: ['lost'] },
  restore: { act: 'work', states: OPEN_STATES },
  lift: { act: 'lead', states: ['confirmed', 'contained', 'lost', 'restored'] },
  resolve: { act: 'lead', states: ['confirmed', 'contained', 'lost'] },
  internal: { act: 'notify', states: OPEN_STATES },
  update: { act: 'notify', states: OPEN_STATES },
  external: { act: 'write-text', states: OPEN_STATES },
  prosecutor: { act: 'lead', states: OPEN_STATES },
  'data-loss': { act: 'judge-data', states: OPEN_STATES },
  gdpr: { act: 'judge-data', states: OPEN_STATES },
  aware: { act: 'date-awareness', states: OPEN_STATES },
  task: { act: 'read', states: OPEN_STATES },
  board: { act: 'read', states: 'any' },
  show: { act: 'read', states: 'any' },
  timeline: { act: 'read', states: 'any' },
  ask: { act: 'read', states: ['confirmed', 'contained', 'lost', 'restored'] },
  split: { act: 'lead', states: OPEN_STATES },
  merge: { act: 'lead', states: ['reported', 'confirmed', 'contained', 'lost', 'restored'] },
  close: { act: 'lead', states: ['restored'] },
  reopen: { act: 'lead', states: ['closed', 'false-alarm'] },
  files: { act: 'export', states: 'any' },
  report: { act: 'export', states: 'any' },
  export: { act: 'export', states: 'any' },
} as const satisfies Record<string, Rule>;
export type NextWord = keyof typeof NEXT;

export const isPossible = (word: NextWord, state: IncidentState): boolean => {
  const { states }: Rule = NEXT[word];
  return states === 'any' || states.includes(state);
};

/** What this person can do next, in the order of the table. The lead does not need break-glass. */
export function nextFor(state: IncidentState, standing: Standing): NextWord[] {
  const leads = standing.roles.includes('lead');
  return (Object.keys(NEXT) as NextWord[]).filter(
    (word) => isPossible(word, state) && mayAct(NEXT[word].act, standing) && !(leads && word === 'break-glass'),
  );
}
