/** Graceful shutdown: the first signal finishes all work in progress, a second one exits at once. */
import type { Log } from './log.ts';

/** The part of `process` that is needed; tests pass their own. */
export type Signals = {
  on(name: Ended | 'unhandledRejection' | 'uncaughtException', listener: (error: unknown) => void): unknown;
};
type Ended = 'SIGINT' | 'SIGTERM';

/** The exit codes that shells use for a process ended by a signal. */
const CODE = { SIGINT: 130, SIGTERM: 143 } as const satisfies Record<Ended, number>;
/** Milliseconds. npm and the terminal both forward Ctrl-C, so one key press arrives twice. */
const SAME_PRESS_MS = 500;

type Parts = {
  signals: Signals;
  /** Shuts everything down in order. */
  stop: () => Promise<void>;
  exit: (code: number) => void;
  log: Log;
  /** Monotonic milliseconds. */
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
 * Handles errors that nobody caught. An unhandled rejection is logged and counted: every request has its own
 * transaction, and a stray rejection in an SDK must not stop the bot for everybody. An uncaught exception may have left
 * something half done, so the bot shuts down and its supervisor restarts it.
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
