/** Exit codes from sysexits.h, so that a supervisor can tell wrong usage from a busy database. */
export const EXIT = {
  ok: 0,
  /** The tool ran, but found something wrong. */
  findings: 1,
  usage: 64,
  noInput: 66,
  unavailable: 69,
  bug: 70,
  cantCreate: 73,
  busy: 75,
  config: 78,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
