/**
 * The organisation file in the database. People get opaque keys and their names a separate table; everything else uses
 * keys.
 */
import { type Column, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Lang } from '../../bot/chat.ts';
import type { Organisation } from '../../bot/organisation/organisation.ts';
import type { OrgFacts } from '../../bot/organisation/permission.ts';
import type { Tx } from '../connect.ts';
import { newId } from '../ids.ts';
import { identities, organisations, people } from '../schema.ts';

/** The current organisation, every person by key. `gone`: people marked as gone. */
export type Org = {
  organisation: Organisation;
  gone: ReadonlySet<string>;
  /** People named in the current or an earlier file. All others are known only from applications. */
  listed: ReadonlySet<string>;
  facts: OrgFacts;
};

/**
 * Stores the organisation file. A person keeps their key by their id in the file. People known only from applications
 * are matched by e-mail address. Names and addresses are updated.
 */
export async function applyOrganisation(tx: Tx, file: Organisation, now: Date): Promise<void> {
  // Two processes starting at once would each miss the other's new people.
  await tx.execute(sql`lock table ${organisations} in share row exclusive mode`);
  const keys = await keysFor(tx, file);
  const emails = file.people.map(({ email }) => email.toLowerCase());
  // Addresses are unique but change hands, so all are cleared first.
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

/** Rows per statement: Postgres allows at most 65,535 parameters. */
const AT_ONCE = 1000;
/** The columns to update for a person who is already known. */
const REFRESHED = {
  ref: sql`excluded.ref`,
  name: sql`excluded.name`,
  email: sql`excluded.email`,
  lang: sql`excluded.lang`,
};

/** The existing or a new key for each person in the file. */
async function keysFor(tx: Tx, file: Organisation): Promise<Map<string, string>> {
  const rows = await tx.select({ id: people.id, ref: people.ref, email: people.email }).from(people);
  const byRef = new Map(rows.map((row) => [row.ref, row.id]));
  // Only people known from applications alone. A successor with a predecessor's mailbox is not the predecessor, whose
  // key carries votes, consents and working identities.
  const adoptable = rows.filter(({ ref }) => ref === null);
  const byEmail = new Map(adoptable.map((row) => [row.email, row.id]));
  return new Map(
    file.people.map(({ id, email }) => [id, byRef.get(id) ?? byEmail.get(email.toLowerCase()) ?? newId('person')]),
  );
}

/**
 * The last organisation read, with a hash of everything it was made of. An equal hash means equal content, in any
 * process or transaction. It is read for every card; loading the people was most of a card's cost.
 */
let last: { hash: string; org: Org } | null = null;

/** @returns null until an organisation has been applied; the same frozen object while nothing changes */
export async function loadOrganisation(tx: Tx): Promise<Org | null> {
  const known = last;
  const everybody = sql`(select count(*) || '/' || coalesce(sum(hash_record_extended(${people}, 0)), 0) from ${people})`;
  const hash = sql<string>`hash_record_extended(${organisations}, 0) || '/' || ${everybody}`.as('hash');
  // The limit keeps Postgres from computing the hash again wherever it is used.
  const current = tx
    .select({ document: organisations.document, hash })
    .from(organisations)
    .where(eq(organisations.id, 'current'))
    .limit(1)
    .as('current');
  const rows = sql`(select jsonb_agg(jsonb_build_object('id', ${people.id}, 'name', ${people.name}, 'email', ${people.email}, 'lang', ${people.lang}, 'gone', ${people.gone}, 'listed', ${people.ref} is not null)) from ${people})`;
  const unlessKnown = <T>(what: SQL | SQL.Aliased | Column) =>
    sql<T | null>`case when ${current.hash} = ${known?.hash ?? ''} then null else ${what} end`;
  // One statement, so one snapshot: otherwise an old hash could be cached with new content.
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

/** Every caller gets the same object, so nobody may modify it. */
function frozen(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) frozen(inner);
}

/** The organisation as in its file, with people by their ids there, for comparison with a new file. */
export async function organisationInForce(tx: Tx): Promise<Organisation | null> {
  const org = await loadOrganisation(tx);
  if (!org) return null;
  const rows = await tx.select({ id: people.id, ref: people.ref }).from(people);
  const refs = new Map(rows.map(({ id, ref }) => [id, ref]));
  // People known only from applications were never in the file.
  const listed = org.organisation.people.filter(({ id }) => refs.get(id));
  const file = withKeys(org.organisation, (key) => refs.get(key) ?? key);
  return { ...file, people: listed.map((person) => ({ ...person, id: refs.get(person.id)! })) };
}

/** Names of people by key. People whose name was deleted are missing. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await tx.select({ id: people.id, name: people.name }).from(people).where(inArray(people.id, wanted));
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** The same file with each person's id replaced and the list of people emptied: names are only in `people`. */
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
