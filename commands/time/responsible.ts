/** Whom reminders about an office go to. */
import { CITY } from '../../bot/participation/body.ts';
import type { Org } from '../../db/organisation/organisation.ts';

const officeOf = ({ organisation }: Org, id: string) => organisation.offices.find((office) => office.id === id);

/** Head and deputies who have not left. Empty for an office the organisation does not know. */
export function leadsOf(org: Org, office: string): string[] {
  const known = officeOf(org, office);
  if (!known) return [];
  return [...(known.head ? [known.head] : []), ...known.deputies].filter((person) => !org.gone.has(person));
}

/** Who answers an office's January list: head and deputies, or the registrars if there are none. */
export function answering(org: Org, office: string): string[] {
  const leads = leadsOf(org, office);
  return leads.length > 0 ? leads : registrars(org);
}

const registrars = ({ organisation, gone }: Org): string[] =>
  organisation.roles.registrar.filter((person) => !gone.has(person));

/** The head; without one, the deputies; without any, the registrars. */
export function responsibleFor(org: Org, office: string): string[] {
  const head = officeOf(org, office)?.head;
  if (head && !org.gone.has(head)) return [head];
  return answering(org, office);
}

/** The legal body whose bodies serve an office. The city for an office the organisation does not know. */
export const legalBodyOf = (org: Org, office: string): string => officeOf(org, office)?.legalBody ?? CITY;

/** Everybody with a task in the organisation itself: offices, bodies, roles. */
export function seated({ organisation }: Org): string[] {
  const { offices, bodies, roles } = organisation;
  const { reviewer, ...lists } = roles;
  return [
    ...new Set([
      ...offices.flatMap(({ head, deputies, privacy, staff }) => [
        ...(head ? [head] : []),
        ...deputies,
        ...privacy,
        ...staff,
      ]),
      ...bodies.flatMap(({ lead, members, deputies }) => [...(lead ? [lead] : []), ...members, ...deputies]),
      ...Object.values(lists).flat(),
      ...reviewer.map(({ person }) => person),
    ]),
  ];
}
