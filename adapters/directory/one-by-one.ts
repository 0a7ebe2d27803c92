/** One account that can't be taken in must not keep those behind it from being looked at. */
import { DirectoryFault, type Log } from './port.ts';

/** So many in a row are no accounts with something odd about them: the house itself is at fault, and the sweep stops. */
const HOUSE = 20;
/** What a directory says about one account, not about itself. */
const ABOUT_ONE = /^(http-400|unexpected-)/;

export type OneByOne = {
  /** Ids of those that could not be taken in. */
  readonly left: ReadonlySet<string>;
  /** @throws what concerns everybody: the directory asks for quiet, the database is away */
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
