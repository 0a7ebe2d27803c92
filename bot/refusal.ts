/** Expected "no"s: a code and what its sentence needs (words `refusal.<code>`). A bug is not a refusal, it throws. */
export const REFUSALS = [
  'unknown-person',
  'not-allowed',
  'not-found',
  'ambiguous',
  'not-understood',
  'bad-arguments',
  'wrong-state',
  'not-readable',
  'not-applicant',
  'not-a-member',
  'own-application',
  'holder',
  'not-your-turn',
  'already-decided',
  'reason-missing',
  'nobody-can-decide',
  'incomplete',
  'files-waiting',
  'already-registered',
  'draft-exists',
  'no-office',
  'no-draft',
  'nothing-to-weigh',
  'nothing-unchanged',
  'already-answered',
  'already-done',
  'not-yours',
  'newer-version',
  'file-refused',
  'too-many-files',
  'moved-on',
  'dm-only',
  'confidential',
  'person-unknown',
  'no-such-day',
  'not-your-person',
  'no-case',
  'case-closed',
  'not-removed',
  'same-person',
  'seat-taken',
  'no-rights',
  'not-running',
] as const;
export type RefusalCode = (typeof REFUSALS)[number];

export type Refusal = { refuse: RefusalCode; args?: Record<string, string | number> };

export const refuse = (code: RefusalCode, args?: Record<string, string | number>): Refusal =>
  args ? { refuse: code, args } : { refuse: code };

export const isRefusal = (value: object): value is Refusal => 'refuse' in value;
