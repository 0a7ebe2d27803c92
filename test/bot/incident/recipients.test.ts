/** Who must hear of an incident: by severity, of this organisation and these channels, never somebody who has gone. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SEVERITIES } from '../../../bot/incident/lifecycle.ts';
import { type Affected, REQUIRED, requiredPeople, standIns } from '../../../bot/incident/recipients.ts';
import {
  type Organisation,
  RECIPIENT_KINDS,
  type RecipientKind,
  readOrganisation,
} from '../../../bot/organisation/organisation.ts';

const reading = readOrganisation(
  parse(readFileSync(new URL('../../../demo/organisation.yaml', import.meta.url), 'utf8')) as unknown,
);
if (!reading.ok) throw new Error('the demo organisation is faulty');
const organisation = reading.organisation;

const CULTURE: Affected = {
  office: 'kulturbetriebe',
  legalBody: 'kulturbetriebe',
  administrators: ['oeffentlichkeitsarbeit-kulturbetriebe', 'leitung-kulturbetriebe'],
};
const people = (
  severity: 1 | 2 | 3,
  more: { gone?: string[]; affected?: Affected[]; organisation?: Organisation } = {},
) =>
  requiredPeople(severity, {
    organisation: more.organisation ?? organisation,
    gone: new Set(more.gone),
    affected: more.affected ?? [CULTURE],
  });
const only = (kind: RecipientKind, more: Parameters<typeof people>[1] = {}) => {
  const incident = { ...organisation.incident!, required: { severity3: [kind] } };
  return people(3, { ...more, organisation: { ...organisation, incident } }).map(({ person }) => person);
};

describe('the required recipients', () => {
  it('are these kinds by severity unless the city says otherwise', () => {
    expect(REQUIRED[1]).toEqual(RECIPIENT_KINDS);
    expect(REQUIRED[2].join(' ')).toBe(
      'head deputies administrators fb3 press privacy security fb11 registrar approver',
    );
    expect(REQUIRED[3].join(' ')).toBe('head administrators fb3 press privacy security registrar');
  });

  it('of each kind are people of the channels concerned', () => {
    const expected: Record<RecipientKind, string[]> = {
      head: ['leitung-kulturbetriebe'],
      deputies: ['stv-leitung-kulturbetriebe'],
      administrators: ['oeffentlichkeitsarbeit-kulturbetriebe', 'leitung-kulturbetriebe'],
      fb3: ['leitung-dortmund-agentur', 'beratung-soziale-medien'],
      press: ['leitung-dortmund-agentur', 'pressestelle'],
      privacy: ['datenschutz', 'datenschutz-kulturbetriebe'],
      security: ['ciso', 'it-sicherheit'],
      fb11: ['leitung-personalamt'],
      council: ['vorsitz-personalrat-kulturbetriebe'],
      top: ['oberbuergermeisterin'],
      registrar: ['berechtigungen', 'organisation-personalamt'],
      operator: ['betrieb-kanalwacht', 'stv-betrieb-kanalwacht'],
      legal: ['stadtdirektion'],
      approver: ['stadtdirektion', 'oberbuergermeisterin'],
    };
    expect(Object.fromEntries(RECIPIENT_KINDS.map((kind) => [kind, only(kind)]))).toEqual(expected);
  });

  it('are of the legal body that is concerned, of each one where there are several', () => {
    const city: Affected = { office: 'fb-37', legalBody: 'stadt', administrators: [] };
    expect(only('council', { affected: [city] })).toEqual(['vorsitz-personalrat']);
    expect(only('council', { affected: [city, CULTURE] })).toEqual([
      'vorsitz-personalrat',
      'vorsitz-personalrat-kulturbetriebe',
    ]);
    const sewage: Affected = { office: 'stadtentwaesserung', legalBody: 'stadtentwaesserung', administrators: [] };
    expect(only('privacy', { affected: [sewage] })).toEqual(['datenschutz-stadtentwaesserung']);
  });

  it('grow with the severity: whoever is told of a smaller incident is told of a greater one', () => {
    const told = (severity: 1 | 2 | 3) => people(severity).map(({ person }) => person);
    for (const person of told(3)) expect(told(2)).toContain(person);
    for (const person of told(2)) expect(told(1)).toContain(person);
    expect(REQUIRED[1]).toHaveLength(RECIPIENT_KINDS.length);
  });

  it('are each named once, with the first reason of the list', () => {
    const found = people(1);
    expect(new Set(found.map(({ person }) => person)).size).toBe(found.length);
    expect(found.find(({ person }) => person === 'leitung-kulturbetriebe')?.because).toBe('head');
    expect(found.find(({ person }) => person === 'stadtdirektion')?.because).toBe('legal');
  });

  it('follow the organisation file where it says otherwise, severity by severity', () => {
    const own = {
      ...organisation,
      incident: { ...organisation.incident!, required: { severity1: ['press' as const] } },
    };
    expect(people(1, { organisation: own }).map(({ person }) => person)).toEqual([
      'leitung-dortmund-agentur',
      'pressestelle',
    ]);
    expect(people(2, { organisation: own })).toEqual(people(2));
  });

  it('who have gone are replaced by their deputies, by the level above, or left out', () => {
    expect(only('head', { gone: ['leitung-kulturbetriebe'] })).toEqual(['stv-leitung-kulturbetriebe']);
    const both = ['leitung-kulturbetriebe', 'stv-leitung-kulturbetriebe'];
    expect(only('head', { gone: both })).toEqual(['oberbuergermeisterin']);
    expect(only('council', { gone: ['vorsitz-personalrat-kulturbetriebe'] })).toEqual([
      'stv-vorsitz-personalrat-kulturbetriebe',
    ]);
    expect(only('top', { gone: ['oberbuergermeisterin'] })).toEqual(['stadtdirektion']);
    expect(only('press', { gone: ['pressestelle'] })).toEqual(['leitung-dortmund-agentur']);
    // The Gesundheitsamt has no deputy.
    const health: Affected = { office: 'fb-53', legalBody: 'stadt', administrators: [] };
    expect(only('head', { affected: [health], gone: ['leitung-gesundheitsamt'] })).toEqual(['oberbuergermeisterin']);
  });

  it('never hold somebody who has gone, whoever that is', () => {
    const ids = organisation.people.map(({ id }) => id);
    fc.assert(
      fc.property(fc.constantFrom(...SEVERITIES), fc.subarray(ids), (severity, gone) => {
        for (const { person } of people(severity, { gone })) expect(gone).not.toContain(person);
      }),
    );
  });

  it('of an office that the organisation does not know are those of the whole city', () => {
    const strange: Affected = { office: 'Amt von früher', legalBody: 'stadt', administrators: [] };
    expect(only('head', { affected: [strange] })).toEqual([]);
    expect(only('fb3', { affected: [strange] })).toEqual(['leitung-dortmund-agentur', 'beratung-soziale-medien']);
  });
});

describe('who stands in', () => {
  it.each([
    ['leitung-kulturbetriebe', [], ['stv-leitung-kulturbetriebe']],
    ['datenschutz', [], ['stv-datenschutz']],
    ['leitung-kulturbetriebe', ['stv-leitung-kulturbetriebe'], []],
    ['pressestelle', [], []],
  ] as const)('for %s (gone: %j)', (person, gone, expected) => {
    expect(standIns(person, { organisation, gone: new Set(gone) })).toEqual(expected);
  });
});
