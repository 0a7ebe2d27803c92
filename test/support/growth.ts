/** How a piece of work grows with its input, whatever the machine's speed and whoever else is using it. */

const ROUNDS = 7;

/** Processor time, not the clock: another process that runs meanwhile must not count. In microseconds. */
function spent(work: (size: number) => unknown, size: number): number {
  const before = process.cpuUsage();
  work(size);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/**
 * @param size large enough that the work takes longer than the clock's own step
 * @returns how many times as long four times the size takes: about 4 when linear, 16 when quadratic
 */
export function growth(work: (size: number) => unknown, size: number): number {
  spent(work, size);
  // The least of the rounds is what the work takes when no garbage is collected.
  const least = (times: number) => Math.min(...Array.from({ length: ROUNDS }, () => spent(work, size * times)));
  return least(4) / least(1);
}
