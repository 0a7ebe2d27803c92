/** A small city for tests: two offices, a body with a room, a body without one, one holder of each relevant role. */
import { type Organisation, organisation } from '../../bot/organisation/organisation.ts';
import type { Tx } from '../../db/connect.ts';
import { applyOrganisation, loadOrganisation, type Org } from '../../db/organisation/organisation.ts';

type File = Record<string, unknown>;

const person = (id: string, more: File = {}) => ({ id, name: `Name ${id}`, email: `${id}@stadt.example`, ...more });

/** The parsed organisation file. Every key can be replaced. */
export function makeCity(overrides: File = {}): Organisation {
  return organisation.parse({
    city: { name: 'Stadt', registry: 'Soziale Netzwerke', timezone: 'Europe/Berlin' },
    people: [
      person('clerk'),
      person('head'),
      person('deputy'),
      person('fb3-lead'),
      person('fb3-member', { lang: 'en' }),
      person('privacy-lead'),
      person('registrar'),
      person('operator'),
    ],
    legalBodies: [{ id: 'stadt', name: 'Stadt', kind: 'stadtamt' }],
    offices: [
      {
        id: 'culture',
        name: 'Kulturamt',
        short: 'Kultur',
        legalBody: 'stadt',
        head: 'head',
        deputies: ['deputy'],
        staff: ['clerk'],
      },
    ],
    bodies: [
      {
        body: 'fb3',
        name: 'FB 3',
        lead: 'fb3-lead',
        members: ['fb3-member'],
        deputies: [],
        rooms: [{ chat: 'slack', id: 'C0000FB3' }],
      },
      { body: 'privacy', name: 'Datenschutz', lead: 'privacy-lead', members: [], deputies: ['deputy'], rooms: [] },
    ],
    rooms: { announcements: [], auditors: [], operators: [] },
    roles: { registrar: ['registrar'], operator: ['operator'] },
    ...overrides,
  });
}

export type City = { org: Org /** The key for an id in the file. */; key: (id: string) => string };

/** Applies the city and returns the keys of its people. */
export async function settleCity(tx: Tx, now: Date, overrides: File = {}): Promise<City> {
  await applyOrganisation(tx, makeCity(overrides), now);
  const org = (await loadOrganisation(tx))!;
  const keys = new Map(org.organisation.people.map(({ id, email }) => [email.split('@')[0], id]));
  return { org, key: (id) => keys.get(id)! };
}
