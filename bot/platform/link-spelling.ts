/** One spelling for each link: how its path is decoded for keys, and how it is shown to people. */
import { unquote } from './link-text.ts';

/**
 * Characters that would change or hide what the path means stay encoded. Not all of `\p{C}`: it includes letters that
 * this Node's Unicode does not know yet, and a key must not change with the next Node.
 */
const keepMeaning = (text: string) =>
  text.replace(/[/?#%[\]\\\s\p{Cc}\p{Cf}\p{Co}]/gu, (sign) => encodeURIComponent(sign));

/** One spelling per segment: decoded and NFC; bytes that are not UTF-8 (old Latin-1 links) stay as they are. */
function tidySegment(segment: string): string {
  const decode = (escapes: string) => {
    try {
      return keepMeaning(decodeURIComponent(escapes));
    } catch {
      return escapes === '%' ? '%25' : escapes.toUpperCase();
    }
  };
  return segment
    .replace(/[^%]+|%[0-7][0-9a-f]|(?:%[89a-f][0-9a-f])+|%/gi, (part) =>
      part.startsWith('%') ? decode(part) : keepMeaning(part),
    )
    .normalize('NFC');
}
/** The path's segments, each in the spelling that keys use. */
export const segmentsOf = (url: URL) => url.pathname.split('/').filter(Boolean).map(tidySegment);
/** The link as shown. A last character that would be taken for the end of a sentence, here or by a chat, is escaped. */
export function displayedUrl(text: string): string {
  let { href } = new URL(text);
  while (unquote(href) !== href) {
    const last = href
      .charCodeAt(href.length - 1)
      .toString(16)
      .toUpperCase();
    href = `${href.slice(0, -1)}%${last}`;
  }
  return href;
}
