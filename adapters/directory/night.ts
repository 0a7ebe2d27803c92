/** Sweeps each directory once a day, because events get lost. A night of downtime is made up for in the morning. */

import type { Source } from '../../bot/leavers/case.ts';
import { NIGHT, wallTime } from '../../bot/time/calendar.ts';
import { berlinDay } from '../../bot/time/day.ts';
import type { Intake } from '../../commands/leavers/intake.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { noteDirectories } from '../../db/leavers/accounts.ts';
import { cursorOf, lease, saveCursor } from '../../db/leavers/directory.ts';
import { AccountsLeft, type Directory, DirectoryFault, type Log } from './port.ts';

type NightDeps = {
  store: Store;
  directories: readonly Directory[];
  /** All sources of leaver information, including those without a sweep. */
  inUse: readonly Source[];
  intake: Pick<Intake, 'passLastDays'>;
  /** Runs after the sweep of Graph, to renew its subscription. */
  renew?: () => Promise<void>;
  now: () => Date;
  log: Log;
  onFault: () => void;
};

export type Night = {
  /**
   * Called every minute. Starts due work in the background, one run at a time.
   * @returns false if the database did not respond
   */
  minute(): Promise<boolean>;
  /** Waits for sweeps in progress. */
  close(): Promise<void>;
};

/** Milliseconds until the next attempt after an error, unless the directory named another wait. */
const AGAIN_MS = 15 * 60_000;
/** Milliseconds, longer than a sweep takes. If its process dies, another starts over after this time. */
const SWEEP_MS = 60 * 60_000;
/** Attempts per night for accounts that fail to import. */
const TRIES = 3;

export function createNight(deps: NightDeps): Night {
  const { store, directories, intake, now, log, onFault } = deps;
  const tries = new Map<string, { day: string; count: number }>();
  let running: Promise<void> | null = null;
  let noted = false;

  async function sweepAll(): Promise<void> {
    const today = berlinDay(now());
    if (now() < wallTime(today, NIGHT)) return;
    for (const directory of directories) {
      const { source } = directory;
      try {
        if (!(await begins(source, today))) continue;
        const seen = await swept(directory, today);
        if (source === 'graph') await deps.renew?.();
        await keep(`night:${source}`, today);
        // Logged even with no findings: an empty sweep and a missing sweep must not look the same.
        log.info({ directory: source, seen }, 'the directory was swept');
      } catch (err) {
        const wait = err instanceof DirectoryFault ? (err.after ?? AGAIN_MS) : AGAIN_MS;
        onFault();
        log.error({ err, directory: source, wait }, 'a directory could not be swept; tried again later');
        await keep(leaseOf(source), new Date(now().getTime() + wait).toISOString()).catch((fault: unknown) =>
          log.error({ err: fault, directory: source }, 'the wait could not be noted; tried again in an hour'),
        );
      }
    }
  }

  /**
   * Takes a lease. Otherwise two processes would sweep at once and create two subscriptions. Both must also respect a
   * wait that one was told.
   */
  const begins = (source: string, today: string): Promise<boolean> =>
    store.db.transaction(async (tx) => {
      if ((await cursorOf(tx as Tx, `night:${source}`)) === today) return false;
      return lease(tx as Tx, leaseOf(source), now(), new Date(now().getTime() + SWEEP_MS));
    });

  /**
   * Limits retries for failing accounts: after TRIES attempts they wait for the next night instead of causing a sweep
   * every 15 minutes.
   */
  async function swept(directory: Directory, today: string): Promise<number | undefined> {
    try {
      return await directory.sweep();
    } catch (err) {
      if (!(err instanceof AccountsLeft)) throw err;
      const before = tries.get(directory.source);
      const count = before?.day === today ? before.count + 1 : 1;
      tries.set(directory.source, { day: today, count });
      if (count < TRIES) throw err;
      onFault();
      log.error({ err, directory: directory.source }, 'accounts could not be taken in; tried again tomorrow');
      return undefined;
    }
  }

  const keep = (key: string, value: string) => store.db.transaction((tx) => saveCursor(tx as Tx, key, value, now()));

  return {
    async minute() {
      let isNoted = true;
      try {
        // Once per process, because the configuration cannot change while it runs.
        if (!noted) await store.db.transaction((tx) => noteDirectories(tx as Tx, deps.inUse, now()));
        noted = true;
        await intake.passLastDays();
      } catch (err) {
        isNoted = false;
        onFault();
        log.error({ err }, 'last days that have passed could not be written; tried again in a minute');
      }
      // A sweep may take longer than a minute. Votes and reminders must not wait for it.
      running ??= sweepAll().finally(() => {
        running = null;
      });
      return isNoted;
    },
    async close() {
      await running;
    },
  };
}

const leaseOf = (source: string): string => `lease:${source}`;
