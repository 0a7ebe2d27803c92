/** Who the registry says has rights on a channel: the people in the frozen application, less later removals. */
import type { Day } from '../../bot/time/calendar.ts';
import { ADMINISTRATOR_ROLES, type Holder, holdersOf } from '../../cards/registration/registration-form.ts';
import type { Held, LeaverCase, LeaverItem, RightsRemoval } from '../../db/leavers/cases.ts';
import type { Application } from '../../db/registry/dossiers.ts';

export const isAdministrator = (role: string): boolean => (ADMINISTRATOR_ROLES as readonly string[]).includes(role);

export function holdersNow(
  application: Pick<Application, 'id' | 'answers'>,
  removals: readonly RightsRemoval[],
): Holder[] {
  const struck = removals.filter((removal) => removal.application === application.id).map(({ person }) => person);
  return holdersOf(application.answers).filter(({ person }) => !struck.includes(person));
}

export type Contract = { person: string; endsOn: Day };

/**
 * Holders from an agency, each with the last day of the contract: their own, else the company's. The later day counts
 * for somebody named twice. Holders without a day are left out: imported entries may lack it.
 */
export function contractsNow(
  application: Pick<Application, 'id' | 'answers'>,
  removals: readonly RightsRemoval[],
): Contract[] {
  const { agencyUsed, agencyEnd, persons } = application.answers;
  if (agencyUsed !== 'yes' || !Array.isArray(persons)) return [];
  const counted = new Set(holdersNow(application, removals).map(({ person }) => person));
  const ends = new Map<string, Day>();
  for (const { person, fromAgency, contractEnd } of persons as Record<string, unknown>[]) {
    const endsOn = contractEnd ?? agencyEnd;
    if (typeof person !== 'string' || !counted.has(person)) continue;
    if (fromAgency !== 'yes' || typeof endsOn !== 'string') continue;
    if (endsOn > (ends.get(person) ?? '')) ends.set(person, endsOn);
  }
  return [...ends].map(([person, endsOn]) => ({ person, endsOn }));
}

/**
 * The last day of an agency's contract if the application does not say who belongs to the agency: it was frozen before
 * the form asked. Null if it says so for anybody, or without an agency or a day.
 */
export function unnamedContract({ answers }: Pick<Application, 'answers'>): Day | null {
  const { agencyUsed, agencyEnd, persons } = answers;
  if (agencyUsed !== 'yes' || typeof agencyEnd !== 'string') return null;
  const entries = Array.isArray(persons) ? (persons as Record<string, unknown>[]) : [];
  return entries.some(({ fromAgency }) => fromAgency !== undefined) ? null : agencyEnd;
}

type Cases = readonly { row: LeaverCase; items: readonly LeaverItem[] }[];

/** Administrators who remain: not gone, and without a confirmed leaver case about this channel. */
export function administratorsLeft(
  { channel, application }: Held,
  removals: readonly RightsRemoval[],
  cases: Cases,
  gone: ReadonlySet<string>,
): string[] {
  const leaving = cases
    .filter(({ row, items }) => row.state === 'confirmed' && items.some((item) => item.channel === channel.id))
    .map(({ row }) => row.person);
  return holdersNow(application, removals)
    .filter(({ role, person }) => isAdministrator(role) && !gone.has(person) && !leaving.includes(person))
    .map(({ person }) => person);
}

/** Whether a person who left could still log in with credentials they know. */
export function hasSharedLogin(application: Pick<Application, 'answers'>, person: string): boolean {
  const { login, persons } = application.answers;
  const own = Array.isArray(persons) ? (persons as Record<string, unknown>[]) : [];
  return (
    login === 'shared' ||
    login === 'shared-vault' ||
    own.some((entry) => entry.person === person && entry.account === 'shared')
  );
}
