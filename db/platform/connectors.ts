/** Connectors' calls and grants: what was sent to a platform, and whether the bot may do so at all. */
import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import { isOpen } from '../../bot/incident/lifecycle.ts';
import { KILL_SWITCH } from '../../bot/platform/connector.ts';
import type { Stored } from '../changes.ts';
import type { Tx } from '../connect.ts';
import { type Incident, type IncidentChannelEntry, incidentById, incidentChannelById } from '../incident/incidents.ts';
import { connectorGrants, incidentChannels, incidentSteps, platformCalls } from '../schema.ts';

export type Call = Stored<'platformCalls'>;
export type Grant = Stored<'connectorGrants'>;

export async function callById(tx: Tx, id: string): Promise<Call | null> {
  const [row] = await tx.select().from(platformCalls).where(eq(platformCalls.id, id));
  return row ?? null;
}

/** The last call for a step, or with an empty `step` the last snapshot of a place. */
export async function lastCall(tx: Tx, place: string, step: string): Promise<Call | null> {
  const [row] = await tx
    .select()
    .from(platformCalls)
    .where(and(eq(platformCalls.place, place), eq(platformCalls.step, step)))
    .orderBy(desc(platformCalls.at), desc(platformCalls.id))
    .limit(1);
  return row ?? null;
}

/** The grant of a channel, or of all channels (`*`). */
export async function grantById(tx: Tx, id: string): Promise<Grant | null> {
  const [row] = await tx.select().from(connectorGrants).where(eq(connectorGrants.id, id));
  return row ?? null;
}

export function allGrants(tx: Tx): Promise<Grant[]> {
  return tx.select().from(connectorGrants).orderBy(asc(connectorGrants.id));
}

/** The current data that decides on a call, besides the configuration. */
export type CallStanding = {
  incident: Incident;
  file: IncidentChannelEntry;
  drill: boolean;
  open: boolean;
  inside: boolean;
  killed: boolean;
  granted: boolean;
};

/**
 * Whether the step still waits for the call and the channel was not restored meanwhile. A snapshot (no step) is always
 * awaited.
 */
export async function isAwaited(tx: Tx, { step }: Pick<Call, 'step'>): Promise<boolean> {
  if (step === '') return true;
  const rows = await tx
    .select({ id: incidentSteps.id })
    .from(incidentSteps)
    .innerJoin(incidentChannels, eq(incidentChannels.id, incidentSteps.place))
    .where(and(eq(incidentSteps.id, step), eq(incidentSteps.state, 'running'), isNull(incidentChannels.restoredAt)));
  return rows.length > 0;
}

/** @returns null if there is no such place */
export async function standingOf(tx: Tx, place: string): Promise<CallStanding | null> {
  const file = await incidentChannelById(tx, place);
  const incident = file && (await incidentById(tx, file.place.incident));
  if (!file || !incident) return null;
  const rows = await tx
    .select()
    .from(connectorGrants)
    .where(inArray(connectorGrants.id, [KILL_SWITCH, file.channel.id]));
  const on = (id: string) => rows.find((row) => row.id === id)?.on;
  return {
    incident,
    file,
    drill: incident.drill,
    open: isOpen(incident.state),
    inside: file.place.removedAt === null,
    killed: on(KILL_SWITCH) === false,
    granted: on(file.channel.id) === true,
  };
}
