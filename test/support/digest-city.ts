/** A city in which thousands of people have open tasks, so that each is due a digest on the first of the month. */

import type { ChatName } from '../../bot/chat.ts';
import { wallTime } from '../../bot/time/calendar.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { newId } from '../../db/ids.ts';
import { applications, identities, people, tasks } from '../../db/schema.ts';
import { settleCity } from './city.ts';

/** A person in a chat. `reach` is empty for people who have never written to the bot. */
export type Seat = { chat: ChatName; tenant: string; id: string; reach: Record<string, string> };

/** 1 December 2026 is a Tuesday, the first working day of its month. */
export const DAY = '2026-12-01';
const BEGUN = wallTime('2026-11-23', '09:00');
/** Rows per statement: Postgres allows at most 65,535 parameters. */
const AT_ONCE = 1000;

/**
 * Applies the small city and adds one person with an open task per seat. `operator` is the city's operator.
 * @returns the people's keys, in the order of the seats
 */
export async function settleDigests(store: Store, seats: readonly Seat[], operator: Seat): Promise<string[]> {
  return store.db.transaction(async (inner) => {
    const tx = inner as Tx;
    const city = await settleCity(tx, BEGUN);
    const keys = seats.map(() => newId('person'));
    const seated = ({ chat, tenant, id, reach }: Seat, person: string) => ({
      ...{ chat, tenant, externalId: id, person, reach },
      seenAt: BEGUN,
    });
    await tx.insert(identities).values(seated(operator, city.key('operator')));
    const application = newId('application');
    await tx.insert(applications).values({
      ...{
        id: application,
        number: 'SN-2026-0001-v1',
        root: 'SN-2026-0001',
        kind: 'new' as const,
        state: 'published' as const,
      },
      ...{ office: 'culture', legalBody: 'stadt', applicant: city.key('clerk'), platform: 'facebook' as const },
      ...{ title: 'Facebook – Kulturamt', formVersion: 1, answers: {}, createdAt: BEGUN, submittedAt: BEGUN },
    });
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      const part = keys.slice(from, from + AT_ONCE);
      const name = (i: number) => `Stelle ${from + i + 1}`;
      const email = (i: number) => `stelle-${from + i + 1}@stadt.example`;
      await tx.insert(people).values(part.map((id, i) => ({ id, name: name(i), email: email(i), createdAt: BEGUN })));
      await tx.insert(identities).values(part.map((person, i) => seated(seats[from + i]!, person)));
      const task = { kind: 'publish' as const, application, createdAt: BEGUN };
      await tx.insert(tasks).values(part.map((assignee) => ({ id: newId('task'), ...task, assignee })));
    }
    return keys;
  });
}
