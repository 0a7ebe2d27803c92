/** The log this adapter writes to (pino fits), and a silent logger for the SDK. */
import type { Logger } from '@slack/bolt';
import { LogLevel } from '@slack/bolt';

type Line = (data: object, message: string) => void;
export type Log = { debug: Line; info: Line; warn: Line; error: Line };

/**
 * The SDK logs each error before it throws it, and some lines quote whole bodies. We log errors once, where they are
 * handled, so the SDK's logger is off.
 */
export const quiet: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};
