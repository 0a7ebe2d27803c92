/** Takes text to pieces safely before a chat draws it: cleans, cuts and splits what people typed. */

const GRAPHEMES = new Intl.Segmenter('de', { granularity: 'grapheme' });
const ELLIPSIS = '…';

/** What a piece of text costs against a limit; the cost of a whole is the sum of its parts, at least one per UTF-16 unit. */
export type Cost = (text: string) => number;
const units: Cost = (text) => text.length;

/**
 * Text as it may be shown: line breaks as `\n`, tabs as spaces; without control characters, without the bidirectional
 * embeddings, overrides and isolates that turn `gpj.exe` into `exe.jpg`, and with U+FFFD for halves of surrogate pairs
 * (Slack and Teams refuse JSON with those). Right-to-left letters and the marks LRM and RLM stay: they are language.
 */
export function clean(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .replaceAll(/(?!\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/gu, '');
}

/** Cleaned text for places of one line: labels, titles, cells. */
export function oneLine(text: string): string {
  return clean(text)
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
}

/** Nothing to see: only spaces, format characters (zero width) and blanks that count as letters. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cc}\p{Cf}\u115F\u1160\u2800\u3164\uFFA0]*$/u.test(text);
}

/**
 * The text, or its beginning with "…" so that the whole costs at most `max` (default: UTF-16 units). Cuts between
 * graphemes, so that a family emoji or a letter with accents stays whole; a single grapheme over `max` is cut between
 * code points.
 */
export function cut(text: string, max: number, cost: Cost = units): string {
  if (cost(text) <= max) return text;
  const room = max - cost(ELLIPSIS);
  return room < 0 ? '' : `${beginning(text, room, cost).trimEnd()}${ELLIPSIS}`;
}

/** At most `most` pieces of at most `max` units each, broken at line ends or spaces where the text has them; blank pieces are dropped. */
export function split(text: string, max: number, most: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > max && pieces.length < most - 1) {
    const window = beginning(rest, max, units);
    const at = [window.lastIndexOf('\n'), window.lastIndexOf(' ')].find((index) => index > max / 2) ?? window.length;
    pieces.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).replace(/^ *\n|^ +/, '');
  }
  return [...pieces, cut(rest, max)].filter((piece) => !isBlank(piece));
}

/** The longest beginning that costs at most `room`. */
function beginning(text: string, room: number, cost: Cost): string {
  // A cost is at least one per unit, so more of the text can't matter; a little is kept to see whether a grapheme goes on.
  const near = text.slice(0, room + 32);
  let [fits, over] = [0, near.length + 1];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (cost(near.slice(0, middle)) <= room) fits = middle;
    else over = middle;
  }
  const whole = GRAPHEMES.segment(near).containing(fits)?.index ?? fits;
  if (whole > 0) return near.slice(0, whole);
  const tearsPair = /[\uDC00-\uDFFF]/.test(near.charAt(fits)) && /[\uD800-\uDBFF]/.test(near.charAt(fits - 1));
  return near.slice(0, tearsPair ? fits - 1 : fits);
}
