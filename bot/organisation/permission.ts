/** Who may do what: pure rules over plain facts, applied again at every click. */

import type { Lang } from '../chat.ts';
import type { IncidentAct, TextAct } from '../incident/lifecycle.ts';
import { type Body, bodyKey, type StandingBody } from '../participation/body.ts';
import { type Organisation, ROLES, type Role } from './organisation.ts';

/** A person of the registry, with everything that determines their rights now. */
export type Actor = {
  person: string;
  name: string;
  lang: Lang;
  roles: readonly Role[];
  /** Office ids. */
  staffOf: readonly string[];
  headOf: readonly string[];
  deputyOf: readonly string[];
  privacyOf: readonly string[];
  /** `legalBody` null: a seat in the city's set. */
  bodies: readonly { body: StandingBody; legalBody: string | null; as: 'lead' | 'member' | 'deputy' }[];
};

/**
 * What can be asked of a person alone. `account`: known, or of the own workspace or tenant. `staff`: belongs to an
 * office. `head`: leads an office or is its deputy. `body`: has a seat in a body.
 */
export type Permission = 'anyone' | 'account' | 'known' | 'staff' | 'head' | 'body' | Role;

const leads = ({ headOf, deputyOf }: Actor): boolean => headOf.length + deputyOf.length > 0;

const RULES = {
  anyone: () => true,
  account: (actor) => actor !== null,
  known: (actor) => actor !== null,
  // "Grundsätzlich sind alle Mitarbeiter*innen editierberechtigt" (seed 004, annex 1, no. 1); an outside reviewer is not staff.
  staff: (actor) => actor !== null && (leads(actor) || actor.staffOf.length + actor.privacyOf.length > 0),
  head: (actor) => actor !== null && leads(actor),
  body: (actor) => actor !== null && actor.bodies.length > 0,
  registrar: (actor) => holds(actor, 'registrar'),
  security: (actor) => holds(actor, 'security'),
  press: (actor) => holds(actor, 'press'),
  auditor: (actor) => holds(actor, 'auditor'),
  reviewer: (actor) => holds(actor, 'reviewer'),
  fulfilment: (actor) => holds(actor, 'fulfilment'),
  operator: (actor) => holds(actor, 'operator'),
} as const satisfies Record<Permission, (actor: Actor | null) => boolean>;

const holds = (actor: Actor | null, role: Role): boolean => actor?.roles.includes(role) ?? false;

/**
 * @param actor null for somebody the registry doesn't know (yet)
 * @param permission what is asked of them
 * @param isOwn whether the account belongs to the own workspace or tenant, known or not
 */
export const may = (actor: Actor | null, permission: Permission, isOwn = false): boolean =>
  (permission === 'account' && isOwn) || RULES[permission](actor);

/** Checked before anything is read: what somebody is in the city. One of several roles is enough. */
export type DoorAuthority = 'anyone' | 'account' | 'known' | 'staff' | { role: Role | readonly Role[] };

/** Checked against what the command is about, once that has been read. */
export type SubjectAuthority =
  /** Decides on the application: for a body (`any`: the one that is named), or as head of its office. */
  | { body: 'any' | 'head' }
  /** `draft`: its applicant, or the office while nobody has taken it up. `renew`, `answer`: applicant and office. */
  | { application: 'applicant' | 'draft' | 'answer' | 'renew' | 'read' | 'read-rights' | 'remove-rights' }
  | { task: 'assignee' }
  /** A leaver case (`bot/leavers/authority.ts`). */
  | { case: 'read' | 'handle' | 'take-back' }
  /** Reports that somebody else leaves, or says which account is theirs. */
  | { person: 'report' | 'link' }
  /** Answers for an office in the January round. */
  | { office: 'answer' }
  /** An act in an incident (`bot/incident/lifecycle.ts`). `or`: who may do it without a part in the incident. */
  | { incident: IncidentAct; or?: 'administrator' | 'assignee' }
  /** A step of a text for the outside. */
  | { text: TextAct }
  /** Somebody who had to read the notice. */
  | { notice: 'recipient' }
  /** IT security, and the lead of an incident that includes the channel. */
  | { connector: 'grant' };

/** What somebody must be to run a command; stated on the command's row. */
export type Authority = DoorAuthority | SubjectAuthority;

