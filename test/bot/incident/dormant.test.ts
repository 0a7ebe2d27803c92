import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChecklistStage, checklist } from '../../../bot/incident/checklist.ts';
import {
  adapted,
  awaitsSecond,
  isClosed,
  isComplete,
  needsSnapshot,
  provesStep,
  SET_ASIDE,
  STEP_STATES,
  secondPersonBlocker,
  stageReached,
  type Tick,
  waitsFor,
} from '../../../bot/incident/dormant.ts';
import { followUp } from '../../../bot/incident/follow-up.ts';
import { recoveryLink } from '../../../bot/incident/recovery.ts';
import { CONTROLS, type Control, isBeyond, STAGES, type Stage, stagesUpTo } from '../../../bot/incident/stage.ts';
import { PLATFORM_KEYS } from '../../../bot/platform/platform.ts';

type Noted = Tick & { note: string | null };
const open = (stage: ChecklistStage, step: string): Noted => ({
  step,
  stage,
  state: 'open',
  doneBy: null,
  secondBy: null,
  note: null,
});
const list = (platform: string, upTo: Stage, control: Control): Noted[] =>
  stagesUpTo(upTo).flatMap((stage) => checklist(platform, stage, control).map(({ key }) => open(stage, key)));
const done = (tick: Noted): Noted => ({ ...tick, state: 'done', doneBy: 'p_1', secondBy: 'p_2' });

const platform = fc.constantFrom(...PLATFORM_KEYS);
const control = fc.constantFrom(...CONTROLS);
const stage = fc.constantFrom(...STAGES);
const mixed = fc.tuple(platform, stage, control).chain(([where, upTo, has]) => {
  const ticks = list(where, upTo, has);
  const states = fc.array(fc.tuple(fc.constantFrom(...STEP_STATES), fc.constantFrom(null, 'p_2')), {
    minLength: ticks.length,
    maxLength: ticks.length,
  });
  return states.map((all) => ({
    where,
    has,
    ticks: ticks.map((tick, i): Noted => ({ ...tick, state: all[i]![0], doneBy: 'p_1', secondBy: all[i]![1] })),
  }));
});

describe('the stage reached', () => {
  it.each(PLATFORM_KEYS)('on %s is each in turn, when everything is done and seen by a second person', (where) => {
    for (const upTo of STAGES) {
      const ticks = list(where, upTo, 'secured');
      expect(stageReached(ticks.map(done), where, 'secured')).toBe(upTo);
      expect(stageReached(ticks, where, 'secured')).toBeNull();
    }
  });

  it('is never one with a step that is open, failed or running, or that waits for a second person', () => {
    fc.assert(
      fc.property(mixed, ({ where, has, ticks }) => {
        const reached = stageReached(ticks, where, has);
        if (reached === null) return;
        const own = ticks.filter((tick) => (stagesUpTo(reached) as readonly string[]).includes(tick.stage));
        expect(own.every(isClosed)).toBe(true);
        expect(own.some((tick) => awaitsSecond(tick, where))).toBe(false);
        for (const one of stagesUpTo(reached)) expect(isComplete(ticks, one, where)).toBe(true);
      }),
    );
  });

  it('of a lost account stays at the posting stop without a lever', () => {
    for (const where of PLATFORM_KEYS) {
      const all = list(where, 'S1', 'lost').map(done);
      const levers = checklist(where, 'S1', 'lost').filter(({ needs }) => needs === 'lever');
      expect(stageReached(all, where, 'lost')).toBe(levers.length > 0 ? 'S1' : 'S0');
      const none = all.map(
        (tick): Noted => (levers.some(({ key }) => key === tick.step) ? { ...tick, state: 'not-applicable' } : tick),
      );
      expect(stageReached(none, where, 'lost')).toBe('S0');
    }
  });

  it('is not reached by saying that nothing applies', () => {
    const ticks = list('xing', 'S0', 'secured').map((tick): Noted => ({ ...done(tick), state: 'not-applicable' }));
    expect(stageReached(ticks, 'xing', 'secured')).toBeNull();
  });
});

