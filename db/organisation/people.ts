/** Who is behind a chat identity, and how to reach a person there. */
import { isDeepStrictEqual } from 'node:util';
import { and, desc, eq, getTableColumns, ilike, inArray, ne, notExists, or, sql } from 'drizzle-orm';
import type { ChatName, Identity, Room, Speaker } from '../../bot/chat.ts';
import type { DirectorySource } from '../../bot/leavers/case.ts';
import type { Believes } from '../../bot/organisation/vouching.ts';
import type { Tx } from '../connect.ts';
import { directoryAccounts, identities, messages, people } from '../schema.ts';

/** What counts besides the chat's own id. `sources`: directories that use this chat's ids. */
type Knowing = { sources: readonly DirectorySource[]; believes: Believes };
const EVERYBODY: Knowing = { sources: [], believes: () => true };

/** Milliseconds: precision of the time at which somebody was last seen in a chat. */
const SEEN_MS = 60_000;
/** Of several accounts, the one used last is written to first. */
const isLast = sql<boolean>`not exists (select from identities other where other.person = identities.person and other.seen_at > identities.seen_at)`;

/**
 * The person of an account. On first contact the account is matched by directory, then by an e-mail address the chat
 * vouches for, then by a DM that Slack found by address. Later only the chat's own id counts, so a changed address
 * changes nothing. An account of a foreign workspace or tenant never matches. A guest matches only if the organisation
 * file says whose account it is.
 */
export async function identify(
  tx: Tx,
  who: Speaker,
  room: Room,
  now: Date,
  knowing: Knowing = EVERYBODY,
): Promise<string | null> {
  const { sources, believes } = knowing;
  if (who.from === 'foreign') return null;
  const key = and(eq(identities.chat, who.chat), eq(identities.tenant, who.tenant), eq(identities.externalId, who.id));
  const reach = room.dm ? { ...room.reach, room: room.id } : undefined;
  const mayBe = (person: string) => !who.guest || believes(person, who.email ?? '');
  // Locked until the request ends, because a second click must see the effect of the first. Written only if something
  // changed.
  const [known] = await tx
    .select({ ...getTableColumns(identities), isLast })
    .from(identities)
    .where(key)
    .for('update');
  if (known) {
    if (!mayBe(known.person)) return null;
    const isFresh = known.isLast && now.getTime() - known.seenAt.getTime() < SEEN_MS;
    const isSame = !reach || isDeepStrictEqual(reach, known.reach);
    const seen = { seenAt: now, ...(reach ? { reach } : {}) };
    if (!isFresh || !isSame) await tx.update(identities).set(seen).where(key);
    return known.person;
  }
  if (who.from === 'unclear') return null;
  const match =
    (await byDirectory(tx, who, sources)) ?? (await byEmail(tx, who, knowing)) ?? (await byDm(tx, who, room));
  if (!match || !mayBe(match)) return null;
  await addIdentity(tx, who, match, now, reach);
  return match;
}

/** A directory's ids belong to the bot's own tenant. An account that is closed there matches nobody. */
async function byDirectory(tx: Tx, { from, id }: Speaker, sources: readonly DirectorySource[]): Promise<string | null> {
  if (sources.length === 0 || from === 'ally') return null;
  const [account] = await tx
    .select({ person: people.id })
    .from(directoryAccounts)
    .innerJoin(people, eq(people.id, directoryAccounts.person))
    .where(isOpenAccount(id, sources))
    .orderBy(directoryAccounts.source)
    .limit(1);
  return account?.person ?? null;
}

const isOpenAccount = (id: string, sources: readonly DirectorySource[]) =>
  and(
    inArray(directoryAccounts.source, [...sources]),
    eq(directoryAccounts.externalId, id),
    sql`${directoryAccounts.active} is distinct from false`,
  );

/**
 * An address counts only on first contact. If the person already has an account in this chat or directory, another
 * account does not match.
 */
async function byEmail(tx: Tx, who: Speaker, { sources, believes }: Knowing): Promise<string | null> {
  const { email, chat, tenant, id } = who;
  if (!email) return null;
  const spoken = tx
    .select({ id: identities.externalId })
    .from(identities)
    .where(
      and(
        eq(identities.person, people.id),
        eq(identities.chat, chat),
        eq(identities.tenant, tenant),
        ne(identities.externalId, id),
      ),
    );
  const listed = tx
    .select({ id: directoryAccounts.externalId })
    .from(directoryAccounts)
    .where(
      and(
        eq(directoryAccounts.person, people.id),
        inArray(directoryAccounts.source, [...sources]),
        ne(directoryAccounts.externalId, id),
      ),
    );
  const [match] = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.email, email.toLowerCase()), notExists(spoken), notExists(listed)));
  return match && believes(match.id, email) ? match.id : null;
}

