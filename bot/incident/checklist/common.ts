/** Steps shared by all platforms: the thirteen by hand, the lost account, the way back. */
import type { StepRow } from './step.ts';

const row = (key: string, needs: StepRow['needs'], evidence: StepRow['evidence'] = 'none'): StepRow => ({
  key,
  how: 'hand',
  needs,
  evidence,
});

/** S0: invisible from the outside. */
export const STOP = [
  row('safe-device', 'nothing'),
  row('tools-stopped', 'nothing'),
  row('tokens-withdrawn', 'nothing'),
  row('ads-paused', 'nothing'),
] as const;

/** S1, before the notice: keep evidence, then lock intruders out. */
export const SECURE = [
  row('evidence-first', 'nothing', 'either'),
  row('mailbox', 'nothing'),
  row('password', 'account'),
  row('second-factor', 'account'),
  row('recovery', 'account'),
  row('strangers-out', 'account', 'either'),
] as const;

export const MARKED = row('registry-mark', 'nothing');
export const OUTSIDE: StepRow = { ...row('outside-view', 'account', 'either'), second: true };

/** These replace the steps that need the account. */
export const LOST = [
  row('report-platform', 'lost', 'either'),
  row('partners-report', 'lost'),
  row('warn-elsewhere', 'lost', 'link'),
] as const;
export const LOST_HIDE = row('ask-to-hide', 'lost', 'either');
const LOST_REMOVE = row('ask-to-remove', 'lost', 'either');

const ARCHIVE: StepRow = { ...row('archive-all', 'nothing', 'either'), first: true };
const GONE = row('gone-outside', 'nothing', 'either');

/** S3: the city archives the channel first, then removes it from public view. */
export const shutDown = (...own: readonly StepRow[]): readonly StepRow[] => [ARCHIVE, ...own, LOST_REMOVE, GONE];

/** The way back: shared steps around those that undo the platform's own stages. */
export const wayBack = (...own: readonly StepRow[]): readonly StepRow[] => [
  row('strangers-posts', 'account', 'either'),
  row('access-checked', 'account', 'either'),
  ...own,
  row('notice-off', 'account'),
  row('comments-back', 'account'),
  row('tools-back', 'nothing'),
  row('public-word', 'nothing', 'link'),
  row('back-outside', 'nothing', 'either'),
];
