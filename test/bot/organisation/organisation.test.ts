/** The organisation file: the demo city is sound, and everything that can be wrong is named at once, with what to do. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { FAULTS } from '../../../bot/organisation/fault.ts';
import { type Fault, readOrganisation } from '../../../bot/organisation/organisation.ts';

type Raw = Record<string, unknown>;
type RawFile = {
  city: Raw;
  people: Raw[];
  legalBodies: Raw[];
  offices: Raw[];
  bodies: Raw[];
  rooms: Record<string, unknown>;
  roles: Record<string, unknown>;
};

const PEOPLE = ['leitung', 'vertretung', 'sachbearbeitung', 'stelle', 'stelle-zwei', 'rechte', 'betrieb', 'pruefung'];

/** A small sound file without a single warning; each test breaks one thing. */
const makeFile = (overrides: Partial<RawFile> = {}): RawFile => ({
  city: { name: 'Stadt', registry: 'Soziale Netzwerke', timezone: 'Europe/Berlin', emailDomains: ['stadt.example'] },
  people: PEOPLE.map((id) => ({ id, name: `Person ${id}`, email: `${id}@stadt.example` })),
  legalBodies: [{ id: 'stadt', name: 'Stadt', kind: 'stadtamt' }],
  offices: [
    makeOffice({ id: 'oben', short: 'O', head: 'vertretung', deputies: ['stelle'] }),
    makeOffice({ id: 'amt', short: 'A', parent: 'oben' }),
  ],
  bodies: ['fb3', 'privacy', 'security', 'fb11', 'council'].map((body) => makeBody({ body })),
  rooms: { announcements: [room('alle')], auditors: [room('pruefung')], operators: [room('betrieb')] },
  roles: {
    registrar: ['rechte'],
    security: ['stelle'],
    press: ['stelle'],
    auditor: ['pruefung'],
    fulfilment: ['betrieb'],
    operator: ['betrieb'],
  },
  ...overrides,
});
const makeOffice = (overrides: Raw = {}): Raw => ({
  id: 'amt',
  name: 'Amt',
  short: 'A',
  legalBody: 'stadt',
  head: 'leitung',
  deputies: ['vertretung'],
  staff: ['sachbearbeitung'],
  ...overrides,
});
const makeBody = (overrides: Raw = {}): Raw => ({
  body: 'fb3',
  name: 'Stelle',
  lead: 'stelle',
  deputies: ['stelle-zwei'],
  ...overrides,
});
const makePerson = (overrides: Raw = {}): Raw => ({ id: 'leitung', name: 'L', email: 'l@stadt.example', ...overrides });
const room = (id: string): Raw => ({ chat: 'local', id });

/** The sound file with one person, office or body more. */
const withPerson = (person: Raw): RawFile => makeFile({ people: [...makeFile().people, person] });
const withOffice = (office: Raw): RawFile => makeFile({ offices: [...makeFile().offices, makeOffice(office)] });
const withBody = (body: Raw): RawFile => makeFile({ bodies: [...makeFile().bodies, makeBody(body)] });
const withRooms = (rooms: unknown): RawFile => withOffice({ id: 'neu', short: 'N', rooms });
const withCity = (city: Raw): RawFile => makeFile({ city: { ...makeFile().city, ...city } });
const withRoles = (roles: Raw): RawFile => makeFile({ roles: { ...makeFile().roles, ...roles } });
const without = (key: keyof RawFile): Partial<RawFile> => {
  const { [key]: _, ...rest } = makeFile();
  return rest;
};

const findings = (raw: unknown): Fault[] => {
  const reading = readOrganisation(raw);
  return reading.ok ? reading.warnings : [...reading.faults, ...reading.warnings];
};
const shown = (raw: unknown): string[] => findings(raw).map(({ code, path }) => `${code} ${path}`);

type Path = (string | number)[];
/** Every place in the file where a value can be exchanged. */
const spots = (value: unknown, at: Path = []): Path[] =>
  typeof value !== 'object' || value === null
    ? [at]
    : Object.keys(value).flatMap((key) => {
        const step = Array.isArray(value) ? Number(key) : key;
        return [[...at, step], ...spots((value as Raw)[key], [...at, step])];
      });
const put = (file: unknown, path: Path, value: unknown): void => {
  const holder = path.slice(0, -1).reduce<unknown>((inner, step) => (inner as Raw | null)?.[step], file);
  // An earlier exchange may have taken the holder away.
  if (typeof holder === 'object' && holder !== null) (holder as Raw)[path.at(-1) ?? ''] = value;
};

