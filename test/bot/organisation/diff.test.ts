/** What applying an organisation file would change. */
import { describe, expect, it } from 'vitest';
import { diffOrganisation } from '../../../bot/organisation/diff.ts';
import type { Organisation } from '../../../bot/organisation/organisation.ts';

const makeOffice = (overrides: Partial<Organisation['offices'][number]> = {}): Organisation['offices'][number] => ({
  id: 'amt',
  name: 'Amt',
  short: 'A',
  legalBody: 'stadt',
  head: 'leitung',
  deputies: ['vertretung', 'zweite'],
  privacy: [],
  staff: [],
  rooms: [],
  ...overrides,
});

const makeOrganisation = (overrides: Partial<Organisation> = {}): Organisation => ({
  city: { name: 'Stadt', registry: 'Soziale Netzwerke', timezone: 'Europe/Berlin', emailDomains: ['stadt.example'] },
  people: [{ id: 'leitung', name: 'Leitung', email: 'leitung@stadt.example', lang: 'de' }],
  legalBodies: [{ id: 'stadt', name: 'Stadt', kind: 'stadtamt' }],
  offices: [makeOffice()],
  bodies: [{ body: 'council', name: 'Personalrat', lead: 'leitung', members: [], deputies: [], rooms: [] }],
  rooms: { announcements: [], auditors: [], operators: [] },
  roles: { registrar: ['leitung'], security: [], press: [], auditor: [], reviewer: [], fulfilment: [], operator: [] },
  ...overrides,
});

describe('diffOrganisation', () => {
  it('shows everything as added when nothing is in force yet, and leaves out what is empty', () => {
    const rows = diffOrganisation(null, makeOrganisation());
    expect(rows.map(({ what, of, id }) => `${what} ${of} ${id}`)).toEqual([
      'added city city',
      'added person leitung',
      'added legalBody stadt',
      'added office amt',
      'added body council',
      'added role registrar',
    ]);
  });

  it('is empty for the same file, also with its lists and entries in another order', () => {
    const before = makeOrganisation({ offices: [makeOffice(), makeOffice({ id: 'b' })] });
    const after = makeOrganisation({
      offices: [makeOffice({ id: 'b' }), makeOffice({ deputies: ['zweite', 'vertretung'] })],
    });
    expect(diffOrganisation(before, structuredClone(before))).toEqual([]);
    expect(diffOrganisation(before, after)).toEqual([]);
  });

  it('names field by field what goes and what comes', () => {
    const { head: _, ...vacant } = makeOffice({ deputies: ['zweite', 'dritte'], name: 'Amt neu' });
    expect(diffOrganisation(makeOrganisation(), makeOrganisation({ offices: [vacant] }))).toEqual([
      {
        what: 'changed',
        of: 'office',
        id: 'amt',
        name: 'Amt neu',
        fields: [
          { field: 'name', removed: ['Amt'], added: ['Amt neu'] },
          { field: 'head', removed: ['leitung'], added: [] },
          { field: 'deputies', removed: ['vertretung'], added: ['dritte'] },
        ],
      },
    ]);
  });

  it('names the city, the deputies of a body, the staff of an office and what incidents need, sorted', () => {
    const before = makeOrganisation();
    const [body] = before.bodies;
    const incident = {
      required: { '1': ['leitung'] },
      approvers: ['leitung'],
      approvalMinutes: 15,
      legal: [],
      rooms: [],
      phones: [{ person: 'leitung', phone: '+49 231 1' }],
      contacts: [{ name: 'Notruf', phone: '110' }],
    } as unknown as NonNullable<Organisation['incident']>;
    const after = makeOrganisation({
      city: { ...before.city, name: 'Stadt neu', retentionDays: 365, voteDays: 10 },
      offices: [makeOffice({ staff: ['c', 'a', 'b'], privacy: ['p'], short: 'B', parent: 'dezernat' })],
      bodies: [{ ...body!, deputies: ['vertretung'], members: ['mitglied'] }],
      incident,
    });
    expect(diffOrganisation(before, after).map(({ what, of, name, fields }) => [what, of, name, fields])).toEqual([
      [
        'changed',
        'city',
        'Stadt neu',
        [
          { field: 'name', removed: ['Stadt'], added: ['Stadt neu'] },
          { field: 'retentionDays', removed: [], added: ['365'] },
          { field: 'voteDays', removed: [], added: ['10'] },
        ],
      ],
      [
        'changed',
        'office',
        'Amt',
        [
          { field: 'short', removed: ['A'], added: ['B'] },
          { field: 'parent', removed: [], added: ['dezernat'] },
          { field: 'privacy', removed: [], added: ['p'] },
          { field: 'staff', removed: [], added: ['a', 'b', 'c'] },
        ],
      ],
      [
        'changed',
        'body',
        'Personalrat',
        [
          { field: 'members', removed: [], added: ['mitglied'] },
          { field: 'deputies', removed: [], added: ['vertretung'] },
        ],
      ],
      [
        'added',
        'incident',
        'incident',
        [
          { field: '1', removed: [], added: ['leitung'] },
          { field: 'approvers', removed: [], added: ['leitung'] },
          { field: 'approvalMinutes', removed: [], added: ['15'] },
          { field: 'phones', removed: [], added: ['leitung (+49 231 1)'] },
          { field: 'contacts', removed: [], added: ['Notruf 110'] },
        ],
      ],
    ]);
  });

  it('tells the set of an Eigenbetrieb from the set of the city', () => {
    const { bodies } = makeOrganisation();
    const own = { ...bodies[0]!, legalBody: 'eb', lead: 'vertretung' };
    const rows = diffOrganisation(makeOrganisation(), makeOrganisation({ bodies: [...bodies, own] }));
    expect(rows.map(({ what, of, id }) => `${what} ${of} ${id}`)).toEqual(['added body council@eb']);
  });

  it('shows a reviewer whose date moves, a room that comes, a person who goes', () => {
    const { roles, rooms } = makeOrganisation();
    const before = makeOrganisation({
      roles: { ...roles, reviewer: [{ person: 'gutachten', until: '2027-06-30' }] },
    });
    const after = makeOrganisation({
      people: [],
      rooms: { ...rooms, auditors: [{ chat: 'slack', tenant: 'T1', id: 'C0123456789', name: 'Prüfung' }] },
      roles: { ...roles, reviewer: [{ person: 'gutachten', until: '2027-12-31' }] },
    });
    expect(diffOrganisation(before, after)).toMatchObject([
      { what: 'removed', of: 'person', id: 'leitung', name: 'Leitung' },
      { what: 'added', of: 'rooms', id: 'auditors', fields: [{ added: ['slack T1 C0123456789 (Prüfung)'] }] },
      {
        what: 'changed',
        of: 'role',
        id: 'reviewer',
        fields: [{ field: 'people', removed: ['gutachten (2027-06-30)'], added: ['gutachten (2027-12-31)'] }],
      },
    ]);
  });
});
