/**
 * A reported channel is already in an open incident as related or restored: it becomes affected, and the lead is told.
 */

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

/** Affected and not yet restored. */
export const isDealtWith = ({ place }: Stands): boolean => place.part === 'hit' && place.restoredAt === null;

type Back = Awaited<ReturnType<typeof backOf>>[number];

/** @param stands entries of the reported channels that are not being handled; per channel the newest incident counts */
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

/** The leads of these incidents. */
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

/**
 * The report as a timeline line in each incident. Leads are alerted at once if access is lost or the incident is in
 * `urgent`.
 */
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

/** What follows for one incident whose related or restored channels are affected now. */
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
    // Touches the incident, so closing it at the same moment conflicts and is decided again.
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
