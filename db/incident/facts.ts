/** The registry as incidents need it: channels with their applications, many at once. */
import { and, asc, eq, inArray, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { isOpen } from '../../bot/incident/lifecycle.ts';
import type { Mark } from '../../bot/registry/channel.ts';
import type { Stored } from '../changes.ts';
import type { Tx } from '../connect.ts';
import type { Application, Channel } from '../registry/dossiers.ts';
import { applications, channels, connectorGrants, incidentChannels, incidents } from '../schema.ts';

/** A channel and the application in force. An entry without one tells nothing about its people. */
export type Known = { channel: Channel; application: Application | null };
export type Grant = Stored<'connectorGrants'>;

function known(tx: Tx, where: SQL | undefined): Promise<Known[]> {
  return tx
    .select({ channel: channels, application: applications })
    .from(channels)
    .leftJoin(applications, eq(applications.id, channels.application))
    .where(where)
    .orderBy(asc(channels.platform), asc(channels.name), asc(channels.id));
}

/** Every channel that has an account. */
export const knownRunning = (tx: Tx): Promise<Known[]> => known(tx, notInArray(channels.state, ['planned', 'closed']));

export function knownByIds(tx: Tx, ids: readonly string[]): Promise<Known[]> {
  return ids.length === 0 ? Promise.resolve([]) : known(tx, inArray(channels.id, [...ids]));
}

export const knownByKey = async (tx: Tx, key: string): Promise<Known | null> =>
  (await known(tx, eq(channels.key, key)))[0] ?? null;

/** Finds channels by the number of any of their applications, with or without the version. */
export async function knownByNumber(tx: Tx, number: string): Promise<Known[]> {
  const upper = number.toUpperCase();
  const rows = await tx
    .selectDistinct({ channel: applications.channel })
    .from(applications)
    .where(or(eq(sql`upper(${applications.number})`, upper), eq(applications.root, upper)));
  return knownByIds(
    tx,
    rows.map(({ channel }) => channel).filter((id) => id !== null),
  );
}

/** Channels with one of these handles or names, ignoring case and `@`. */
export function knownNamed(tx: Tx, names: readonly string[]): Promise<Known[]> {
  const lower = [...new Set(names.map((name) => name.replace(/^@/, '').toLowerCase()))].filter((name) => name !== '');
  if (lower.length === 0) return Promise.resolve([]);
  const handle = sql`lower(ltrim(${channels.handle}, '@'))`;
  return known(tx, or(inArray(handle, lower), inArray(sql`lower(${channels.name})`, lower)));
}

/**
 * The places of these channels in all real incidents, by channel: which of them hold the registry's mark, and the state
 * before.
 */
export async function marksOf(tx: Tx, channelIds: readonly string[]): Promise<ReadonlyMap<string, Mark[]>> {
  if (channelIds.length === 0) return new Map();
  const rows = await tx
    .select({ place: incidentChannels, state: incidents.state })
    .from(incidentChannels)
    .innerJoin(incidents, eq(incidents.id, incidentChannels.incident))
    .where(and(inArray(incidentChannels.channel, [...channelIds]), eq(incidents.drill, false)));
  const marks = new Map<string, Mark[]>(channelIds.map((id) => [id, []]));
  for (const { place, state } of rows) {
    const isFrozen = place.part === 'hit' || (place.stage !== null && place.stage !== 'S0');
    const isGiven = place.removedAt !== null || place.restoredAt !== null || place.leftAs !== null;
    const { id, before, addedAt } = place;
    marks.get(place.channel)?.push({ place: id, before, addedAt, holds: isOpen(state) && isFrozen && !isGiven });
  }
  return marks;
}

/** Connectors that are enabled for some of these channels. */
export function grantsOn(tx: Tx, channelIds: readonly string[]): Promise<Grant[]> {
  if (channelIds.length === 0) return Promise.resolve([]);
  return tx
    .select()
    .from(connectorGrants)
    .where(and(eq(connectorGrants.on, true), inArray(connectorGrants.id, [...channelIds])));
}
