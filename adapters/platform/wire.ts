/** What every connector is given. */
export type Wire = {
  now: () => Date;
  /** For tests: platforms on this machine may be called. */
  loopback: boolean;
};
