/**
 * Whom the first notice of an incident must reach: by severity, out of this organisation and the channels of this incident
 * (incident.md section 5, no. 4). Somebody who has gone is replaced by who stands in, or left out where nobody does.
 */

import { type Organisation, TOLD, type Told } from '../organisation/organisation.ts';
import { bodySet, officesAbove } from '../organisation/permission.ts';
import type { StandingBody } from '../participation/body.ts';
import type { Severity } from './lifecycle.ts';

/** Our proposal; `incident.required` in the organisation file takes its place, severity by severity. */
export const REQUIRED = {
  1: TOLD,
  2: ['head', 'deputies', 'administrators', 'fb3', 'press', 'privacy', 'security', 'fb11', 'registrar', 'approver'],
  3: ['head', 'administrators', 'fb3', 'press', 'privacy', 'security', 'registrar'],
} as const satisfies Record<Severity, readonly Told[]>;

/** The kinds of people for a severity: the city's own list, else the built-in one. */
export function requiredKinds(severity: Severity, organisation: Pick<Organisation, 'incident'>): readonly Told[] {
  return organisation.incident?.required?.[`severity${severity}`] ?? REQUIRED[severity];
}

/** A channel of the incident: where it belongs, and who can administer it now. */
export type Affected = { office: string; legalBody: string; administrators: readonly string[] };

export type Ground = {
  organisation: Pick<Organisation, 'offices' | 'bodies' | 'roles' | 'incident'>;
  gone: ReadonlySet<string>;
  affected: readonly Affected[];
};

/** One person and why they are told; of several reasons the first in the order of the list. */
export type Recipient = { person: string; because: Told };

type Office = Organisation['offices'][number];

/** Those of the first group who are here; of the next one when nobody is. */
function here(gone: ReadonlySet<string>, ...groups: readonly (readonly (string | undefined)[])[]): string[] {
  for (const group of groups) {
    const present = group.filter((one): one is string => one !== undefined && !gone.has(one));
    if (present.length > 0) return present;
  }
  return [];
}

const officeOf = ({ organisation }: Ground, id: string): Office | undefined =>
  organisation.offices.find((office) => office.id === id);

/** Who leads an office; its deputies when that person has gone; the level above when nobody is left. */
function leaders(ground: Ground, id: string): string[] {
  for (const each of [id, ...officesAbove(id, ground.organisation)]) {
    const office = officeOf(ground, each);
    const found = office ? here(ground.gone, [office.head], office.deputies) : [];
    if (found.length > 0) return found;
  }
  return [];
}

/** Who speaks for a body in each legal body concerned; `all`: its members too. */
function ofBody(ground: Ground, body: StandingBody, all: boolean): string[] {
  const legalBodies = [...new Set(ground.affected.map(({ legalBody }) => legalBody))];
  return legalBodies.flatMap((legalBody) => {
    const set = bodySet(body, legalBody, ground.organisation);
    if (!set) return [];
    const lead = here(ground.gone, [set.lead], set.deputies, set.members);
    return all ? [...lead, ...here(ground.gone, set.members)] : lead;
  });
}

const offices = ({ affected }: Ground): string[] => [...new Set(affected.map(({ office }) => office))];
const role = (name: 'press' | 'security' | 'registrar' | 'operator') => (ground: Ground) =>
  ground.organisation.roles[name];

const WHO = {
  head: (ground) => offices(ground).flatMap((id) => leaders(ground, id)),
  deputies: (ground) => offices(ground).flatMap((id) => officeOf(ground, id)?.deputies ?? []),
  administrators: ({ affected }) => affected.flatMap(({ administrators }) => administrators),
  fb3: (ground) => ofBody(ground, 'fb3', true),
  press: role('press'),
  privacy: (ground) => [
    ...ofBody(ground, 'privacy', false),
    ...offices(ground).flatMap((id) => officeOf(ground, id)?.privacy ?? []),
  ],
  security: role('security'),
  fb11: (ground) => ofBody(ground, 'fb11', false),
  // The chair: whom the council tells is its own affair.
  council: (ground) => ofBody(ground, 'council', false),
  top: (ground) => offices(ground).flatMap((id) => leaders(ground, officesAbove(id, ground.organisation).at(-1) ?? id)),
  registrar: role('registrar'),
  operator: role('operator'),
  legal: ({ organisation }) => organisation.incident?.legal ?? [],
  approver: ({ organisation }) => organisation.incident?.approvers ?? [],
} as const satisfies Record<Told, (ground: Ground) => readonly string[]>;

/** @returns each person once, in the order of the list; never somebody who has gone */
export const requiredPeople = (severity: Severity, ground: Ground): Recipient[] =>
  peopleAs(requiredKinds(severity, ground.organisation), ground);

/** As `requiredPeople`, for a list of one's own. */
export function peopleAs(kinds: readonly Told[], ground: Ground): Recipient[] {
  const found = new Map<string, Told>();
  for (const because of kinds) {
    for (const person of WHO[because](ground)) {
      if (!ground.gone.has(person) && !found.has(person)) found.set(person, because);
    }
  }
  return [...found].map(([person, because]) => ({ person, because }));
}

/**
 * Who stands in for somebody who does not read: the deputies of the posts they hold.
 * @returns nobody who has gone, never the person; empty when they hold no post or have no deputy
 */
export function standIns(person: string, { organisation, gone }: Omit<Ground, 'affected'>): string[] {
  const posts = [
    ...organisation.offices.filter(({ head }) => head === person),
    ...organisation.bodies.filter(({ lead }) => lead === person),
  ];
  const deputies = posts.flatMap((post) => post.deputies);
  return [...new Set(deputies)].filter((one) => one !== person && !gone.has(one));
}

/**
 * When a notice that was not read is followed up: minutes to the second message with the deputy, and to the list of phone
 * numbers. Severity 3 is phoned through on the next working day.
 */
export const UNREAD_MINUTES = {
  1: { again: 10, phone: 20 },
  2: { again: 30, phone: 60 },
  3: { again: 240, phone: null },
} as const satisfies Record<Severity, { again: number; phone: number | null }>;
