/** Imports accounts one by one, so that a failing account does not block those behind it. */
import { DirectoryFault, type Log } from './port.ts';

/** After so many failures in a row the fault is ours, not the accounts', and the sweep stops. */
const HOUSE = 20;
/** Errors that concern one account, not the directory itself. */
const ABOUT_ONE = /^(http-400|unexpected-)/;

export type OneByOne = {
  /** Ids of the accounts that failed to import. */
  readonly left: ReadonlySet<string>;
  /** @throws an error that concerns all accounts: the directory throttles, or the database is down */
  take(id: string, work: () => Promise<void>): Promise<void>;
};

/** @param most failures in a row after which the sweep stops */
export function oneByOne(log: Log, most = HOUSE): OneByOne {
  const left = new Set<string>();
  let inARow = 0;
  return {
    left,
    async take(id, work) {
      try {
        await work();
        left.delete(id);
        inARow = 0;
      } catch (err) {
        if (err instanceof DirectoryFault && !ABOUT_ONE.test(err.message)) throw err;
        log.warn({ err }, 'an account could not be taken in; the others are');
        left.add(id);
        inARow += 1;
        if (inARow === most) throw err;
      }
    },
  };
}
