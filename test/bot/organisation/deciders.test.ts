/** Who decides on an application: above all, nobody on their own affairs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ApplicationFacts,
  deciders,
  mayDecide,
  type OrgFacts,
  officesAbove,
} from '../../../bot/organisation/permission.ts';
import type { Body } from '../../../bot/participation/body.ts';
import { aBody, anApplication, anOrg, makeApplication, makeOrg, PEOPLE } from '../../support/permission.ts';

describe('deciders', () => {
  const own = (person: string) => ({ person, level: 'own' });
  const deputy = (person: string, post: string) => ({ person, for: post, level: 'deputy' });
  const next = (person: string, post?: string) => ({ person, level: 'next', ...(post ? { for: post } : {}) });
  const gone = (...people: string[]): Partial<OrgFacts> => ({ gone: new Set(people) });

  it.each<[string, Body, Partial<ApplicationFacts>, Partial<OrgFacts>, unknown[]]>([
    ['head, and the deputy i. V.', 'head', {}, {}, [own('teamleitung'), deputy('team-stv', 'teamleitung')]],
    ['the deputy when the head applies', 'head', { applicant: 'teamleitung' }, {}, [deputy('team-stv', 'teamleitung')]],
    [
      'the deputy when the head will hold',
      'head',
      { holders: ['teamleitung'] },
      {},
      [deputy('team-stv', 'teamleitung')],
    ],
    ['the deputy when the head is gone', 'head', {}, gone('teamleitung'), [deputy('team-stv', 'teamleitung')]],
    ['the head alone when the deputy applies', 'head', { applicant: 'team-stv' }, {}, [own('teamleitung')]],
    [
      'the next level when nobody is left',
      'head',
      { applicant: 'teamleitung', holders: ['team-stv'] },
      {},
      [next('amtsleitung'), next('amt-stv', 'amtsleitung')],
    ],
    [
      'the level after that when the next is concerned too',
      'head',
      { applicant: 'teamleitung', holders: ['team-stv', 'amtsleitung', 'amt-stv'] },
      {},
      [next('spitze')],
    ],
    [
      'nobody when all are concerned or gone',
      'head',
      { applicant: 'teamleitung', holders: ['team-stv', 'amtsleitung', 'amt-stv'] },
      gone('spitze'),
      [],
    ],
    ['nobody for an office that is unknown', 'head', { office: 'fehlt' }, {}, []],
    [
      'lead and members in their own name, deputies for the lead',
      'council',
      {},
      {},
      [own('council-leitung'), own('council-mitglied'), deputy('council-stv', 'council-leitung')],
    ],
    [
      "an Eigenbetrieb's own set",
      'council',
      { legalBody: 'eb' },
      {},
      [own('eb-vorsitz'), deputy('eb-stv', 'eb-vorsitz')],
    ],
    [
      "nobody when that set is barred: the city's can't stand in",
      'council',
      { legalBody: 'eb' },
      gone('eb-vorsitz', 'eb-stv'),
      [],
    ],
    [
      "the city's set for a legal body without its own",
      'privacy',
      { legalBody: 'eb', holders: ['privacy-leitung'] },
      {},
      [own('privacy-mitglied'), deputy('privacy-stv', 'privacy-leitung')],
    ],
    ['nobody when the body is nowhere filled', 'fb3', {}, { bodies: [] }, []],
  ])('%s', (_, body, application, org, expected) => {
    expect(deciders(body, makeApplication(application), makeOrg(org))).toEqual(expected);
  });

  it('lets a deputy act in nobody’s place while the post is vacant', () => {
    const org = makeOrg({ offices: [{ id: 'team', head: null, deputies: ['team-stv'] }] });
    expect(deciders('head', makeApplication(), org)).toEqual([{ person: 'team-stv', level: 'deputy' }]);
  });

  it('counts a person once, in the strongest of their seats', () => {
    const org = makeOrg({ bodies: [{ body: 'fb3', lead: 'a', members: ['a', 'b'], deputies: ['b'] }] });
    expect(deciders('fb3', makeApplication(), org)).toEqual([own('a'), own('b')]);
  });

  it('never names the applicant, a holder or somebody gone', () => {
    fc.assert(
      fc.property(anOrg, anApplication, aBody, (org, application, body) => {
        const barred = [application.applicant, ...application.holders, ...org.gone];
        const people = deciders(body, application, org).map(({ person }) => person);
        expect(people.filter((person) => barred.includes(person))).toEqual([]);
        expect(new Set(people).size).toBe(people.length);
      }),
    );
  });

  it('does not depend on the order of anything', () => {
    fc.assert(
      fc.property(anOrg, anApplication, aBody, (org, application, body) => {
        const flip = <T>(list: readonly T[]): T[] => [...list].reverse();
        const turned: OrgFacts = {
          offices: flip(org.offices).map((o) => ({ ...o, deputies: flip(o.deputies) })),
          bodies: flip(org.bodies).map((b) => ({ ...b, members: flip(b.members), deputies: flip(b.deputies) })),
          gone: new Set(flip([...org.gone])),
        };
        const facts = { ...application, holders: flip(application.holders) };
        expect(deciders(body, facts, turned)).toEqual(deciders(body, application, org));
      }),
    );
  });

  it('climbs only when it must, and finds somebody whenever the offices above have somebody', () => {
    fc.assert(
      fc.property(anOrg, anApplication, (org, application) => {
        const found = deciders('head', application, org);
        const barred = new Set([application.applicant, ...application.holders, ...org.gone]);
        const led = (id: string): boolean =>
          org.offices.some((o) => o.id === id && [o.head, ...o.deputies].some((p) => p && !barred.has(p)));
        const levels = [application.office, ...officesAbove(application.office, org)].map(led);
        expect(found.length > 0).toBe(levels.includes(true));
        expect(found.some(({ level }) => level === 'next')).toBe(levels[0] === false && levels.includes(true));
      }),
    );
  });
});

describe('mayDecide', () => {
  it.each<[string, string, Body, Partial<ApplicationFacts>, unknown]>([
    ['the head', 'teamleitung', 'head', {}, { person: 'teamleitung', level: 'own' }],
    ['the deputy', 'team-stv', 'head', {}, { person: 'team-stv', for: 'teamleitung', level: 'deputy' }],
    ['the head who applies', 'teamleitung', 'head', { applicant: 'teamleitung' }, 'applicant'],
    ['the head who will hold', 'teamleitung', 'head', { holders: ['teamleitung'] }, 'holder'],
    [
      'a head who applies and holds',
      'teamleitung',
      'head',
      { applicant: 'teamleitung', holders: ['teamleitung'] },
      'applicant',
    ],
    ['the next level before its turn', 'amtsleitung', 'head', {}, 'not-a-member'],
    ['an applicant without a seat', 'antrag', 'head', {}, 'not-a-member'],
    ['a member of another body', 'fb3-leitung', 'council', {}, 'not-a-member'],
    [
      "the city's council for an Eigenbetrieb with its own",
      'council-leitung',
      'council',
      { legalBody: 'eb' },
      'not-a-member',
    ],
  ])('%s', (_, person, body, application, answer) => {
    expect(mayDecide(person, body, makeApplication(application), makeOrg())).toEqual(answer);
  });

  it('does not let somebody in who is gone', () => {
    expect(mayDecide('teamleitung', 'head', makeApplication(), makeOrg({ gone: new Set(['teamleitung']) }))).toBe(
      'not-a-member',
    );
  });

  it('says yes to exactly the deciders', () => {
    fc.assert(
      fc.property(anOrg, anApplication, aBody, (org, application, body) => {
        const allowed = PEOPLE.map((person) => mayDecide(person, body, application, org)).filter(
          (answer) => typeof answer !== 'string',
        );
        expect(new Set(allowed)).toEqual(new Set(deciders(body, application, org)));
      }),
    );
  });
});
