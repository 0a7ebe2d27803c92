/** Keeps changes of one message in order: one runs at a time, and of the waiting ones only the newest runs. */

type Latest = (key: string, job: () => Promise<void>) => Promise<void>;

/** Runs the job after the current one for this key. Resolves early if a newer job has replaced it. */
export function latestOnly(): Latest {
  const running = new Map<string, Promise<void>>();
  const newest = new Map<string, object>();

  return async (key, job) => {
    const mine = {};
    newest.set(key, mine);
    while (running.has(key)) await running.get(key)?.catch(() => undefined);
    if (newest.get(key) !== mine) return;
    const run = job().finally(() => {
      running.delete(key);
      if (newest.get(key) === mine) newest.delete(key);
    });
    running.set(key, run);
    await run;
  };
}
