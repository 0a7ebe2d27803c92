import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean, cut, isBlank, oneLine, split } from '../../../cards/render/cut.ts';
import { webUrl } from '../../../cards/render/link.ts';
import { anyText } from '../../support/arbitrary-card.ts';

const FAMILY = '👨‍👩‍👧‍👦';

describe('cut', () => {
  it('leaves a text that fits as it is, to the last unit', () => {
    expect(cut('Kanal', 5)).toBe('Kanal');
    expect(cut('', 0)).toBe('');
  });

  it('ends a longer one with an ellipsis that counts', () => {
    expect(cut('Kanalwacht', 6)).toBe('Kanal…');
    expect(cut('Kanal wacht', 7)).toBe('Kanal…');
    expect(cut('Kanal', 1)).toBe('…');
    expect(cut('Kanal', 0)).toBe('');
  });

  it.each([
    ['a family', `ab${FAMILY}cd`, 5, 'ab…'],
    ['a family that just fits', `ab${FAMILY}cd`, 2 + FAMILY.length + 1, `ab${FAMILY}…`],
    ['a flag', 'ab🇩🇪cd', 5, 'ab…'],
    ['a skin tone', 'ab👩🏽cd', 5, 'ab…'],
    ['an accent', 'abe\u0301cd', 4, 'ab…'],
  ])('does not tear %s apart', (_, text, max, expected) => {
    expect(cut(text, max)).toBe(expected);
  });

  it('cuts a single grapheme that is too long between code points', () => {
    expect(cut(FAMILY, 4)).toBe('👨\u200D…');
    expect(cut(`a${'\u0301'.repeat(50)}`, 10)).toBe(`a${'\u0301'.repeat(8)}…`);
  });

  it('counts in what the limit counts', () => {
    const bytes = (text: string) => Buffer.byteLength(text);
    expect(cut('ÄÖÜ', 6, bytes)).toBe('ÄÖÜ');
    expect(cut('ÄÖÜß', 7, bytes)).toBe('ÄÖ…');
  });

  it('keeps every text below every limit, without halves of characters', () => {
    fc.assert(
      fc.property(anyText, fc.nat(3000), (text, max) => {
        const short = cut(clean(text), max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(short).not.toMatch(/\p{Cs}/u);
        if (!short.endsWith('…')) expect(max === 0 || short === clean(text)).toBe(true);
      }),
    );
  });
});

describe('split', () => {
  it('breaks at a line end, else at a space, else anywhere', () => {
    expect(split('erste Zeile\nzweite Zeile', 15, 5)).toEqual(['erste Zeile', 'zweite Zeile']);
    expect(split('eins zwei drei', 9, 5)).toEqual(['eins zwei', 'drei']);
    expect(split('einszweidrei', 4, 5)).toEqual(['eins', 'zwei', 'drei']);
  });

  it('gives nothing for a blank text and cuts what is too much', () => {
    expect(split(' \n ', 10, 5)).toEqual([]);
    expect(split('einszweidrei', 4, 2)).toEqual(['eins', 'zwe…']);
  });

  it('loses no word while there are pieces left', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zäöü]{1,12}$/), { minLength: 1, maxLength: 60 }), (words) => {
        const pieces = split(words.join(' '), 40, 100);
        expect(pieces.join(' ').split(' ')).toEqual(words);
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(40);
      }),
    );
  });
});

describe('clean', () => {
  it.each([
    ['control characters', 'a\u0000b\u001B[31mc\u009F', 'ab[31mc'],
    ['bidi overrides', 'a\u202Egpj.exe\u202C\u2066b\u2069', 'agpj.exeb'],
    ['line ends of every kind', 'a\r\nb\rc\u2028d\u0085e', 'a\nb\nc\nd\ne'],
    ['halves of surrogate pairs', 'a\uD83Db\uDE00', 'a\uFFFDb\uFFFD'],
  ])('takes care of %s', (_, text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it('keeps languages written from right to left, emoji and accents', () => {
    for (const text of ['مرحبا', 'שלום\u200F!', FAMILY, 'e\u0301']) expect(clean(text)).toBe(text);
  });

  it('makes one line of many', () => {
    expect(oneLine('  eins \r\n\t zwei\n\ndrei ')).toBe('eins zwei drei');
  });
});

describe('isBlank', () => {
  it.each(['', ' \n', '\u200B\u200D', '\u3164', '\u2800', '\u0000'])('sees nothing in %j', (text) => {
    expect(isBlank(text)).toBe(true);
  });
  it.each(['–', '0', '.', FAMILY])('sees something in %j', (text) => {
    expect(isBlank(text)).toBe(false);
  });
});

describe('webUrl', () => {
  it.each([
    ['https://www.example.org/pfad?a=1#b', 'https://www.example.org/pfad?a=1#b'],
    ['HTTP://Example.org', 'http://example.org/'],
    ['https://dörtmund.example/', 'https://xn--drtmund-90a.example/'],
  ])('takes %s', (address, expected) => {
    expect(webUrl(address)).toBe(expected);
  });
  it.each(['javascript:alert(1)', 'mailto:a@example.org', 'ftp://example.org', '//example.org', 'example.org', ''])(
    'refuses %j',
    (address) => {
      expect(webUrl(address)).toBeUndefined();
    },
  );
  it('refuses an address that shows one host and opens another', () => {
    expect(webUrl('https://www.example.org@boese.example/')).toBeUndefined();
  });
});
