import { expect, it } from 'vitest';
import { activeMinutes, LEAD_MINUTES } from '../../../bot/incident/lead-activity.ts';

const now = new Date('2026-11-23T09:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

it.each([
  ['never heard', null, null],
  ['this very moment: no zero minutes', ago(0), 1],
  ['a moment ago', ago(4), 4],
  ['the last minute that counts', ago(LEAD_MINUTES - 1), LEAD_MINUTES - 1],
  ['long enough to be gone', ago(LEAD_MINUTES), null],
])('%s', (_, heardAt, minutes) => {
  expect(activeMinutes(heardAt, now)).toBe(minutes);
});
