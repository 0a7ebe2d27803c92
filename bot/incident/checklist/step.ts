/** What a step of a checklist is: who can do it, what it needs and what proves it. */
import type { Stage } from '../stage.ts';

/** Whether a person does it, or a connector could (then `operation` names its call). The person's way always works. */
type How = 'hand' | 'api';

/**
 * `account`: somebody of us can log in. `nothing`: done without the account. `lost`: only while the account is lost.
 * `lever`: from the outside, past the account (own Mastodon server, hoster, second administrator of the portfolio).
 */
export type Needs = 'account' | 'nothing' | 'lost' | 'lever';

/** What has to be given with the tick: a link, the SHA-256 of a file, one of both, or name and time alone. */
export type Evidence = 'link' | 'file' | 'either' | 'none';

export type StepRow = {
  /** Words `step.<key>`. */
  key: string;
  how: How;
  operation?: string;
  needs: Needs;
  evidence: Evidence;
  /** A second person looks at it, although its stage does not ask for one. */
  second?: true;
  /** The other steps of the stage wait for it. */
  first?: true;
};

export type ChecklistStage = Stage | 'restore';
export type Checklist = Record<ChecklistStage, readonly StepRow[]>;
