import { describe, expect, it } from 'vitest';
import {
  CASE_EVENTS,
  CASE_STATES,
  type CaseEvent,
  type CaseState,
  caseTarget,
  certaintyOf,
  eventOf,
  type Item,
  isGone,
  isHarmless,
  mayTakeBack,
  type Reports,
  SOURCES,
  type Source,
  secondPersonBlocker,
  settleCase,
  stepsOf,
} from '../../../bot/leavers/case.ts';

it.each<[Source, string]>([
  ['graph', 'leaves, directory, all'],
  ['slack', 'leaves, directory, all'],
  ['scim', 'leaves, directory, all'],
  ['local', 'leaves, directory, all'],
  ['command', 'leaves, all'],
  ['moved', 'all'],
  ['consent', 'channels'],
  ['yearly-check', 'channels'],
  ['contract', 'channels'],
  ['removed', 'channels'],
  ['named', 'channels'],
])('%s says: %s', (source, says) => {
  const { leaves, directory, about } = SOURCES[source];
  expect([...(leaves ? ['leaves'] : []), ...(directory ? ['directory'] : []), about].join(', ')).toBe(says);
});

const _ = undefined;
// biome-ignore format: read by columns, one per event in the order of CASE_EVENTS
const EXPECTED: Record<CaseState, (string | undefined)[]> = {
  //          hint    confirm      removed second    credentials approved  struck    reactivated
  suspected: ['same', 'confirmed', 'same', 'settle', 'settle',   'settle', 'settle', 'settle'],
  confirmed: ['same', 'same',      'same', 'settle', 'settle',   'settle', 'settle', 'settle'],
  closed:    [_,      _,           _,      _,        _,          _,        _,        _       ],
};
const pairs = CASE_STATES.flatMap((state) =>
  CASE_EVENTS.map((event, column): [CaseState, CaseEvent, string | undefined] => [
    state,
    event,
    EXPECTED[state][column],
  ]),
);

const makeItem = (overrides: Partial<Item> = {}): Item => ({
  kind: 'channel',
  removedBy: null,
  secondBy: null,
  shared: false,
  credentialsAt: null,
  struck: null,
  ...overrides,
});
const over = makeItem({ removedBy: 'p_1', secondBy: 'p_2', struck: 'application' });
const AT = new Date('2026-11-23T09:00:00Z');

describe('caseTarget', () => {
  it.each(pairs)('%s × %s leads to %s', (state, event, expected) => {
    expect(caseTarget(state, event)).toBe(expected);
  });

  it('closes no case by an event alone: reports and items say it', () => {
    expect(pairs.filter(([state, event]) => caseTarget(state, event) === 'closed')).toEqual([]);
  });
});

describe('mayTakeBack', () => {
  it.each<[CaseState, Reports, boolean]>([
    ['suspected', { slack: 'suspected' }, true],
    ['suspected', { moved: 'suspected' }, true],
    ['confirmed', { command: 'confirmed' }, true],
    // Named in an application that was approved after the mistake: that follows from it.
    ['confirmed', { command: 'confirmed', named: 'confirmed' }, true],
    ['confirmed', { named: 'confirmed' }, false],
    ['confirmed', { command: 'confirmed', graph: 'confirmed' }, false],
    ['confirmed', { command: 'confirmed', slack: 'suspected' }, false],
    ['confirmed', { command: 'confirmed', consent: 'confirmed' }, false],
    ['confirmed', { graph: 'confirmed' }, false],
    // What else was said of a closed case is done: only the person is left to come back.
    ['closed', { command: 'confirmed' }, true],
    ['closed', { command: 'confirmed', consent: 'confirmed' }, true],
    ['closed', { command: 'confirmed', local: 'confirmed' }, false],
    ['closed', { command: 'confirmed', slack: 'suspected' }, false],
    ['closed', { consent: 'confirmed' }, false],
    ['closed', {}, false],
  ])('of a %s case by %j: %s', (state, reports, expected) => {
    expect(mayTakeBack(state, reports)).toBe(expected);
  });
});

