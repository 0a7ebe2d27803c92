/** How the cost of work grows with its input, independent of the machine's speed and load. */

const ROUNDS = 7;

/** Processor time in microseconds, so that other processes do not count. */
function spent(work: (size: number) => unknown, size: number): number {
  const before = process.cpuUsage();
  work(size);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/**
 * @param size large enough that the work takes longer than the clock's resolution
 * @returns the factor by which four times the size takes longer: about 4 if linear, 16 if quadratic
 */
export function growth(work: (size: number) => unknown, size: number): number {
  spent(work, size);
  // The fastest round is the one without garbage collection.
  const least = (times: number) => Math.min(...Array.from({ length: ROUNDS }, () => spent(work, size * times)));
  return least(4) / least(1);
}
