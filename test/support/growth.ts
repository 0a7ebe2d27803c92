/** How the cost of work grows with its input, independent of the machine's speed and load. */

const ROUNDS = 5;

/** Processor time in microseconds, so that other processes do not count. */
function spent(work: (size: number) => unknown, size: number): number {
  const before = process.cpuUsage();
  work(size);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Sixteen times the size takes 16 times as long if linear, up to 80 once it no longer fits the caches, and 256 if quadratic. */
export const LINEAR = 128;

/**
 * @param size large enough that the work takes longer than the clock's resolution
 * @returns the factor by which sixteen times the size takes longer; see `LINEAR`
 */
export function growth(work: (size: number) => unknown, size: number): number {
  spent(work, size);
  // The fastest round is the one without garbage collection.
  const least = (times: number) => Math.min(...Array.from({ length: ROUNDS }, () => spent(work, size * times)));
  return least(16) / least(1);
}
