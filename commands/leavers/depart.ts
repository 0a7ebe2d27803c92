/** Every report of a departure enters here: from directories, commands, consents, contracts and approvals. */

import { type Effect, post, toPerson } from '../../bot/delivery/effect.ts';
import { type Certainty, isGone, type Reports, SOURCES } from '../../bot/leavers/case.ts';
import { seatsOf } from '../../bot/leavers/recipients.ts';
import { berlinDay } from '../../bot/time/day.ts';
import { type Row, update } from '../../db/changes.ts';
import type { Tx } from '../../db/connect.ts';
import { newId } from '../../db/ids.ts';
import {
  channelsNaming,
  itemsOf,
  openCaseOf,
  openCasesAbout,
  rightsRemovalsOf,
  standingReports,
} from '../../db/leavers/cases.ts';
import { managerChain } from '../../db/leavers/directory.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { personById } from '../../db/organisation/people.ts';
import { alarmFor, type RemainingAdministrators } from './alarm.ts';
import { growCase, openCase, registrars } from './case-changes.ts';
import { alsoReported, closedCase } from './closed-case.ts';
import { type Consequences, type DepartureFacts, NOTHING, type Report } from './departure.ts';
import { handOver, without } from './hand-over.ts';
import { administratorsLeft, hasSharedLogin, holdersNow } from './holders.ts';

/**
 * Opens a leaver case or adds to the open one. Reads only; the caller writes the result in the same transaction. A
 * repeated report changes nothing: ten deliveries of one event make one case and one card.
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
    // Announcing the last day already recorded it; `system` only reports that the day has passed.
    return leaves && report.source === 'command' && report.by !== 'system' ? closedCase(id, report, going, now) : going;
  }

  const chain = await managerChain(tx, person.id, report.linked);
  const left = await remaining(tx, person.id, facts, after.gone);
  const grown = facts.row
    ? growCase(facts.row, { reports, leavesOn, report, added, facts })
    : openCase(id, { reports, leavesOn, report, added, facts, chain, after, left, stuck: handed?.stuck ?? 0 });
  const alarm = alarmFor(id, { person: person.id, reports, row: facts.row, added, left, after, chain });
  return {
    case: id,
    changes: [...going.changes, ...grown.changes],
    effects: [...going.effects, ...grown.effects, ...alarm, ...stuckLater(facts, handed?.stuck ?? 0, after)],
    audit: [...going.audit, ...grown.audit],
  };
}

async function load(tx: Tx, report: Report, isGone: boolean, org: Org, now: Date): Promise<DepartureFacts> {
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

/** Items the case does not have yet. */
function newItems(id: string, report: Report, { items, held, seats }: DepartureFacts): Row<'leaverItems'>[] {
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

/** The administrators of each channel who remain without this person. */
async function remaining(
  tx: Tx,
  person: string,
  { held, removals }: DepartureFacts,
  gone: ReadonlySet<string>,
): Promise<RemainingAdministrators> {
  const cases = await openCasesAbout(tx, ...held.map(({ channel }) => channel.id));
  return held.map((one) => ({
    held: one,
    administrators: administratorsLeft(one, removals, cases, gone).filter((other) => other !== person),
  }));
}

/** Registrars get another card if an announced last day arrives and leaves a vote that nobody can cast. */
function stuckLater({ row }: DepartureFacts, stuck: number, after: Org): Effect[] {
  if (!row || stuck === 0) return [];
  return registrars(after).map((one) => post(toPerson(one), 'leaver', `leaver:${row.id}`, { as: 'registrar' }));
}
