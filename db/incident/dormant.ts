/** Queries of dormant mode: a step with its place, tickets, removed channels, public channels. */
import { and, asc, desc, eq, inArray, isNotNull, isNull, ne, notExists, or, sql } from 'drizzle-orm';
import { PUBLIC_CHANNEL_STATES } from '../../bot/registry/public-channel.ts';
import type { Stored } from '../changes.ts';
import type { Tx } from '../connect.ts';
import type { Application, Channel } from '../registry/dossiers.ts';
import {
  applications,
  channels,
  incidentChannels,
  incidentEntries,
  incidentSteps,
  incidents,
  incidentTickets,
} from '../schema.ts';
import type { Incident, IncidentChannel, Step } from './incidents.ts';

export type Ticket = Stored<'incidentTickets'>;

export async function stepById(tx: Tx, id: string): Promise<Step | null> {
  const [row] = await tx.select().from(incidentSteps).where(eq(incidentSteps.id, id));
  return row ?? null;
}

/** Reports to the platforms about these channels, oldest first. */
export function ticketsAt(tx: Tx, places: readonly string[]): Promise<Ticket[]> {
  if (places.length === 0) return Promise.resolve([]);
  return tx
    .select()
    .from(incidentTickets)
    .where(inArray(incidentTickets.place, [...places]))
    .orderBy(asc(incidentTickets.at), asc(incidentTickets.id));
}

/** Channels that somebody removed from the incident. A posting stop does not add them again. */
export async function takenOut(tx: Tx, incident: string): Promise<Set<string>> {
  const rows = await tx
    .select({ channel: incidentChannels.channel })
    .from(incidentChannels)
    .where(and(eq(incidentChannels.incident, incident), isNotNull(incidentChannels.removedAt)));
  return new Set(rows.map(({ channel }) => channel));
}

/**
 * Places whose account is lost and neither recovered nor replaced, with the time of the last report that it is lost.
 */
export async function lostIncidentChannels(
  tx: Tx,
): Promise<{ place: IncidentChannel; incident: Incident; since: Date }[]> {
  const rows = await tx
    .select({ place: incidentChannels, incident: incidents })
    .from(incidentChannels)
    .innerJoin(incidents, eq(incidents.id, incidentChannels.incident))
    .where(
      and(
        eq(incidentChannels.control, 'lost'),
        isNull(incidentChannels.removedAt),
        isNull(incidentChannels.restoredAt),
        isNull(incidentChannels.replacement),
        // A drill's accounts come back when it ends.
        eq(incidents.drill, false),
        inArray(incidents.state, ['reported', 'confirmed', 'contained', 'lost', 'restored']),
      ),
    );
  const found = [];
  for (const row of rows) {
    const [entry] = await tx
      .select({ at: incidentEntries.at })
      .from(incidentEntries)
      .where(
        and(
          eq(incidentEntries.incident, row.incident.id),
          eq(incidentEntries.kind, 'control-lost'),
          eq(sql`${incidentEntries.data}->>'place'`, row.place.id),
        ),
      )
      .orderBy(desc(incidentEntries.seq))
      .limit(1);
    // If the account was already lost when declared, count from when the channel was added.
    found.push({ ...row, since: entry?.at ?? row.place.addedAt });
  }
  return found;
}

/** The channels that everybody may see: in use, and based on an approved application. */
export function publicChannels(tx: Tx): Promise<{ channel: Channel; application: Application }[]> {
  return tx
    .select({ channel: channels, application: applications })
    .from(channels)
    .innerJoin(applications, eq(applications.id, channels.application))
    .where(
      and(
        inArray(channels.state, PUBLIC_CHANNEL_STATES),
        // A channel that was never public does not become public by going dormant.
        or(
          ne(channels.state, 'dormant'),
          notExists(
            tx
              .select({ id: incidentChannels.id })
              .from(incidentChannels)
              .where(
                and(
                  eq(incidentChannels.channel, channels.id),
                  eq(incidentChannels.before, 'created'),
                  isNull(incidentChannels.removedAt),
                  isNull(incidentChannels.restoredAt),
                ),
              ),
          ),
        ),
        or(
          inArray(applications.state, ['approved', 'published']),
          // Being renewed: until that is decided, the previous version is in force.
          and(eq(applications.state, 'archived'), isNotNull(applications.decidedAt)),
        ),
      ),
    )
    .orderBy(asc(channels.platform), asc(channels.name), asc(channels.id));
}
