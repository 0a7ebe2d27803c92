import { describe, expect, it } from 'vitest';
import {
  CHECKLISTS,
  type ChecklistStage,
  checklist,
  placeInStage,
  type StepRow,
  stepRow,
} from '../../../bot/incident/checklist.ts';
import { CONTROLS, STAGES } from '../../../bot/incident/stage.ts';
import { PLATFORM_KEYS } from '../../../bot/platform/platform.ts';
import { sayIfKnown } from '../../../cards/text.ts';
import { expectGolden } from '../../support/golden.ts';
import { STEP_KEYS } from '../../support/step-keys.ts';

/** Read against the runbooks once; each change of a step, of who can do it or of its evidence is looked at again. */
it('asks of each platform the steps that somebody looked at', () => {
  const line = ({ key, how, needs, evidence, ...rest }: StepRow) =>
    [key, how, needs, evidence, ...Object.values(rest)].join(' ');
  const stages = Object.entries(CHECKLISTS).map(([platform, stages]) => [
    platform,
    Object.fromEntries(Object.entries(stages).map(([stage, rows]) => [stage, (rows as readonly StepRow[]).map(line)])),
  ]);
  expectGolden('bot/checklists', Object.fromEntries(stages));
});

const ALL: readonly ChecklistStage[] = [...STAGES, 'restore'];
const cases = PLATFORM_KEYS.flatMap((platform) =>
  ALL.flatMap((stage) => CONTROLS.map((control) => [platform, stage, control] as const)),
);

describe('a checklist', () => {
  it('is there for each platform', () => {
    expect(Object.keys(CHECKLISTS).sort()).toEqual([...PLATFORM_KEYS].sort());
    expect(new Set(Object.values(CHECKLISTS)).size).toBe(14);
  });

  it.each(cases)('of %s, %s, %s has steps, each once', (platform, stage, control) => {
    const keys = checklist(platform, stage, control).map(({ key }) => key);
    expect(keys.length).toBeGreaterThan(0);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(stepRow(platform, stage, key)?.key).toBe(key);
    const numbers = keys.map((key) => placeInStage(platform, stage, key));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  it('asks nobody to log in who can’t, and offers levers only then', () => {
    for (const [platform, stage] of cases) {
      const lost = checklist(platform, stage, 'lost').map(({ needs }) => needs);
      expect(lost).not.toContain('account');
      const kept = checklist(platform, stage, 'secured').map(({ needs }) => needs);
      expect(kept.filter((needs) => needs === 'lost' || needs === 'lever')).toEqual([]);
      expect(checklist(platform, stage, 'unclear')).toEqual(checklist(platform, stage, 'secured'));
    }
  });

  it('of a lost account is to report it, to warn elsewhere and to mark it', () => {
    for (const platform of PLATFORM_KEYS) {
      const keys = checklist(platform, 'S1', 'lost').map(({ key }) => key);
      expect(keys).toEqual(expect.arrayContaining(['report-platform', 'warn-elsewhere', 'registry-mark']));
    }
  });

  it('names a lever where the platform has one', () => {
    const levers = (platform: string) => checklist(platform, 'S1', 'lost').filter(({ needs }) => needs === 'lever');
    for (const platform of ['facebook', 'mastodon', 'wordpress', 'bluesky', 'whatsapp', 'other'])
      expect(levers(platform), platform).toHaveLength(1);
    for (const platform of ['x', 'tiktok', 'xing', 'linkedin']) expect(levers(platform), platform).toEqual([]);
  });

  it('carries the thirteen steps by hand everywhere, and a notice with its link', () => {
    for (const platform of PLATFORM_KEYS) {
      const keys = [...checklist(platform, 'S0', 'secured'), ...checklist(platform, 'S1', 'secured')];
      const has = keys.map(({ key }) => key);
      const generic = [
        ...['safe-device', 'evidence-first', 'mailbox', 'password', 'second-factor', 'recovery', 'strangers-out'],
        ...['tools-stopped', 'ads-paused', 'registry-mark', 'outside-view'],
      ];
      expect(has, platform).toEqual(expect.arrayContaining(generic));
      expect(
        keys.some(({ key, evidence }) => key.endsWith('-notice') && evidence === 'link'),
        platform,
      ).toBe(true);
    }
  });

  it('archives before anything is deleted', () => {
    for (const platform of PLATFORM_KEYS)
      for (const control of CONTROLS) {
        const [first, ...rest] = checklist(platform, 'S3', control);
        expect(first).toMatchObject({ key: 'archive-all', first: true });
        expect(rest.filter((row) => row.first)).toEqual([]);
      }
  });

  it('of an unknown platform is the one for all', () => {
    expect(checklist('myspace', 'S1', 'secured')).toEqual(checklist('other', 'S1', 'secured'));
    expect(stepRow('facebook', 'S1', 'gone-since-long')).toBeUndefined();
  });

  it.each(['de', 'en'] as const)('has words for each step (%s)', (lang) => {
    const silent = STEP_KEYS.filter((key) => !sayIfKnown(lang, `step.${key}`));
    expect(silent).toEqual([]);
  });

  it('names an operation exactly where a connector could do it', () => {
    for (const [platform, stage] of cases)
      for (const row of checklist(platform, stage, 'secured')) expect('operation' in row).toBe(row.how === 'api');
  });
});
