/** Incidents for the clocks: updates due, missing decisions and reports, drills not held. */
import { and, eq, gte, inArray, isNotNull, isNull } from 'drizzle-orm';
import type { Tx } from '../connect.ts';
import { incidents } from '../schema.ts';
import type { Incident } from './incidents.ts';

/** Running and confirmed incidents. One that waits for a platform for months needs no hourly updates. */
export function withUpdateClock(tx: Tx): Promise<Incident[]> {
  return tx
    .select()
    .from(incidents)
    .where(inArray(incidents.state, ['confirmed', 'contained']));
}

/** Reported, but not yet confirmed or rejected. */
export function unconfirmed(tx: Tx): Promise<Incident[]> {
  return tx.select().from(incidents).where(eq(incidents.state, 'reported'));
}

/** Real incidents without a decision on the report to the supervisory authority. */
export function withGdprClock(tx: Tx): Promise<Incident[]> {
  return tx
    .select()
    .from(incidents)
    .where(
      and(
        inArray(incidents.state, ['confirmed', 'contained', 'lost', 'restored']),
        eq(incidents.drill, false),
        isNull(incidents.gdpr),
      ),
    );
}

export function withoutReport(tx: Tx): Promise<Incident[]> {
  return tx
    .select()
    .from(incidents)
    .where(and(eq(incidents.state, 'closed'), isNotNull(incidents.closedAt), isNull(incidents.afterAction)));
}

/** Real incidents that ended after the start of the last drill. */
export async function withoutDrill(tx: Tx): Promise<Incident[]> {
  const closed = await tx
    .select()
    .from(incidents)
    .where(and(eq(incidents.state, 'closed'), eq(incidents.drill, false), isNotNull(incidents.closedAt)));
  const [oldest] = closed.map(({ closedAt }) => closedAt!).sort((a, b) => a.getTime() - b.getTime());
  if (!oldest) return [];
  const drills = await tx
    .select({ at: incidents.declaredAt })
    .from(incidents)
    .where(and(eq(incidents.drill, true), gte(incidents.declaredAt, oldest)));
  return closed.filter(({ closedAt }) => !drills.some(({ at }) => at >= closedAt!));
}
