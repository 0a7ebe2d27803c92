/** The organisation file in the database: people get opaque keys and names of their own table, the rest speaks in keys. */
import { eq, inArray, sql } from 'drizzle-orm';
import type { Organisation } from '../bot/organisation.ts';
import type { OrgFacts } from '../bot/permission.ts';
import type { Tx } from './connect.ts';
import { newId } from './ids.ts';
import { identities, organisations, people } from './schema.ts';

/** The organisation as it stands, every person by key; `gone` are those marked as gone. */
export type Org = { organisation: Organisation; gone: ReadonlySet<string>; facts: OrgFacts };

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
  for (const person of file.people) {
    const key = keys.get(person.id)!;
    const values = { ref: person.id, name: person.name, email: person.email.toLowerCase(), lang: person.lang };
    await tx
      .insert(people)
      .values({ id: key, createdAt: now, ...values })
      .onConflictDoUpdate({ target: people.id, set: { ...values, version: sql`${people.version} + 1` } });
    await tx
      .insert(identities)
      .values({ chat: 'local', tenant: 'local', externalId: person.id, person: key, seenAt: now })
      .onConflictDoNothing();
  }
  const row = { document: withKeys(file, (id) => keys.get(id) ?? id), appliedAt: now };
  await tx
    .insert(organisations)
    .values({ id: 'current', ...row })
    .onConflictDoUpdate({ target: organisations.id, set: { ...row, version: sql`${organisations.version} + 1` } });
}

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

/** @returns null while no organisation has been applied */
export async function loadOrganisation(tx: Tx): Promise<Org | null> {
  const [row] = await tx.select().from(organisations).where(eq(organisations.id, 'current'));
  if (!row) return null;
  const stored = row.document as Organisation;
  const rows = await tx.select().from(people);
  const organisation: Organisation = {
    ...stored,
    people: rows.map(({ id, name, email, lang }) => ({
      id,
      name,
      email: email ?? '',
      lang: lang === 'en' ? 'en' : 'de',
    })),
  };
  const gone = new Set(rows.filter((person) => person.gone).map((person) => person.id));
  return { organisation, gone, facts: { offices: organisation.offices, bodies: organisation.bodies, gone } };
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
  const { roles } = file;
  return {
    ...file,
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
  };
}
