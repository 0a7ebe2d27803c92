/** Authority to decide on an application: for a body, or as head of the applicant's office. */
import { type ApplicationFacts, type Decider, mayDecide } from '../../bot/organisation/permission.ts';
import type { Body } from '../../bot/participation/body.ts';
import { refuse } from '../../bot/refusal.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import type { By, Rule } from '../command.ts';
import { keyed } from '../keyed.ts';

type Deciding = { body: Body; application: ApplicationFacts; org: Org };

const BLOCKERS = { applicant: 'own-application', holder: 'holder', 'not-a-member': 'not-a-member' } as const;

const decider = ({ body, application, org }: Deciding, { actor }: By) =>
  mayDecide(actor.person, body, application, org.facts);

/** Requires a seat in the body, without having applied or holding rights on the channel. */
export const deciding = (body: 'any' | 'head'): Rule<Deciding> => ({
  authority: { body },
  blocker: (about, by) => {
    const found = decider(about, by);
    return typeof found === 'string'
      ? refuse(BLOCKERS[found], { body: keyed(by.say.lang, `body.${about.body}`) })
      : null;
  },
});

/**
 * @returns in whose name they decide
 * @throws if the row did not ask for `deciding`
 */
export function decidingAs(about: Deciding, by: By): Decider {
  const found = decider(about, by);
  if (typeof found === 'string') throw new Error(`decides without a seat: ${found}`);
  return found;
}
