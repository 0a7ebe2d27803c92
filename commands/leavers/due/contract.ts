/** No directory reports agency staff. A reminder precedes the end of their contract; then each gets a leaver case. */

import { type Effect, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import type { Day } from '../../../bot/time/calendar.ts';
import type { Tx } from '../../../db/connect.ts';
import { channelsWithAgency, type Held, rightsRemovalsOf } from '../../../db/leavers/cases.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import { type Kind, remind } from '../../time/due-kind.ts';
import { responsibleFor } from '../../time/responsible.ts';
import { reportDeparture } from '../depart.ts';
import { type Contract, contractsNow, unnamedContract } from '../holders.ts';

/** A person from an agency, or the application itself if it does not name the agency's people. */
type Ending = Contract & { held: Held; named: boolean };

async function contracts(tx: Tx): Promise<Ending[]> {
  const all = await channelsWithAgency(tx);
  const removals = await rightsRemovalsOf(
    tx,
    all.map(({ application }) => application.id),
  );
  return all.flatMap((held): Ending[] => {
    const endsOn = unnamedContract(held.application);
    if (endsOn) return [{ person: held.application.id, endsOn, held, named: false }];
    return contractsNow(held.application, removals).map((contract) => ({ ...contract, held, named: true }));
  });
}

/**
 * @param id a person from an agency, or an application that names none of them
 * @returns the channels on which this contract ends that day
 */
export async function channelsEnding(tx: Tx, id: string, endsOn: Day): Promise<Ending[]> {
  return (await contracts(tx)).filter((one) => one.person === id && one.endsOn === endsOn);
}

export const contractEnd: Kind<'contract-end'> = {
  async subjects({ tx }) {
    const all = new Map((await contracts(tx)).map(({ person, endsOn }) => [`${person} ${endsOn}`, { person, endsOn }]));
    return [...all.values()].map(({ person, endsOn }) => ({ kind: 'contract-end', id: person, endsOn }));
  },
  async act({ tx, org, now }, { id, stage, day }) {
    const ending = await channelsEnding(tx, id, day);
    if (ending.length === 0) return {};
    const named = ending.every((one) => one.named);
    const channels = ending.map(({ held }) => held.channel.id);
    // If nobody knows whose rights end, the bot asks people to name them and opens no case.
    if (stage === 'over' && named) {
      const report = { person: id, source: 'contract', certainty: 'confirmed', by: 'system', channels } as const;
      const after = await reportDeparture(tx, report, org, now);
      return {
        changes: after.changes,
        effects: [...after.effects, refresh(`contract:${id}`)],
        audit: [{ action: 'contract-over', subject: `person:${id}`, data: { day, channels } }, ...after.audit],
      };
    }
    const effects = reminders(ending, { day, ...(named ? {} : { asks: 'names' }) }, org);
    const subject = `${named ? 'person' : 'application'}:${id}`;
    return {
      effects,
      audit: [{ action: 'contract-ends', subject, data: { day, channels, people: effects.length } }],
    };
  },
};

/** To head and applicant of each channel. */
function reminders(ending: readonly Ending[], args: Record<string, string>, org: Org): Effect[] {
  const people = ending.flatMap(({ held: { channel, application } }) => [
    ...responsibleFor(org, channel.office),
    application.applicant,
  ]);
  const { person } = ending[0]!;
  const here = new Set(people.filter((one) => one !== person && !org.gone.has(one)));
  return [...here].map((one) => remind(toPerson(one), 'contract-end', `contract:${person}`, args));
}
