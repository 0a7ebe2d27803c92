/**
 * A departure reported by hand for a person without rights or a seat. Nobody has anything to do, so the case opens
 * closed. It records who reported it and lets them take a mistake back.
 */
import { refresh } from '../../bot/delivery/effect.ts';
import type { Reports } from '../../bot/leavers/case.ts';
import { insert, update } from '../../db/changes.ts';
import type { LeaverCase } from '../../db/leavers/cases.ts';
import type { Consequences, Report } from './departure.ts';

/** @param going what marking the person as gone writes and sends */
export function closedCase(id: string, report: Report, going: Consequences, now: Date): Consequences {
  const { person, source, certainty, by, leavesOn = null, reason = null } = report;
  const row = {
    id,
    person,
    state: 'closed',
    reports: { [source]: certainty },
    leavesOn,
    reason,
    manager: null,
  } as const;
  const times = { openedBy: by, openedAt: now, confirmedAt: now, closedAt: now, closedBecause: 'done' } as const;
  return {
    case: id,
    changes: [...going.changes, insert('leaverCases', { ...row, ...times })],
    effects: going.effects,
    audit: [
      ...going.audit,
      { action: 'leaver-opened', subject: `leaver:${id}`, data: { person, source, state: 'closed', items: 0 } },
    ],
  };
}

/** Adds a later report about the same person. A directory's report means people can no longer take it back. */
export function alsoReported(record: LeaverCase, reports: Reports, { source, by }: Report): Consequences {
  const subject = `leaver:${record.id}`;
  const isKnown = record.reports[source] === reports[source];
  return {
    case: record.id,
    changes: isKnown ? [] : [update('leaverCases', record, { reports })],
    effects: isKnown ? [] : [refresh(subject)],
    audit: isKnown ? [] : [{ action: 'leaver-reported', subject, data: { source, event: 'confirm', by, added: 0 } }],
  };
}
