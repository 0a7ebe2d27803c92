/** Who may work on a leaver case, and who may know the last day. */

import type { Actor } from '../organisation/permission.ts';
import type { CaseState } from './case.ts';

/** What the rule needs of a case. */
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

/** Nobody works on their own case: who leaves does not confirm that they have left. */
export function mayHandle(actor: Actor, { person, line, administrators, offices }: CaseFacts): boolean {
  if (actor.person === person) return false;
  if (line.includes(actor.person) || administrators.includes(actor.person)) return true;
  if (CITY_ROLES.some((role) => actor.roles.includes(role))) return true;
  if (actor.bodies.some(({ body }) => body === 'fb3')) return true;
  return [...actor.headOf, ...actor.deputyOf].some((office) => offices.includes(office));
}

/** Whose account it is about. `listed`: the organisation file names them. `offices`: those of their channels. */
type Linked = { person: string; listed: boolean; offices: readonly string[] };

/**
 * Who may say which account is somebody's: who keeps the organisation; of those whom its file does not name, also who leads an
 * office of their channels. A wrong account can mark somebody as gone: no head does that to a colleague of another office.
 */
export const mayLink = (actor: Actor, { person, listed, offices }: Linked): boolean =>
  actor.person !== person &&
  (actor.roles.includes('registrar') ||
    (!listed && [...actor.headOf, ...actor.deputyOf].some((office) => offices.includes(office))));

/** Auditors read every case and change none. */
export const mayRead = (actor: Actor, facts: CaseFacts): boolean =>
  mayHandle(actor, facts) || (actor.person !== facts.person && actor.roles.includes('auditor'));

/** The last day is confidential: the line above knows it, and who keeps the organisation. */
export const mayKnowDay = (actor: Actor, { person, line }: CaseFacts): boolean =>
  actor.person !== person && (line.includes(actor.person) || actor.roles.includes('registrar'));

/** Who may take a case back: a hint whoever works on it; what marks somebody as gone who could have said so themselves. */
export const mayTakeItBack = (actor: Actor, facts: CaseFacts, state: CaseState): boolean =>
  state === 'suspected' ? mayHandle(actor, facts) : mayReport(actor, facts.person, facts.line);

/** Who may say that somebody leaves: the line above, who keeps the organisation, IT security, FB 3. */
export const mayReport = (actor: Actor, person: string, line: readonly string[]): boolean =>
  mayHandle(actor, { person, line, administrators: [], offices: [] });
