/** An opening incident as data: its row, channels, roles, the registry's and connectors' changes, its rooms. */

import { type Effect, openRooms, post, toPerson } from '../../../bot/delivery/effect.ts';
import { incidentNumber, type Severity } from '../../../bot/incident/lifecycle.ts';
import type { Control } from '../../../bot/incident/stage.ts';
import { platformRow } from '../../../bot/platform/platform.ts';
import { channelAfter } from '../../../bot/registry/channel.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import { type Change, insert, type Row, update } from '../../../db/changes.ts';
import type { Grant } from '../../../db/incident/facts.ts';
import type { Channel } from '../../../db/registry/dossiers.ts';
import type { AuditNote, By } from '../../command.ts';
import { titleOf } from '../../registration/draft.ts';
import type { Responder } from '../responders.ts';
import { entry } from '../timeline-entry.ts';

/** An affected channel with the key of its place. `late`: its row is created in the same transaction. */
export type AffectedChannel = { channel: Channel; place: string; late: boolean };

type Opening = {
  id: string;
  /** For this year and kind: see `openingCounter`. */
  counter: { id: string; version: number };
  drill: boolean;
  severity: Severity;
  control: Control;
  text: string;
  affected: readonly AffectedChannel[];
  responders: readonly Responder[];
  grants: readonly Grant[];
};

/** The counter whose version is the last number given. Drills have their own, so they use up no real number. */
export const openingCounter = (now: Date, drill: boolean): string =>
  `${drill ? 'drill' : 'incident'}-${berlinDay(now).slice(0, 4)}`;

/** For example "Facebook – Kulturbetriebe (+2)": proper names only, the same in every language. */
export function incidentTitle(affected: readonly { channel: Channel }[]): string {
  const first = affected[0]?.channel;
  if (!first) return '–';
  const title = titleOf(platformRow(first.platform).name, first);
  return affected.length > 1 ? `${title} (+${affected.length - 1})` : title;
}

export type Opened = { row: Row<'incidents'>; changes: Change[]; effects: Effect[]; audit: AuditNote[] };

/** @returns everything to write and send; a drill touches neither registry nor connectors */
export function opened(opening: Opening, by: By): Opened {
  const { id, counter, drill, severity, control, text, affected, responders, grants } = opening;
  const { now, actor, chat } = by;
  const row: Row<'incidents'> = {
    id,
    number: incidentNumber(Number(berlinDay(now).slice(0, 4)), counter.version + 1, drill),
    title: incidentTitle(affected),
    state: 'reported',
    severity,
    drill,
    declaredBy: actor.person,
    declaredAt: now,
    awareAt: now,
  };
  const line = (kind: string, data: Record<string, string | number | boolean>, said = '') =>
    entry({ incident: id, kind, by: actor.person, now, chat, text: said, data });
  const late = affected.filter((affected) => affected.late);
  const places = affected.flatMap((affected) => placed(affected, { incident: id, control, drill }, by));
  const lines = [
    line('declared', { channels: affected.length, severity, control }, text),
    ...late.map(({ channel }) => line('late', { channel: channel.url ?? channel.handle })),
  ];
  return {
    row,
    changes: [
      update('counters', counter, {}),
      insert('incidents', row),
      // Grouped by table, so two hundred channels take two statements.
      ...places.filter((change) => 'insert' in change),
      ...places.filter((change) => !('insert' in change)),
      ...responders.map(({ role, person }) => part(id, role, person, by)),
      ...(drill ? [] : grants.map((grant) => revoked(grant, by))),
      ...lines.flatMap(({ changes }) => changes),
    ],
    effects: [
      ...openRooms(id),
      // People with a role get the card through the incident's room.
      ...(by.reporter || responders.some(({ person }) => person === actor.person)
        ? []
        : [post(toPerson(actor.person), 'incident', `incident:${id}`)]),
    ],
    audit: lines.flatMap(({ audit }) => audit),
  };
}

export const part = (incident: string, role: Responder['role'], person: string, { actor, now }: By): Change =>
  insert('incidentRoles', {
    id: `${incident} ${role} ${person}`,
    incident,
    role,
    person,
    by: actor.person,
    since: now,
  });

/** Declaring revokes all the bot's write rights: a bot with tokens for every channel would be the next takeover. */
export const revoked = (grant: Grant, { actor, now }: By): Change =>
  update('connectorGrants', grant, { on: false, revokedBy: actor.person, revokedAt: now, reason: 'incident' });

/** Adds the channel as affected to the incident, and marks it compromised in the registry. */
export function placed(
  { channel, place, late }: AffectedChannel,
  { incident, control, drill }: { incident: string; control: Control; drill: boolean },
  { actor, now }: By,
): Change[] {
  return [
    insert('incidentChannels', {
      id: place,
      incident,
      channel: channel.id,
      part: 'hit',
      ties: ['declared'],
      control,
      late,
      before: late ? 'unapproved' : channel.state,
      addedBy: actor.person,
      addedAt: now,
    }),
    ...(drill || late ? [] : [compromised(channel, now)]),
  ];
}

/** Written even if already compromised, so two simultaneous reports of one channel conflict. */
export const compromised = (channel: Channel, now: Date): Change =>
  update('channels', channel, {
    state: channelAfter(channel.state, 'compromised'),
    changedAt: now,
  });
