/** An orderly end: on the first signal everything under way is finished, a second one ends at once. */
import type { Log } from './log.ts';

/** What of the process is needed; tests bring their own. */
export type Signals = {
  on(name: Ended | 'unhandledRejection' | 'uncaughtException', listener: (error: unknown) => void): unknown;
};
type Ended = 'SIGINT' | 'SIGTERM';

/** What a shell calls a process that a signal has ended. */
const CODE = { SIGINT: 130, SIGTERM: 143 } as const satisfies Record<Ended, number>;
/** npm and the terminal both pass Ctrl-C on, so one key press arrives twice. */
const SAME_PRESS_MS = 500;

type Parts = {
  signals: Signals;
  /** Ends everything in order. */
  stop: () => Promise<void>;
  exit: (code: number) => void;
  log: Log;
  /** In milliseconds, monotonic. */
  clock?: () => number;
};

export function stopOnSignals({ signals, stop, exit, log, clock = () => performance.now() }: Parts): void {
  let first: number | undefined;
  const hear = (name: Ended) => () => {
    if (first !== undefined) {
      if (clock() - first < SAME_PRESS_MS) return;
      log.warn({ signal: name }, 'stopped at once');
      exit(CODE[name]);
      return;
    }
    first = clock();
    log.info({ signal: name }, 'stopping');
    stop().then(
      () => exit(0),
      (err: unknown) => {
        log.error({ err }, 'the end was not orderly');
        exit(1);
      },
    );
  };
  for (const name of Object.keys(CODE) as Ended[]) signals.on(name, hear(name));
}

/**
 * What nobody caught. A promise that nobody waited for touches no other request: every one is a transaction of its own,
 * and one stray rejection in an SDK must not take the bot from everybody; it is logged and counted. A throw outside any
 * promise may have left something half done: the bot ends in order, and its supervisor starts it anew.
 */
export function outlive(parts: Pick<Parts, 'signals' | 'stop' | 'exit' | 'log'> & { onFault: () => void }): void {
  const { signals, stop, exit, log, onFault } = parts;
  signals.on('unhandledRejection', (err) => {
    onFault();
    log.error({ err }, 'a promise failed and nobody waited for it');
  });
  signals.on('uncaughtException', (err) => {
    onFault();
    log.fatal({ err }, 'an error that nobody caught; stopping');
    stop()
      .catch((second: unknown) => log.error({ err: second }, 'the end was not orderly'))
      .finally(() => exit(70));
  });
}
