/** The log this adapter writes to (pino fits), and the ear for the SDK's own chatter. */
import type { Logger } from '@slack/bolt';
import { LogLevel } from '@slack/bolt';

type Line = (data: object, message: string) => void;
export type Log = { debug: Line; info: Line; warn: Line; error: Line };

/**
 * The SDK logs each fault again before it throws it, and some of its lines quote whole bodies. Faults are logged once,
 * where they are decided; so its own voice is off.
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
