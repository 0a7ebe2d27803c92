/** What the clocks of incidents ask for: updates that are due, decisions and reports that are missing, drills not held. */
import { and, eq, gte, inArray, isNotNull, isNull } from 'drizzle-orm';
import type { Tx } from '../connect.ts';
import { incidents } from '../schema.ts';
import type { Incident } from './incidents.ts';

/** Running and confirmed; of one that waits for a platform for months nobody wants news every hour. */
export function withUpdateClock(tx: Tx): Promise<Incident[]> {
  return tx
    .select()
    .from(incidents)
    .where(inArray(incidents.state, ['confirmed', 'contained']));
}

/** Reported, and nobody has said yet whether it is one. */
export function unconfirmed(tx: Tx): Promise<Incident[]> {
  return tx.select().from(incidents).where(eq(incidents.state, 'reported'));
}

/** Real ones in which nobody has decided on the report to the supervisory authority. */
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

/** Real ones that ended after the last drill began. */
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
