/** Directory accounts of people: which of them would report a departure, and which has an address. */
import { and, eq, inArray, isNull, notInArray, or, sql } from 'drizzle-orm';
import type { Source } from '../../bot/leavers/case.ts';
import type { Tx } from '../connect.ts';
import { applications, channels, directoryAccounts, identities, people } from '../schema.ts';
import type { Held } from './cases.ts';
import { type Account, cursorOf, saveCursor } from './directory.ts';

const IN_USE = 'in-use';

/** Records the configured directories, so that all processes agree. */
export const noteDirectories = (tx: Tx, sources: readonly Source[], now: Date): Promise<void> =>
  saveCursor(tx, IN_USE, sources.join(' '), now);

/** @returns null until a process has recorded them */
export async function directoriesInUse(tx: Tx): Promise<Source[] | null> {
  const noted = await cursorOf(tx, IN_USE);
  return noted === null ? null : (noted.split(' ').filter((source) => source !== '') as Source[]);
}

/** An account of a person. `active` null: the directory does not say. */
export type OwnAccount = { source: Source; active: boolean | null };

/**
 * The accounts of each of these people: linked ones, and active unlinked ones with the person's address, which will be
 * linked when seen again. In the local workspace, anybody with an identity can be marked as gone.
 */
export async function accountsBehind(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, OwnAccount[]>> {
  const found = new Map<string, OwnAccount[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return found;
  const linked = await tx
    .select({ person: directoryAccounts.person, source: directoryAccounts.source, active: directoryAccounts.active })
    .from(directoryAccounts)
    .where(inArray(directoryAccounts.person, [...ids]));
  for (const { person, source, active } of linked) found.get(person!)?.push({ source, active });
  const known = await tx
    .select({ id: people.id, email: people.email })
    .from(people)
    .where(inArray(people.id, [...ids]));
  const byAddress = new Map(known.flatMap(({ id, email }) => (email === null ? [] : [[email, id] as const])));
  const waiting = await tx
    .select()
    .from(directoryAccounts)
    .where(
      and(
        isNull(directoryAccounts.person),
        sql`${directoryAccounts.active} is distinct from false`,
        atAddress([...byAddress.keys()]),
      ),
    );
  for (const { email, login, source, active } of waiting) {
    const own = found.get(byAddress.get(email ?? '') ?? byAddress.get(login?.toLowerCase() ?? '') ?? '');
    // A person has only one account per directory.
    if (own && !own.some((one) => one.source === source)) own.push({ source, active });
  }
  const local = await tx
    .select({ person: identities.person })
    .from(identities)
    .where(and(eq(identities.chat, 'local'), inArray(identities.person, [...ids])));
  for (const { person } of local) found.get(person)?.push({ source: 'local', active: true });
  return found;
}

const atAddress = (addresses: string[]) =>
  addresses.length === 0
    ? sql`false`
    : or(inArray(directoryAccounts.email, addresses), inArray(sql`lower(${directoryAccounts.login})`, addresses));

/** An account, with the stored link next to the person: a link to a deleted name leads to nobody. */
export type AddressAccount = Account & { linked: string | null };

/** All accounts with this address, in any directory. @param address in lower case */
export async function accountsAt(tx: Tx, address: string): Promise<AddressAccount[]> {
  const rows = await tx
    .select({ account: directoryAccounts, person: people.id })
    .from(directoryAccounts)
    .leftJoin(people, eq(people.id, directoryAccounts.person))
    .where(atAddress([address]))
    .orderBy(directoryAccounts.source, directoryAccounts.externalId);
  return rows.map(({ account, person }) => ({ ...account, person, linked: account.person }));
}

/** The accounts linked to a person, active and closed. */
export function accountsLinked(tx: Tx, person: string): Promise<Account[]> {
  return tx.select().from(directoryAccounts).where(eq(directoryAccounts.person, person));
}

/** The person with this address in the registry. @param address in lower case */
export async function personAt(tx: Tx, address: string): Promise<typeof people.$inferSelect | null> {
  const [row] = await tx.select().from(people).where(eq(people.email, address));
  return row ?? null;
}

/** Running channels of these offices with the application in force. Null: all offices. */
export function runningChannels(tx: Tx, offices: readonly string[] | null): Promise<Held[]> {
  return tx
    .select({ channel: channels, application: applications })
    .from(channels)
    .innerJoin(applications, eq(applications.id, channels.application))
    .where(
      and(
        notInArray(channels.state, ['planned', 'closed']),
        offices === null ? undefined : offices.length === 0 ? sql`false` : inArray(channels.office, [...offices]),
      ),
    )
    .orderBy(channels.platform, channels.name, channels.id);
}
