/** Incidents page by page for one reader, and the places removed from an incident. */
import { and, count, desc, eq, inArray, isNotNull, isNull, or, type SQL } from 'drizzle-orm';
import { OPEN_STATES } from '../../bot/incident/lifecycle.ts';
import type { Tx } from '../connect.ts';
import { channels, incidentChannels, incidentRoles, incidents } from '../schema.ts';
import type { Incident, IncidentChannel } from './incidents.ts';

/** Whose incidents: `all`, or those a person declared, has a role in, or whose channels belong to offices they lead. */
export type Reads = 'all' | { person: string; offices: readonly string[] };
export type Listed = { incident: Incident; channels: number };

function readable(tx: Tx, reads: Reads): SQL | undefined {
  if (reads === 'all') return undefined;
  const roles = tx
    .select({ id: incidentRoles.incident })
    .from(incidentRoles)
    .where(eq(incidentRoles.person, reads.person));
  const led = tx
    .select({ id: incidentChannels.incident })
    .from(incidentChannels)
    .innerJoin(channels, eq(channels.id, incidentChannels.channel))
    .where(and(isNull(incidentChannels.removedAt), inArray(channels.office, [...reads.offices])));
  return or(
    eq(incidents.declaredBy, reads.person),
    inArray(incidents.id, roles),
    reads.offices.length > 0 ? inArray(incidents.id, led) : undefined,
  );
}

/** One page: open incidents first, each group newest first. */
export async function listIncidents(
  tx: Tx,
  reads: Reads,
  page: { size: number; number: number },
): Promise<{ rows: Listed[]; total: number }> {
  const where = readable(tx, reads);
  const [all] = await tx.select({ total: count() }).from(incidents).where(where);
  const rows = await tx
    .select()
    .from(incidents)
    .where(where)
    .orderBy(desc(inArray(incidents.state, [...OPEN_STATES])), desc(incidents.declaredAt), desc(incidents.id))
    .limit(page.size)
    .offset(page.size * (page.number - 1));
  const ids = rows.map(({ id }) => id);
  const counted =
    ids.length === 0
      ? []
      : await tx
          .select({ incident: incidentChannels.incident, total: count() })
          .from(incidentChannels)
          .where(and(inArray(incidentChannels.incident, ids), isNull(incidentChannels.removedAt)))
          .groupBy(incidentChannels.incident);
  const channelsOf = new Map(counted.map(({ incident, total }) => [incident, total]));
  return {
    rows: rows.map((incident) => ({ incident, channels: channelsOf.get(incident.id) ?? 0 })),
    total: all?.total ?? 0,
  };
}

/** Places that were removed from an incident. */
export function removedIncidentChannels(
  tx: Tx,
  incident: string,
  channelIds: readonly string[],
): Promise<IncidentChannel[]> {
  if (channelIds.length === 0) return Promise.resolve([]);
  return tx
    .select()
    .from(incidentChannels)
    .where(
      and(
        eq(incidentChannels.incident, incident),
        inArray(incidentChannels.channel, [...channelIds]),
        isNotNull(incidentChannels.removedAt),
      ),
    );
}
