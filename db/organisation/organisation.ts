/** The organisation file in the database: people get opaque keys and names of their own table, the rest speaks in keys. */
import { type Column, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Lang } from '../../bot/chat.ts';
import type { Organisation } from '../../bot/organisation/organisation.ts';
import type { OrgFacts } from '../../bot/organisation/permission.ts';
import type { Tx } from '../connect.ts';
import { newId } from '../ids.ts';
import { identities, organisations, people } from '../schema.ts';

/** The organisation as it stands, every person by key; `gone` are those marked as gone. */
export type Org = {
  organisation: Organisation;
  gone: ReadonlySet<string>;
  /** Whom a file names or has named; the others are known from applications only. */
  listed: ReadonlySet<string>;
  facts: OrgFacts;
};

/**
 * Writes the organisation file. People keep their keys by their id in the file, and by their e-mail address when they
 * were known before without an id (named in an application) or have got a new one; names and addresses are refreshed.
 */
export async function applyOrganisation(tx: Tx, file: Organisation, now: Date): Promise<void> {
  // Two processes that start at once would both miss the other's new people.
  await tx.execute(sql`lock table ${organisations} in share row exclusive mode`);
  const keys = await keysFor(tx, file);
  const emails = file.people.map(({ email }) => email.toLowerCase());
  // Addresses change hands, and each is unique: all are given back first.
  if (emails.length > 0) await tx.update(people).set({ email: null }).where(inArray(people.email, emails));
  for (let from = 0; from < file.people.length; from += AT_ONCE) {
    const part = file.people.slice(from, from + AT_ONCE);
    await tx
      .insert(people)
      .values(
        part.map(({ id, name, email, lang }) => ({
          ...{ id: keys.get(id)!, ref: id, name, email: email.toLowerCase(), lang },
          createdAt: now,
        })),
      )
      .onConflictDoUpdate({ target: people.id, set: { ...REFRESHED, version: sql`${people.version} + 1` } });
    await tx
      .insert(identities)
      .values(
        part.map(({ id }) => ({
          ...{ chat: 'local' as const, tenant: 'local', externalId: id, person: keys.get(id)! },
          seenAt: now,
        })),
      )
      .onConflictDoNothing();
  }
  const row = { document: withKeys(file, (id) => keys.get(id) ?? id), appliedAt: now };
  await tx
    .insert(organisations)
    .values({ id: 'current', ...row })
    .onConflictDoUpdate({ target: organisations.id, set: { ...row, version: sql`${organisations.version} + 1` } });
}

/** Postgres takes 65,535 parameters in one statement. */
const AT_ONCE = 1000;
/** What the file says of somebody who is known already. */
const REFRESHED = {
  ref: sql`excluded.ref`,
  name: sql`excluded.name`,
  email: sql`excluded.email`,
  lang: sql`excluded.lang`,
};

/** The key of each person of the file: the one they have, or a new one. */
async function keysFor(tx: Tx, file: Organisation): Promise<Map<string, string>> {
  const rows = await tx.select({ id: people.id, ref: people.ref, email: people.email }).from(people);
  const byRef = new Map(rows.map((row) => [row.ref, row.id]));
  // Only who was known from an application alone. Whoever gets a predecessor's mailbox is not the predecessor: their key
  // carries votes, consent, and the identities that still act with it.
  const adoptable = rows.filter(({ ref }) => ref === null);
  const byEmail = new Map(adoptable.map((row) => [row.email, row.id]));
  return new Map(
    file.people.map(({ id, email }) => [id, byRef.get(id) ?? byEmail.get(email.toLowerCase()) ?? newId('person')]),
  );
}

/**
 * What was read last, under a hash of all it was made of: the same hash is the same contents, whoever wrote them, in
 * whichever process or transaction. Read for every card that is drawn; with its people it was most of what a card cost.
 */
let last: { hash: string; org: Org } | null = null;

