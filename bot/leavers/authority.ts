/** Who may work on a leaver case, and who may know the last day. */

import type { Actor } from '../organisation/permission.ts';
import type { CaseState } from './case.ts';

/** What the rules need to know about a case. */
export type CaseFacts = {
  person: string;
  /** Manager, head, deputies, the levels above (see `lineAbove`). */
  line: readonly string[];
  /** Administrators left on the case's channels. */
  administrators: readonly string[];
  /** Offices of the case's channels. */
  offices: readonly string[];
};

const CITY_ROLES = ['registrar', 'security', 'press'] as const;

/** Nobody works on their own case, so a leaver cannot confirm their own departure. */
export function mayHandle(actor: Actor, { person, line, administrators, offices }: CaseFacts): boolean {
  if (actor.person === person) return false;
  if (line.includes(actor.person) || administrators.includes(actor.person)) return true;
  if (CITY_ROLES.some((role) => actor.roles.includes(role))) return true;
  if (actor.bodies.some(({ body }) => body === 'fb3')) return true;
  return [...actor.headOf, ...actor.deputyOf].some((office) => offices.includes(office));
}

/**
 * The person whose account is linked. `listed`: the organisation file names them. `offices`: those of their channels.
 */
type Linked = { person: string; listed: boolean; offices: readonly string[] };

/**
 * Who may link an account to a person: registrars. If the organisation file does not name the person, heads and
 * deputies of the offices of their channels may, too. A wrong account can mark a person as gone, so no head may link
 * for others.
 */
export const mayLink = (actor: Actor, { person, listed, offices }: Linked): boolean =>
  actor.person !== person &&
  (actor.roles.includes('registrar') ||
    (!listed && [...actor.headOf, ...actor.deputyOf].some((office) => offices.includes(office))));

/** Auditors read every case and change none. */
export const mayRead = (actor: Actor, facts: CaseFacts): boolean =>
  mayHandle(actor, facts) || (actor.person !== facts.person && actor.roles.includes('auditor'));

/** The last day is confidential: only the line above and the registrars know it. */
export const mayKnowDay = (actor: Actor, { person, line }: CaseFacts): boolean =>
  actor.person !== person && (line.includes(actor.person) || actor.roles.includes('registrar'));

/** Who may withdraw a case. A hint: anyone who may handle it. A confirmed or closed case: anyone who may report it. */
export const mayTakeItBack = (actor: Actor, facts: CaseFacts, state: CaseState): boolean =>
  state === 'suspected' ? mayHandle(actor, facts) : mayReport(actor, facts.person, facts.line);

/** Who may report that somebody leaves: the line above, registrars, IT security, FB 3 with press. */
export const mayReport = (actor: Actor, person: string, line: readonly string[]): boolean =>
  mayHandle(actor, { person, line, administrators: [], offices: [] });
