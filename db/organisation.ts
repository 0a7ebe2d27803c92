/** The organisation file in the database: people get opaque keys and names of their own table, the rest speaks in keys. */
import { eq, inArray } from 'drizzle-orm';
import type { Organisation } from '../bot/organisation.ts';
import type { OrgFacts } from '../bot/permission.ts';
import type { Tx } from './connect.ts';
import { newId } from './ids.ts';
import { identities, organisations, people } from './schema.ts';

/** The organisation as it stands, every person by key; `gone` are those marked as gone. */
export type Org = { organisation: Organisation; gone: ReadonlySet<string>; facts: OrgFacts };

/** Writes the organisation file. People keep their keys by their id in the file; names and addresses are refreshed. */
export async function applyOrganisation(tx: Tx, file: Organisation, now: Date): Promise<void> {
  const keys = new Map<string, string>();
  for (const person of file.people) {
    const values = { name: person.name, email: person.email.toLowerCase(), lang: person.lang };
    const [row] = await tx
      .insert(people)
      .values({ id: newId('person'), ref: person.id, createdAt: now, ...values })
      .onConflictDoUpdate({ target: people.ref, set: values })
      .returning({ id: people.id });
    keys.set(person.id, row!.id);
    await tx
      .insert(identities)
      .values({ chat: 'local', tenant: 'local', externalId: person.id, person: row!.id, seenAt: now })
      .onConflictDoNothing();
  }
  const document = withKeys(file, (id) => keys.get(id) ?? id);
  const row = { document, appliedAt: now };
  await tx
    .insert(organisations)
    .values({ id: 'current', ...row })
    .onConflictDoUpdate({ target: organisations.id, set: row });
}

/** @returns null while no organisation has been applied */
export async function loadOrganisation(tx: Tx): Promise<Org | null> {
  const [row] = await tx.select().from(organisations).where(eq(organisations.id, 'current'));
  if (!row) return null;
  const stored = row.document as Organisation;
  const rows = await tx.select().from(people);
  const organisation: Organisation = {
    ...stored,
    people: rows.map(({ id, name, email, lang }) => ({ id, name, email: email ?? '', lang: lang === 'en' ? 'en' : 'de' })),
  };
  const gone = new Set(rows.filter((person) => person.gone).map((person) => person.id));
  return { organisation, gone, facts: { offices: organisation.offices, bodies: organisation.bodies, gone } };
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
