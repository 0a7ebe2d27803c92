/** What a vote's clock needs: when it began, how long it runs, and which questions pause it. */
import { DEADLINE_DAYS, type Pause, type VoteTime } from '../../bot/participation/vote-clock.ts';
import type { Org } from '../../db/organisation/organisation.ts';

type Question = { kind: string; body: string | null; at: Date; closedAt: Date | null };

/** A question pauses only the clock of the body that asked; the others can vote meanwhile. */
const pausesOf = (body: string, notes: readonly Question[]): Pause[] =>
  notes
    .filter((note) => note.kind === 'query' && note.body === body)
    .map((note) => ({ from: note.at, to: note.closedAt }));

export const voteTime = (body: string, openedAt: Date, notes: readonly Question[], org: Org): VoteTime => ({
  openedAt,
  pauses: pausesOf(body, notes),
  days: org.organisation.city.voteDays ?? DEADLINE_DAYS,
});
