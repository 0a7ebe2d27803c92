/** The other door: somebody is back, never left, or keeps a channel after all. */

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
  /** Whose reports this overrules besides its own. */
  silences?: readonly Source[];
  /** Only about these channels: what the sources say of others stands. Absent: all. */
  channels?: readonly string[];
};

/** Takes in that a source no longer says so: the person is back. The case closes with a note when nobody is left who says so. */
export async function reportReturn(
  tx: Tx,
  { person: key, source, by, silences = [], channels }: Return,
  now: Date,
): Promise<Consequences> {
  const person = await personById(tx, key);
  if (!person) return NOTHING;
  const row = await openCaseOf(tx, key);
  const comesBack = SOURCES[source].leaves;
  // Whoever is back may be named again.
  const taken: readonly Source[] = [source, ...silences, ...(comesBack ? (['named'] as const) : [])];
  const items = row ? await itemsOf(tx, [row.id]) : [];
  const { reports, freed } = row ? await without(tx, row, items, { taken, channels, now }) : { reports: {}, freed: [] };
  const stillGone = isGone(reports, row?.leavesOn ?? null, berlinDay(now));
  // Entra has the last word: a Slack account that is opened again brings nobody back whom Entra has closed.
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

/** In a case that was closed before nobody says so any more. */
const struck =
  (now: Date) =>
  (row: LeaverCase): Change =>
    update('leaverCases', row, { reports: {}, closedAt: now, closedBecause: 'reactivated' });

/** The reports that are left, and the items nobody speaks of any more. What is done on the platform stays on the record. */
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
  // A struck item no longer shows in the registry, so nobody can tell which source it came from: it keeps them all.
  const stays = (source: Source) =>
    others.some(({ channel, struck }) => struck !== null || still.get(source)?.includes(channel ?? ''));
  const reports = Object.fromEntries(said.filter(([source]) => !taken.includes(source) || stays(source))) as Reports;
  // A case that ends keeps its items: they say what it was about.
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
