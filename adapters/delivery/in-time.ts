/** Ensures that nobody is told "later" before the request is stored. */
import type { Deliveries, Kept } from '../chat.ts';

/**
 * Milliseconds from the start. `keep`: until the request is stored as a precaution. `answer`: until the sender must be
 * answered.
 */
type Waiting = { keep: number; answer: number };

/** `kept`: the sender may be told "later". `unsafe`: neither done nor stored, so the sender must not be told. */
type Waited<T> = { done: T } | 'kept' | 'unsafe';

/** The promise's value, or `instead` if it takes longer than `wait` milliseconds. A rejection passes through. */
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
 * Waits for the work as long as the sender does. Work done within `keep` costs the database nothing. After that the
 * request is stored, and deleted again if the work is still done in time. Rejects if the work does.
 * @param track receives work that continues in the background
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
  // `isKept` tells below whether it was stored. A database failure here also hits the work itself.
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
