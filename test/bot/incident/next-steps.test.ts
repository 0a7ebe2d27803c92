import { describe, expect, it } from 'vitest';
import { INCIDENT_STATES, type IncidentState, incidentAfter, type Standing } from '../../../bot/incident/lifecycle.ts';
import { isPossible, NEXT, type NextWord, nextFor } from '../../../bot/incident/next-steps.ts';
import { PROMINENT } from '../../../commands/incident/views/head-buttons.ts';
import { expectGolden } from '../../support/golden.ts';

const standing = (more: Partial<Standing>): Standing => ({
  roles: [],
  security: false,
  press: false,
  reader: false,
  head: false,
  declarer: false,
  ...more,
});
const words = Object.keys(NEXT) as NextWord[];

/** Words that are a step of the table of states: they are offered where the table has the step, and nowhere else. */
const STEPS = {
  confirm: 'confirm',
  'false-alarm': 'deny',
  contain: 'contain',
  worse: 'worsen',
  lost: 'lose',
  resolve: 'restore',
  merge: 'merge',
  close: 'close',
  reopen: 'reopen',
} as const;

it('asks for each word the act and the states that somebody looked at', () => expectGolden('bot/next-steps', NEXT));

describe('what is possible', () => {
  const pairs = INCIDENT_STATES.flatMap((state) =>
    (Object.keys(STEPS) as (keyof typeof STEPS)[]).map((word) => [state, word] as const),
  );
  it.each(pairs)('%s × %s follows the table of states', (state, word) =>
    expect(isPossible(word, state)).toBe(incidentAfter(state, STEPS[word]) !== undefined),
  );

  it.each(['closed', 'false-alarm', 'merged'] as const)('%s leaves only reading and what brings it back', (state) => {
    const changing = words.filter((word) => isPossible(word, state) && !['read', 'export'].includes(NEXT[word].act));
    expect(changing).toEqual(state === 'merged' ? [] : ['reopen']);
  });

  it('offers nobody without a part anything, and a reader only reading', () => {
    for (const state of INCIDENT_STATES) {
      expect(nextFor(state, standing({}))).toEqual([]);
      const reading = nextFor(state, standing({ declarer: true }));
      expect(reading.filter((word) => NEXT[word].act !== 'read')).toEqual([]);
    }
  });

  it('offers the lead the first steps', () =>
    expect(nextFor('reported', standing({ roles: ['lead'] })).slice(0, 2)).toEqual(['confirm', 'false-alarm']));

  it('offers the glass to everybody with a part but the lead', () => {
    expect(nextFor('confirmed', standing({ roles: ['press'] }))).toContain('break-glass');
    expect(nextFor('confirmed', standing({ roles: ['lead', 'press'] }))).not.toContain('break-glass');
  });
});

it.each(Object.entries(PROMINENT) as [IncidentState, readonly NextWord[]][])(
  'the head card of a %s incident offers what is possible then, and few enough to be seen',
  (state, offered) => {
    expect(offered.filter((word) => !isPossible(word, state))).toEqual([]);
    expect(offered.length).toBeLessThanOrEqual(8);
    expect(new Set(offered).size).toBe(offered.length);
  },
);
