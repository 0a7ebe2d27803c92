import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diff } from '../../../bot/registration/diff.ts';

const head = { person: 'p_1', role: 'administrator', rights: ['post', 'roles'] };
const deputy = { person: 'p_2', role: 'deputy-administrator', rights: ['post'] };
const editor = { person: 'p_3', role: 'editor', rights: ['post'] };

describe('diff', () => {
  it('names what was changed, added and taken away', () => {
    const before = { kind: 'new', purpose: 'Kultur', topics: 'Oper' };
    const after = { kind: 'renewal', purpose: 'Kultur und Sport', netiquette: 'https://www.dortmund.de/netiquette' };
    expect(diff(before, after)).toEqual([
      { path: 'purpose', before: 'Kultur', after: 'Kultur und Sport' },
      { path: 'topics', before: 'Oper', after: undefined },
      { path: 'netiquette', before: undefined, after: 'https://www.dortmund.de/netiquette' },
    ]);
  });

  it('matches persons by person: striking the first is one change', () => {
    expect(diff({ persons: [head, deputy, editor] }, { persons: [deputy, editor] })).toEqual([
      { path: 'persons.p_1', before: 'administrator', after: undefined },
    ]);
  });

  it('names a new person with the function and a change inside a person with its field', () => {
    const promoted = { ...deputy, role: 'administrator', rights: ['roles', 'post'] };
    expect(diff({ persons: [deputy] }, { persons: [editor, promoted] })).toEqual([
      { path: 'persons.p_2.role', before: 'deputy-administrator', after: 'administrator' },
      { path: 'persons.p_2.rights', before: ['post'], after: ['roles', 'post'] },
      { path: 'persons.p_3', before: undefined, after: 'editor' },
    ]);
  });

  it('sees a change in the second function of a person who stands there twice', () => {
    const also = { person: 'p_1', role: 'editor', rights: ['post'] };
    const more = { ...also, rights: ['post', 'ads'] };
    expect(diff({ persons: [head, also] }, { persons: [more, head] })).toEqual([
      { path: 'persons.p_1#2.rights', before: ['post'], after: ['post', 'ads'] },
    ]);
    expect(diff({ persons: [head, also] }, { persons: [head] })).toEqual([
      { path: 'persons.p_1#2', before: 'editor', after: undefined },
    ]);
  });

  it('does not care for the order of a list, nor for a missing answer instead of an empty one', () => {
    expect(diff({ rights: ['post', 'ads'] }, { rights: ['ads', 'post'] })).toEqual([]);
    expect(diff({ topics: '', languages: [], netiquette: null }, {})).toEqual([]);
  });
});

const answer = fc.oneof(fc.string(), fc.integer(), fc.constant(undefined), fc.uniqueArray(fc.string({ minLength: 1 })));
const answers = fc.dictionary(
  fc.string({ minLength: 1 }).filter((name) => !['persons', 'kind', '__proto__'].includes(name)),
  answer,
);
const person = fc.record({
  person: fc.string(),
  role: fc.constantFrom('editor', 'administrator'),
  duties: fc.string(),
});
const persons = fc.uniqueArray(person, { selector: (entry) => entry.person, maxLength: 5 });
const values = fc.tuple(answers, persons).map(([rest, list]) => ({ ...rest, persons: list }));

describe('diff, for all answers', () => {
  it('finds nothing between an application and its copy', () => {
    fc.assert(
      fc.property(values, (a) => {
        expect(diff(a, structuredClone(a))).toEqual([]);
      }),
    );
  });

  it('finds nothing when only the order of persons and lists differs', () => {
    fc.assert(
      fc.property(values, (a) => {
        const turned = Object.fromEntries(
          Object.entries(a).map(([name, value]) => [name, Array.isArray(value) ? [...value].reverse() : value]),
        );
        expect(diff(a, turned)).toEqual([]);
      }),
    );
  });

  it('finds the same places in both directions', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const paths = (changes: { path: string }[]) => changes.map((change) => change.path).sort();
        expect(paths(diff(a, b))).toEqual(paths(diff(b, a)));
      }),
    );
  });
});
