/** The clocks of an incident: next update, 72 hours, report, drill. Each escalates to people who can act. */

import { type Effect, toPerson, withNormalPriority } from '../../../../bot/delivery/effect.ts';
import { afterActionDay, drillDay } from '../../../../bot/incident/clock.ts';
import type { IncidentRole } from '../../../../bot/incident/lifecycle.ts';
import { berlinDay } from '../../../../bot/time/day.ts';
import type { DueKind } from '../../../../bot/time/due.ts';
import { Conflict } from '../../../../db/changes.ts';
import { withGdprClock, withoutDrill, withoutReport, withUpdateClock } from '../../../../db/incident/clocks.ts';
import { incidentById } from '../../../../db/incident/incidents.ts';
import type { Org } from '../../../../db/organisation/organisation.ts';
import { lastStages, snoozedBy } from '../../../../db/time/due.ts';
import { type Done, type DueContext, type Kind, remind } from '../../../time/due-kind.ts';
import { type IncidentDossier, incidentDossier, peopleInRole } from '../../dossier.ts';
import { entry } from '../../timeline-entry.ts';

type Clock = Extract<DueKind, 'incident-update' | 'gdpr-clock' | 'after-action' | 'drill-due'>;

/** The roles each stage notifies. */
const RECIPIENT_KINDS = {
  'incident-update': { near: ['press', 'lead'], over: ['press', 'lead', 'approver'] },
  'gdpr-clock': { half: ['privacy'], near: ['privacy', 'lead'], over: ['privacy', 'lead', 'approver'] },
  'after-action': { near: ['lead'], due: ['lead'], over: ['lead', 'approver'] },
  'drill-due': { near: ['lead'], due: ['lead', 'approver'] },
} as const satisfies { [K in Clock]: Record<string, readonly IncidentRole[]> };

/** Nobody may snooze the next update or the 72 hours. */
const isPutOff = (kind: Clock): boolean => kind === 'after-action' || kind === 'drill-due';

/** The people with one of these roles who have not left. */
export function peopleWith(
  file: IncidentDossier,
  roles: readonly IncidentRole[],
  { organisation, gone }: Org,
): string[] {
  const present = roles.flatMap((role) => peopleInRole(file, role)).filter((person) => !gone.has(person));
  // If everybody with the role has left, IT security is notified instead.
  const all = present.length > 0 ? present : organisation.roles.security.filter((person) => !gone.has(person));
  return [...new Set(all)];
}

/** @param since for a clock that restarts: when it began, so its card can tell whether it is settled */
async function ring<K extends Clock>(
  { tx, org, now }: DueContext,
  kind: K,
  id: string,
  stage: string,
  since = '',
): Promise<Done> {
  const file = await incidentDossier(tx, id);
  if (!file) return {};
  const roles = (RECIPIENT_KINDS[kind] as Record<string, readonly IncidentRole[]>)[stage] ?? [];
  const asleep = isPutOff(kind) ? await snoozedBy(tx, `${kind}:${id}`, berlinDay(now)) : new Set<string>();
  const told = peopleWith(file, roles, org).filter((person) => !asleep.has(person));
  if (told.length === 0) return {};
  const subject = `incident:${id}`;
  const line = entry({ incident: id, kind: `clock-${kind}`, by: 'system', now, data: { stage, people: told.length } });
  const args = { clock: kind, stage, ...(since ? { since } : {}) };
  const effects = told.map((person) => remind(toPerson(person), 'incident-clock', subject, args));
  // What a person may snooze may also queue behind that morning's digests.
  return {
    changes: line.changes,
    audit: line.audit,
    effects: isPutOff(kind) ? effects.map(withNormalPriority) : effects,
  };
}

/** Fires a snoozed clock again for the person who snoozed it. The card shows how late it is by then. */
export async function rearm(
  { tx, org, now, calendar }: DueContext,
  kind: 'after-action' | 'drill-due',
  id: string,
  person: string,
): Promise<Effect[]> {
  const open = kind === 'after-action' ? await withoutReport(tx) : await withoutDrill(tx);
  const row = open.find((one) => one.id === id);
  const file = row ? await incidentDossier(tx, id) : null;
  if (!row?.closedAt || !file) return [];
  const stages: Record<string, readonly IncidentRole[]> = RECIPIENT_KINDS[kind];
  if (!peopleWith(file, Object.values(stages).flat(), org).includes(person)) return [];
  const last = kind === 'after-action' ? afterActionDay(row.closedAt, calendar) : drillDay(row.closedAt);
  const late = kind === 'after-action' ? 'over' : 'due';
  const stage = berlinDay(now) > last ? late : 'near';
  return [withNormalPriority(remind(toPerson(person), 'incident-clock', `incident:${id}`, { clock: kind, stage }))];
}

export const incidentUpdate: Kind<'incident-update'> = {
  async subjects({ tx }) {
    return (await withUpdateClock(tx)).map(({ id, updatedAt, confirmedAt, declaredAt, severity }) => {
      const since = updatedAt ?? confirmedAt ?? declaredAt;
      return { kind: 'incident-update', id: `${id} ${since.toISOString()}`, since, severity };
    });
  },
  act(context, { id, stage }) {
    const [incident = '', since = ''] = id.split(' ');
    return ring(context, 'incident-update', incident, stage, since);
  },
};

export const gdprClock: Kind<'gdpr-clock'> = {
  async subjects({ tx }) {
    const open = await withGdprClock(tx);
    const rung = open.length > 0 ? await lastStages(tx, 'gdpr-clock') : new Map();
    return open.map(({ id, awareAt, severity }) => ({
      kind: 'gdpr-clock',
      id: `${id} ${awareAt.toISOString()}`,
      awareAt,
      severity,
      rung: rung.get(id) ?? {},
    }));
  },
  async act(context, { id, stage }) {
    const [incident = '', since = ''] = id.split(' ');
    const row = await incidentById(context.tx, incident);
    // Corrected since the list was made. Keeping the key would mark this stage as fired, so roll back and let the next
    // tick decide.
    if (row && row.awareAt.toISOString() !== since) throw new Conflict(`incidents ${incident}`);
    return ring(context, 'gdpr-clock', incident, stage, since);
  },
};

export const afterAction: Kind<'after-action'> = {
  subjects: async ({ tx }) =>
    (await withoutReport(tx)).map(({ id, closedAt }) => ({ kind: 'after-action', id, closedAt: closedAt! })),
  act: (context, { id, stage }) => ring(context, 'after-action', id, stage),
};

export const drillDue: Kind<'drill-due'> = {
  subjects: async ({ tx }) =>
    (await withoutDrill(tx)).map(({ id, closedAt }) => ({ kind: 'drill-due', id, closedAt: closedAt! })),
  act: (context, { id, stage }) => ring(context, 'drill-due', id, stage),
};
