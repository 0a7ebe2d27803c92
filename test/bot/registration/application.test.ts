import { describe, expect, it } from 'vitest';
import { BODIES, type Body } from '../../../bot/participation/body.ts';
import { bodiesFor } from '../../../bot/participation/participation.ts';
import { ANSWERS, type Slot } from '../../../bot/participation/slot.ts';
import {
  type ApplicationEvent,
  type ApplicationState,
  applicationNumber,
  approvalBlockers,
  EVENTS,
  isOpen,
  rootNumber,
  STATES,
  settle,
  target,
  toOpen,
} from '../../../bot/registration/application.ts';
import { type ApplicationKind, KINDS } from '../../../bot/registration/application-kind.ts';

const _ = undefined;
const OUT = 'withdrawn';
const OLD = 'archived';
// biome-ignore format: read by columns, one per event in the order of EVENTS
const EXPECTED: Record<ApplicationState, (string | undefined)[]> = {
  //               save    discard submit  vote      weigh     ask      answer    supplement withdraw give-up     publish      renew
  draft:         ['same',  OUT,    'head', _,        _,        _,       _,        _,         _,       _,          _,           _  ],
  head:          [_,       _,      _,      'settle', _,        'query', _,        'same',    OUT,     _,          _,           OLD],
  participation: [_,       _,      _,      'settle', 'settle', 'query', _,        'same',    OUT,     'rejected', _,           OLD],
  query:         [_,       _,      _,      'settle', 'settle', 'query', 'settle', 'same',    OUT,     'rejected', _,           OLD],
  approved:      [_,       _,      _,      _,        _,        _,       _,        'same',    _,       _,          'published', OLD],
  published:     [_,       _,      _,      _,        _,        _,       _,        'same',    _,       _,          _,           OLD],
  rejected:      [_,       _,      _,      _,        _,        _,       _,        _,         _,       _,          _,           OLD],
  withdrawn:     [_,       _,      _,      _,        _,        _,       _,        _,         _,       _,          _,           OLD],
  archived:      [_,       _,      _,      _,        _,        _,       _,        _,         _,       _,          _,           _  ],
};

const pairs = STATES.flatMap((state) =>
  EVENTS.map((event, column): [ApplicationState, ApplicationEvent, string | undefined] => [
    state,
    event,
    EXPECTED[state][column],
  ]),
);

describe('target', () => {
  it.each(pairs)('%s × %s leads to %s', (state, event, expected) => {
    expect(target(state, event)).toBe(expected);
  });

  it('lets no event click an application into approval', () => {
    expect(pairs.filter(([state, event]) => target(state, event) === 'approved')).toEqual([]);
  });
});

describe('isOpen', () => {
  it('names the states in which votes count', () => {
    expect(STATES.filter(isOpen)).toEqual(['head', 'participation', 'query']);
  });

  it('takes a vote exactly in the open states', () => {
    expect(STATES.filter((state) => target(state, 'vote') !== undefined)).toEqual(STATES.filter(isOpen));
  });
});

type Marks = Partial<Record<Body, 'open' | 'yes' | 'no' | 'weighed'>>;

/** Slots of a kind, all open but for the marks given; `weighed` is a Nein that the head has weighed. */
function makeSlots(kind: ApplicationKind, marks: Marks = {}): Slot[] {
  return bodiesFor(kind).map(({ body }) => {
    const mark = marks[body] ?? 'open';
    return { body, answer: mark === 'weighed' ? 'no' : mark, weighed: mark === 'weighed' };
  });
}

/** Every combination of answers and weighings of the bodies. */
function* allSlots(bodies: readonly Body[]): Generator<Slot[]> {
  const [body, ...rest] = bodies;
  if (body === undefined) {
    yield [];
    return;
  }
  for (const others of allSlots(rest)) {
    for (const answer of ANSWERS) {
      for (const weighed of [false, true]) yield [{ body, answer, weighed }, ...others];
    }
  }
}

