/** Reminds lead and owner to follow up a lost account until it is back or replaced. */

import { type Effect, toPerson, withNormalPriority } from '../../../../bot/delivery/effect.ts';
import { berlinDay } from '../../../../bot/time/day.ts';
import { lostIncidentChannels } from '../../../../db/incident/dormant.ts';
import { incidentChannelById } from '../../../../db/incident/incidents.ts';
import { snoozedBy } from '../../../../db/time/due.ts';
import { type DueContext, type Kind, remind } from '../../../time/due-kind.ts';
import { channelTitle } from '../../channel-names.ts';
import { type IncidentDossier, incidentDossier, peopleInRole } from '../../dossier.ts';
import { entry } from '../../timeline-entry.ts';

export const accountLost: Kind<'account-lost'> = {
  subjects: async ({ tx }) =>
    (await lostIncidentChannels(tx)).map(({ place, since }) => ({ kind: 'account-lost', id: place.id, lostAt: since })),
  async act(context, { id, day }) {
    const { tx, now } = context;
    const lost = await stillLost(context, id);
    if (!lost) return {};
    const { own, file } = lost;
    const asleep = await snoozedBy(tx, `account-lost:${id}`, berlinDay(now));
    const people = lost.people.filter((person) => !asleep.has(person));
    if (people.length === 0) return {};
    const data = { place: id, channel: channelTitle(own.channel) };
    const line = entry({ incident: file.row.id, kind: 'lost-asked', by: 'system', now, data });
    return {
      changes: line.changes,
      audit: line.audit,
      effects: people.map((person) => lostReminder(file, id, person, day)),
    };
  },
};

/** @returns null once it is back, replaced or out of its incident; else who follows it up */
export async function stillLost({ tx, org }: Pick<DueContext, 'tx' | 'org'>, id: string) {
  const own = await incidentChannelById(tx, id);
  const file = own ? await incidentDossier(tx, own.place.incident) : null;
  const isOver = own?.place.control !== 'lost' || own.place.restoredAt !== null || own.place.replacement !== null;
  if (!own || !file || isOver) return null;
  const here = [...peopleInRole(file, 'lead'), ...peopleInRole(file, 'owner')].filter(
    (person) => !org.gone.has(person),
  );
  // Over months everybody may have left; then IT security follows up.
  const people = here.length > 0 ? here : org.organisation.roles.security.filter((person) => !org.gone.has(person));
  return { own, file, people: [...new Set(people)] };
}

export const lostReminder = (file: Pick<IncidentDossier, 'row'>, place: string, person: string, day: string): Effect =>
  withNormalPriority(
    remind(toPerson(person), 'incident-lost', `incident:${file.row.id}`, { place, as: 'reminder', day }),
  );