describe('a list that follows the control', () => {
  it('asks for exactly what can be done now, and comes back as it was', () => {
    fc.assert(
      fc.property(platform, stage, control, control, (where, upTo, from, to) => {
        const ticks = list(where, upTo, from);
        const { add, aside, again } = adapted(ticks, where, to);
        expect(again).toEqual([]);
        const now = [
          ...ticks.map(
            (tick): Noted => (aside.includes(tick) ? { ...tick, state: 'not-applicable', note: SET_ASIDE } : tick),
          ),
          ...add.map(({ stage: at, row }) => open(at, row.key)),
        ];
        const left = now.filter((tick) => !isClosed(tick)).map((tick) => `${tick.stage} ${tick.step}`);
        const wanted = list(where, upTo, to).map((tick) => `${tick.stage} ${tick.step}`);
        expect(left.sort()).toEqual(wanted.sort());
        const back = adapted(now, where, from);
        expect(back.again).toHaveLength(aside.length);
        expect(back.add).toEqual([]);
      }),
    );
  });

  it('leaves alone what somebody has done or ruled out', () => {
    const ticks = list('facebook', 'S1', 'secured').map((tick): Noted => ({ ...done(tick), note: 'von Hand' }));
    expect(adapted(ticks, 'facebook', 'lost').aside).toEqual([]);
    expect(adapted(ticks, 'facebook', 'secured')).toEqual({ add: [], aside: [], again: [] });
  });
});

describe('small rules', () => {
  it('say who may be the second, what waits, what needs a snapshot', () => {
    expect(secondPersonBlocker({ doneBy: 'p_1' }, 'p_1')).toBe('same-person');
    expect(secondPersonBlocker({ doneBy: 'p_1' }, 'p_2')).toBeNull();
    const ticks = list('x', 'S3', 'secured');
    const gone = ticks.find(({ step }) => step === 'x-delete')!;
    const first = ticks.find(({ step }) => step === 'archive-all')!;
    expect(waitsFor(ticks, gone, 'x')).toBe('archive-all');
    expect(waitsFor(ticks, first, 'x')).toBeNull();
    expect(waitsFor(ticks.map(done), gone, 'x')).toBeNull();
    expect([...STAGES, 'restore' as const].filter(needsSnapshot)).toEqual(['S1', 'S2', 'S3']);
    expect(STAGES.filter((one) => isBeyond(one, 'S1'))).toEqual(['S2', 'S3']);
    expect(STAGES.every((one) => isBeyond(one, null))).toBe(true);
  });

  it.each([
    ['link', 'https://a.example/1', true],
    ['link', 'ab'.repeat(32), false],
    ['link', 'javascript:alert(1)', false],
    ['file', 'AB'.repeat(32), true],
    ['file', 'https://a.example', false],
    ['either', 'ab'.repeat(32), true],
    ['either', 'https://a.example', true],
    ['either', 'erledigt', false],
    ['either', '', false],
    ['none', '', true],
  ] as const)('%s is proved by %s: %s', (evidence, given, expected) => {
    expect(provesStep(evidence, given)).toBe(expected);
  });

  it('follow a lost account weekly, then monthly, without an end', () => {
    expect(followUp('2026-11-23', '2026-11-29')).toBeNull();
    expect(followUp('2026-11-23', '2026-11-30')).toEqual({ day: '2026-11-30', next: '2026-12-07' });
    expect(followUp('2026-11-23', '2026-12-21')).toEqual({ day: '2026-12-21', next: '2027-01-20' });
    expect(followUp('2026-11-23', '2027-02-19')?.day).toBe('2027-02-19');
    expect(followUp('2026-11-23', '2028-11-23')).not.toBeNull();
  });

  it('know where a platform takes reports, by https', () => {
    for (const where of PLATFORM_KEYS) {
      const link = recoveryLink(where);
      if (link) expect(new URL(link).protocol).toBe('https:');
    }
    expect(recoveryLink('facebook')).toContain('facebook.com/hacked');
    expect(recoveryLink('forum')).toBeUndefined();
  });
});
