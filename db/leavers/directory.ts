/** What the directories have reported: accounts as last seen, managers, and where a sweep resumes. */
import { and, asc, eq, exists, gt, inArray, isNotNull, lte, ne, notInArray, sql } from 'drizzle-orm';
import type { ChatName } from '../../bot/chat.ts';
import type { DirectorySource } from '../../bot/leavers/case.ts';
import type { Tx } from '../connect.ts';
import { applications, channels, directoryAccounts, directorySync, identities, people } from '../schema.ts';

export type Account = typeof directoryAccounts.$inferSelect;

/**
 * Assigns a directory account to a person, or to nobody (null). Written only if it still belongs to `seen` and its
 * `active` is unchanged.
 */
export type AccountLink = {
  link: { source: DirectorySource; externalId: string; active: boolean | null };
  seen: string | null;
  person: string | null;
  /** The account's chat identities that belong to one of `as`. They move with the account. */
  speaks: { chats: readonly ChatName[]; as: readonly string[] };
};

/** Levels of managers to follow. */
const LEVELS = 10;

/**
 * The person's managers in the last snapshot, nearest first. A cycle ends the chain.
 * @param linked accounts that this decision assigns to the person
 */
export async function managerChain(tx: Tx, person: string, linked: readonly Account[] = []): Promise<string[]> {
  const chain: string[] = [];
  for (let at = person; chain.length < LEVELS; ) {
    const next = await managerOf(tx, at, at === person ? linked : []);
    if (next === null || next === person || chain.includes(next)) break;
    chain.push(next);
    at = next;
  }
  return chain;
}

async function managerOf(tx: Tx, person: string, linked: readonly Account[]): Promise<string | null> {
  const own = await tx
    .select()
    .from(directoryAccounts)
    .where(and(eq(directoryAccounts.person, person), isNotNull(directoryAccounts.manager)))
    // Entra before SCIM: the alphabetical order happens to put the authoritative source first.
    .orderBy(asc(directoryAccounts.source));
  for (const { source, manager } of [...own, ...linked]) {
    const found = manager ? await firstKnown(tx, source, manager) : null;
    if (found) return found;
  }
  return null;
}

/** The registry does not know every manager, so the next known one upwards is used. */
async function firstKnown(tx: Tx, source: DirectorySource, externalId: string): Promise<string | null> {
  let at: string | null = externalId;
  for (let level = 0; at !== null && level < LEVELS; level++) {
    const account: Account | null = await accountOf(tx, source, at);
    if (account?.person) return account.person;
    at = account?.manager ?? null;
  }
  return null;
}

/** Ids of active accounts of people with rights on a running channel: at most `most`, starting after `after`. */
export async function holderAccounts(tx: Tx, source: DirectorySource, after: string, most: number): Promise<string[]> {
  const holds = tx
    .select({ id: channels.id })
    .from(channels)
    .innerJoin(applications, eq(applications.id, channels.application))
    .where(
      and(
        notInArray(channels.state, ['planned', 'closed']),
        sql`${applications.answers} -> 'persons' @> jsonb_build_array(jsonb_build_object('person', ${directoryAccounts.person}))`,
      ),
    );
  const rows = await tx
    .select({ id: directoryAccounts.externalId })
    .from(directoryAccounts)
    .where(
      and(
        eq(directoryAccounts.source, source),
        gt(directoryAccounts.externalId, after),
        sql`${directoryAccounts.active} is distinct from false`,
        exists(holds),
      ),
    )
    .orderBy(asc(directoryAccounts.externalId))
    .limit(most);
  return rows.map(({ id }) => id);
}

/** Ids of accounts that are active as far as we know and belong to a person in the registry. */
export async function openAccounts(tx: Tx, source: DirectorySource): Promise<string[]> {
  const rows = await tx
    .select({ id: directoryAccounts.externalId })
    .from(directoryAccounts)
    .where(
      and(
        eq(directoryAccounts.source, source),
        isNotNull(directoryAccounts.person),
        sql`${directoryAccounts.active} is distinct from false`,
      ),
    )
    .orderBy(asc(directoryAccounts.externalId));
  return rows.map(({ id }) => id);
}

/**
 * A link to a person whose name was deleted counts as none: the account may now belong to a new person in the registry.
 */
export async function accountOf(tx: Tx, source: DirectorySource, externalId: string): Promise<Account | null> {
  const [row] = await tx
    .select({ account: directoryAccounts, person: people.id })
    .from(directoryAccounts)
    .leftJoin(people, eq(people.id, directoryAccounts.person))
    .where(isAccount(source, externalId));
  return row ? { ...row.account, person: row.person } : null;
}

/** The same, locked for writing: a link made at the same time is waited for and not overwritten. */
export async function accountToWrite(tx: Tx, source: DirectorySource, externalId: string): Promise<Account | null> {
  // Lock first, then read: a join that had to wait would return the person from before.
  await tx
    .select({ id: directoryAccounts.externalId })
    .from(directoryAccounts)
    .where(isAccount(source, externalId))
    .for('update');
  return accountOf(tx, source, externalId);
}

