/** Once a day each directory is asked about everybody: events get lost, and a night of downtime is caught up in the morning. */
import { NIGHT, wallTime } from '../../bot/calendar.ts';
import { berlinDay } from '../../bot/day.ts';
import type { Intake } from '../../commands/leavers/intake.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { cursorOf, saveCursor } from '../../db/directory.ts';
import { type Directory, DirectoryFault, type Log } from './port.ts';

export type NightDeps = {
  store: Store;
  directories: readonly Directory[];
  intake: Pick<Intake, 'passLastDays'>;
  /** After a sweep: what else has to be renewed. */
  renew?: () => Promise<void>;
  now: () => Date;
  log: Log;
  onFault: () => void;
};

export type Night = {
  /** Called each minute: begins what is due in the background, one run at a time. */
  minute(): Promise<void>;
  /** Waits for sweeps that are under way. */
  close(): Promise<void>;
};

/** After a fault a directory is asked again after this time, unless it has named another. */
const AGAIN_MS = 15 * 60_000;

export function createNight(deps: NightDeps): Night {
  const { store, directories, intake, now, log, onFault } = deps;
  const notBefore = new Map<string, number>();
  let running: Promise<void> | null = null;

  async function sweepAll(): Promise<void> {
    const today = berlinDay(now());
    if (now() < wallTime(today, NIGHT)) return;
    for (const directory of directories) {
      if (now().getTime() < (notBefore.get(directory.source) ?? 0)) continue;
      const key = `night:${directory.source}`;
      try {
        if ((await read(store, key)) === today) continue;
        const seen = await directory.sweep();
        if (directory.source === 'graph') await deps.renew?.();
        await keep(store, key, today, now());
        // Said also when nothing was found: a silent night and a night without a sweep must not look the same.
        log.info({ directory: directory.source, seen }, 'the directory was swept');
      } catch (err) {
        const wait = err instanceof DirectoryFault ? (err.after ?? AGAIN_MS) : AGAIN_MS;
        notBefore.set(directory.source, now().getTime() + wait);
        onFault();
        log.error({ err, directory: directory.source, wait }, 'a directory could not be swept; tried again later');
      }
    }
  }

  return {
    async minute() {
      try {
        await intake.passLastDays();
      } catch (err) {
        onFault();
        log.error({ err }, 'last days that have passed could not be written; tried again in a minute');
      }
      // A sweep may take longer than a minute; votes and reminders must not wait for it.
      running ??= sweepAll().finally(() => {
        running = null;
      });
    },
    async close() {
      await running;
    },
  };
}

const read = (store: Store, key: string) => store.db.transaction((tx) => cursorOf(tx as Tx, key));
const keep = (store: Store, key: string, value: string, now: Date) =>
  store.db.transaction((tx) => saveCursor(tx as Tx, key, value, now));