const CONSENTS: Record<ApplicationKind, Body[]> = {
  new: ['head', 'fb11', 'council'],
  renewal: ['head', 'fb11', 'council'],
  late: ['head', 'fb11', 'council'],
  closure: ['head'],
};
const OPINIONS: Record<ApplicationKind, Body[]> = {
  new: ['fb3', 'privacy', 'security'],
  renewal: ['fb3', 'privacy', 'security'],
  late: ['fb3', 'privacy', 'security'],
  closure: ['fb3'],
};

/** The rule said a second time, in words of the service agreement instead of tables. */
function expectedState(kind: ApplicationKind, slots: Slot[], openQuestions: number): ApplicationState {
  const of = (body: Body) => slots.find((slot) => slot.body === body);
  if (of('head')?.answer === 'no') return 'rejected';
  if (openQuestions > 0) return 'query';
  if (of('head')?.answer === 'open') return 'head';
  const agreed = CONSENTS[kind].every((body) => of(body)?.answer === 'yes');
  const heard = OPINIONS[kind].every(
    (body) => of(body)?.answer === 'yes' || (of(body)?.answer === 'no' && of(body)?.weighed),
  );
  return agreed && heard ? 'approved' : 'participation';
}

describe('settle', () => {
  it.each(KINDS)('follows the rule for every combination of answers, weighings and questions (%s)', (kind) => {
    const wrong: unknown[] = [];
    let seen = 0;
    for (const slots of allSlots(BODIES)) {
      for (const openQuestions of [0, 1]) {
        seen += 1;
        const state = settle(kind, slots, openQuestions);
        if (state !== expectedState(kind, slots, openQuestions)) wrong.push({ state, openQuestions, slots });
      }
    }
    expect(seen).toBe(6 ** 6 * 2);
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  it.each(KINDS)('never turns silence into approval (%s)', (kind) => {
    const bodies = bodiesFor(kind).map((rule) => rule.body);
    const silent = [...allSlots(bodies)].filter((slots) => slots.some((slot) => slot.answer === 'open'));
    expect(silent.length).toBe(6 ** bodies.length - 4 ** bodies.length);
    expect(silent.filter((slots) => settle(kind, slots, 0) === 'approved')).toEqual([]);
  });

  it.each(KINDS)('does not approve while the slot of a body is missing (%s)', (kind) => {
    const agreed = bodiesFor(kind).map(({ body }): Slot => ({ body, answer: 'yes', weighed: false }));
    expect(settle(kind, agreed, 0)).toBe('approved');
    for (const missing of agreed) {
      expect(
        settle(
          kind,
          agreed.filter((slot) => slot !== missing),
          0,
        ),
      ).not.toBe('approved');
    }
  });

  it.each(['fb11', 'council'] as const)('does not let the head weigh away the Nein of %s', (body) => {
    const marks: Marks = { head: 'yes', fb3: 'yes', privacy: 'yes', security: 'yes', fb11: 'yes', council: 'yes' };
    expect(settle('new', makeSlots('new', { ...marks, [body]: 'weighed' }), 0)).toBe('participation');
  });

  it.each(['fb3', 'privacy', 'security'] as const)('goes on after a Nein of %s once it is weighed', (body) => {
    const marks: Marks = { head: 'yes', fb3: 'yes', privacy: 'yes', security: 'yes', fb11: 'yes', council: 'yes' };
    expect(settle('new', makeSlots('new', { ...marks, [body]: 'no' }), 0)).toBe('participation');
    expect(settle('new', makeSlots('new', { ...marks, [body]: 'weighed' }), 0)).toBe('approved');
  });

  it('lets votes count while a question is open, and goes on where it stood when it is answered', () => {
    expect(settle('new', makeSlots('new', { head: 'yes' }), 1)).toBe('query');
    expect(settle('new', makeSlots('new', { head: 'yes' }), 0)).toBe('participation');
    expect(settle('new', makeSlots('new'), 1)).toBe('query');
    expect(settle('new', makeSlots('new'), 0)).toBe('head');
    expect(settle('new', makeSlots('new', { head: 'no' }), 1)).toBe('rejected');
  });
});

describe('toOpen', () => {
  const asked = (kind: ApplicationKind, marks: Marks, opened: Body[] = []) =>
    toOpen(
      kind,
      makeSlots(kind, marks).map((slot) => ({ ...slot, opened: opened.includes(slot.body) })),
    );

  it('asks the head first', () => {
    for (const kind of KINDS) expect(asked(kind, {})).toEqual(['head']);
  });

  it('asks FB 3, data protection and IT security when the head has released it', () => {
    expect(asked('new', { head: 'yes' }, ['head'])).toEqual(['fb3', 'privacy', 'security']);
  });

  it('asks FB 11 and the staff council when FB 3 has answered, whatever the others do', () => {
    const opened: Body[] = ['head', 'fb3', 'privacy', 'security'];
    expect(asked('new', { head: 'yes', privacy: 'yes', security: 'yes' }, opened)).toEqual([]);
    expect(asked('new', { head: 'yes', fb3: 'yes' }, opened)).toEqual(['fb11', 'council']);
    expect(asked('new', { head: 'yes', fb3: 'no' }, opened)).toEqual([]);
    expect(asked('new', { head: 'yes', fb3: 'weighed' }, opened)).toEqual(['fb11', 'council']);
  });

  it('asks nobody after a Nein of the head, and nobody twice', () => {
    expect(asked('new', { head: 'no' }, ['head'])).toEqual([]);
    expect(asked('new', { head: 'yes', fb3: 'yes' }, [...BODIES])).toEqual([]);
  });

  it('asks only head and FB 3 about a closure', () => {
    expect(asked('closure', { head: 'yes' }, ['head'])).toEqual(['fb3']);
    expect(asked('closure', { head: 'yes', fb3: 'yes' }, ['head', 'fb3'])).toEqual([]);
  });
});

describe('obstacles', () => {
  it('tells refused consents from opinions that wait for a weighing', () => {
    const slots = makeSlots('new', {
      head: 'yes',
      fb3: 'no',
      privacy: 'weighed',
      security: 'no',
      fb11: 'yes',
      council: 'no',
    });
    expect(approvalBlockers('new', slots)).toEqual({ refused: ['council'], toWeigh: ['fb3', 'security'] });
  });

  it('has none while nobody has said Nein', () => {
    expect(approvalBlockers('new', makeSlots('new', { head: 'yes' }))).toEqual({ refused: [], toWeigh: [] });
  });

  it.each(KINDS)('names at least one whenever everybody has answered and it is still not approved (%s)', (kind) => {
    const bodies = bodiesFor(kind).map((rule) => rule.body);
    const stuck = [...allSlots(bodies)]
      // A weighing belongs to an opinion's Nein; the commands write no other.
      .filter((slots) => slots.every((slot) => !slot.weighed || OPINIONS[kind].includes(slot.body)))
      .filter((slots) => slots.every((slot) => slot.answer !== 'open') && settle(kind, slots, 0) === 'participation');
    const silent = stuck.filter((slots) => {
      const { refused, toWeigh } = approvalBlockers(kind, slots);
      return refused.length + toWeigh.length === 0;
    });
    expect(silent).toEqual([]);
  });
});

describe('rootNumber, applicationNumber', () => {
  it('counts in four digits, and in more when a year needs them', () => {
    expect(rootNumber(2026, 42)).toBe('SN-2026-0042');
    expect(rootNumber(2026, 12_345)).toBe('SN-2026-12345');
    expect(applicationNumber('SN-2026-0042', 2)).toBe('SN-2026-0042-v2');
  });
});