/** Each code that exists, with a file that provokes it and where it must be found. */
const CASES: Record<keyof typeof FAULTS, [raw: unknown, path: string]> = {
  'bad-file': ['just text', ''],
  missing: [without('city'), 'city'],
  'unknown-key': [withOffice({ id: 'neu', short: 'N', deputys: [] }), 'offices[neu].deputys'],
  'expected-text': [withOffice({ id: 'neu', short: 37 }), 'offices[neu].short'],
  'expected-list': [withOffice({ id: 'neu', short: 'N', staff: 'sachbearbeitung' }), 'offices[neu].staff'],
  'expected-block': [makeFile({ city: 'Stadt' as unknown as Raw }), 'city'],
  'not-one-of': [withPerson(makePerson({ id: 'neu', lang: 'fr' })), 'people[neu].lang'],
  'bad-id': [withPerson(makePerson({ id: 'Neue Person' })), 'people[Neue Person].id'],
  'bad-text': [withOffice({ id: 'neu', short: 'N', name: '  ' }), 'offices[neu].name'],
  'bad-email': [withPerson(makePerson({ id: 'neu', email: 'neu@' })), 'people[neu].email'],
  'bad-domain': [withCity({ emailDomains: ['@stadt.example'] }), 'city.emailDomains[#1]'],
  'bad-date': [withRoles({ reviewer: [{ person: 'pruefung', until: '31.12.2027' }] }), 'roles.reviewer[#1].until'],
  'bad-timezone': [withCity({ timezone: 'Europe/Dortmund' }), 'city.timezone'],
  'bad-days': [withCity({ retentionDays: '1 Jahr' }), 'city.retentionDays'],
  'bad-slack-room': [withRooms([{ chat: 'slack', id: '#kultur' }]), 'offices[neu].rooms[#kultur].id'],
  'bad-teams-room': [withRooms([{ chat: 'teams', id: 'Kultur' }]), 'offices[neu].rooms[Kultur].id'],
  'duplicate-id': [withPerson(makePerson({ email: 'neu@stadt.example' })), 'people[leitung].id'],
  'duplicate-email': [withPerson(makePerson({ id: 'neu', email: 'LEITUNG@stadt.example' })), 'people[neu].email'],
  'duplicate-short': [withOffice({ id: 'neu', short: 'a' }), 'offices[neu].short'],
  'duplicate-body': [withBody({ body: 'council' }), 'bodies[council]'],
  'listed-twice': [withBody({ legalBody: 'stadt', members: ['leitung', 'leitung'] }), 'bodies[fb3@stadt].members[#2]'],
  'unknown-person': [withOffice({ id: 'neu', short: 'N', deputies: ['niemand'] }), 'offices[neu].deputies[#1]'],
  'unknown-office': [withOffice({ id: 'neu', short: 'N', parent: 'nirgends' }), 'offices[neu].parent'],
  'unknown-legal-body': [withOffice({ id: 'neu', short: 'N', legalBody: 'zoo' }), 'offices[neu].legalBody'],
  'city-missing': [makeFile({ legalBodies: [{ id: 'eb', name: 'EB', kind: 'eigenbetrieb' }] }), 'legalBodies'],
  'body-of-city': [withBody({ legalBody: 'stadt' }), 'bodies[fb3@stadt].legalBody'],
  'parent-cycle': [withOffice({ id: 'neu', short: 'N', parent: 'neu' }), 'offices[neu].parent'],
  'deputy-is-head': [withOffice({ id: 'neu', short: 'N', deputies: ['leitung'] }), 'offices[neu].deputies[#1]'],
  'body-missing': [makeFile({ bodies: makeFile().bodies.slice(1) }), 'bodies'],
  'body-empty': [makeFile({ bodies: [...makeFile().bodies.slice(1), { body: 'fb3', name: 'Leer' }] }), 'bodies[fb3]'],
  'nobody-decides': [withOffice({ id: 'neu', short: 'N', head: undefined, deputies: [] }), 'offices[neu]'],
  'role-missing': [withRoles({ registrar: [] }), 'roles.registrar'],
  'no-head': [withOffice({ id: 'neu', short: 'N', head: undefined }), 'offices[neu]'],
  'no-deputy': [withOffice({ id: 'neu', short: 'N', deputies: [], parent: 'oben' }), 'offices[neu]'],
  'no-deputy-on-top': [withOffice({ id: 'neu', short: 'N', deputies: [] }), 'offices[neu]'],
  'single-decider': [withBody({ legalBody: 'stadt', deputies: [] }), 'bodies[fb3@stadt]'],
  'role-empty': [withRoles({ press: undefined }), 'roles.press'],
  'no-room': [makeFile({ rooms: { ...makeFile().rooms, auditors: [] } }), 'rooms.auditors'],
  'foreign-email': [withPerson(makePerson({ id: 'neu', email: 'neu@anderswo.example' })), 'people[neu].email'],
  'unused-person': [withPerson(makePerson({ id: 'neu' })), 'people[neu]'],
};

