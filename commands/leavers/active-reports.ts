/**
 * For which channels the registry's own reports still hold: withdrawn for one channel, a report may hold for others.
 */

import type { Reports, Source } from '../../bot/leavers/case.ts';
import { berlinDay } from '../../bot/time/day.ts';
import type { Tx } from '../../db/connect.ts';
import { agreementsBy, channelsNaming, rightsRemovalsOf } from '../../db/leavers/cases.ts';
import { standingConsents } from '../../db/time/deadlines.ts';
import { lastDone } from '../../db/time/due.ts';
import { oldEnough } from './due/consent.ts';
import { contractsNow } from './holders.ts';

type Still = (tx: Tx, person: string, now: Date) => Promise<string[]>;

/** The registry's own sources. A directory reports on all channels at once and withdraws as a whole. */
const STILL = {
  consent: revoked,
  'yearly-check': missed,
  contract: ended,
} as const satisfies Partial<Record<Source, Still>>;
type Own = keyof typeof STILL;

/** @returns for each report about single channels the channels it holds for */
export async function activeReports(
  tx: Tx,
  reports: Reports,
  person: string,
  now: Date,
): Promise<Map<Source, string[]>> {
  const out = new Map<Source, string[]>();
  for (const source of Object.keys(STILL) as Own[]) {
    if (reports[source]) out.set(source, await STILL[source](tx, person, now));
  }
  return out;
}

/** Channels whose latest answer on the consent is No. */
async function revoked(tx: Tx, person: string): Promise<string[]> {
  const newest = new Map<string, boolean>();
  for (const { kind, channel, state, answer } of await agreementsBy(tx, person)) {
    if (kind === 'consent' && channel && !newest.has(channel)) newest.set(channel, state === 'done' && answer === 'no');
  }
  return [...newest].filter(([, isNo]) => isNo).map(([channel]) => channel);
}

/** Channels whose yearly question went unanswered twice and has not been answered since. */
async function missed(tx: Tx, person: string, now: Date): Promise<string[]> {
  const given = await lastDone(tx, 'consent-yearly', 'missed');
  return (await standingConsents(tx, oldEnough(now)))
    .filter(({ task }) => task.assignee === person && task.doneAt! < (given.get(task.id) ?? task.doneAt!))
    .map(({ channel }) => channel.id);
}

/** Channels on which the person's contract has ended. */
async function ended(tx: Tx, person: string, now: Date): Promise<string[]> {
  const held = await channelsNaming(tx, person);
  const removals = await rightsRemovalsOf(
    tx,
    held.map(({ application }) => application.id),
  );
  const isOver = (own: { person: string; endsOn: string }) => own.person === person && own.endsOn < berlinDay(now);
  return held
    .filter(({ application }) => contractsNow(application, removals).some(isOver))
    .map(({ channel }) => channel.id);
}
