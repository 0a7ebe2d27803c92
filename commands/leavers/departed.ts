/** People an application must not name as holders, and what an approval does to the cases of holders it still names. */

import { type Effect, post, toPerson } from '../../bot/delivery/effect.ts';
import { type Certainty, isGone, SOURCES, type Source } from '../../bot/leavers/case.ts';
import { deciders } from '../../bot/organisation/permission.ts';
import { berlinDay } from '../../bot/time/day.ts';
import { holdersOf } from '../../cards/registration/registration-form.ts';
import type { Tx } from '../../db/connect.ts';
import { casesPastLastDay, type LeaverCase, openCasesOf } from '../../db/leavers/cases.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { type Application, type Channel, factsOf } from '../../db/registry/dossiers.ts';
import { reportReturn } from './come-back.ts';
import { reportDeparture } from './depart.ts';
import { type Consequences, NOTHING } from './departure.ts';
import { contractsNow } from './holders.ts';

/** People marked as gone, and those whose last day has passed but whom the next tick has yet to mark. */
export async function peopleWhoLeft(tx: Tx, { gone }: Org, now: Date): Promise<Set<string>> {
  const over = (await casesPastLastDay(tx, now)).filter((row) => isGone(row.reports, row.leavesOn, berlinDay(now)));
  return new Set([...gone, ...over.map(({ person }) => person)]);
}

export type Named = {
  after: Omit<Consequences, 'case'>;
  /** Holders who get no task because they have left. */
  left: string[];
  /** Who does the applicant's tasks: the head if the applicant has left. */
  applicant: string;
};

type Approval = { tx: Tx; application: Application; channel: Channel; org: Org; now: Date };

/**
 * What an approval means for the people the version names. Somebody may leave while six bodies vote: their case takes
 * the channel in, and applicant and head are told. The case of somebody about to leave, or suspected of leaving, takes
 * it in as well. An extended contract cancels its report.
 * @returns what to write together with the approval; the cases of people not named stay unchanged
 */
export async function approvalOf(
  tx: Tx,
  application: Application,
  channel: Channel | null,
  org: Org,
  now: Date,
): Promise<Named> {
  const gone = await peopleWhoLeft(tx, org, now);
  const [head] = deciders('head', factsOf(application), org.facts);
  const applicant = gone.has(application.applicant) && head ? head.person : application.applicant;
  const out: Named = { after: { changes: [], effects: [], audit: [] }, left: [], applicant };
  if (!channel || application.kind === 'closure') return out;
  const approval = { tx, application, channel, org, now };
  const holders = holdersOf(application.answers).map(({ person }) => person);
  const cases = await openCasesOf(tx, holders);
  for (const person of holders) {
    const row = cases.get(person) ?? null;
    const isLeft = gone.has(person);
    const follows = isLeft ? await takesIn(approval, person, 'named', 'confirmed') : await staying(approval, row);
    out.after.changes.push(...follows.changes);
    out.after.effects.push(...follows.effects, ...(isLeft ? warnings(approval, person) : []));
    out.after.audit.push(...follows.audit);
    if (isLeft) out.left.push(person);
  }
  return out;
}

async function staying(approval: Approval, row: LeaverCase | null): Promise<Consequences> {
  if (!row) return NOTHING;
  const { reports, person } = row;
  const leaving = (Object.entries(reports) as [Source, Certainty][]).find(([source]) => SOURCES[source].leaves);
  if (leaving) return takesIn(approval, person, ...leaving);
  const { tx, application, channel, now } = approval;
  const isOver = contractsNow(application, []).some((own) => own.person === person && own.endsOn < berlinDay(now));
  if (!reports.contract || isOver) return NOTHING;
  return reportReturn(tx, { person, source: 'contract', by: 'system', channels: [channel.id] }, now);
}

function takesIn(approval: Approval, person: string, source: Source, certainty: Certainty): Promise<Consequences> {
  const { tx, application, channel, org, now } = approval;
  const about = { channels: [channel.id], joins: { channel, application } };
  return reportDeparture(tx, { person, source, certainty, by: 'system', ...about }, org, now);
}

function warnings({ application, org }: Approval, person: string): Effect[] {
  const own = deciders('head', factsOf(application), org.facts).filter(({ level }) => level === 'own');
  const people = new Set([application.applicant, ...own.map((decider) => decider.person)]);
  people.delete(person);
  const args = { event: 'holder-gone', person };
  return [...people].map((one) => post(toPerson(one), 'news', `application:${application.id}`, args));
}
