/** Whether the minute tick does its work, for monitoring in /readyz and /metrics. */

/**
 * How a minute ended. `overlapped`: the previous one was still running. `missed`: the process was too busy to start it.
 */
export type TickOutcome = 'done' | 'failed' | 'overlapped' | 'missed';
type TickFault = 'failed' | 'overlapped' | 'stands-still';

export type TickWatch = {
  /** From now on a tick is expected every minute. */
  expect(): void;
  /** Runs one minute's work. @param work resolves to whether all of it was done */
  run(work: () => Promise<boolean>): Promise<void>;
  /** Records a minute that was left out. */
  skip(why: 'overlapped' | 'missed'): void;
  /** The current fault; null if there is none or no tick is expected. */
  fault(): TickFault | null;
  /** Seconds since a minute's work was last done, or since ticks were first expected. Null before that. */
  age(): number | null;
};

/** Milliseconds. A tick comes every minute; after two missing ones it counts as stopped. */
const STILL_MS = 150_000;

/** @param onOutcome called once per minute @param clock monotonic milliseconds */
export function createTickWatch(
  onOutcome: (outcome: TickOutcome) => void,
  clock: () => number = () => performance.now(),
): TickWatch {
  let last: TickOutcome = 'done';
  let begun: number | null = null;
  let done: number | null = null;
  const end = (outcome: TickOutcome): void => {
    last = outcome;
    onOutcome(outcome);
  };
  return {
    expect() {
      begun = clock();
      done = begun;
    },
    async run(work) {
      if (begun !== null) begun = clock();
      let isDone = false;
      try {
        isDone = await work();
      } finally {
        if (isDone && done !== null) done = clock();
        end(isDone ? 'done' : 'failed');
      }
    },
    skip: end,
    fault() {
      if (begun === null) return null;
      if (last === 'failed' || last === 'overlapped') return last;
      return clock() - begun > STILL_MS ? 'stands-still' : null;
    },
    age: () => (done === null ? null : (clock() - done) / 1000),
  };
}
