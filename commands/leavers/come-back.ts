/** Withdrawn reports: the person is back, never left, or keeps a channel after all. */

import { refresh } from '../../bot/delivery/effect.ts';
import {
  type Certainty,
  certaintyOf,
  isGone,
  type Reports,
  SOURCES,
  type Source,
  settleCase,
  stepsOf,
} from '../../bot/leavers/case.ts';
import { berlinDay } from '../../bot/time/day.ts';
import { type Change, remove, update } from '../../db/changes.ts';
import type { Tx } from '../../db/connect.ts';
import { itemsOf, type LeaverCase, type LeaverItem, openCaseOf, standingReports } from '../../db/leavers/cases.ts';
import { isClosedIn } from '../../db/leavers/directory.ts';
import { personById } from '../../db/organisation/people.ts';
import type { AuditNote } from '../command.ts';
import { activeReports } from './active-reports.ts';
import { type Consequences, NOTHING } from './departure.ts';

type Return = {
  person: string;
  source: Source;
  by: string;
  /** Further sources whose reports are withdrawn with this one. */
  silences?: readonly Source[];
  /** Withdraws the report for these channels only. Absent: for all. */
  channels?: readonly string[];
};

/** Records that a source withdrew its report. The case closes once no source is left. */
export async function reportReturn(
  tx: Tx,
  { person: key, source, by, silences = [], channels }: Return,
  now: Date,
): Promise<Consequences> {
  const person = await personById(tx, key);
  if (!person) return NOTHING;
  const row = await openCaseOf(tx, key);
  const comesBack = SOURCES[source].leaves;
  // A version may name somebody again once they are back.
  const taken: readonly Source[] = [source, ...silences, ...(comesBack ? (['named'] as const) : [])];
  const items = row ? await itemsOf(tx, [row.id]) : [];
  const { reports, freed } = row ? await without(tx, row, items, { taken, channels, now }) : { reports: {}, freed: [] };
  const stillGone = isGone(reports, row?.leavesOn ?? null, berlinDay(now));
  // Entra decides: while the Entra account is closed, a reopened Slack account brings nobody back.
  const closedElsewhere = !taken.includes('graph') && (await isClosedIn(tx, key, 'graph'));
  const isBack = person.gone && !stillGone && !closedElsewhere && comesBack;
  const ended = isBack ? await standingReports(tx, key) : [];
  const changes: Change[] = isBack ? [update('people', person, { gone: false }), ...ended.map(struck(now))] : [];
  const effects = ended.map(({ id }) => refresh(`leaver:${id}`));
  const audit: AuditNote[] = isBack ? [{ action: 'person-back', subject: `person:${key}`, data: { source } }] : [];
  for (const { id } of ended)
    audit.push({ action: 'leaver-closed', subject: `leaver:${id}`, data: { source, by, because: 'reactivated' } });
  const isNews = row !== null && (freed.length > 0 || Object.keys(reports).length < Object.keys(row.reports).length);
  if (!isNews) return { case: row?.id ?? null, changes, effects, audit };
  const subject = `leaver:${row.id}`;
  const left = items.filter((item) => !freed.includes(item));
  const { state, because } = settleCase(left.length > 0 ? reports : {}, left);
  const end = state === 'closed' ? { closedAt: now, closedBecause: because } : {};
  return {
    case: row.id,
    changes: [
      ...changes,
      update('leaverCases', row, { reports, state, ...end }),
      ...freed.map((item) => remove('leaverItems', item)),
    ],
    effects: [...effects, refresh(subject)],
    audit: [
      ...audit,
      {
        action: state === 'closed' ? 'leaver-closed' : 'leaver-taken-back',
        subject,
        data: { source, by, because: 'reactivated', ...(channels ? { channels: [...channels] } : {}) },
      },
    ],
  };
}

/** Withdraws every report from a case that was already closed. */
const struck =
  (now: Date) =>
  (row: LeaverCase): Change =>
    update('leaverCases', row, { reports: {}, closedAt: now, closedBecause: 'reactivated' });

/** The remaining reports, and the items no report covers now. Items with a removal on record stay. */
async function without(
  tx: Tx,
  row: LeaverCase,
  items: readonly LeaverItem[],
  { taken, channels, now }: { taken: readonly Source[]; channels: readonly string[] | undefined; now: Date },
): Promise<{ reports: Reports; freed: LeaverItem[] }> {
  const said = Object.entries(row.reports) as [Source, Certainty][];
  const rest = said.filter(([source]) => !taken.includes(source));
  if (!channels) return { reports: Object.fromEntries(rest), freed: [] };
  const still = await activeReports(tx, row.reports, row.person, now);
  const isMeant = (item: LeaverItem) => item.channel !== null && channels.includes(item.channel);
  const others = items.filter((item) => !isMeant(item) && stepsOf(item).length > 0);
  // The registry no longer names the person on a struck item's channel. Its source is unknown, so it keeps all reports.
  const stays = (source: Source) =>
    others.some(({ channel, struck }) => struck !== null || still.get(source)?.includes(channel ?? ''));
  const reports = Object.fromEntries(said.filter(([source]) => !taken.includes(source) || stays(source))) as Reports;
  // A closing case keeps its items as a record of what it covered.
  if (certaintyOf(reports) === null) return { reports, freed: [] };
  const speaks = (source: Source, channel: string) =>
    source !== 'removed' && (still.get(source)?.includes(channel) ?? true);
  const freed = items.filter(
    (item) =>
      isMeant(item) &&
      item.removedBy === null &&
      item.struck === null &&
      !rest.some(([source]) => speaks(source, item.channel!)),
  );
  return { reports, freed };
}
