/** Whom a reminder is for: the people who lead an office, and the one of them who sees to its channels. */
import { CITY } from '../../bot/participation/body.ts';
import type { Org } from '../../db/organisation/organisation.ts';

const officeOf = ({ organisation }: Org, id: string) => organisation.offices.find((office) => office.id === id);

/** Head and deputies who are here. Empty for an office that the organisation does not know. */
export function leadsOf(org: Org, office: string): string[] {
  const known = officeOf(org, office);
  if (!known) return [];
  return [...(known.head ? [known.head] : []), ...known.deputies].filter((person) => !org.gone.has(person));
}

/** Who answers an office's January list: head and deputies alike; where nobody leads, those who keep the permissions. */
export function answering(org: Org, office: string): string[] {
  const leads = leadsOf(org, office);
  return leads.length > 0 ? leads : registrars(org);
}

const registrars = ({ organisation, gone }: Org): string[] =>
  organisation.roles.registrar.filter((person) => !gone.has(person));

/** The head; while there is none, the deputies; for an office that nobody leads, those who keep the permissions. */
export function responsibleFor(org: Org, office: string): string[] {
  const head = officeOf(org, office)?.head;
  if (head && !org.gone.has(head)) return [head];
  return answering(org, office);
}

/** Whose bodies answer for an office; the city's for one that the organisation does not know. */
export const legalBodyOf = (org: Org, office: string): string => officeOf(org, office)?.legalBody ?? CITY;

/** Everybody whom the organisation itself gives a task: offices, bodies, roles. */
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
