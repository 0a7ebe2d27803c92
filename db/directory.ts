/** What the directories have said: accounts as last seen, who manages whom, where a sweep goes on. */
import { and, asc, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import type { ChatName } from '../bot/chat.ts';
import type { Tx } from './connect.ts';
import { directoryAccounts, directorySync, identities, people } from './schema.ts';

export type Account = typeof directoryAccounts.$inferSelect;

/** How far the snapshot is followed upwards. */
const LEVELS = 10;

/** The person's managers by the last snapshot, nearest first; a circle ends it. */
export async function managerChain(tx: Tx, person: string): Promise<string[]> {
  const chain: string[] = [];
  for (let at = person; chain.length < LEVELS; ) {
    const next = await managerOf(tx, at);
    if (next === null || next === person || chain.includes(next)) break;
    chain.push(next);
    at = next;
  }
  return chain;
}

async function managerOf(tx: Tx, person: string): Promise<string | null> {
  const own = await tx
    .select()
    .from(directoryAccounts)
    .where(and(eq(directoryAccounts.person, person), isNotNull(directoryAccounts.manager)))
    // Entra before SCIM: alphabetical by chance, and the authoritative one first.
    .orderBy(asc(directoryAccounts.source));
  for (const { source, manager } of own) {
    const found = await accountOf(tx, source, manager!);
    if (found?.person) return found.person;
  }
  return null;
}

export async function accountOf(tx: Tx, source: string, externalId: string): Promise<Account | null> {
  const [row] = await tx
    .select()
    .from(directoryAccounts)
    .where(and(eq(directoryAccounts.source, source), eq(directoryAccounts.externalId, externalId)));
  return row ?? null;
}

export type AccountFilter = { login?: string; externalId?: string };

export function accountsOf(tx: Tx, source: string, filter: AccountFilter = {}): Promise<Account[]> {
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

/**
 * Whom an account of a directory belongs to: by an id that a chat has made known, else by address. An address is believed
 * only for a person without an account in this source: whoever gets somebody's old address must not become them.
 */
export async function personBehind(
  tx: Tx,
  source: string,
  externalId: string,
  { chats, email }: { chats: readonly ChatName[]; email?: string | undefined },
): Promise<string | null> {
  if (chats.length > 0) {
    const [known] = await tx
      .select({ person: identities.person })
      .from(identities)
      .where(and(inArray(identities.chat, [...chats]), eq(identities.externalId, externalId)));
    if (known) return known.person;
  }
  if (!email) return null;
  const [match] = await tx.select({ id: people.id }).from(people).where(eq(people.email, email.toLowerCase()));
  if (!match) return null;
  const [taken] = await tx
    .select({ id: directoryAccounts.externalId })
    .from(directoryAccounts)
    .where(
      and(
        eq(directoryAccounts.source, source),
        eq(directoryAccounts.person, match.id),
        ne(directoryAccounts.externalId, externalId),
      ),
    );
  return taken ? null : match.id;
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

/** Whether the person's account in this source is closed. */
export async function isClosedIn(tx: Tx, person: string, source: string): Promise<boolean> {
  const rows = await tx
    .select({ active: directoryAccounts.active })
    .from(directoryAccounts)
    .where(and(eq(directoryAccounts.person, person), eq(directoryAccounts.source, source)));
  return rows.some(({ active }) => active === false);
}
