/**
 * Names are kept while a person has a task, and for a while after (service agreement, annex 1 no. 1). Documents and the
 * audit use keys: once the name is deleted, the key leads nowhere, and the audit chain stays valid.
 */
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Tx } from '../connect.ts';
import {
  directoryAccounts,
  identities,
  idlePeople,
  leaverCases,
  messages,
  outbox,
  people,
  snoozes,
} from '../schema.ts';

/**
 * People with tasks beyond those in the organisation file: open tasks, own open applications, and rights on a channel
 * in use or applied for.
 */
const busy = sql`
  select assignee as person from tasks where state = 'open'
  union select about from tasks where state = 'open' and about is not null
  union select applicant from applications where state in ('draft', 'head', 'participation', 'query')
  union select holder ->> 'person' from applications a
    cross join lateral jsonb_array_elements(case jsonb_typeof(a.answers -> 'persons') when 'array' then a.answers -> 'persons' else '[]' end) holder
    where a.state in ('draft', 'head', 'participation', 'query')
      or a.id in (select application from channels where state <> 'closed')`;

/**
 * Records people who no longer have a task, and removes those who have one again.
 * @param seated everybody with an office, a seat or a role
 */
export async function noteIdle(tx: Tx, seated: readonly string[], now: Date): Promise<void> {
  const tasked = sql`select person from (${busy}) b where person is not null union select jsonb_array_elements_text(${JSON.stringify(seated)}::jsonb)`;
  await tx.execute(sql`delete from idle_people where person in (${tasked})`);
  await tx.execute(sql`
    insert into idle_people (person, since)
    select id, ${now.toISOString()}::timestamptz from people where id not in (${tasked})
    on conflict do nothing`);
}

export const idleSince = (tx: Tx): Promise<{ person: string; since: Date }[]> => tx.select().from(idlePeople);

/**
 * Deletes the name and everything that leads to the person: addresses, identities, directory accounts, and copies of
 * and deliveries to their DM. What was reported about their departure is deleted, too. A directory may report the
 * account again; it is then unlinked.
 * @returns false if the person has a task again
 */
export async function forgetPerson(tx: Tx, person: string): Promise<boolean> {
  const gone = await tx.delete(idlePeople).where(eq(idlePeople.person, person)).returning();
  if (gone.length === 0) return false;
  await tx.delete(people).where(eq(people.id, person));
  await tx.delete(identities).where(eq(identities.person, person));
  await tx.delete(directoryAccounts).where(eq(directoryAccounts.person, person));
  await tx.update(leaverCases).set({ reason: null, leavesOn: null }).where(eq(leaverCases.person, person));
  await tx.delete(snoozes).where(eq(snoozes.person, person));
  await tx.delete(messages).where(eq(messages.person, person));
  await tx
    .update(outbox)
    .set({ address: null })
    .where(
      and(
        isNotNull(outbox.endedAt),
        inArray(outbox.state, ['sent', 'dead', 'doubtful']),
        sql`${outbox.effect} #>> '{to,person}' = ${person}`,
      ),
    );
  return true;
}
