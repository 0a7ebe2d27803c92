/** What applying an organisation file would change, as rows of codes and ids; they are put into words where shown. */

import { bodyKey } from '../participation/body.ts';
import type { ListedRoom, Organisation } from './organisation.ts';

/** One field: the values removed and those added. A single value that changes has one of each. */
export type FieldChange = { field: string; removed: string[]; added: string[] };

/**
 * One row. `id`: the entry's id, a body's key (`council@kulturbetriebe`), a role's or room list's name, `city`.
 * `name`: what people call it (after the change, unless it is removed). `fields`: never empty.
 */
export type OrganisationChange = {
  what: 'added' | 'removed' | 'changed';
  of: 'city' | 'person' | 'legalBody' | 'office' | 'body' | 'rooms' | 'role' | 'incident';
  id: string;
  name: string;
  fields: FieldChange[];
};

type Thing = Pick<OrganisationChange, 'of' | 'id' | 'name'> & { fields: Record<string, readonly string[]> };

/**
 * @param before the organisation in force, null when there is none yet
 * @param after the one to be applied
 * @returns one row per entry that differs, in the order of the file's sections and then by id; lists count as sets
 */
export function diffOrganisation(before: Organisation | null, after: Organisation): OrganisationChange[] {
  const old = things(before);
  const fresh = things(after);
  const keys = [...fresh.keys(), ...[...old.keys()].filter((key) => !fresh.has(key))];
  const rows = keys.flatMap((key): OrganisationChange[] => {
    const [was, is] = [old.get(key), fresh.get(key)];
    const thing = is ?? was;
    const fields = fieldChanges(was?.fields ?? {}, is?.fields ?? {});
    if (thing === undefined || fields.length === 0) return [];
    const what = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
    return [{ what, of: thing.of, id: thing.id, name: thing.name, fields }];
  });
  return rows.sort((a, b) => ORDER[a.of] - ORDER[b.of] || (a.id < b.id ? -1 : 1));
}

const ORDER = {
  city: 0,
  person: 1,
  legalBody: 2,
  office: 3,
  body: 4,
  rooms: 5,
  role: 6,
  incident: 7,
} as const satisfies Record<Thing['of'], number>;

function fieldChanges(was: Thing['fields'], is: Thing['fields']): FieldChange[] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((field) => {
    const [gone, come] = [was[field] ?? [], is[field] ?? []];
    const removed = gone.filter((value) => !come.includes(value)).sort();
    const added = come.filter((value) => !gone.includes(value)).sort();
    return removed.length + added.length === 0 ? [] : [{ field, removed, added }];
  });
}

const maybe = (value: string | undefined): string[] => (value === undefined ? [] : [value]);
const roomsOf = (rooms: readonly ListedRoom[]): string[] =>
  rooms.map(({ chat, tenant, id, name }) => [chat, ...maybe(tenant), id, ...maybe(name && `(${name})`)].join(' '));

/** Every entry flattened to named lists of texts. A role or room list without entries counts as absent. */
function things(organisation: Organisation | null): Map<string, Thing> {
  if (organisation === null) return new Map();
  const { city, people, legalBodies, offices, bodies, rooms, roles, incident } = organisation;
  const all: Thing[] = [
    {
      of: 'city',
      id: 'city',
      name: city.name,
      fields: {
        name: [city.name],
        registry: [city.registry],
        timezone: [city.timezone],
        emailDomains: city.emailDomains,
        retentionDays: maybe(city.retentionDays?.toString()),
        voteDays: maybe(city.voteDays?.toString()),
      },
    },
    ...people.map(
      ({ id, name, email, lang }): Thing => ({
        of: 'person',
        id,
        name,
        fields: { name: [name], email: [email], lang: [lang] },
      }),
    ),
    ...legalBodies.map(
      ({ id, name, kind }): Thing => ({ of: 'legalBody', id, name, fields: { name: [name], kind: [kind] } }),
    ),
    ...offices.map(
      (o): Thing => ({
        of: 'office',
        id: o.id,
        name: o.name,
        fields: {
          name: [o.name],
          short: [o.short],
          legalBody: [o.legalBody],
          parent: maybe(o.parent),
          head: maybe(o.head),
          deputies: o.deputies,
          privacy: o.privacy,
          staff: o.staff,
          rooms: roomsOf(o.rooms),
        },
      }),
    ),
    ...bodies.map(
      (b): Thing => ({
        of: 'body',
        id: bodyKey(b.body, b.legalBody),
        name: b.name,
        fields: {
          name: [b.name],
          lead: maybe(b.lead),
          members: b.members,
          deputies: b.deputies,
          rooms: roomsOf(b.rooms),
        },
      }),
    ),
    ...Object.entries(rooms).map(
      ([id, list]): Thing => ({ of: 'rooms', id, name: id, fields: { rooms: roomsOf(list) } }),
    ),
    ...Object.entries({ ...roles, reviewer: roles.reviewer.map(({ person, until }) => `${person} (${until})`) }).map(
      ([id, persons]): Thing => ({ of: 'role', id, name: id, fields: { people: persons } }),
    ),
    ...(incident ? [incidentThing(incident)] : []),
  ];
  const present = all.filter(({ fields }) => Object.values(fields).some((values) => values.length > 0));
  return new Map(present.map((thing) => [`${thing.of} ${thing.id}`, thing]));
}

function incidentThing({ required, ...incident }: NonNullable<Organisation['incident']>): Thing {
  return {
    of: 'incident',
    id: 'incident',
    name: 'incident',
    fields: {
      ...Object.fromEntries(Object.entries(required ?? {}).map(([severity, told]) => [severity, told ?? []])),
      approvers: incident.approvers,
      approvalMinutes: maybe(incident.approvalMinutes?.toString()),
      legal: incident.legal,
      rooms: roomsOf(incident.rooms),
      phones: incident.phones.map(({ person, phone }) => `${person} (${phone})`),
      contacts: incident.contacts.map(({ name, phone, url, note }) =>
        [name, ...maybe(phone), ...maybe(url), ...maybe(note)].join(' '),
      ),
    },
  };
}
