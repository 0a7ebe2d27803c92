import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  differences,
  EXPLAINED_MIN,
  SNAPSHOT_FIELDS,
  type Snapshot,
  unexplained,
} from '../../../bot/incident/snapshot.ts';

const text = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('', ' ', 'Kultur', 'Kultur\n Dortmund'));
const snapshot: fc.Arbitrary<Snapshot> = fc.record(
  Object.fromEntries(SNAPSHOT_FIELDS.map((field) => [field, text])) as Record<
    (typeof SNAPSHOT_FIELDS)[number],
    typeof text
  >,
  { requiredKeys: [] },
);
const why = fc
  .string({ minLength: EXPLAINED_MIN, maxLength: 30 })
  .filter((one) => one.trim().length >= EXPLAINED_MIN && !/\s{2,}/.test(one.trim()));

describe('differences', () => {
  it('of a channel to itself are none, however blanks and lines are set', () => {
    fc.assert(
      fc.property(snapshot, (one) => {
        expect(differences(one, one)).toEqual([]);
        const wide = Object.fromEntries(
          Object.entries(one).map(([key, value]) => [key, ` ${value?.replaceAll(' ', ' \n ')} `]),
        );
        expect(differences(one, wide)).toEqual([]);
      }),
    );
  });

  it('are exactly in the fields that were seen before and are another now, each once', () => {
    fc.assert(
      fc.property(snapshot, snapshot, (before, found) => {
        const fields = differences(before, found).map(({ field }) => field);
        expect(new Set(fields).size).toBe(fields.length);
        const plain = (value: string | undefined) => (value ?? '').normalize('NFC').replaceAll(/\s+/g, ' ').trim();
        const expected = SNAPSHOT_FIELDS.filter((field) => {
          const was = plain(before[field]);
          return was !== '' && was !== plain(found[field]);
        });
        expect(fields).toEqual(expected);
      }),
    );
  });

  it('tell what was and what is', () => {
    expect(differences({ name: 'Kultur', bio: 'alt' }, { name: 'Gewinnspiel', bio: 'alt' })).toEqual([
      { field: 'name', was: 'Kultur', is: 'Gewinnspiel' },
    ]);
    expect(differences({ pinned: '4711' }, {})).toEqual([{ field: 'pinned', was: '4711', is: '' }]);
    // Nobody looked at it before: nothing to compare with.
    expect(differences({ name: 'Kultur' }, { name: 'Kultur', administrators: 'Konto X' })).toEqual([]);
  });
});

describe('unexplained', () => {
  it('is what differs and has no explanation long enough', () => {
    fc.assert(
      fc.property(snapshot, snapshot, fc.subarray([...SNAPSHOT_FIELDS]), why, (before, found, said, reason) => {
        const explained = Object.fromEntries(said.map((field) => [field, reason]));
        const left = unexplained(before, found, explained).map(({ field }) => field);
        const all = differences(before, found).map(({ field }) => field);
        expect(left).toEqual(all.filter((field) => !said.includes(field)));
        expect(unexplained(before, found, Object.fromEntries(SNAPSHOT_FIELDS.map((field) => [field, reason])))).toEqual(
          [],
        );
      }),
    );
  });

  it('takes no word for a sentence', () => {
    expect(unexplained({ name: 'a' }, { name: 'b' }, { name: 'ok' })).toHaveLength(1);
    expect(unexplained({ name: 'a' }, { name: 'b' }, { name: '       ' })).toHaveLength(1);
    expect(unexplained({ name: 'a' }, { name: 'b' }, { name: 'so gewollt' })).toEqual([]);
  });
});
