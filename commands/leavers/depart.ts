/** The one door for every report that somebody leaves, or does not after all: from directories, commands and consents. */

import { type Effect, post, refresh, toPerson } from '../../bot/delivery/effect.ts';
import {
  type Certainty,
  certaintyOf,
  eventOf,
  isGone,
  type Reports,
  SOURCES,
  type Source,
  settleCase,
} from '../../bot/leavers/case.ts';
import { fb3, lineAbove, type Seat, seatsOf } from '../../bot/leavers/recipients.ts';
import { berlinDay } from '../../bot/time/day.ts';
import { type Change, insert, type Row, update } from '../../db/changes.ts';
import type { Tx } from '../../db/connect.ts';
import { newId } from '../../db/ids.ts';
import {
  channelsNaming,
  type Held,
  itemsOf,
  type LeaverCase,
  type LeaverItem,
  openCaseOf,
  openCasesAbout,
  type RightsRemoval,
  rightsRemovalsOf,
  standingReports,
} from '../../db/leavers/cases.ts';
import { type Account, managerChain } from '../../db/leavers/directory.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { personById } from '../../db/organisation/people.ts';
import type { AuditNote } from '../command.ts';
import { alarmFor, type RemainingAdministrators } from './alarm.ts';
import { alsoReported, closedCase } from './closed-case.ts';
import { handOver, without } from './hand-over.ts';
import { administratorsLeft, hasSharedLogin, holdersNow, isAdministrator } from './holders.ts';

export type Report = {
  person: string;
  source: Source;
  certainty: Certainty;
  /** Accounts that become the person's with this very decision: what they know of managers can't be read there yet. */
  linked?: readonly Account[];
  /** What other sources say in the same breath. */
  also?: Reports;
  /** ISO day, the last one; absent: not known, or at once. */
  leavesOn?: string;
  reason?: string;
  /** Who says so: a person's key, or `system`. */
  by: string;
  /** For what concerns some channels only (consent, taken off); absent: all. */
  channels?: readonly string[];
  /** The registry stops counting the person on these channels now. */
  removal?: boolean;
  /** A version that becomes the registry's own with this very decision: it can't be read there yet. */
  joins?: Held;
};

export type Consequences = { case: string | null; changes: Change[]; effects: Effect[]; audit: AuditNote[] };

/** For a report of which nothing follows. */
export const NOTHING: Consequences = { case: null, changes: [], effects: [], audit: [] };

type Facts = {
  org: Org;
  now: Date;
  row: LeaverCase | null;
  /** Where it stands that somebody without an open case is gone because a person typed it. */
  record: LeaverCase | null;
  items: LeaverItem[];
  held: Held[];
  removals: RightsRemoval[];
  seats: Seat[];
};

/**
 * Takes in that somebody leaves: opens the case or adds to the open one. Reads only; the caller writes what comes back in
 * the same transaction. Said again, nothing follows: ten deliveries of one event make one case and one card.
 */
export async function reportDeparture(tx: Tx, report: Report, org: Org, now: Date): Promise<Consequences> {
  const person = await personById(tx, report.person);
  if (!person) return NOTHING;
  const facts = await load(tx, report, person.gone, org, now);
  const before = (facts.row ?? facts.record)?.reports;
  const reports: Reports = { ...before, ...report.also, [report.source]: stronger(report, before) };
  const leavesOn = report.leavesOn ?? facts.row?.leavesOn ?? null;
  const leaves = !person.gone && isGone(reports, leavesOn, berlinDay(now));
  const after = leaves ? without(org, person.id) : org;
  const handed = leaves ? await handOver(tx, person.id, org) : null;
  const going: Consequences = handed
    ? {
        case: null,
        changes: [update('people', person, { gone: true }), ...handed.changes],
        effects: handed.effects,
        audit: [
          { action: 'person-gone', subject: `person:${person.id}`, data: { source: report.source } },
          ...handed.audit,
        ],
      }
    : NOTHING;
  const id = facts.row?.id ?? newId('case');
  const added = newItems(id, report, facts);
  if (!facts.row && added.length === 0) {
    if (facts.record) return alsoReported(facts.record, reports, report);
    // The last day that somebody has announced is on record already.
    return leaves && report.source === 'command' && report.by !== 'system' ? closedCase(id, report, going, now) : going;
  }

  const chain = await managerChain(tx, person.id, report.linked);
  const left = await remaining(tx, person.id, facts, after.gone);
  const grown = facts.row
    ? growing(facts.row, { reports, leavesOn, report, added, facts })
    : opening(id, { reports, leavesOn, report, added, facts, chain, after, left, stuck: handed?.stuck ?? 0 });
  const alarm = alarmFor(id, { person: person.id, reports, row: facts.row, added, left, after, chain });
  return {
    case: id,
    changes: [...going.changes, ...grown.changes],
    effects: [...going.effects, ...grown.effects, ...alarm, ...stuckLater(facts, handed?.stuck ?? 0, after)],
    audit: [...going.audit, ...grown.audit],
  };
}