/** @returns null while no organisation has been applied; the same frozen object as long as nothing changes */
export async function loadOrganisation(tx: Tx): Promise<Org | null> {
  const known = last;
  const everybody = sql`(select count(*) || '/' || coalesce(sum(hash_record_extended(${people}, 0)), 0) from ${people})`;
  const hash = sql<string>`hash_record_extended(${organisations}, 0) || '/' || ${everybody}`.as('hash');
  // The limit keeps the hash from being worked out again at each place that uses it.
  const current = tx
    .select({ document: organisations.document, hash })
    .from(organisations)
    .where(eq(organisations.id, 'current'))
    .limit(1)
    .as('current');
  const rows = sql`(select jsonb_agg(jsonb_build_object('id', ${people.id}, 'name', ${people.name}, 'email', ${people.email}, 'lang', ${people.lang}, 'gone', ${people.gone}, 'listed', ${people.ref} is not null)) from ${people})`;
  const unlessKnown = <T>(what: SQL | SQL.Aliased | Column) =>
    sql<T | null>`case when ${current.hash} = ${known?.hash ?? ''} then null else ${what} end`;
  // One statement, so one moment: a hash of before and contents of after would be kept for each other.
  const [row] = await tx
    .select({
      hash: current.hash,
      document: unlessKnown<Organisation>(current.document),
      people: unlessKnown<PersonRow[]>(rows),
    })
    .from(current);
  if (!row) return null;
  if (row.document === null) return known?.org ?? null;
  const org = orgFrom(row.document, row.people ?? []);
  last = { hash: row.hash, org };
  return org;
}

type PersonRow = { id: string; name: string; email: string | null; lang: Lang; gone: boolean; listed: boolean };

function orgFrom(stored: Organisation, rows: readonly PersonRow[]): Org {
  const organisation: Organisation = {
    ...stored,
    people: rows.map(({ id, name, email, lang }) => ({ id, name, email: email ?? '', lang })),
  };
  const gone = new Set(rows.filter((person) => person.gone).map((person) => person.id));
  const listed = new Set(rows.filter((person) => person.listed).map((person) => person.id));
  frozen(organisation);
  return { organisation, gone, listed, facts: { offices: organisation.offices, bodies: organisation.bodies, gone } };
}

/** It is handed to everybody who asks, so nobody may write into it. */
function frozen(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) frozen(inner);
}

/** The organisation as its file says it, people by their ids there: for comparing it with a new file. */
export async function organisationInForce(tx: Tx): Promise<Organisation | null> {
  const org = await loadOrganisation(tx);
  if (!org) return null;
  const rows = await tx.select({ id: people.id, ref: people.ref }).from(people);
  const refs = new Map(rows.map(({ id, ref }) => [id, ref]));
  // Who is known only from an application never stood in the file.
  const listed = org.organisation.people.filter(({ id }) => refs.get(id));
  const file = withKeys(org.organisation, (key) => refs.get(key) ?? key);
  return { ...file, people: listed.map((person) => ({ ...person, id: refs.get(person.id)! })) };
}

/** Names of people by key; a person whose name was deleted is shown by what the caller puts in their place. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await tx.select({ id: people.id, name: people.name }).from(people).where(inArray(people.id, wanted));
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** The same file with each person's id replaced. The list of people goes: names live in `people` only. */
function withKeys(file: Organisation, key: (id: string) => string): Organisation {
  const all = (ids: readonly string[]) => ids.map(key);
  const lead = <T extends { head?: string; lead?: string }>(post: T) => ({
    ...(post.head === undefined ? {} : { head: key(post.head) }),
    ...(post.lead === undefined ? {} : { lead: key(post.lead) }),
  });
  const { roles, incident } = file;
  return {
    ...file,
    city: { ...file.city, ...(file.city.guests ? { guests: all(file.city.guests) } : {}) },
    people: [],
    offices: file.offices.map((office) => ({
      ...office,
      ...lead(office as { head?: string }),
      deputies: all(office.deputies),
      privacy: all(office.privacy),
      staff: all(office.staff),
    })),
    bodies: file.bodies.map((body) => ({
      ...body,
      ...lead(body as { lead?: string }),
      members: all(body.members),
      deputies: all(body.deputies),
    })),
    roles: {
      registrar: all(roles.registrar),
      security: all(roles.security),
      press: all(roles.press),
      auditor: all(roles.auditor),
      reviewer: roles.reviewer.map((seat) => ({ ...seat, person: key(seat.person) })),
      fulfilment: all(roles.fulfilment),
      operator: all(roles.operator),
    },
    ...(incident
      ? {
          incident: {
            ...incident,
            approvers: all(incident.approvers),
            legal: all(incident.legal),
            phones: incident.phones.map((line) => ({ ...line, person: key(line.person) })),
          },
        }
      : {}),
  };
}
