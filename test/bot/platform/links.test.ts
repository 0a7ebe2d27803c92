/** Links as they are out there: each line of `links.tsv` is what it says, and no hostile one takes more time than its length. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recognise } from '../../../bot/platform/link.ts';
import { LINK_MAX, unquote } from '../../../bot/platform/link-text.ts';
import { growth, LINEAR } from '../../support/growth.ts';

const lines = readFileSync(new URL('links.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1);

function told(link: string): string {
  const seen = recognise(link);
  if ('key' in seen) return `${seen.platform} ${seen.key}`;
  return ['refused', seen.problem, seen.profile].filter(Boolean).join(' ');
}

describe('a link from outside', () => {
  it.each(lines.map((line) => line.split('\t')))('%s is: %s', (link, expected) => {
    expect(told(link!)).toBe(expected);
  });

  it.each(lines.map((line) => line.split('\t')[0]!))('%s offers an account that is one', (link) => {
    const seen = recognise(link);
    const offered = 'key' in seen ? seen.url : seen.profile;
    if (offered !== undefined) expect(recognise(offered)).toMatchObject({ url: offered, key: expect.any(String) });
  });

  it('offers the account behind a tail of tracking that is too long', () => {
    const link = `https://www.facebook.com/AmtBeispiel?fbclid=${'a'.repeat(LINK_MAX)}`;
    expect(told(link)).toBe('refused too-long https://facebook.com/AmtBeispiel');
  });
});

describe('unquote', () => {
  it.each([
    ['(facebook.com/a)', 'facebook.com/a'],
    ['wiki/Dortmund_(Hafen)', 'wiki/Dortmund_(Hafen)'],
    ['(wiki/Dortmund_(Hafen)).', 'wiki/Dortmund_(Hafen)'],
    ['a]})', 'a'],
    ['[a](b)]', 'a](b)'],
    ['a&gt;', 'a'],
    [')))', ''],
  ])('takes off what surrounds %s', (text, bare) => {
    expect(unquote(text)).toBe(bare);
  });

  it.each([')', '()', '.', '&gt;', ')."'])('takes four times as long for four times as many %j', (tail) => {
    expect(growth((size) => unquote(`https://a.de/${tail.repeat(size)}`), 20_000)).toBeLessThan(LINEAR);
  });
});
