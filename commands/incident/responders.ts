/** Who acts in an incident, from registry and organisation, so that nobody has to look it up in an emergency. */
import type { IncidentRole } from '../../bot/incident/lifecycle.ts';
import { bodySet } from '../../bot/organisation/permission.ts';
import type { Known } from '../../db/incident/facts.ts';
import type { RightsRemoval } from '../../db/leavers/cases.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { holdersNow, isAdministrator } from '../leavers/holders.ts';

export type Responder = { role: IncidentRole; person: string };

/** A channel's administrators and emergency contacts who have not left. */
function ownersOf({ application }: Known, removals: readonly RightsRemoval[], { gone }: Org): string[] {
  if (!application) return [];
  return holdersNow(application, removals)
    .filter(({ role, emergency, person }) => (emergency || isAdministrator(role)) && !gone.has(person))
    .map(({ person }) => person);
}

/** The head of an office, else its deputies, without those who left. */
function leadersOf(office: string, { organisation, gone }: Org): string[] {
  const found = organisation.offices.find(({ id }) => id === office);
  if (!found) return [];
  const head = found.head !== undefined && !gone.has(found.head) ? [found.head] : [];
  return head.length > 0 ? head : found.deputies.filter((person) => !gone.has(person));
}

/** The owners of these channels. A channel without owners falls to the heads of its office. */
export const ownersOfAll = (affected: readonly Known[], removals: readonly RightsRemoval[], org: Org): string[] => {
  const owners = affected.map((one) => {
    const own = ownersOf(one, removals, org);
    return own.length > 0 ? own : leadersOf(one.channel.office, org);
  });
  return [...new Set(owners.flat())];
};

/** @returns the first holders of each role; a role without candidates is left out and can be given later */
export function respondersOf(affected: readonly Known[], removals: readonly RightsRemoval[], org: Org): Responder[] {
  const { organisation, gone } = org;
  const { roles, incident } = organisation;
  const here = (people: readonly string[]) => people.filter((person) => !gone.has(person));
  const offices = [...new Set(affected.map(({ channel }) => channel.office))];
  const leaders = offices.flatMap((office) => leadersOf(office, org));
  const [lead = leaders[0]] = here(roles.security);
  const [approver = leaders[0]] = here(incident?.approvers ?? []);
  const bodies = new Set(
    offices.map((office) => organisation.offices.find(({ id }) => id === office)?.legalBody ?? 'stadt'),
  );
  const privacy = [...bodies].flatMap((legalBody) => {
    const set = bodySet('privacy', legalBody, organisation);
    return set ? here([...(set.lead ? [set.lead] : []), ...set.members, ...set.deputies]).slice(0, 1) : [];
  });
  const people: Record<IncidentRole, readonly (string | undefined)[]> = {
    lead: [lead],
    owner: ownersOfAll(affected, removals, org),
    press: here(roles.press),
    approver: [approver],
    privacy,
    legal: here(incident?.legal ?? []),
  };
  return (Object.keys(people) as IncidentRole[]).flatMap((role) =>
    [...new Set(people[role])].filter((person) => person !== undefined).map((person) => ({ role, person })),
  );
}