describe('readOrganisation', () => {
  it('takes the demo city, with one warning: an office whose head has no deputy', () => {
    const reading = readOrganisation(parse(readFileSync('demo/organisation.yaml', 'utf8')));
    expect(reading.ok ? [] : reading.faults).toEqual([]);
    expect(reading.warnings.map(({ code, path }) => `${code} ${path}`)).toEqual(['no-deputy offices[fb-53]']);
  });

  it('takes a sound file without a word', () => expect(findings(makeFile())).toEqual([]));

  it.each(Object.entries(CASES))('finds %s', (code, [raw, path]) => {
    expect(shown(raw)).toContain(`${code} ${path}`);
    const level = FAULTS[code as keyof typeof FAULTS].level;
    if (level === 'fault') expect(readOrganisation(raw).ok).toBe(false);
  });

  it('names all faults at once, of shape and of sense', () => {
    const file = makeFile({
      people: [...makeFile().people, makePerson({ id: 'neu', email: 'kaputt' })],
      offices: [...makeFile().offices, makeOffice({ id: 'neu', short: 7, head: 'niemand', parent: 'nirgends' })],
    });
    expect(shown(file).sort()).toEqual([
      'bad-email people[neu].email',
      'expected-text offices[neu].short',
      'unknown-office offices[neu].parent',
      'unknown-person offices[neu].head',
      'unused-person people[neu]',
    ]);
  });

  it('reports a broken value once and a missing section once', () => {
    expect(shown(withOffice({ id: 'neu', short: 'N', head: 5 }))).toEqual(['expected-text offices[neu].head']);
    expect(shown(without('people'))).toEqual(['missing people']);
    expect(shown(without('roles'))).toContain('missing roles');
    expect(shown(without('roles')).filter((f) => f.startsWith('role-'))).toEqual([]);
  });

  it('reports a circle once, however many offices are in it, and not where an office merely leads into one', () => {
    const circle = (id: string, parent: string): Raw => makeOffice({ id, short: id, parent });
    const file = makeFile({ offices: [circle('x', 'c'), circle('c', 'b'), circle('b', 'a'), circle('a', 'c')] });
    const cycles = findings(file).filter(({ code }) => code === 'parent-cycle');
    expect(cycles.map(({ path }) => path)).toEqual(['offices[a].parent']);
    expect(cycles[0]?.message).toContain('a → c → b → a');
  });

  it('does not count a level above that the same person leads', () => {
    const top = makeOffice({ id: 'oben', short: 'O', deputies: [] });
    const below = makeOffice({ parent: 'oben', deputies: [] });
    expect(shown(makeFile({ offices: [top, below] }))).toContain('no-deputy-on-top offices[amt]');
  });

  it('takes an empty YAML key as "none"', () => {
    const reading = readOrganisation(withOffice({ id: 'neu', short: 'N', privacy: null, rooms: null, parent: null }));
    expect(reading.ok && reading.organisation.offices.at(-1)).toMatchObject({ privacy: [], rooms: [] });
  });

  it('takes rooms of all three chats and asks for a known one', () => {
    const rooms = [
      { chat: 'slack', id: 'C0123456789', tenant: 'T0123456789' },
      { chat: 'teams', id: '19:0123456789abcdef@thread.tacv2' },
      { chat: 'teams', id: '19:meeting_abc@thread.v2', name: 'Gruppe' },
      { chat: 'local', id: 'raum-kultur' },
    ];
    expect(findings(withRooms(rooms))).toEqual([]);
    const [fault] = findings(withRooms([{ chat: 'irc', id: 'kultur' }]));
    expect(fault?.message).toContain('slack, teams, local');
  });

  it('expects no city address of an outside reviewer', () => {
    const file = withPerson(makePerson({ id: 'gutachten', email: 'it@gutachten.example' }));
    file.roles.reviewer = [{ person: 'gutachten', until: '2027-12-31' }];
    expect(findings(file)).toEqual([]);
  });

  it('says where in the parsed file, so that a line can be shown', () => {
    const [fault] = findings(withOffice({ id: 'neu', short: 'N', staff: ['leitung', 'niemand'] }));
    expect(fault?.at).toEqual(['offices', 2, 'staff', 1]);
  });

  it.each([[null], [undefined], [[]], [7], [{}], [{ people: {}, offices: 'x', roles: [1] }], [{ people: [1, null] }]])(
    'answers %j with faults, not with a crash',
    (raw) => expect(readOrganisation(raw).ok).toBe(false),
  );

  it('has a sentence for whatever stands in the wrong place', () => {
    const spot = fc.array(fc.constantFrom(...spots(makeFile())), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(spot, fc.jsonValue({ maxDepth: 2 }), (paths, value) => {
        const file = makeFile();
        for (const path of paths) put(file, path, structuredClone(value));
        for (const { message } of findings(file)) expect(message.length).toBeGreaterThan(20);
      }),
      { numRuns: 300 },
    );
  });

  it('speaks both languages, names the same values in both and leaves no placeholder behind', () => {
    const holes = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const { de, en } of Object.values(FAULTS)) expect(holes(en)).toEqual(holes(de));
    for (const [raw] of Object.values(CASES)) {
      const [german, english] = [readOrganisation(raw, 'de'), readOrganisation(raw, 'en')].map((r) =>
        (r.ok ? r.warnings : [...r.faults, ...r.warnings]).map(({ message }) => message),
      );
      expect(english).toHaveLength(german?.length ?? 0);
      expect([...(german ?? []), ...(english ?? [])].filter((m) => /[{}]/.test(m))).toEqual([]);
    }
  });
});
