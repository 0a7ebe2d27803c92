import { describe, expect, it } from 'vitest';
import { BODIES } from '../../../bot/participation/body.ts';
import { bodiesFor, hasAnswered, OVERVIEW } from '../../../bot/participation/participation.ts';
import { KINDS } from '../../../bot/registration/application-kind.ts';

describe('bodiesFor', () => {
  it.each(KINDS)('lists every body once and after those it waits for (%s)', (kind) => {
    const rules = bodiesFor(kind);
    const bodies = rules.map((rule) => rule.body);
    expect(new Set(bodies).size).toBe(bodies.length);
    for (const [place, rule] of rules.entries()) {
      for (const before of rule.after) expect(bodies.slice(0, place)).toContain(before);
    }
  });

  it('begins with the head, whose consent releases the application', () => {
    for (const kind of KINDS) expect(bodiesFor(kind)[0]).toEqual({ body: 'head', kind: 'consent', after: [] });
  });

  it('wants the consent of FB 11 and the staff council for everything but a closure', () => {
    for (const kind of ['new', 'renewal', 'late'] as const) {
      const consents = bodiesFor(kind).filter((rule) => rule.kind === 'consent');
      expect(consents.map((rule) => rule.body)).toEqual(['head', 'fb11', 'council']);
    }
  });
});

describe('hasAnswered', () => {
  it('takes a Nein as an answer once it is weighed', () => {
    expect(hasAnswered({ body: 'fb3', answer: 'yes', weighed: false })).toBe(true);
    expect(hasAnswered({ body: 'fb3', answer: 'no', weighed: false })).toBe(false);
    expect(hasAnswered({ body: 'fb3', answer: 'no', weighed: true })).toBe(true);
    expect(hasAnswered({ body: 'fb3', answer: 'open', weighed: true })).toBe(false);
  });
});

describe('OVERVIEW', () => {
  it('keeps the four columns of the old database in their order and shows every body', () => {
    const old = ['fb3', 'privacy', 'council', 'fb11'];
    expect(OVERVIEW.filter((body) => old.includes(body))).toEqual(old);
    expect([...OVERVIEW].sort()).toEqual([...BODIES].sort());
  });
});
