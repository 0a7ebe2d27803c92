/** The clock of the local workspace: real time plus an offset. It never goes back. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../../bot/operation/config.ts';
import { berlinDay } from '../../bot/time/day.ts';
import type { Forward } from './deps.ts';

export type Clock = { now(): Date; forward(to: Forward): Date };
/** Without `forward` the clock shows the real time only. */
export type MaybeClock = Pick<Clock, 'now'> & Partial<Clock>;

const real = () => new Date();

const stored = z.object({ offset: z.number().int().min(0) });
/** The hour to move to: in the morning, when quiet hours are over and the day's due actions run. */
const HOUR = 8;

/**
 * @param file stores the offset, so that a restart does not go back behind times already written
 * @param outside the real time
 */
export function createClock(file: string, outside: () => Date = real): Clock {
  let offset = readOffset(file);
  const now = () => new Date(outside().getTime() + offset);
  return {
    now,
    forward(to) {
      offset = berlinTime(dayAfter(berlinDay(now()), to), HOUR).getTime() - outside().getTime();
      writeOffset(file, offset);
      return now();
    },
  };
}

/** The clock can be moved only if the local workspace is the only chat: messages in a real chat carry the real time. */
export function clockFor({ slack, teams, localWorkspace, dataDir }: ClockConfig): MaybeClock {
  const isAlone = localWorkspace && !slack && teams?.auth !== 'on';
  return isAlone ? createClock(join(dataDir, 'clock.json')) : { now: real };
}
type ClockConfig = Pick<Config, 'slack' | 'teams' | 'localWorkspace' | 'dataDir'>;

/** The ISO day to move to: tomorrow, the first of next month, or the next 1 January. */
function dayAfter(today: string, to: Forward): string {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number];
  const next = {
    day: Date.UTC(year, month - 1, day + 1),
    month: Date.UTC(year, month, 1),
    january: Date.UTC(year + 1, 0, 1),
  } as const satisfies Record<Forward, number>;
  return new Date(next[to]).toISOString().slice(0, 10);
}

/** The moment at which clocks in Berlin show this full hour. */
function berlinTime(day: string, hour: number): Date {
  const asUtc = new Date(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
  const shown = Number(BERLIN_HOUR.format(asUtc));
  return new Date(asUtc.getTime() - (shown - hour) * 3_600_000);
}
const BERLIN_HOUR = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', hour12: false });

function readOffset(file: string): number {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  try {
    return stored.parse(JSON.parse(text)).offset;
  } catch (cause) {
    throw new Error(`${file} is no clock of the local workspace; without the file it shows the real time again`, {
      cause,
    });
  }
}

/** Writes a new file and renames it, so that a crash leaves the old one intact. */
function writeOffset(file: string, offset: number): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify({ offset })}\n`);
  renameSync(`${file}.new`, file);
}
