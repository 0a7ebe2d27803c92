/** What follows from a changed item: the case goes on or closes. */

import { type Effect, refresh } from '../../bot/delivery/effect.ts';
import { type CaseEvent, caseTarget, settleCase } from '../../bot/leavers/case.ts';
import { holdersOf } from '../../cards/registration/registration-form.ts';
import { type Change, update } from '../../db/changes.ts';
import type { LeaverCase, LeaverItem } from '../../db/leavers/cases.ts';
import type { Application } from '../../db/registry/dossiers.ts';
import type { AuditNote } from '../command.ts';

export type Part = { row: LeaverCase; items: readonly LeaverItem[] };
type Consequences = { changes: Change[]; effects: Effect[]; audit: AuditNote[] };

/**
 * @param changed items as they will be after this decision
 * @returns the case's own change, to be written together with the items'
 */
export function settledCase(
  { row, items }: Part,
  changed: readonly LeaverItem[],
  event: CaseEvent,
  now: Date,
): Consequences {
  const subject = `leaver:${row.id}`;
  const after = items.map((item) => changed.find((one) => one.id === item.id) ?? item);
  const refreshed = { changes: [], effects: [refresh(subject)], audit: [] };
  if (caseTarget(row.state, event) !== 'settle') return refreshed;
  const { state, because } = settleCase(row.reports, after);
  if (state !== 'closed') return refreshed;
  return {
    changes: [update('leaverCases', row, { state, closedAt: now, closedBecause: because })],
    effects: [refresh(subject)],
    audit: [{ action: 'leaver-closed', subject, data: { because, event } }],
  };
}

/** After an approval: strikes everybody the new version no longer names. Their cases may close. */
export function afterApproval(parts: readonly Part[], application: Application, now: Date): Consequences {
  // A closed account keeps its rights until it is shut down.
  if (application.kind === 'closure') return { changes: [], effects: [], audit: [] };
  const named = new Set(holdersOf(application.answers).map(({ person }) => person));
  return struckOff(
    parts.filter(({ row }) => !named.has(row.person)),
    application.channel,
    'application',
    now,
  );
}

/** After a shutdown: nobody has rights on the channel. */
export const afterShutdown = (parts: readonly Part[], channel: string, now: Date): Consequences =>
  struckOff(parts, channel, 'closed', now);

function struckOff(
  parts: readonly Part[],
  channel: string | null,
  struck: 'application' | 'closed',
  now: Date,
): Consequences {
  const out: Consequences = { changes: [], effects: [], audit: [] };
  for (const part of parts) {
    const open = part.items.filter((item) => item.channel === channel && (item.struck === null || struck === 'closed'));
    if (open.length === 0) continue;
    const changed = open.map((item) => ({ ...item, struck, struckAt: now }));
    const after = settledCase(part, changed, struck === 'application' ? 'application-approved' : 'struck', now);
    out.changes.push(...open.map((item) => update('leaverItems', item, { struck, struckAt: now })), ...after.changes);
    out.effects.push(...after.effects);
    out.audit.push(
      { action: 'leaver-struck', subject: `leaver:${part.row.id}`, data: { channel, how: struck } },
      ...after.audit,
    );
  }
  return out;
}
