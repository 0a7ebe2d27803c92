import { describe, expect, it } from 'vitest';
import { INCIDENT_STATES } from '../../../bot/incident/lifecycle.ts';
import { isFurther, stateAfterMerge, stateBefore, worseLoss } from '../../../bot/incident/merge.ts';

const place = { part: 'hit', stage: null, target: null, snapshot: null, before: 'published' } as const;

describe('of two records of one channel', () => {
  it.each([
    ['one that is hit goes before a related one', { stage: 'S0' as const, part: 'related' as const }, {}, false],
    ['a further stage counts', { stage: 'S2' as const }, { stage: 'S1' as const }, true],
    ['what was decided counts', { target: 'S1' as const }, {}, true],
    ['a snapshot counts', { snapshot: {} }, {}, true],
    ['one that is hit goes before a related one without a stage', {}, { part: 'related' as const }, true],
    ['a stage goes before none', { stage: 'S0' as const }, {}, true],
    [
      'the stage goes before what was decided',
      { stage: 'S1' as const },
      { stage: 'S0' as const, target: 'S3' as const },
      true,
    ],
    ['what was decided goes before a snapshot', { target: 'S0' as const }, { snapshot: {} }, true],
    ['equal ones: the one that is there stays', {}, {}, false],
  ])('%s', (_, first, second, further) => {
    expect(isFurther({ ...place, ...first }, { ...place, ...second })).toBe(further);
    if (further) expect(isFurther({ ...place, ...second }, { ...place, ...first })).toBe(false);
  });

  it('the state before the attack is that of the one that saw it', () => {
    expect(stateBefore({ before: 'published' }, { before: 'compromised' })).toBe('published');
    expect(stateBefore({ before: 'compromised' }, { before: 'unapproved' })).toBe('unapproved');
  });
});

it.each([
  ['possible', 'excluded', 'possible'],
  ['open', 'excluded', 'open'],
  ['excluded', 'excluded', 'excluded'],
  ['open', 'possible', 'possible'],
] as const)('lost data: %s and %s is %s', (a, b, both) => {
  expect([worseLoss(a, b), worseLoss(b, a)]).toEqual([both, both]);
});

describe('the state of the one that goes on', () => {
  it.each([
    ['confirmed', 'restored', 'confirmed'],
    ['confirmed', 'contained', 'confirmed'],
    ['contained', 'lost', 'confirmed'],
    ['lost', 'restored', 'confirmed'],
    ['restored', 'lost', 'lost'],
    ['restored', 'confirmed', 'confirmed'],
    ['lost', 'contained', 'contained'],
    ['reported', 'restored', 'restored'],
  ] as const)('%s taken into %s: %s', (from, into, after) => expect(stateAfterMerge(from, into)).toBe(after));

  it('is never calmer than what it takes in', () => {
    const open = INCIDENT_STATES.filter((state) => !['closed', 'false-alarm', 'merged'].includes(state));
    for (const from of open) {
      for (const into of open) {
        const after = stateAfterMerge(from, into);
        if (into === 'reported') expect(after).toBe(from === 'reported' ? 'reported' : 'confirm-first');
        else if (from === 'confirmed') expect(after).toBe('confirmed');
        else expect([into, 'confirmed']).toContain(after);
      }
    }
  });
});
