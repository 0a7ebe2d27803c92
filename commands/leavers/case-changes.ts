/** What a report writes and sends: it opens a leaver case or extends an open one. Pure. */
import { type Effect, post, refresh, toPerson } from '../../bot/delivery/effect.ts';
import { certaintyOf, eventOf, type Reports, settleCase } from '../../bot/leavers/case.ts';
import { fb3, lineAbove } from '../../bot/leavers/recipients.ts';
import { type Change, insert, type Row, update } from '../../db/changes.ts';
import type { LeaverCase } from '../../db/leavers/cases.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import type { AuditNote } from '../command.ts';
import type { RemainingAdministrators } from './alarm.ts';
import type { DepartureFacts, Report } from './departure.ts';
import { holdersNow, isAdministrator } from './holders.ts';

/** What is written and sent for one case. */
type CaseChanges = { changes: Change[]; effects: Effect[]; audit: AuditNote[] };
type ReportedCase = {
  reports: Reports;
  leavesOn: string | null;
  report: Report;
  added: Row<'leaverItems'>[];
  facts: DepartureFacts;
};

/** Removes the person in the registry and corrects the channel's number of administrators. */
function removals({ report, facts }: ReportedCase): Change[] {
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

function withRemoval(reported: ReportedCase): Row<'leaverItems'>[] {
  const { report, added, facts } = reported;
  return report.removal ? added.map((item) => ({ ...item, struck: 'removed' as const, struckAt: facts.now })) : added;
}

/** Adds a report to the open case. Returns nothing to write if the report is not news. */
export function growCase(row: LeaverCase, reported: ReportedCase): CaseChanges {
  const { reports, leavesOn, report, added, facts } = reported;
  const nowStruck = report.removal
    ? facts.items.filter(
        ({ channel, struck }) => struck === null && facts.held.some((one) => one.channel.id === channel),
      )
    : [];
  const same = JSON.stringify(reports) === JSON.stringify({ ...row.reports }) && leavesOn === row.leavesOn;
  if (same && added.length === 0 && nowStruck.length === 0) return { changes: [], effects: [], audit: [] };
  const subject = `leaver:${row.id}`;
  const after = facts.items.map((item) => (nowStruck.includes(item) ? { ...item, struck: 'removed' as const } : item));
  // If the removal settled the last open item, the case closes here: no later click would close it.
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
      ...withRemoval(reported).map((item) => insert('leaverItems', item)),
      ...nowStruck.map((item) => update('leaverItems', item, { struck: 'removed', struckAt: facts.now })),
      ...removals(reported),
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

/** The registrars who have not left. */
export const registrars = ({ organisation, gone }: Org): string[] =>
  organisation.roles.registrar.filter((one) => !gone.has(one));

type NewCase = ReportedCase & { chain: string[]; after: Org; left: RemainingAdministrators; stuck: number };

/** Opens a case. Each recipient gets one card, even with several roles in the case. */
export function openCase(id: string, reported: NewCase): CaseChanges {
  const { reports, leavesOn, report, facts, chain, after, left, stuck } = reported;
  const state = certaintyOf(reports)!;
  const subject = `leaver:${id}`;
  const org = { ...after.organisation, gone: after.gone };
  const [manager] = lineAbove(report.person, { chain, org, places: facts.held.map(({ channel }) => channel.office) });
  const seats = reported.added.some(({ kind }) => kind === 'seat');
  const recipients = new Map<string, string>();
  const notify = (people: readonly string[], as: string) => {
    for (const person of people) if (person !== report.person && !recipients.has(person)) recipients.set(person, as);
  };
  if (manager) notify([manager.person], 'manager');
  notify(
    left.flatMap(({ administrators }) => administrators),
    'administrator',
  );
  notify(fb3(org), 'fb3');
  // Registrars have to name a successor.
  if (seats || stuck > 0) notify(registrars(after), 'registrar');
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
      ...withRemoval(reported).map((item) => insert('leaverItems', item)),
      ...removals(reported),
    ],
    effects: [...recipients].map(([person, as]) => post(toPerson(person), 'leaver', subject, { as })),
    audit: [
      {
        action: 'leaver-opened',
        subject,
        data: { person: report.person, source: report.source, state, items: reported.added.length, stuck },
      },
    ],
  };
}
