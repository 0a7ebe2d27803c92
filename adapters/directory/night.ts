/** Once a day each directory is asked about everybody: events get lost, and a night of downtime is caught up in the morning. */

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
  /** All that tell who works here, also those that are not swept. */
  inUse: readonly Source[];
  intake: Pick<Intake, 'passLastDays'>;
  /** After a sweep: what else has to be renewed. */
  renew?: () => Promise<void>;
  now: () => Date;
  log: Log;
  onFault: () => void;
};

export type Night = {
  /** Called each minute: begins what is due in the background, one run at a time. @returns false when the database did not take part */
  minute(): Promise<boolean>;
  /** Waits for sweeps that are under way. */
  close(): Promise<void>;
};

/** After a fault a directory is asked again after this time, unless it has named another. */
const AGAIN_MS = 15 * 60_000;
/** Longer than a sweep takes: when its process dies in between, another one begins anew after this time. */
const SWEEP_MS = 60 * 60_000;
/** How often in one night accounts that could not be taken in are tried. */
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
        // Said also when nothing was found: a silent night and a night without a sweep must not look the same.
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

  /** Two processes would ask for the same, and make two subscriptions; and both must be quiet where one was asked to. */
  const begins = (source: string, today: string): Promise<boolean> =>
    store.db.transaction(async (tx) => {
      if ((await cursorOf(tx as Tx, `night:${source}`)) === today) return false;
      return lease(tx as Tx, leaseOf(source), now(), new Date(now().getTime() + SWEEP_MS));
    });

  /** An account that stays odd must not make each quarter of an hour a sweep: it has to wait for the next night. */
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
        // Once: what it runs with does not change while it runs.
        if (!noted) await store.db.transaction((tx) => noteDirectories(tx as Tx, deps.inUse, now()));
        noted = true;
        await intake.passLastDays();
      } catch (err) {
        isNoted = false;
        onFault();
        log.error({ err }, 'last days that have passed could not be written; tried again in a minute');
      }
      // A sweep may take longer than a minute; votes and reminders must not wait for it.
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
