/** A channel that stands in an open incident, related or given back, is reported: it is hit there, and whoever leads hears of it. */

import { openRooms, post, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import type { Control } from '../../../bot/incident/stage.ts';
import { update } from '../../../db/changes.ts';
import type { Tx } from '../../../db/connect.ts';
import { grantsOn, type Known } from '../../../db/incident/facts.ts';
import {
  type Incident,
  type IncidentChannel,
  type IncidentChannelEntry,
  rolesIn,
} from '../../../db/incident/incidents.ts';
import { combine, type Written } from '../../combine.ts';
import type { By, Context } from '../../command.ts';
import { removalsOn } from '../blast.ts';
import { channelTitle } from '../channel-names.ts';
import { alsoTell } from '../communication/first-notice.ts';
import { atOnce } from '../communication/urgent-post.ts';
import { affectedAgain } from '../dormant/checklist-restart.ts';
import { type IncidentDossier, incidentDossier } from '../dossier.ts';
import { ownersOfAll } from '../responders.ts';
import { entry } from '../timeline-entry.ts';
import { incidentTitle, part, revoked } from './opening.ts';

type Stands = { place: IncidentChannel; incident: Incident };

/** Being dealt with: hit, and not given back yet. */
export const isDealtWith = ({ place }: Stands): boolean => place.part === 'hit' && place.restoredAt === null;

type Back = Awaited<ReturnType<typeof backOf>>[number];

/** @param stands where the reported channels stand but are not dealt with; each counts once, in the newest incident */
export async function backOf(
  { tx, org, by }: Pick<Context, 'tx' | 'org' | 'by'>,
  stands: readonly Stands[],
  known: readonly Known[],
) {
  const once = [...new Map([...stands].reverse().map((one) => [one.place.channel, one])).values()];
  const found = [];
  for (const id of new Set(once.map(({ incident }) => incident.id))) {
    const file = await incidentDossier(tx, id);
    if (!file) continue;
    const affected = file.places.filter((one) => once.some(({ place }) => place.id === one.place.id));
    const channels = known.filter(({ channel }) => affected.some((one) => one.channel.id === channel.id));
    found.push({
      file,
      affected,
      grants: await grantsOn(
        tx,
        affected.map(({ channel }) => channel.id),
      ),
      owners: ownersOfAll(channels, await removalsOn(tx, channels), org),
      told: await alsoTell(tx, file, org, by),
    });
  }
  return found;
}

/** Who leads these incidents. */
export async function leadsOf(tx: Tx, incidents: readonly string[]): Promise<Map<string, string[]>> {
  const leads = new Map<string, string[]>();
  for (const id of new Set(incidents)) {
    const roles = await rolesIn(tx, id);
    leads.set(
      id,
      roles.filter(({ role }) => role === 'lead').map(({ person }) => person),
    );
  }
  return leads;
}

/** The report as a line of each incident; that the access is lost is for the lead at once. */
export function reportLines(
  incidents: readonly string[],
  leads: ReadonlyMap<string, readonly string[]>,
  control: Control,
  text: string,
  by: By,
  urgent: ReadonlySet<string> = new Set(),
): Written {
  const { actor, now, chat } = by;
  const kind = control === 'unclear' ? 'also-reported' : `also-reported-${control}`;
  const lines = incidents.map((incident) =>
    entry({ incident, kind, by: actor.person, now, chat, text, data: { control } }),
  );
  const alarmed = incidents.filter((id) => control === 'lost' || urgent.has(id));
  const effects = [
    ...incidents.map((id) => refresh(`incident:${id}`)),
    ...alarmed.flatMap((id) =>
      (leads.get(id) ?? []).map((person) => atOnce(toPerson(person), 'incident', `incident:${id}`, {})),
    ),
  ];
  return combine(...lines, { effects });
}

/** Everything that follows for one incident whose related or given back channels are hit now. */
export function affectedNow({ file, affected, grants, owners, told }: Back, control: Control, by: By): Written {
  const { row, roles, places } = file;
  const { actor, now, chat } = by;
  const subject = `incident:${row.id}`;
  const lines = affected.flatMap(({ place, channel }) => {
    const line = (kind: string) => {
      const data = { place: place.id, channel: channelTitle(channel) };
      return entry({ incident: row.id, kind, by: actor.person, now, chat, data });
    };
    return [line('hit-again'), ...(control === 'lost' ? [line('control-lost')] : [])];
  });
  const fresher = owners.filter((person) => !roles.some((one) => one.role === 'owner' && one.person === person));
  const outside = fresher.filter((person) => !roles.some((one) => one.person === person));
  const changes = [
    ...affected.flatMap((one) =>
      affectedAgain({ ...one, steps: stepsOf(file, one) }, { drill: row.drill, control }, {}, by),
    ),
    // Touched: who closes the incident in this moment has to look again.
    update('incidents', row, {
      title: incidentTitle(places.filter((one) => one.place.part === 'hit' || affected.includes(one))),
    }),
    ...fresher.map((person) => part(row.id, 'owner', person, by)),
    ...(row.drill ? [] : grants.map((grant) => revoked(grant, by))),
  ];
  const effects = [
    ...(fresher.length > 0 ? openRooms(row.id) : []),
    ...outside.map((person) => post(toPerson(person), 'incident', subject)),
  ];
  return combine({ changes, effects }, ...lines, told);
}

const stepsOf = ({ steps }: IncidentDossier, { place }: IncidentChannelEntry) =>
  steps.filter((step) => step.place === place.id);
