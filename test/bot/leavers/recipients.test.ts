import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayHandle, mayKnowDay, mayRead, mayReport } from '../../../bot/leavers/authority.ts';
import { fb3, headAndDeputies, type Lines, lineAbove, seatsOf } from '../../../bot/leavers/recipients.ts';
import { makeActor, makeOrg, PEOPLE } from '../../support/permission.ts';

const offices = makeOrg().offices.map((office) => ({ ...office, staff: office.id === 'team' ? ['sie'] : [] }));
const makeLines = (gone: string[] = [], chain: string[] = []): Lines => ({
  chain,
  org: { ...makeOrg(), offices, gone: new Set(gone) },
});
const first = (lines: Lines) => lineAbove('sie', lines)[0];

describe('lineAbove', () => {
  it.each<[string[], string[], string, string]>([
    [['chef'], [], 'chef', 'manager'],
    [['chef'], ['chef'], 'teamleitung', 'head'],
    [[], [], 'teamleitung', 'head'],
    [['chef'], ['chef', 'teamleitung'], 'team-stv', 'deputy'],
    [['chef'], ['chef', 'teamleitung', 'team-stv'], 'amtsleitung', 'head'],
    [['chef', 'oben'], ['chef', 'teamleitung', 'team-stv', 'amtsleitung', 'amt-stv', 'spitze'], 'oben', 'manager'],
    [[], ['teamleitung', 'team-stv', 'amtsleitung', 'amt-stv', 'spitze'], 'fb3-leitung', 'fb3'],
  ])('with managers %j, without %j: %s', (chain, gone, person, as) => {
    expect(first(makeLines(gone, chain))).toEqual({ person, as });
  });

  it('is that of the channel for somebody without an office of their own, and only then', () => {
    const places = ['team'];
    expect(lineAbove('agentur', { ...makeLines(), places })[0]).toEqual({ person: 'teamleitung', as: 'head' });
    expect(lineAbove('agentur', { ...makeLines(['teamleitung']), places })[0]?.person).toBe('team-stv');
    expect(lineAbove('agentur', makeLines())[0]?.as).toBe('fb3');
    expect(first({ ...makeLines(), places: ['amt'] })).toEqual({ person: 'teamleitung', as: 'head' });
    expect(headAndDeputies('agentur', { ...makeLines(), places })).toEqual(['teamleitung', 'team-stv']);
  });

  it('never names the person, somebody gone, or anybody twice, and ends in every circle', () => {
    const someone = fc.constantFrom(...PEOPLE);
    const office = fc.record({
      id: fc.constantFrom('o1', 'o2', 'o3'),
      parent: fc.option(fc.constantFrom('o1', 'o2', 'o3', 'o9'), { nil: null }),
      head: fc.option(someone, { nil: null }),
      deputies: fc.array(someone, { maxLength: 2 }),
      staff: fc.array(someone, { maxLength: 3 }),
    });
    const lines = fc.record({
      chain: fc.array(someone, { maxLength: 4 }),
      gone: fc.array(someone, { maxLength: 3 }),
      offices: fc.uniqueArray(office, { selector: ({ id }) => id, maxLength: 3 }),
    });
    fc.assert(
      fc.property(lines, someone, ({ chain, gone, offices: some }, person) => {
        const org = { ...makeOrg(), offices: some, gone: new Set(gone) };
        const told = lineAbove(person, { chain, org }).map((one) => one.person);
        expect(told).not.toContain(person);
        expect(told.filter((one) => gone.includes(one))).toEqual([]);
        expect(new Set(told).size).toBe(told.length);
      }),
    );
  });
});

describe('headAndDeputies', () => {
  it('are those of the own office, or of the next one up when nobody is left there', () => {
    expect(headAndDeputies('sie', makeLines())).toEqual(['teamleitung', 'team-stv']);
    expect(headAndDeputies('sie', makeLines(['teamleitung', 'team-stv']))).toEqual(['amtsleitung', 'amt-stv']);
  });
});

describe('fb3', () => {
  it('is lead and members, its deputies when they are gone', () => {
    expect(fb3(makeLines().org)).toEqual(['fb3-leitung', 'fb3-mitglied']);
    expect(fb3(makeLines(['fb3-leitung', 'fb3-mitglied']).org)).toEqual(['fb3-stv']);
  });
});

describe('seatsOf', () => {
  it('finds offices, bodies and roles', () => {
    const { org } = makeLines();
    expect(seatsOf('teamleitung', org, {})).toEqual([{ place: 'office:team', right: 'head' }]);
    expect(seatsOf('eb-vorsitz', org, {})).toEqual([{ place: 'body:council@eb', right: 'head' }]);
    expect(seatsOf('x', org, { press: ['x'], reviewer: [{ person: 'x' }] })).toEqual([
      { place: 'role:press', right: 'member' },
      { place: 'role:reviewer', right: 'member' },
    ]);
  });
});

describe('rights on a case', () => {
  const facts = { person: 'sie', line: ['chef'], administrators: ['admin'], offices: ['amt'] };
  it.each<[string, Parameters<typeof makeActor>[0], boolean, boolean]>([
    ['manager', { person: 'chef' }, true, true],
    ['administrator', { person: 'admin' }, true, false],
    ['head of the channel’s office', { person: 'x', headOf: ['amt'] }, true, false],
    ['FB 3', { person: 'x', bodies: [{ body: 'fb3', legalBody: null, as: 'member' }] }, true, false],
    ['registrar', { person: 'x', roles: ['registrar'] }, true, true],
    ['IT security', { person: 'x', roles: ['security'] }, true, false],
    ['auditor', { person: 'x', roles: ['auditor'] }, false, false],
    ['anybody', { person: 'x' }, false, false],
    ['the person', { person: 'sie', roles: ['registrar'], headOf: ['amt'] }, false, false],
  ])('%s', (_who, overrides, handles, knows) => {
    const actor = makeActor(overrides);
    expect(mayHandle(actor, facts)).toBe(handles);
    expect(mayKnowDay(actor, facts)).toBe(knows);
    expect(mayRead(actor, facts)).toBe(handles || actor.roles.includes('auditor'));
  });

  it('lets the line above and the city’s own report', () => {
    expect(mayReport(makeActor({ person: 'chef' }), 'sie', ['chef'])).toBe(true);
    expect(mayReport(makeActor({ person: 'x', headOf: ['amt'] }), 'sie', ['chef'])).toBe(false);
  });
});