/** What is checked before anything is read. All other authorities need somebody the registry knows. */
function doorOf(authority: Authority): readonly Permission[] {
  if (typeof authority === 'string') return [authority];
  if ('role' in authority) return [authority.role].flat();
  if ('body' in authority && authority.body === 'head') return ['head'];
  return 'application' in authority && authority.application === 'renew' ? ['staff'] : ['known'];
}

/**
 * Whether somebody may ask for a command at all. What it is about is checked afterwards, by the rule on its row.
 * @param actor null for somebody the registry doesn't know (yet)
 * @param isOwn see `may`
 */
export const mayAsk = (actor: Actor | null, authority: Authority, isOwn = false): boolean =>
  doorOf(authority).some((permission) => may(actor, permission, isOwn));

/** What the rules need from the organisation. A parsed `Organisation` with `gone` added fits; so do database rows. */
export type OrgFacts = {
  offices: readonly {
    id: string;
    parent?: string | null;
    head?: string | null;
    deputies: readonly string[];
  }[];
  bodies: readonly {
    body: StandingBody;
    legalBody?: string | null;
    lead?: string | null;
    members: readonly string[];
    deputies: readonly string[];
  }[];
  /** Ids of people marked as gone: they neither act nor count. */
  gone: ReadonlySet<string>;
};

/** What the rules need from an application. `holders`: the ids of everybody it names with rights on the channel. */
export type ApplicationFacts = {
  office: string;
  legalBody: string;
  applicant: string;
  holders: readonly string[];
};

/**
 * @param organisation the organisation as it stands
 * @param gone ids of people marked as gone
 * @param today ISO date in the city's time zone; a reviewer's `until` is their last day
 * @returns the person with all their rights, or null when unknown or gone
 */
export function actorOf(
  person: string,
  organisation: Organisation,
  gone: ReadonlySet<string>,
  today: string,
): Actor | null {
  const known = organisation.people.find(({ id }) => id === person);
  if (known === undefined || gone.has(person)) return null;
  const { offices, bodies, roles } = organisation;
  const officesWhere = (test: (office: Organisation['offices'][number]) => boolean): string[] =>
    offices.filter(test).map(({ id }) => id);
  const holdsNow = (role: Role): boolean =>
    role === 'reviewer'
      ? roles.reviewer.some((r) => r.person === person && today <= r.until)
      : roles[role].includes(person);
  return {
    person,
    name: known.name,
    lang: known.lang,
    roles: ROLES.filter(holdsNow),
    staffOf: officesWhere(({ staff }) => staff.includes(person)),
    headOf: officesWhere(({ head }) => head === person),
    deputyOf: officesWhere(({ deputies }) => deputies.includes(person)),
    privacyOf: officesWhere(({ privacy }) => privacy.includes(person)),
    bodies: bodies.flatMap((set): Actor['bodies'][number][] => {
      const seat = { body: set.body, legalBody: set.legalBody ?? null };
      if (set.lead === person) return [{ ...seat, as: 'lead' }];
      if (set.members.includes(person)) return [{ ...seat, as: 'member' }];
      return set.deputies.includes(person) ? [{ ...seat, as: 'deputy' }] : [];
    }),
  };
}

/**
 * @param office an office id
 * @returns the ids of the offices above it, nearest first; ends at an unknown parent or where a circle would close
 */
export function officesAbove(office: string, org: Pick<OrgFacts, 'offices'>): string[] {
  const chain = [office];
  for (;;) {
    const parent = org.offices.find(({ id }) => id === chain.at(-1))?.parent;
    if (parent === undefined || parent === null || chain.includes(parent)) return chain.slice(1);
    chain.push(parent);
  }
}

/**
 * @returns the set of people who are `body` for this legal body: its own, else the city's;
 *   undefined if there is neither. The city's set never fills up an own one: a city's Personalrat can't answer for
 *   staff it doesn't represent.
 */
export const bodySet = <B extends OrgFacts['bodies'][number]>(
  body: StandingBody,
  legalBody: string,
  org: { bodies: readonly B[] },
): B | undefined => {
  const sets = new Map(org.bodies.map((set) => [bodyKey(set.body, set.legalBody), set]));
  return sets.get(bodyKey(body, legalBody)) ?? sets.get(bodyKey(body));
};

type ReadRight = 'full' | 'state' | 'none';

const READS_ALL = ['registrar', 'security', 'auditor', 'reviewer'] as const satisfies readonly Role[];

/**
 * @param application `slots`: the bodies that take part in it
 * @returns `full`: everything; `state`: that it exists and its state; `none`
 */
