/** Who has rights on a channel as the registry counts them now: the frozen application less those taken off since. */
import { ADMINISTRATOR_ROLES, type Holder, holdersOf } from '../../cards/registration-form.ts';
import type { Held, LeaverCase, LeaverItem, Strike } from '../../db/leavers.ts';
import type { Application } from '../../db/registry.ts';

export const isAdministrator = (role: string): boolean => (ADMINISTRATOR_ROLES as readonly string[]).includes(role);

export function holdersNow(application: Pick<Application, 'id' | 'answers'>, strikes: readonly Strike[]): Holder[] {
  const struck = strikes.filter((strike) => strike.application === application.id).map(({ person }) => person);
  return holdersOf(application.answers).filter(({ person }) => !struck.includes(person));
}

type Cases = readonly { row: LeaverCase; items: readonly LeaverItem[] }[];

/** Administrators who can be counted on: not gone, and in no confirmed case about this very channel. */
export function administratorsLeft(
  { channel, application }: Held,
  strikes: readonly Strike[],
  cases: Cases,
  gone: ReadonlySet<string>,
): string[] {
  const leaving = cases
    .filter(({ row, items }) => row.state === 'confirmed' && items.some((item) => item.channel === channel.id))
    .map(({ row }) => row.person);
  return holdersNow(application, strikes)
    .filter(({ role, person }) => isAdministrator(role) && !gone.has(person) && !leaving.includes(person))
    .map(({ person }) => person);
}

/** Whether somebody who left could still get in with what they know. */
export function hasSharedLogin(application: Pick<Application, 'answers'>, person: string): boolean {
  const { login, persons } = application.answers;
  const own = Array.isArray(persons) ? (persons as Record<string, unknown>[]) : [];
  return (
    login === 'shared' ||
    login === 'shared-vault' ||
    own.some((entry) => entry.person === person && entry.account === 'shared')
  );
}
