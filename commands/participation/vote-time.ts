/** A vote's clock needs to know when it began, how long it runs and which questions stop it. */
import { DEADLINE_DAYS, type Pause, type VoteTime } from '../../bot/participation/vote-clock.ts';
import type { Org } from '../../db/organisation/organisation.ts';

type Question = { kind: string; body: string | null; at: Date; closedAt: Date | null };

/** A question stops the clock of the body that asks it and no other: whoever has no question may vote meanwhile. */
const pausesOf = (body: string, notes: readonly Question[]): Pause[] =>
  notes
    .filter((note) => note.kind === 'query' && note.body === body)
    .map((note) => ({ from: note.at, to: note.closedAt }));

/** What the clock of one vote needs to know. */
export const voteTime = (body: string, openedAt: Date, notes: readonly Question[], org: Org): VoteTime => ({
  openedAt,
  pauses: pausesOf(body, notes),
  days: org.organisation.city.voteDays ?? DEADLINE_DAYS,
});