describe('certaintyOf', () => {
  it.each<[Reports, string | null]>([
    [{}, null],
    [{ slack: 'suspected' }, 'suspected'],
    [{ slack: 'suspected', scim: 'suspected' }, 'confirmed'],
    [{ slack: 'suspected', moved: 'suspected' }, 'suspected'],
    [{ graph: 'confirmed' }, 'confirmed'],
    [{ consent: 'confirmed' }, 'confirmed'],
    [{ 'yearly-check': 'suspected' }, 'suspected'],
    // Silence and an account that is closed are two different things: neither proves the other.
    [{ 'yearly-check': 'suspected', slack: 'suspected' }, 'suspected'],
    [{ contract: 'confirmed' }, 'confirmed'],
  ])('%j is %s', (reports, expected) => expect(certaintyOf(reports)).toBe(expected));
});

describe('eventOf', () => {
  it.each<[Reports, Reports, string]>([
    [{}, { slack: 'suspected' }, 'hint'],
    [{ slack: 'suspected' }, { slack: 'suspected', scim: 'suspected' }, 'confirm'],
    [{ graph: 'confirmed' }, {}, 'reactivated'],
  ])('from %j to %j is %s', (before, after, expected) => expect(eventOf(before, after)).toBe(expected));
});

describe('isGone', () => {
  it.each<[Reports, string | null, boolean]>([
    [{ slack: 'suspected' }, null, false],
    [{ graph: 'confirmed' }, null, true],
    // Entra has closed the account before the day that somebody announced.
    [{ graph: 'confirmed', command: 'confirmed' }, '2026-12-31', true],
    [{ command: 'confirmed' }, null, true],
    [{ command: 'confirmed' }, '2026-11-23', false],
    [{ command: 'confirmed' }, '2026-11-22', true],
    [{ consent: 'confirmed' }, null, false],
    [{ removed: 'confirmed', slack: 'suspected' }, null, false],
    [{ contract: 'confirmed' }, null, false],
    [{ named: 'confirmed', 'yearly-check': 'suspected' }, null, false],
  ])('%j until %s on 2026-11-23: %s', (reports, leavesOn, expected) =>
    expect(isGone(reports, leavesOn, '2026-11-23')).toBe(expected),
  );
});

describe('stepsOf', () => {
  it.each<[Partial<Item>, string[]]>([
    [{}, ['remove', 'apply']],
    [{ shared: true }, ['remove', 'credentials', 'apply']],
    [{ removedBy: 'p_1' }, ['second', 'apply']],
    [{ removedBy: 'p_1', secondBy: 'p_2' }, ['apply']],
    // A new application alone takes nobody's rights on the platform.
    [{ struck: 'application' }, ['remove']],
    [{ removedBy: 'p_1', secondBy: 'p_2', struck: 'removed', shared: true }, ['credentials']],
    [{ removedBy: 'p_1', secondBy: 'p_2', struck: 'removed', shared: true, credentialsAt: AT }, []],
    [{ struck: 'closed', shared: true }, []],
    [{ kind: 'seat' }, ['seat']],
    [{ kind: 'seat', struck: 'seat' }, []],
  ])('of %j are %j', (overrides, expected) => expect(stepsOf(makeItem(overrides))).toEqual(expected));

  it('tells paper from open doors', () => {
    expect(isHarmless(makeItem({ removedBy: 'p_1', secondBy: 'p_2' }))).toBe(true);
    expect(isHarmless(makeItem({ removedBy: 'p_1' }))).toBe(false);
    expect(isHarmless(makeItem({ struck: 'application' }))).toBe(false);
  });
});

describe('settleCase', () => {
  it('closes when every item is over, or nobody says so any more', () => {
    expect(settleCase({ graph: 'confirmed' }, [over, makeItem()])).toEqual({ state: 'confirmed', because: null });
    expect(settleCase({ slack: 'suspected' }, [makeItem()])).toEqual({ state: 'suspected', because: null });
    expect(settleCase({ graph: 'confirmed' }, [over])).toEqual({ state: 'closed', because: 'done' });
    expect(settleCase({}, [makeItem()])).toEqual({ state: 'closed', because: 'reactivated' });
  });
});

describe('barToSecond', () => {
  it('wants two people, in this order', () => {
    expect(secondPersonBlocker(makeItem(), 'p_2')).toBe('not-removed');
    expect(secondPersonBlocker(makeItem({ removedBy: 'p_1' }), 'p_1')).toBe('same-person');
    expect(secondPersonBlocker(makeItem({ removedBy: 'p_1' }), 'p_2')).toBeNull();
  });
});
