/** What every connector's wire is given. */
export type Wire = {
  now: () => Date;
  /** For tests: a platform on this machine may be asked, too. */
  loopback: boolean;
};