/** Whether a directory of the bot's own tenant lists this account as active. */
export async function isListed(tx: Tx, id: string, sources: readonly DirectorySource[]): Promise<boolean> {
  const [account] = await tx
    .select({ id: directoryAccounts.externalId })
    .from(directoryAccounts)
    .where(isOpenAccount(id, sources))
    .limit(1);
  return account !== undefined;
}

/**
 * For when Slack does not identify the sender: the person whose card went to this DM, which Slack had found by their
 * address.
 */
async function byDm(tx: Tx, { chat, untold }: Speaker, room: Room): Promise<string | null> {
  if (!untold || chat !== 'slack' || !room.dm) return null;
  const rows = await tx
    .selectDistinct({ person: people.id })
    .from(messages)
    .innerJoin(people, eq(people.id, messages.person))
    .where(and(eq(messages.chat, chat), eq(messages.room, room.id), eq(people.gone, false)))
    .limit(2);
  return rows.length === 1 ? rows[0]!.person : null;
}

/** Adds a person known only by name. */
export async function namePerson(tx: Tx, id: string, name: string, now: Date): Promise<void> {
  await tx.insert(people).values({ id, name, createdAt: now });
}

export async function addIdentity(tx: Tx, who: Identity, person: string, now: Date, reach?: Record<string, string>) {
  await tx
    .insert(identities)
    .values({ chat: who.chat, tenant: who.tenant, externalId: who.id, person, seenAt: now, reach: reach ?? {} })
    .onConflictDoNothing();
}

type Reachable = { chat: ChatName; tenant: string; user: string; reach: Record<string, string> };

/** How to reach a person: their identities in these chats, last used first, and their address. */
export type Contact = { known: readonly Reachable[]; email: string | null };

/** How to reach each of these people in these chats, in one query. */
export async function contactsOf(
  tx: Tx,
  ids: readonly string[],
  chats: readonly ChatName[],
): Promise<ReadonlyMap<string, Contact>> {
  const found = new Map<string, { known: Reachable[]; email: string | null }>();
  if (ids.length === 0) return found;
  const rows = await tx
    .select({ id: people.id, email: people.email, identity: identities })
    .from(people)
    .leftJoin(identities, and(eq(identities.person, people.id), inArray(identities.chat, [...chats])))
    .where(inArray(people.id, [...new Set(ids)]))
    .orderBy(desc(identities.seenAt), identities.chat);
  for (const { id, email, identity } of rows) {
    const contact = found.get(id) ?? { known: [], email };
    found.set(id, contact);
    if (!identity) continue;
    const { chat, tenant, externalId, reach } = identity;
    contact.known.push({ chat, tenant, user: externalId, reach });
  }
  return found;
}

export async function personById(tx: Tx, id: string) {
  const [row] = await tx.select().from(people).where(eq(people.id, id));
  return row ?? null;
}

/**
 * Finds the person somebody named: by registry key, chat id, e-mail address, or name (also "surname, first name").
 * @returns null if nobody matches, or several do
 */
export async function findPerson(tx: Tx, chat: ChatName, tenant: string, said: string): Promise<string | null> {
  const text = said.trim().replace(/^<@([^|>]+)(\|[^>]*)?>$/, '$1');
  if (text === '') return null;
  const [byIdentity] = await tx
    .select({ person: identities.person })
    .from(identities)
    .where(and(eq(identities.chat, chat), eq(identities.tenant, tenant), eq(identities.externalId, text)));
  if (byIdentity) return byIdentity.person;
  const turned = /^([^,]+),\s*(.+)$/.exec(text);
  const exact = (value: string) => ilike(people.name, value.replaceAll(/[%_\\]/g, '\\$&'));
  const rows = await tx
    .select({ id: people.id })
    .from(people)
    .where(
      or(
        eq(people.id, text),
        eq(people.email, text.toLowerCase()),
        exact(text),
        turned ? exact(`${turned[2]} ${turned[1]}`) : undefined,
      ),
    )
    .limit(2);
  return rows.length === 1 ? rows[0]!.id : null;
}

/** Everybody who is not gone, and since when the registry knows them. */
export function presentPeople(tx: Tx): Promise<{ id: string; createdAt: Date }[]> {
  return tx.select({ id: people.id, createdAt: people.createdAt }).from(people).where(eq(people.gone, false));
}

/** When the registry's first person was added. Null if there is nobody. */
export async function begunAt(tx: Tx): Promise<Date | null> {
  const [first] = await tx.select({ at: people.createdAt }).from(people).orderBy(people.createdAt).limit(1);
  return first?.at ?? null;
}
