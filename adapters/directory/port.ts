/** The port of every directory: it reports accounts, and the intake decides what that means. */
import type { Sighting } from '../../commands/leavers/intake.ts';

export type Log = {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
};

export type Directory = {
  readonly source: Sighting['source'];
  /**
   * Reads all accounts, or those that have changed. Repeatable: if interrupted, the next sweep reports the rest.
   * @returns the number of accounts read
   * @throws DirectoryFault; `AccountsLeft` if only some accounts failed
   */
  sweep(): Promise<number>;
};

/** A sweep failed. `after`: milliseconds that the directory asked us to wait. */
export class DirectoryFault extends Error {
  readonly after: number | undefined;
  constructor(reason: string, after?: number) {
    super(reason);
    this.name = 'DirectoryFault';
    this.after = after;
  }
}

/** Some accounts failed to import. All others were read. */
export class AccountsLeft extends DirectoryFault {
  constructor(count: number) {
    super(`${count}-accounts-left`);
    this.name = 'AccountsLeft';
  }
}
