/** Who is told that somebody leaves: the manager, and the next in line if the manager is gone, too. */

import { bodySet, type OrgFacts } from '../organisation/permission.ts';
import { CITY } from '../participation/body.ts';

/** The lines above a person. */
export type Lines = {
  /**
   * Managers from the directory's last snapshot, nearest first. May contain people who are gone, the person, and
   * circles.
   */
  chain: readonly string[];
  /** Offices of the channels in question. Their heads answer for people without an office, such as agency staff. */
  places?: readonly string[];
  org: Omit<OrgFacts, 'offices'> & { offices: readonly (OrgFacts['offices'][number] & { staff: readonly string[] })[] };
};

type InformedPerson = { person: string; as: 'manager' | 'head' | 'deputy' | 'fb3' };

/**
 * The offices a person works in, leads or deputises for, else `places`, and all above them. Each once, so a circle
 * ends.
 */
function officesOfPerson(person: string, { places = [], org: { offices } }: Omit<Lines, 'chain'>): string[] {
  const own = offices.filter(
    ({ head, staff, deputies }) => head === person || staff.includes(person) || deputies.includes(person),
  );
  const found = new Set(own.length > 0 ? own.map(({ id }) => id) : places);
  // The set grows while it is iterated: each parent is visited after its children.
  for (const id of found) {
    const parent = offices.find((office) => office.id === id)?.parent;
    if (parent) found.add(parent);
  }
  return [...found];
}

/**
 * Everybody who can act for the person's department, in the order in which they are asked: manager, head, deputies, the
 * levels above, the manager's own managers, FB 3. Each once, without the person and anyone gone.
 */
export function lineAbove(person: string, { chain, org, places = [] }: Lines): InformedPerson[] {
  const [manager, ...above] = chain;
  const offices = officesOfPerson(person, { org, places }).flatMap((id) =>
    org.offices.filter((office) => office.id === id),
  );
  const line: InformedPerson[] = [
    ...(manager ? [{ person: manager, as: 'manager' } as const] : []),
    ...offices.flatMap(({ head, deputies }): InformedPerson[] => [
      ...(head ? [{ person: head, as: 'head' } as const] : []),
      ...deputies.map((deputy) => ({ person: deputy, as: 'deputy' }) as const),
    ]),
    ...above.map((one) => ({ person: one, as: 'manager' }) as const),
    ...fb3(org).map((one) => ({ person: one, as: 'fb3' }) as const),
  ];
  return line
    .filter((told) => told.person !== person && !org.gone.has(told.person))
    .filter((told, place, all) => all.findIndex((other) => other.person === told.person) === place);
}

/** Lead and members of FB 3, or its deputies if none of those is left. */
export function fb3(org: Lines['org']): string[] {
  const set = bodySet('fb3', CITY, org);
  const own = [...(set?.lead ? [set.lead] : []), ...(set?.members ?? [])].filter((one) => !org.gone.has(one));
  return own.length > 0 ? own : (set?.deputies ?? []).filter((one) => !org.gone.has(one));
}

/** Head and deputies of the person's nearest office that has any left. The second reminder goes to them. */
export function headAndDeputies(person: string, { org, places = [] }: Omit<Lines, 'chain'>): string[] {
  const [own] = officesOfPerson(person, { org, places })
    .map((id) => org.offices.find((office) => office.id === id))
    .map((office) => [...(office?.head ? [office.head] : []), ...(office?.deputies ?? [])])
    .map((people) => people.filter((one) => one !== person && !org.gone.has(one)))
    .filter((people) => people.length > 0);
  return own ?? [];
}

/** A position somebody holds in the organisation; it must be filled again. */
export type Seat = { place: string; right: string };

export function seatsOf(
  person: string,
  org: Lines['org'],
  roles: Readonly<Record<string, readonly (string | { person: string })[]>>,
): Seat[] {
  return [
    ...org.offices.flatMap(({ id, head, deputies }): Seat[] => [
      ...(head === person ? [{ place: `office:${id}`, right: 'head' }] : []),
      ...(deputies.includes(person) ? [{ place: `office:${id}`, right: 'deputy' }] : []),
    ]),
    ...org.bodies.flatMap(({ body, legalBody, lead, members, deputies }): Seat[] => {
      const place = `body:${body}${legalBody ? `@${legalBody}` : ''}`;
      return [
        ...(lead === person ? [{ place, right: 'head' }] : []),
        ...(members.includes(person) ? [{ place, right: 'member' }] : []),
        ...(deputies.includes(person) ? [{ place, right: 'deputy' }] : []),
      ];
    }),
    ...Object.entries(roles).flatMap(([role, holders]): Seat[] =>
      holders.some((holder) => (typeof holder === 'string' ? holder : holder.person) === person)
        ? [{ place: `role:${role}`, right: 'member' }]
        : [],
    ),
  ];
}
