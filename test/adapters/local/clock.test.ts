import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clockFor, createClock } from '../../../adapters/local/clock.ts';
import type { Forward } from '../../../adapters/local/deps.ts';
import { readConfig } from '../../../bot/operation/config.ts';
import { scratchDir } from '../../support/db.ts';

let scratch: ReturnType<typeof scratchDir>;
beforeEach(() => {
  scratch = scratchDir();
});
afterEach(() => scratch.remove());

const at = (iso: string) => () => new Date(iso);
const fileOf = () => join(scratch.dir, 'data', 'clock.json');

describe('createClock', () => {
  it('shows the time outside until somebody moves it', () => {
    expect(createClock(fileOf(), at('2026-11-21T13:05:00Z')).now().toISOString()).toBe('2026-11-21T13:05:00.000Z');
  });

  it.each<[Forward, string, string]>([
    ['day', '2026-11-21T13:05:00Z', '2026-11-22T07:00:00.000Z'],
    ['day', '2026-11-21T23:30:00Z', '2026-11-23T07:00:00.000Z'],
    ['day', '2026-12-31T12:00:00Z', '2027-01-01T07:00:00.000Z'],
    ['month', '2026-11-30T12:00:00Z', '2026-12-01T07:00:00.000Z'],
    ['month', '2026-12-05T12:00:00Z', '2027-01-01T07:00:00.000Z'],
    ['month', '2026-06-15T12:00:00Z', '2026-07-01T06:00:00.000Z'],
    ['january', '2026-01-01T12:00:00Z', '2027-01-01T07:00:00.000Z'],
    ['day', '2027-03-27T12:00:00Z', '2027-03-28T06:00:00.000Z'],
    ['day', '2026-10-24T12:00:00Z', '2026-10-25T07:00:00.000Z'],
  ])('moves on to the next %s from %s: %s, eight in the morning in Berlin', (to, from, expected) => {
    expect(createClock(fileOf(), at(from)).forward(to).toISOString()).toBe(expected);
  });

  it('goes on from where it was after a restart', () => {
    const first = createClock(fileOf(), at('2026-11-21T13:00:00Z'));
    first.forward('month');
    first.forward('day');
    const later = createClock(fileOf(), at('2026-11-21T14:00:00Z'));
    expect(later.now().toISOString()).toBe('2026-12-02T08:00:00.000Z');
  });

  it('does not begin with a file it cannot read', () => {
    const file = join(scratch.dir, 'clock.json');
    writeFileSync(file, '{"offset":"gestern"}');
    expect(() => createClock(file)).toThrow(file);
  });
});

describe('clockFor', () => {
  const SLACK = { SLACK_SIGNING_SECRET: '0'.repeat(32), SLACK_BOT_TOKEN: ['xoxb', '1'].join('-') };
  it.each([
    ['the local workspace alone', {}, true],
    ["the local workspace beside Microsoft's Playground", { TEAMS_AUTH: 'off' }, true],
    ['Slack', SLACK, false],
    ['the local workspace beside Slack', { ...SLACK, LOCAL_WORKSPACE: 'on' }, false],
  ])('lets the clock be moved with %s: %j → %s', (_what, env, expected) => {
    const reading = readConfig({ ...env, DATA_DIR: scratch.dir });
    expect(reading.ok && clockFor(reading.config).forward !== undefined).toBe(expected);
  });
});
