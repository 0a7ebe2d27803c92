/** Builders and random organisations for permission tests. */
import fc from 'fast-check';
import { ROLES } from '../../bot/organisation/organisation.ts';
import type { Actor, ApplicationFacts, OrgFacts } from '../../bot/organisation/permission.ts';
import { BODIES, STANDING_BODIES } from '../../bot/participation/body.ts';

export const makeActor = (overrides: Partial<Actor> = {}): Actor => ({
  person: 'ich',
  name: 'Sachbearbeitung',
  lang: 'de',
  roles: [],
  staffOf: [],
  headOf: [],
  deputyOf: [],
  privacyOf: [],
  bodies: [],
  ...overrides,
});
export const makeApplication = (overrides: Partial<ApplicationFacts> = {}): ApplicationFacts => ({
  office: 'team',
  legalBody: 'stadt',
  applicant: 'antrag',
  holders: [],
  ...overrides,
});
export const makeOrg = (overrides: Partial<OrgFacts> = {}): OrgFacts => ({
  offices: [
    { id: 'team', parent: 'amt', head: 'teamleitung', deputies: ['team-stv'] },
    { id: 'amt', parent: 'spitze', head: 'amtsleitung', deputies: ['amt-stv'] },
    { id: 'spitze', parent: null, head: 'spitze', deputies: [] },
  ],
  bodies: [
    ...STANDING_BODIES.map((body) => ({
      body,
      legalBody: null,
      lead: `${body}-leitung`,
      members: [`${body}-mitglied`],
      deputies: [`${body}-stv`],
    })),
    { body: 'council', legalBody: 'eb', lead: 'eb-vorsitz', members: [], deputies: ['eb-stv'] },
  ],
  gone: new Set(),
  ...overrides,
});

// Few names, so that the same person appears as head, deputy, holder and applicant, and parents form cycles.
export const PEOPLE = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
const OFFICES = ['o1', 'o2', 'o3', 'o4'];
const person = fc.constantFrom(...PEOPLE);
const someone = fc.option(person, { nil: null });
const few = fc.uniqueArray(person, { maxLength: 3 });
const legalBody = fc.constantFrom('stadt', 'eb');
export const aBody = fc.constantFrom(...BODIES);
export const anOrg: fc.Arbitrary<OrgFacts> = fc.record({
  offices: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom(...OFFICES),
      parent: fc.option(fc.constantFrom(...OFFICES), { nil: null }),
      head: someone,
      deputies: few,
    }),
    { selector: ({ id }) => id, maxLength: 4 },
  ),
  bodies: fc.uniqueArray(
    fc.record({
      body: fc.constantFrom(...STANDING_BODIES),
      legalBody: fc.option(fc.constant('eb'), { nil: null }),
      lead: someone,
      members: few,
      deputies: few,
    }),
    { selector: ({ body, legalBody: whose }) => `${body} ${whose}`, maxLength: 10 },
  ),
  gone: few.map((people) => new Set(people)),
});
export const anApplication: fc.Arbitrary<ApplicationFacts> = fc.record({
  office: fc.constantFrom(...OFFICES),
  legalBody,
  applicant: person,
  holders: few,
});
export const anActor: fc.Arbitrary<Actor> = fc
  .record({
    roles: fc.subarray([...ROLES]),
    staffOf: fc.subarray(OFFICES),
    headOf: fc.subarray(OFFICES),
    bodies: fc.array(
      fc.record({
        body: fc.constantFrom(...STANDING_BODIES),
        legalBody: fc.option(fc.constant('eb'), { nil: null }),
        as: fc.constantFrom('lead' as const, 'member' as const, 'deputy' as const),
      }),
      { maxLength: 3 },
    ),
  })
  .map((overrides) => makeActor(overrides));