export function readRight(
  actor: Actor | null,
  application: ApplicationFacts & { slots: readonly Body[] },
  org: OrgFacts,
): ReadRight {
  if (actor === null) return 'none';
  const { office, legalBody, applicant, holders, slots } = application;
  if (READS_ALL.some((role) => holds(actor, role))) return 'full';
  if (applicant === actor.person || holders.includes(actor.person)) return 'full';
  // A team is part of the office above. That office's head must read what may be passed up to them.
  const within = [office, ...officesAbove(office, org)];
  if ([actor.headOf, actor.deputyOf, actor.privacyOf].some((ids) => ids.some((id) => within.includes(id))))
    return 'full';
  const sits = actor.bodies.some((seat) => {
    const set = slots.includes(seat.body) ? bodySet(seat.body, legalBody, org) : undefined;
    return set !== undefined && seat.legalBody === (set.legalBody ?? null);
  });
  if (sits) return 'full';
  return actor.staffOf.includes(office) ? 'state' : 'none';
}

/**
 * Somebody who can decide now. `own`: in their own name. `deputy`: "i. V." for `for` (absent while that post is vacant).
 * `next`: as the next level above the office, with `for` when as its deputy.
 */
export type Decider = { person: string; for?: string; level: 'own' | 'deputy' | 'next' };

const RANK = { own: 0, deputy: 1, next: 2 } as const satisfies Record<Decider['level'], number>;

/** A fixed order, whatever the order of rows in the file or database. */
const inOrder = (a: Decider, b: Decider): number =>
  RANK[a.level] - RANK[b.level] || Number('for' in a) - Number('for' in b) || (a.person < b.person ? -1 : 1);

type Bar = 'applicant' | 'holder' | 'gone';

/** Why somebody with a seat may not decide: nobody decides on what they applied for or will hold. */
function bar(person: string, { applicant, holders }: ApplicationFacts, { gone }: OrgFacts): Bar | undefined {
  if (person === applicant) return 'applicant';
  if (holders.includes(person)) return 'holder';
  return gone.has(person) ? 'gone' : undefined;
}

/** Everybody with a seat, barred or not, up to the first level with somebody who may decide. First mention counts. */
function seats(body: Body, application: ApplicationFacts, org: OrgFacts): Decider[] {
  const out: Decider[] = [];
  if (body !== 'head') {
    const set = bodySet(body, application.legalBody, org);
    if (set === undefined) return [];
    const own = [...(set.lead ? [set.lead] : []), ...set.members];
    out.push(...own.map((person): Decider => ({ person, level: 'own' })));
    out.push(...actingFor(set.lead, set.deputies, 'deputy'));
  } else {
    for (const [i, id] of [application.office, ...officesAbove(application.office, org)].entries()) {
      const office = org.offices.find((o) => o.id === id);
      if (office === undefined) break;
      if (office.head) out.push({ person: office.head, level: i === 0 ? 'own' : 'next' });
      out.push(...actingFor(office.head, office.deputies, i === 0 ? 'deputy' : 'next'));
      if (out.some(({ person }) => bar(person, application, org) === undefined)) break;
    }
  }
  return out.filter(({ person }, i) => out.findIndex((other) => other.person === person) === i);
}

const actingFor = (post: string | null | undefined, deputies: readonly string[], level: 'deputy' | 'next'): Decider[] =>
  deputies.map((person) => ({ person, level, ...(post ? { for: post } : {}) }));

/**
 * Who can decide for a body on an application. The head's slot moves up a level only if nobody is left on the one
 * below; the other bodies have no level above.
 *
 * @returns in a fixed order, those in their own name first; if empty, nobody can decide and nothing may be submitted
 */
export const deciders = (body: Body, application: ApplicationFacts, org: OrgFacts): Decider[] =>
  seats(body, application, org)
    .filter(({ person }) => bar(person, application, org) === undefined)
    .sort(inOrder);

/** Whether and how one person can decide for a body now; otherwise the reason to give them. */
export function mayDecide(
  person: string,
  body: Body,
  application: ApplicationFacts,
  org: OrgFacts,
): Decider | 'applicant' | 'holder' | 'not-a-member' {
  const seat = seats(body, application, org).find((s) => s.person === person);
  if (seat === undefined) return 'not-a-member';
  const blockers = bar(person, application, org);
  if (blockers === undefined) return seat;
  return blockers === 'gone' ? 'not-a-member' : blockers;
}
