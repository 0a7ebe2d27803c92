/** The port every directory fills: it tells of accounts, the intake decides what that means. */
import type { Sighting } from '../../commands/leavers/intake.ts';

export type Log = {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
};

export type Directory = {
  readonly source: Sighting['source'];
  /**
   * Looks at everybody, or at what has changed. Repeatable: broken off half way, the next sweep tells the rest.
   * @returns how many accounts were looked at
   * @throws DirectoryFault; `AccountsLeft` when all others were looked at
   */
  sweep(): Promise<number>;
};

/** A sweep could not be finished. `after`: milliseconds the directory asked us to wait. */
export class DirectoryFault extends Error {
  readonly after: number | undefined;
  constructor(reason: string, after?: number) {
    super(reason);
    this.name = 'DirectoryFault';
    this.after = after;
  }
}

/** Some accounts could not be taken in; everybody else was looked at. */
export class AccountsLeft extends DirectoryFault {
  constructor(count: number) {
    super(`${count}-accounts-left`);
    this.name = 'AccountsLeft';
  }
}
