/** Who must be told of this incident: reads the facts for the rule from registry and organisation. */

import type { Severity } from '../../../bot/incident/lifecycle.ts';
import {
  type Affected,
  peopleAs,
  type Recipient,
  type RecipientFacts,
  requiredPeople,
} from '../../../bot/incident/recipients.ts';
import { CITY } from '../../../bot/participation/body.ts';
import type { Tx } from '../../../db/connect.ts';
import { knownByIds } from '../../../db/incident/facts.ts';
import { openCasesAbout, rightsRemovalsOf } from '../../../db/leavers/cases.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import type { Channel } from '../../../db/registry/dossiers.ts';
import { administratorsLeft } from '../../leavers/holders.ts';

/** The channels of an incident; may include one just being added. */
export type Concerned = { places: readonly { channel: Channel }[] };

export async function recipientsOf(tx: Tx, { places }: Concerned, severity: Severity, org: Org): Promise<Recipient[]> {
  return requiredPeople(severity, await blastFactsOf(tx, places, org));
}

/** The heads of the affected offices, and the heads at the top. */
export async function leadersOf(tx: Tx, { places }: Concerned, org: Org): Promise<string[]> {
  return peopleAs(['head', 'top'], await blastFactsOf(tx, places, org)).map(({ person }) => person);
}

/** Three queries, however many channels there are. */
async function blastFactsOf(tx: Tx, places: Concerned['places'], org: Org): Promise<RecipientFacts> {
  const ids = places.map(({ channel }) => channel.id);
  const known = new Map((await knownByIds(tx, ids)).map(({ channel, application }) => [channel.id, application]));
  const removals = await rightsRemovalsOf(
    tx,
    [...known.values()].flatMap((application) => application?.id ?? []),
  );
  const cases = await openCasesAbout(tx, ...ids);
  const affected = places.map(({ channel }): Affected => {
    const { id, office } = channel;
    const legalBody = org.organisation.offices.find((one) => one.id === office)?.legalBody ?? CITY;
    const application = known.get(id);
    const administrators = application ? administratorsLeft({ channel, application }, removals, cases, org.gone) : [];
    return { office, legalBody, administrators };
  });
  return { organisation: org.organisation, gone: org.gone, affected };
}