async function load(tx: Tx, report: Report, isGone: boolean, org: Org, now: Date): Promise<Facts> {
  const row = await openCaseOf(tx, report.person);
  const [record = null] = isGone && !row ? await standingReports(tx, report.person) : [];
  const items = row ? await itemsOf(tx, [row.id]) : [];
  const { joins } = report;
  const running = (await channelsNaming(tx, report.person)).filter(({ channel }) => channel.id !== joins?.channel.id);
  const all = [...running, ...(joins ? [joins] : [])];
  const removals = await rightsRemovalsOf(
    tx,
    all.map(({ application }) => application.id),
  );
  const held = all
    .filter(({ channel }) => report.channels === undefined || report.channels.includes(channel.id))
    .filter(({ application }) => holdersNow(application, removals).some(({ person }) => person === report.person));
  const { roles } = org.organisation;
  const seats = SOURCES[report.source].leaves
    ? seatsOf(report.person, { ...org.organisation, gone: org.gone }, roles)
    : [];
  return { org, now, row, record, items, held, removals, seats };
}

const stronger = ({ source, certainty }: Report, before: Reports = {}): Certainty =>
  before[source] === 'confirmed' ? 'confirmed' : certainty;

/** What the case does not know of yet. */
function newItems(id: string, report: Report, { items, held, seats }: Facts): Row<'leaverItems'>[] {
  const rows: Row<'leaverItems'>[] = [
    ...held.map(({ channel, application }) => ({
      id: newId('item'),
      case: id,
      kind: 'channel' as const,
      place: `channel:${channel.id}`,
      channel: channel.id,
      application: application.id,
      right: holdersNow(application, []).find(({ person }) => person === report.person)?.role ?? '',
      shared: hasSharedLogin(application, report.person),
    })),
    ...seats.map(({ place, right }) => ({ id: newId('item'), case: id, kind: 'seat' as const, place, right })),
  ];
  return rows.filter((row) => !items.some((item) => item.place === row.place && item.right === row.right));
}

/** For each channel the administrators who are left without this person. */
async function remaining(
  tx: Tx,
  person: string,
  { held, removals }: Facts,
  gone: ReadonlySet<string>,
): Promise<RemainingAdministrators> {
  const cases = await openCasesAbout(tx, ...held.map(({ channel }) => channel.id));
  return held.map((one) => ({
    held: one,
    administrators: administratorsLeft(one, removals, cases, gone).filter((other) => other !== person),
  }));
}

type Grown = { changes: Change[]; effects: Effect[]; audit: AuditNote[] };
type Telling = { reports: Reports; leavesOn: string | null; report: Report; added: Row<'leaverItems'>[]; facts: Facts };

/** The registry's own side of taking somebody off: they no longer count, the number of administrators is right at once. */
function removals({ report, facts }: Telling): Change[] {
  if (!report.removal) return [];
  return facts.held.flatMap(({ channel, application }) => {
    const row = { id: `${application.id} ${report.person}`, application: application.id, person: report.person };
    const others = holdersNow(application, facts.removals).filter(({ person }) => person !== report.person);
    const administrators = others.filter(({ role }) => isAdministrator(role)).length;
    return [
      insert('holderStrikes', { ...row, by: report.by, at: facts.now }),
      update('channels', channel, { administrators, changedAt: facts.now }),
    ];
  });
}

function withStrike(telling: Telling): Row<'leaverItems'>[] {
  const { report, added, facts } = telling;
  return report.removal ? added.map((item) => ({ ...item, struck: 'removed' as const, struckAt: facts.now })) : added;
}

