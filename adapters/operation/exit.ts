/** Exit codes after sysexits.h, so that a supervisor can tell a wrong call from a busy database. */
export const EXIT = {
  ok: 0,
  /** The tool ran, and what it looked at is not in order. */
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
