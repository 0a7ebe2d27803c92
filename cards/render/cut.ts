/** Cleans, cuts and splits text that people typed, before a chat draws it. */

const GRAPHEMES = new Intl.Segmenter('de', { granularity: 'grapheme' });
const ELLIPSIS = '…';

/** What a text costs against a limit. The cost of a whole is the sum of its parts, at least one per UTF-16 unit. */
export type Cost = (text: string) => number;
const units: Cost = (text) => text.length;

/**
 * Text that is safe to show: line breaks as `\n`, tabs as spaces, no control characters. Bidirectional embeddings,
 * overrides and isolates go, because they turn `gpj.exe` into `exe.jpg`. Halves of surrogate pairs become U+FFFD,
 * because Slack and Teams refuse JSON with them. Right-to-left letters and the marks LRM and RLM stay: they are
 * language.
 */
export function clean(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .replaceAll(/(?!\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/gu, '');
}

/** Cleaned text for single-line places: labels, titles, cells. */
export function oneLine(text: string): string {
  return clean(text)
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
}

/** Whether nothing is visible: only spaces, format characters (zero width) and blanks that count as letters. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cc}\p{Cf}\u115F\u1160\u2800\u3164\uFFA0]*$/u.test(text);
}

/**
 * The text, or its beginning with "…", at a total cost of at most `max` (default: UTF-16 units). Cuts between
 * graphemes, so that a family emoji or a letter with accents stays whole. A single grapheme over `max` is cut between
 * code points.
 */
export function cut(text: string, max: number, cost: Cost = units): string {
  if (cost(text) <= max) return text;
  const room = max - cost(ELLIPSIS);
  return room < 0 ? '' : `${beginning(text, room, cost).trimEnd()}${ELLIPSIS}`;
}

/**
 * At most `most` pieces of at most `max` units each, broken at line ends or spaces if there are any; blank ones are
 * dropped.
 */
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
  // Each unit costs at least one, so text further on can't matter; a little is kept to see where a grapheme ends.
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
