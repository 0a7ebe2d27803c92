/** What a step of a checklist is: who can do it, what it needs and what proves it. */
import type { Stage } from '../stage.ts';

/** Done by hand, or possibly by a connector (`operation` names its call). By hand always works. */
type How = 'hand' | 'api';

/**
 * `account`: one of us can log in. `nothing`: done without the account. `lost`: only while the account is lost.
 * `lever`: from the outside, around the account (own Mastodon server, hoster, second administrator of the portfolio).
 */
export type Needs = 'account' | 'nothing' | 'lost' | 'lever';

/** What the tick must include: a link, a file's SHA-256, either of them, or nothing beside name and time. */
export type Evidence = 'link' | 'file' | 'either' | 'none';

export type StepRow = {
  /** Words `step.<key>`. */
  key: string;
  how: How;
  operation?: string;
  needs: Needs;
  evidence: Evidence;
  /** Needs a second person, although its stage does not. */
  second?: true;
  /** The other steps of the stage wait for it. */
  first?: true;
};

export type ChecklistStage = Stage | 'restore';
export type Checklist = Record<ChecklistStage, readonly StepRow[]>;