function growing(row: LeaverCase, telling: Telling): Grown {
  const { reports, leavesOn, report, added, facts } = telling;
  const nowStruck = report.removal
    ? facts.items.filter(
        ({ channel, struck }) => struck === null && facts.held.some((one) => one.channel.id === channel),
      )
    : [];
  const same = JSON.stringify(reports) === JSON.stringify({ ...row.reports }) && leavesOn === row.leavesOn;
  if (same && added.length === 0 && nowStruck.length === 0) return { changes: [], effects: [], audit: [] };
  const subject = `leaver:${row.id}`;
  const after = facts.items.map((item) => (nowStruck.includes(item) ? { ...item, struck: 'removed' as const } : item));
  // Taken off as the last thing there was to do: nobody presses anything any more that would close it.
  const { state, because } =
    nowStruck.length > 0 && added.length === 0
      ? settleCase(reports, after)
      : { state: certaintyOf(reports)!, because: null };
  const closed = state === 'closed' ? { closedAt: facts.now, closedBecause: because } : {};
  return {
    changes: [
      update('leaverCases', row, {
        reports,
        leavesOn,
        state,
        ...closed,
        ...(report.reason ? { reason: report.reason } : {}),
        ...(state === 'confirmed' && row.confirmedAt === null ? { confirmedAt: facts.now } : {}),
      }),
      ...withStrike(telling).map((item) => insert('leaverItems', item)),
      ...nowStruck.map((item) => update('leaverItems', item, { struck: 'removed', struckAt: facts.now })),
      ...removals(telling),
    ],
    effects: [refresh(subject)],
    audit: [
      {
        action: 'leaver-reported',
        subject,
        data: { source: report.source, event: eventOf(row.reports, reports), by: report.by, added: added.length },
      },
      ...(because ? [{ action: 'leaver-closed', subject, data: { because, event: 'struck' } }] : []),
    ],
  };
}

/** The last day of somebody announced has come, and nobody is left to vote: whoever keeps the organisation hears it again. */
function stuckLater({ row }: Facts, stuck: number, after: Org): Effect[] {
  if (!row || stuck === 0) return [];
  return registrars(after).map((one) => post(toPerson(one), 'leaver', `leaver:${row.id}`, { as: 'registrar' }));
}

const registrars = ({ organisation, gone }: Org): string[] =>
  organisation.roles.registrar.filter((one) => !gone.has(one));

type Opening = Telling & { chain: string[]; after: Org; left: RemainingAdministrators; stuck: number };

function opening(id: string, telling: Opening): Grown {
  const { reports, leavesOn, report, facts, chain, after, left, stuck } = telling;
  const state = certaintyOf(reports)!;
  const subject = `leaver:${id}`;
  const org = { ...after.organisation, gone: after.gone };
  const [manager] = lineAbove(report.person, { chain, org, places: facts.held.map(({ channel }) => channel.office) });
  const seats = telling.added.some(({ kind }) => kind === 'seat');
  const told = new Map<string, string>();
  const tell = (people: readonly string[], as: string) => {
    for (const person of people) if (person !== report.person && !told.has(person)) told.set(person, as);
  };
  if (manager) tell([manager.person], 'manager');
  tell(
    left.flatMap(({ administrators }) => administrators),
    'administrator',
  );
  tell(fb3(org), 'fb3');
  // Whoever keeps the organisation has to name a successor.
  if (seats || stuck > 0) tell(registrars(after), 'registrar');
  return {
    changes: [
      insert('leaverCases', {
        id,
        person: report.person,
        state,
        reports,
        leavesOn,
        reason: report.reason ?? null,
        manager: manager?.person ?? null,
        openedBy: facts.record?.openedBy ?? report.by,
        openedAt: facts.now,
        confirmedAt: state === 'confirmed' ? facts.now : null,
      }),
      ...withStrike(telling).map((item) => insert('leaverItems', item)),
      ...removals(telling),
    ],
    effects: [...told].map(([person, as]) => post(toPerson(person), 'leaver', subject, { as })),
    audit: [
      {
        action: 'leaver-opened',
        subject,
        data: { person: report.person, source: report.source, state, items: telling.added.length, stuck },
      },
    ],
  };
}
