/** Whether the minute tick does its work: what monitoring reads in /readyz and /metrics. */

/** How a minute ended. `overlapped`: the one before was still running; `missed`: the process was too busy to begin it. */
export type TickOutcome = 'done' | 'failed' | 'overlapped' | 'missed';
type TickFault = 'failed' | 'overlapped' | 'stands-still';

export type TickWatch = {
  /** From now on a tick is expected every minute. */
  expect(): void;
  /** One minute's work. @param work resolves to whether all of it could be done */
  run(work: () => Promise<boolean>): Promise<void>;
  /** A minute that was left out. */
  skip(why: 'overlapped' | 'missed'): void;
  /** What is wrong now; null when nothing is, or nobody expects a tick. */
  fault(): TickFault | null;
  /** Seconds since a minute's work was last done, or since it was first expected; null before. */
  age(): number | null;
};

/** A tick comes every minute; the second one that does not come is no accident. */
const STILL_MS = 150_000;

/** @param onOutcome called once for each minute @param clock milliseconds, monotonic */
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
