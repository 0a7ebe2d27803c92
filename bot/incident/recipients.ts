/**
 * Whom the first notice of an incident must reach: by severity, out of this organisation and the channels of this incident
 * (incident.md section 5, no. 4). Somebody who has gone is replaced by who stands in, or left out where nobody does.
 */

import { type Organisation, RECIPIENT_KINDS, type RecipientKind } from '../organisation/organisation.ts';
import { bodySet, officesAbove } from '../organisation/permission.ts';
import type { StandingBody } from '../participation/body.ts';
import type { Severity } from './lifecycle.ts';

/** Our proposal; `incident.required` in the organisation file takes its place, severity by severity. */
export const REQUIRED = {
  1: RECIPIENT_KINDS,
  2: ['head', 'deputies', 'administrators', 'fb3', 'press', 'privacy', 'security', 'fb11', 'registrar', 'approver'],
  3: ['head', 'administrators', 'fb3', 'press', 'privacy', 'security', 'registrar'],
} as const satisfies Record<Severity, readonly RecipientKind[]>;

/** The kinds of people for a severity: the city's own list, else the built-in one. */
function requiredKinds(severity: Severity, organisation: Pick<Organisation, 'incident'>): readonly RecipientKind[] {
  return organisation.incident?.required?.[`severity${severity}`] ?? REQUIRED[severity];
}

/** A channel of the incident: where it belongs, and who can administer it now. */
export type Affected = { office: string; legalBody: string; administrators: readonly string[] };

export type RecipientFacts = {
  organisation: Pick<Organisation, 'offices' | 'bodies' | 'roles' | 'incident'>;
  gone: ReadonlySet<string>;
  affected: readonly Affected[];
};

/** One person and why they are told; of several reasons the first in the order of the list. */
export type Recipient = { person: string; because: RecipientKind };

type Office = Organisation['offices'][number];

/** Those of the first group who are here; of the next one when nobody is. */
function here(gone: ReadonlySet<string>, ...groups: readonly (readonly (string | undefined)[])[]): string[] {
  for (const group of groups) {
    const present = group.filter((one): one is string => one !== undefined && !gone.has(one));
    if (present.length > 0) return present;
  }
  return [];
}

const officeOf = ({ organisation }: RecipientFacts, id: string): Office | undefined =>
  organisation.offices.find((office) => office.id === id);

/** Who leads an office; its deputies when that person has gone; the level above when nobody is left. */
function leaders(facts: RecipientFacts, id: string): string[] {
  for (const each of [id, ...officesAbove(id, facts.organisation)]) {
    const office = officeOf(facts, each);
    const found = office ? here(facts.gone, [office.head], office.deputies) : [];
    if (found.length > 0) return found;
  }
  return [];
}

/** Who speaks for a body in each legal body concerned; `all`: its members too. */
function ofBody(facts: RecipientFacts, body: StandingBody, all: boolean): string[] {
  const legalBodies = [...new Set(facts.affected.map(({ legalBody }) => legalBody))];
  return legalBodies.flatMap((legalBody) => {
    const set = bodySet(body, legalBody, facts.organisation);
    if (!set) return [];
    const lead = here(facts.gone, [set.lead], set.deputies, set.members);
    return all ? [...lead, ...here(facts.gone, set.members)] : lead;
  });
}

const offices = ({ affected }: RecipientFacts): string[] => [...new Set(affected.map(({ office }) => office))];
const role = (name: 'press' | 'security' | 'registrar' | 'operator') => (facts: RecipientFacts) =>
  facts.organisation.roles[name];

const WHO = {
  head: (facts) => offices(facts).flatMap((id) => leaders(facts, id)),
  deputies: (facts) => offices(facts).flatMap((id) => officeOf(facts, id)?.deputies ?? []),
  administrators: ({ affected }) => affected.flatMap(({ administrators }) => administrators),
  fb3: (facts) => ofBody(facts, 'fb3', true),
  press: role('press'),
  privacy: (facts) => [
    ...ofBody(facts, 'privacy', false),
    ...offices(facts).flatMap((id) => officeOf(facts, id)?.privacy ?? []),
  ],
  security: role('security'),
  fb11: (facts) => ofBody(facts, 'fb11', false),
  // The chair: whom the council tells is its own affair.
  council: (facts) => ofBody(facts, 'council', false),
  top: (facts) => offices(facts).flatMap((id) => leaders(facts, officesAbove(id, facts.organisation).at(-1) ?? id)),
  registrar: role('registrar'),
  operator: role('operator'),
  legal: ({ organisation }) => organisation.incident?.legal ?? [],
  approver: ({ organisation }) => organisation.incident?.approvers ?? [],
} as const satisfies Record<RecipientKind, (facts: RecipientFacts) => readonly string[]>;

/** @returns each person once, in the order of the list; never somebody who has gone */
export const requiredPeople = (severity: Severity, facts: RecipientFacts): Recipient[] =>
  peopleAs(requiredKinds(severity, facts.organisation), facts);

/** As `requiredPeople`, for a list of one's own. */
export function peopleAs(kinds: readonly RecipientKind[], facts: RecipientFacts): Recipient[] {
  const found = new Map<string, RecipientKind>();
  for (const because of kinds) {
    for (const person of WHO[because](facts)) {
      if (!facts.gone.has(person) && !found.has(person)) found.set(person, because);
    }
  }
  return [...found].map(([person, because]) => ({ person, because }));
}

/**
 * Who stands in for somebody who does not read: the deputies of the posts they hold.
 * @returns nobody who has gone, never the person; empty when they hold no post or have no deputy
 */
export function standIns(person: string, { organisation, gone }: Omit<RecipientFacts, 'affected'>): string[] {
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
