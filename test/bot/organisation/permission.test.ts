/** Roles, what a person is in the organisation, and what they may read. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROLES, readOrganisation } from '../../../bot/organisation/organisation.ts';
import {
  type Actor,
  actorOf,
  deciders,
  may,
  officesAbove,
  type Permission,
  readRight,
} from '../../../bot/organisation/permission.ts';
import { BODIES, type Body, type StandingBody } from '../../../bot/participation/body.ts';
import { anActor, anApplication, anOrg, makeActor, makeApplication, makeOrg } from '../../support/permission.ts';

describe('may', () => {
  const full = makeActor({ roles: ROLES, staffOf: ['amt'], headOf: ['amt'] });
  const seat = { body: 'council', legalBody: null, as: 'deputy' } as const;

  it.each<[string, Actor | null, Permission[]]>([
    ['somebody unknown', null, ['anyone']],
    ['a reviewer from outside', makeActor({ roles: ['reviewer'] }), ['anyone', 'known', 'reviewer']],
    ['staff', makeActor({ staffOf: ['amt'] }), ['anyone', 'known', 'staff']],
    ['a Datenschutzfachkraft', makeActor({ privacyOf: ['amt'] }), ['anyone', 'known', 'staff']],
    ['a head', makeActor({ headOf: ['amt'] }), ['anyone', 'known', 'staff', 'head']],
    ['a deputy', makeActor({ deputyOf: ['amt'] }), ['anyone', 'known', 'staff', 'head']],
    ['a seat in a body', makeActor({ bodies: [seat] }), ['anyone', 'known', 'body']],
    ['everything but a seat', full, ['anyone', 'known', 'staff', 'head', ...ROLES]],
  ])('%s', (_, actor, granted) => {
    const all: Permission[] = ['anyone', 'known', 'staff', 'head', 'body', ...ROLES];
    expect(all.filter((permission) => may(actor, permission))).toEqual(granted);
  });
});

describe('actorOf', () => {
  const reading = readOrganisation(parse(readFileSync('demo/organisation.yaml', 'utf8')));
  if (!reading.ok) throw new Error('the demo organisation is faulty');
  const { organisation } = reading;
  const actor = (person: string, { gone = new Set<string>(), today = '2026-11-23' } = {}): Actor | null =>
    actorOf(person, organisation, gone, today);

  it('gathers everything that a person is', () => {
    expect(actor('leitung-personalamt')).toEqual({
      person: 'leitung-personalamt',
      name: 'Leitung Personal- und Organisationsamt',
      lang: 'de',
      roles: [],
      staffOf: [],
      headOf: ['fb-11'],
      deputyOf: [],
      privacyOf: [],
      bodies: [{ body: 'fb11', legalBody: null, as: 'lead' }],
    });
    expect(actor('organisation-personalamt')).toMatchObject({ roles: ['registrar'], privacyOf: ['fb-11'] });
    expect(actor('oeffentlichkeitsarbeit-feuerwehr-gesundheitsamt')?.staffOf).toEqual(['fb-37', 'fb-53']);
    expect(actor('vorsitz-personalrat-kulturbetriebe')?.bodies).toEqual([
      { body: 'council', legalBody: 'kulturbetriebe', as: 'lead' },
    ]);
  });

  it('knows nobody who is unknown or gone', () => {
    expect(actor('niemand')).toBeNull();
    expect(actor('ciso', { gone: new Set(['ciso']) })).toBeNull();
  });

  it.each([
    ['2027-12-30', ['reviewer']],
    ['2027-12-31', ['reviewer']],
    ['2028-01-01', []],
  ])('lets the outside reviewer in until the date, on %s', (today, roles) => {
    expect(actor('gutachten-it-sicherheit', { today })?.roles).toEqual(roles);
  });

  it('leaves every slot of every demo office decidable, whoever in it applies', () => {
    for (const office of organisation.offices) {
      for (const applicant of organisation.people) {
        const application = makeApplication({
          office: office.id,
          legalBody: office.legalBody,
          applicant: applicant.id,
        });
        const org = { ...organisation, gone: new Set<string>() };
        const stuck = BODIES.filter((body) => deciders(body, application, org).length === 0);
        expect(stuck, `${applicant.id} for ${office.id}`).toEqual([]);
      }
    }
  });
});

describe('officesAbove', () => {
  it.each([
    ['the nearest first', 'team', ['amt', 'spitze']],
    ['nothing above the top', 'spitze', []],
    ['nothing above an unknown office', 'fehlt', []],
  ])('%s', (_, office, above) => expect(officesAbove(office, makeOrg())).toEqual(above));

  it('ends where a circle would close', () => {
    const circle = ['a', 'b', 'c'].map((id, i, all) => ({ id, parent: all[(i + 1) % 3]!, deputies: [] }));
    expect(officesAbove('b', { offices: circle })).toEqual(['c', 'a']);
  });
});

describe('readRight', () => {
  const seat = (body: StandingBody, legalBody: string | null = null): Partial<Actor> => ({
    bodies: [{ body, legalBody, as: 'member' }],
  });

  it.each<[string, Partial<Actor>, string]>([
    ['nothing in particular', {}, 'none'],
    ['applicant', { person: 'antrag' }, 'full'],
    ['holder', { person: 'verwaltet' }, 'full'],
    ['own staff', { staffOf: ['team'] }, 'state'],
    ['staff of another office', { staffOf: ['anderswo'] }, 'none'],
    ['staff of the office above', { staffOf: ['amt'] }, 'none'],
    ['head', { headOf: ['team'] }, 'full'],
    ['deputy', { deputyOf: ['team'] }, 'full'],
    ['Datenschutzfachkraft', { privacyOf: ['team'] }, 'full'],
    ['head of the office above', { headOf: ['spitze'] }, 'full'],
    ['Datenschutzfachkraft of the office above', { privacyOf: ['amt'] }, 'full'],
    ['head of another office', { headOf: ['anderswo'] }, 'none'],
    ['body that takes part', seat('council'), 'full'],
    ['body that does not take part', seat('fb11'), 'none'],
    ['body of another legal body', seat('council', 'eb'), 'none'],
    ['registrar', { roles: ['registrar'] }, 'full'],
    ['security', { roles: ['security'] }, 'full'],
    ['auditor', { roles: ['auditor'] }, 'full'],
    ['reviewer', { roles: ['reviewer'] }, 'full'],
    ['press', { roles: ['press'] }, 'none'],
    ['fulfilment', { roles: ['fulfilment'] }, 'none'],
    ['operator', { roles: ['operator'] }, 'none'],
    ['staff and body at once', { staffOf: ['team'], ...seat('fb3') }, 'full'],
  ])('%s', (_, overrides, right) => {
    const application = { ...makeApplication({ holders: ['verwaltet'] }), slots: ['head', 'fb3', 'council'] as Body[] };
    expect(readRight(makeActor(overrides), application, makeOrg())).toBe(right);
  });

  it('keeps strangers out', () => {
    expect(readRight(null, { ...makeApplication(), slots: [...BODIES] }, makeOrg())).toBe('none');
  });

  it("shows an Eigenbetrieb's application to its own council, and to the city's bodies it has none of", () => {
    const application = { ...makeApplication({ legalBody: 'eb' }), slots: [...BODIES] };
    const right = (overrides: Partial<Actor>) => readRight(makeActor(overrides), application, makeOrg());
    expect([right(seat('council', 'eb')), right(seat('council')), right(seat('privacy'))]).toEqual([
      'full',
      'none',
      'full',
    ]);
  });

  it('never shows less to somebody who has a further right', () => {
    const rank = { none: 0, state: 1, full: 2 };
    fc.assert(
      fc.property(anOrg, anApplication, anActor, anActor, (org, application, a, b) => {
        const both = makeActor({
          roles: [...a.roles, ...b.roles],
          staffOf: [...a.staffOf, ...b.staffOf],
          headOf: [...a.headOf, ...b.headOf],
          bodies: [...a.bodies, ...b.bodies],
        });
        const facts = { ...application, slots: ['head', 'fb3', 'council'] as Body[] };
        const [left, joint] = [readRight(a, facts, org), readRight(both, facts, org)];
        expect(rank[joint]).toBeGreaterThanOrEqual(rank[left]);
      }),
    );
  });
});
