import { describe, expect, it } from 'vitest';
import { isUnprotected, readLine, splitsOf } from '../../../bot/incident/selection.ts';

const last = (line: string) => {
  const { selection } = readLine(line);
  return selection && 'splits' in selection ? { all: selection.all, ...selection.splits.at(-1) } : selection;
};
const first = (line: string) => {
  const { selection } = readLine(line);
  return selection && 'splits' in selection ? { all: selection.all, ...selection.splits[0] } : selection;
};

describe('a reported line', () => {
  it.each([
    ['https://x.com/a Der Zugang ist weg', { all: false, said: 'https://x.com/a', text: 'Der Zugang ist weg' }],
    ['@dortmund: seit heute', { all: false, said: '@dortmund', text: 'seit heute' }],
    ['alle fachbereich=fb-37 seit heute', { all: 'office', said: 'fb-37', text: 'seit heute' }],
    ['alle fachbereich="FB 37" seit heute', { all: 'office', said: 'FB 37', text: 'seit heute' }],
    ['alle Kanäle im Fachbereich fb-37', { all: 'office', said: 'fb-37', text: '' }],
    ['all of office fb-37', { all: 'office', said: 'fb-37', text: '' }],
    ['alle netzwerk=facebook gesperrt', { all: 'platform', said: 'facebook', text: 'gesperrt' }],
    ['all on platform x', { all: 'platform', said: 'x', text: '' }],
    ['alle person=@ciso', { all: 'person', said: '@ciso', text: '' }],
    ['alle person=<@U1> weg', { all: 'person', said: '<@U1>', text: 'weg' }],
    ['Alle unsere Seiten sind weg', { all: false, said: 'Alle', text: 'unsere Seiten sind weg' }],
  ])('%s', (line, expected) => expect(last(line)).toEqual(expected));

  it.each(['alle ungeschützten', 'ALLE ungeschützten Kanäle', 'all unprotected', 'alle ungeschuetzte'])('%s', (line) =>
    expect(readLine(`${line} vorsorglich`).selection).toEqual({ all: 'unprotected', text: 'vorsorglich' }),
  );

  it('reads a name of several words, the longest first, and keeps the text as it was typed', () => {
    expect(first('Kultur Dortmund ist\nweg')).toEqual({ all: false, said: 'Kultur Dortmund ist weg', text: '' });
    const splits = splitsOf('Kultur Dortmund ist\n "weg"');
    expect(splits.map(({ said }) => said)).toEqual([
      'Kultur Dortmund ist "weg"',
      'Kultur Dortmund ist',
      'Kultur Dortmund',
      'Kultur',
    ]);
    expect(splits[2]?.text).toBe('ist\n "weg"');
    expect(splitsOf('„Kultur Dortmund“ ist weg')).toEqual([{ said: 'Kultur Dortmund', text: 'ist weg' }]);
    expect(splitsOf('a '.repeat(500))).toHaveLength(8);
  });

  it('takes severity and access from anywhere, and no other number for one', () => {
    expect(readLine('@a weg schwere=1 zugang=nein')).toMatchObject({ severity: 1, control: 'lost' });
    expect(readLine('access=yes severity:3 @a')).toMatchObject({ severity: 3, control: 'secured' });
    expect(last('schwere=2 @a weg zugang=unklar')).toEqual({ all: false, said: '@a', text: 'weg' });
    const plain = readLine('@a schwere=4 Umfrage=1');
    expect([plain.severity, plain.control]).toEqual([undefined, undefined]);
    expect(readLine('schwere=1').selection).toBeNull();
    expect(readLine('   ').selection).toBeNull();
  });
});

it.each([
  ['published', 'all', 2, false],
  ['published', 'all', 1, true],
  ['published', 'some', 2, true],
  ['published', 'not-offered', 3, true],
  ['published', undefined, 2, true],
  ['unapproved', 'all', 2, true],
] as const)(
  '%s, second factor %s, %i administrators: unprotected %s',
  (state, secondFactor, administrators, expected) =>
    expect(isUnprotected({ state, secondFactor, administrators })).toBe(expected),
);
