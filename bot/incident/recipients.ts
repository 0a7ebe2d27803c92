/**
 * Whom the first notice of an incident must reach: by severity, from this organisation and the incident's channels.
 * Stand-ins replace people who are gone; without one they are left out.
 */

import { type Organisation, RECIPIENT_KINDS, type RecipientKind } from '../organisation/organisation.ts';
import { bodySet, officesAbove } from '../organisation/permission.ts';
import type { StandingBody } from '../participation/body.ts';
import type { Severity } from './lifecycle.ts';

/** Our proposal; `incident.required` in the organisation file overrides it per severity. */
export const REQUIRED = {
  1: RECIPIENT_KINDS,
  2: ['head', 'deputies', 'administrators', 'fb3', 'press', 'privacy', 'security', 'fb11', 'registrar', 'approver'],
  3: ['head', 'administrators', 'fb3', 'press', 'privacy', 'security', 'registrar'],
} as const satisfies Record<Severity, readonly RecipientKind[]>;

/** The kinds of recipients for a severity: the city's own list, else the built-in one. */
function requiredKinds(severity: Severity, organisation: Pick<Organisation, 'incident'>): readonly RecipientKind[] {
  return organisation.incident?.required?.[`severity${severity}`] ?? REQUIRED[severity];
}

/** A channel of the incident: where it belongs, and its current administrators. */
export type Affected = { office: string; legalBody: string; administrators: readonly string[] };

export type RecipientFacts = {
  organisation: Pick<Organisation, 'offices' | 'bodies' | 'roles' | 'incident'>;
  gone: ReadonlySet<string>;
  affected: readonly Affected[];
};

/** One person and why they are told; with several reasons, the first in the order of the list. */
export type Recipient = { person: string; because: RecipientKind };

type Office = Organisation['offices'][number];

/** The first group in which somebody is left, without those who are gone. */
function here(gone: ReadonlySet<string>, ...groups: readonly (readonly (string | undefined)[])[]): string[] {
  for (const group of groups) {
    const present = group.filter((one): one is string => one !== undefined && !gone.has(one));
    if (present.length > 0) return present;
  }
  return [];
}

const officeOf = ({ organisation }: RecipientFacts, id: string): Office | undefined =>
  organisation.offices.find((office) => office.id === id);

/** The head of an office; its deputies if the head is gone; the level above if nobody is left. */
function leaders(facts: RecipientFacts, id: string): string[] {
  for (const each of [id, ...officesAbove(id, facts.organisation)]) {
    const office = officeOf(facts, each);
    const found = office ? here(facts.gone, [office.head], office.deputies) : [];
    if (found.length > 0) return found;
  }
  return [];
}

/** Who speaks for a body in each affected legal body; `all`: its members, too. */
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
  // Only the chair: whom the council tells is its own affair.
  council: (facts) => ofBody(facts, 'council', false),
  top: (facts) => offices(facts).flatMap((id) => leaders(facts, officesAbove(id, facts.organisation).at(-1) ?? id)),
  registrar: role('registrar'),
  operator: role('operator'),
  legal: ({ organisation }) => organisation.incident?.legal ?? [],
  approver: ({ organisation }) => organisation.incident?.approvers ?? [],
} as const satisfies Record<RecipientKind, (facts: RecipientFacts) => readonly string[]>;

/** @returns each person once, in the order of the list; nobody who is gone */
export const requiredPeople = (severity: Severity, facts: RecipientFacts): Recipient[] =>
  peopleAs(requiredKinds(severity, facts.organisation), facts);

/** Like `requiredPeople`, for the given kinds. */
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
 * @returns without the person and anyone gone; empty if they hold no post or have no deputy
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
 * When an unread notice is followed up: minutes until it is sent again, also to the deputy, and until the list of phone
 * numbers. At severity 3 people are phoned on the next working day.
 */
export const UNREAD_MINUTES = {
  1: { again: 10, phone: 20 },
  2: { again: 30, phone: 60 },
  3: { again: 240, phone: null },
} as const satisfies Record<Severity, { again: number; phone: number | null }>;
