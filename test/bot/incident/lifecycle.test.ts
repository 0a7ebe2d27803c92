import { describe, expect, it } from 'vitest';
import {
  INCIDENT_ACTS,
  INCIDENT_EVENTS,
  INCIDENT_ROLES,
  INCIDENT_STATES,
  type IncidentAct,
  type IncidentState,
  incidentAfter,
  incidentNumber,
  isOpen,
  mayAct,
  proposedSeverity,
  type Standing,
} from '../../../bot/incident/lifecycle.ts';

const _ = undefined;
// biome-ignore format: read by columns, one per event in the order of INCIDENT_EVENTS; a blank is no step
const EXPECTED: Record<IncidentState, (IncidentState | undefined)[]> = {
  //              confirm      deny           contain      worsen       lose    restore     close     reopen       merge
  reported:      ['confirmed', 'false-alarm', _,           _,           _,      _,          _,        _,           'merged'],
  confirmed:     [_,           'false-alarm', 'contained', _,           'lost', 'restored', _,        _,           'merged'],
  contained:     [_,           _,             _,           'confirmed', 'lost', 'restored', _,        _,           'merged'],
  lost:          [_,           _,             _,           'confirmed', _,      'restored', _,        _,           'merged'],
  restored:      [_,           _,             _,           'confirmed', _,      _,          'closed', _,           'merged'],
  closed:        [_,           _,             _,           _,           _,      _,          _,        'confirmed', _],
  'false-alarm': [_,           _,             _,           _,           _,      _,          _,        'confirmed', _],
  merged:        [_,           _,             _,           _,           _,      _,          _,        _,           _],
};

const pairs = INCIDENT_STATES.flatMap((state) =>
  INCIDENT_EVENTS.map((event, column) => [state, event, EXPECTED[state][column]] as const),
);

it.each(pairs)('%s × %s gives %s', (state, event, expected) => expect(incidentAfter(state, event)).toBe(expected));

it('closes only what was restored, and counts what is not ended as open', () => {
  expect(INCIDENT_STATES.filter((state) => incidentAfter(state, 'close'))).toEqual(['restored']);
  expect(INCIDENT_STATES.filter((state) => !isOpen(state))).toEqual(['closed', 'false-alarm', 'merged']);
});

const NOBODY: Standing = {
  roles: [],
  security: false,
  press: false,
  reader: false,
  head: false,
  declarer: false,
};
const EVERYBODY = {
  nobody: NOBODY,
  ...Object.fromEntries(INCIDENT_ROLES.map((role) => [role, { ...NOBODY, roles: [role] }])),
  security: { ...NOBODY, security: true },
  'press office': { ...NOBODY, press: true },
  reader: { ...NOBODY, reader: true },
  head: { ...NOBODY, head: true },
  declarer: { ...NOBODY, declarer: true },
} as Record<string, Standing>;

const MAY: Record<string, IncidentAct[]> = {
  nobody: [],
  lead: ['read', 'break-glass', 'lead', 'work', 'hand-in', 'write-text', 'notify', 'date-awareness', 'export'],
  owner: ['read', 'break-glass', 'work', 'hand-in'],
  press: ['read', 'break-glass', 'hand-in', 'write-text', 'publish-text', 'notify'],
  approver: ['read', 'break-glass', 'hand-in', 'approve-text'],
  privacy: ['read', 'break-glass', 'hand-in', 'co-sign', 'judge-data', 'date-awareness'],
  legal: ['read', 'break-glass', 'hand-in', 'co-sign'],
  security: ['read', 'break-glass', 'lead', 'work', 'hand-in', 'notify', 'date-awareness', 'export'],
  'press office': ['read', 'hand-in', 'write-text', 'publish-text'],
  reader: ['read', 'export'],
  head: ['read', 'break-glass', 'hand-in'],
  declarer: ['read', 'hand-in'],
};

describe('who may do what', () => {
  it.each(Object.entries(EVERYBODY))('%s', (name, standing) => {
    expect(INCIDENT_ACTS.filter((act) => mayAct(act, standing))).toEqual(MAY[name]);
  });
});

it('numbers real ones and drills apart', () => {
  expect(incidentNumber(2026, 1, false)).toBe('V-2026-0001');
  expect(incidentNumber(2026, 12345, true)).toBe('Ü-2026-12345');
});

it.each([
  [1, 'unclear', 2],
  [1, 'secured', 2],
  [1, 'lost', 1],
  [2, 'secured', 1],
] as const)('%i channels with access %s: severity %i is proposed', (channels, control, severity) =>
  expect(proposedSeverity(channels, control)).toBe(severity),
);

it('one channel without a second factor weighs as much as two', () => {
  expect(proposedSeverity(1, 'secured', true)).toBe(1);
});
