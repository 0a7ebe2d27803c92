/** Nobody is told "later" before the request stands in the database. */
import type { Deliveries, Kept } from '../chat.ts';

/** Milliseconds from the beginning: `keep`, until the request is stored to be on the safe side; `answer`, all there is. */
type Waiting = { keep: number; answer: number };

/** `kept`: the sender may be told "later". `unsafe`: neither done nor stored, so it must not be. */
type Waited<T> = { done: T } | 'kept' | 'unsafe';

/** The promise's value, or `instead` when it takes longer than `wait`. A rejection passes through. */
export async function within<T, U>(promise: Promise<T>, wait: number, instead: U): Promise<T | U> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<U>((resolve) => {
    timer = setTimeout(resolve, wait, instead);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits for the work as long as the sender does. What is done within `keep` costs the database nothing; after that the
 * request is stored, and forgotten again if the work is done in time after all. Rejects as the work does.
 * @param track gets what goes on by itself
 */
export async function inTime<T>(
  work: Promise<T>,
  deliveries: Deliveries,
  kept: () => Kept,
  { keep, answer }: Waiting,
  track: (work: Promise<void>) => void,
): Promise<Waited<T>> {
  const first = Math.min(keep, answer / 2);
  const done = work.then((value) => ({ done: value }));
  const early = await within(done, first, undefined);
  if (early) return early;
  let isKept = false;
  const row = kept();
  const keeping = deliveries.keep(row).then(() => {
    isKept = true;
  });
  // Whether it was stored is asked below; a failure there is the database's, and the work meets the same one.
  const settled = keeping.catch(() => {});
  const forget = () => track(settled.then(() => deliveries.answered(row.id)));
  try {
    const late = await within(done, answer - first, undefined);
    if (late) forget();
    return late ?? (isKept ? 'kept' : 'unsafe');
  } catch (error) {
    forget();
    throw error;
  }
}