const isAccount = (source: DirectorySource, externalId: string) =>
  and(eq(directoryAccounts.source, source), eq(directoryAccounts.externalId, externalId));

export type AccountFilter = { login?: string; externalId?: string };

export function accountsOf(tx: Tx, source: DirectorySource, filter: AccountFilter = {}): Promise<Account[]> {
  return tx
    .select()
    .from(directoryAccounts)
    .where(
      and(
        eq(directoryAccounts.source, source),
        filter.externalId === undefined ? undefined : eq(directoryAccounts.externalId, filter.externalId),
        filter.login === undefined ? undefined : sql`lower(${directoryAccounts.login}) = ${filter.login.toLowerCase()}`,
      ),
    )
    .orderBy(asc(directoryAccounts.externalId));
}

export async function saveAccount(tx: Tx, account: Account): Promise<void> {
  const { source: _source, externalId: _id, ...set } = account;
  await tx
    .insert(directoryAccounts)
    .values(account)
    .onConflictDoUpdate({ target: [directoryAccounts.source, directoryAccounts.externalId], set });
}

/** @returns false if the account now belongs to somebody else, or was closed or reopened; then decide again */
export async function linkAccount(tx: Tx, { link, seen, person, speaks }: AccountLink): Promise<boolean> {
  const written = await tx
    .update(directoryAccounts)
    .set({ person })
    .where(
      and(
        isAccount(link.source, link.externalId),
        sql`${directoryAccounts.person} is not distinct from ${seen}`,
        sql`${directoryAccounts.active} is not distinct from ${link.active}`,
      ),
    )
    .returning({ id: directoryAccounts.externalId });
  if (written.length === 0) return false;
  if (speaks.as.length === 0) return true;
  const spoken = and(
    inArray(identities.chat, [...speaks.chats]),
    eq(identities.externalId, link.externalId),
    inArray(identities.person, [...speaks.as]),
  );
  if (person === null) await tx.delete(identities).where(spoken);
  else await tx.update(identities).set({ person }).where(spoken);
  return true;
}

/**
 * The person of a directory account: by an id known from a chat, else by its addresses. A person has only one account
 * per source, and the first one counts even when closed: a successor who inherits an address must not become the
 * predecessor.
 */
export async function personBehind(
  tx: Tx,
  source: DirectorySource,
  externalId: string,
  { chats, addresses }: { chats: readonly ChatName[]; addresses: readonly string[] },
): Promise<string | null> {
  const person = (await byChat(tx, externalId, chats)) ?? (await byAddress(tx, addresses));
  if (person === null) return null;
  const [taken] = await tx
    .select({ id: directoryAccounts.externalId })
    .from(directoryAccounts)
    .where(
      and(
        eq(directoryAccounts.source, source),
        eq(directoryAccounts.person, person),
        ne(directoryAccounts.externalId, externalId),
      ),
    );
  return taken ? null : person;
}

async function byChat(tx: Tx, externalId: string, chats: readonly ChatName[]): Promise<string | null> {
  if (chats.length === 0) return null;
  const [known] = await tx
    .select({ person: identities.person })
    .from(identities)
    .where(and(inArray(identities.chat, [...chats]), eq(identities.externalId, externalId)));
  return known?.person ?? null;
}

/** Uses the first address that belongs to anybody: a login may look like a colleague's address. */
async function byAddress(tx: Tx, addresses: readonly string[]): Promise<string | null> {
  for (const address of addresses) {
    const [match] = await tx.select({ id: people.id }).from(people).where(eq(people.email, address.toLowerCase()));
    if (match) return match.id;
  }
  return null;
}

export async function cursorOf(tx: Tx, source: string): Promise<string | null> {
  const [row] = await tx.select().from(directorySync).where(eq(directorySync.source, source));
  return row?.cursor ?? null;
}

export async function saveCursor(tx: Tx, source: string, cursor: string | null, now: Date): Promise<void> {
  const row = { cursor, at: now };
  await tx
    .insert(directorySync)
    .values({ source, ...row })
    .onConflictDoUpdate({ target: directorySync.source, set: row });
}

/**
 * Takes a lease until then, for one of all processes. It also ends if the clock has jumped back to before it was taken.
 * @returns false if the lease is taken
 */
export async function lease(tx: Tx, what: string, now: Date, until: Date): Promise<boolean> {
  const row = { cursor: until.toISOString(), at: now };
  const taken = await tx
    .insert(directorySync)
    .values({ source: what, ...row })
    .onConflictDoUpdate({
      target: directorySync.source,
      set: row,
      setWhere: sql`${gt(directorySync.at, now)} or ${lte(directorySync.cursor, now.toISOString())}`,
    })
    .returning({ source: directorySync.source });
  return taken.length > 0;
}

/** Whether the person's account in this source is closed. */
export async function isClosedIn(tx: Tx, person: string, source: DirectorySource): Promise<boolean> {
  const rows = await tx
    .select({ active: directoryAccounts.active })
    .from(directoryAccounts)
    .where(and(eq(directoryAccounts.person, person), eq(directoryAccounts.source, source)));
  return rows.some(({ active }) => active === false);
}
