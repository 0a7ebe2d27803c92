/** Finds the one web address in a typed or pasted text, or the reason why there is none. */
import { type IsPrivate, isInnerOrAddress } from './private-ranges.ts';

/** Why a text is not a usable address; the words for people are in cards/words. */
export const TEXT_PROBLEMS = [
  'not-a-link',
  'not-one-link',
  'blank',
  'cut-off',
  'handle-only',
  'e-mail',
  'too-long',
  'scheme',
  'credentials',
  'private-address',
] as const;
type TextProblem = (typeof TEXT_PROBLEMS)[number];

/** Longer than any account link; browsers and Slack stop near here too. */
export const LINK_MAX = 2000;

/** Pages that redirect to the real address: mail filters, "you are leaving" pages. `query` holds the address. */
const DOORS: readonly { host: RegExp; path?: RegExp; query: string }[] = [
  { host: /(?:^|\.)safelinks\.protection\.outlook\.com$/, query: 'url' },
  { host: /^statics\.teams\.cdn\.office\.net$/, path: /\/safelinks\//, query: 'url' },
  { host: /^lm?\.(?:facebook|instagram)\.com$|^l\.threads\.(?:com|net)$/, query: 'u' },
  { host: /^(?:www\.)?youtube\.com$/, path: /^\/redirect$/, query: 'q' },
  { host: /^(?:www\.)?google\.[a-z.]{2,6}$/, path: /^\/url$/, query: 'q' },
  { host: /^(?:www\.)?google\.[a-z.]{2,6}$/, path: /^\/url$/, query: 'url' },
  { host: /^slack-redir\.net$/, query: 'url' },
  { host: /^(?:www\.)?linkedin\.com$/, path: /^\/redir\/redirect$/, query: 'url' },
];

// Zero-width, bidi and control characters come with text copied from PDF and chat, and hide what a link says.
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;
const OPENING = /^[„“”"'‚‘’»«<([{*`]+/;
const CLOSING = /(?:[.,;:!?"'„“”‚‘’»«>*`]|&gt;)$/;
const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
] as const;
const BARE_HOST = /^[^\s/?#@:]+\.\p{L}{2,}(?:[/?#:]|$)/u;

/**
 * Removes the quotes, brackets and the full stop that surround a link in a sentence. Brackets are counted once, so that
 * a long tail of them takes linear time.
 */
export function unquote(word: string): string {
  const rest = word.replace(OPENING, '');
  const surplus = new Map<string, number>(BRACKETS.map(([, close]) => [close, 0]));
  for (const sign of rest) {
    for (const [open, close] of BRACKETS) {
      if (sign === open) surplus.set(close, surplus.get(close)! - 1);
      else if (sign === close) surplus.set(close, surplus.get(close)! + 1);
    }
  }
  let end = rest.length;
  for (;;) {
    const last = rest[end - 1] ?? '';
    const count = surplus.get(last) ?? 0;
    if (count > 0) {
      surplus.set(last, count - 1);
      end -= 1;
    } else {
      const closing = CLOSING.exec(rest.slice(Math.max(0, end - 4), end))?.[0];
      if (closing === undefined) return rest.slice(0, end);
      end -= closing.length;
    }
  }
}

/** Takes the address out of Slack's `<https://…|label>` and out of a Markdown link; Slack escapes `&` inside. */
function unwrap(text: string): string {
  return text
    .replace(/<([^<>|\s]+)(?:\|[^<>]*)?>/g, (_all, link: string) => ` ${link.replaceAll('&amp;', '&')} `)
    .replace(/\[[^[\]]*\]\((\S+?)\)(?=[\s.,;]|$)/g, ' $1 ');
}

/** The words that contain more than quotes and brackets. */
const wordsIn = (text: string): string[] =>
  unwrap(text.replace(/\s/gu, ' ').replace(INVISIBLE, ''))
    .split(/\s+/)
    .filter((word) => unquote(word) !== '');

const isLink = (word: string) => /^https?:|^@[^@]+@/i.test(unquote(word)) || BARE_HOST.test(unquote(word));

/** The one word that is a link. Words after it may belong to a name with a space in it, so they make it doubtful. */
function wordOf(text: string): string | TextProblem {
  const words = wordsIn(text);
  const [first, ...others] = words;
  if (first === undefined) return 'not-a-link';
  if (others.length === 0) return /(?:…|\.\.\.)["'“”»)]*$/.test(first) ? 'cut-off' : unquote(first);
  const links = words.filter(isLink);
  if (links.length === 0) return 'not-a-link';
  if (links.length > 1) return 'not-one-link';
  return links[0] === words.at(-1) ? wordOf(links[0]!) : 'blank';
}

/**
 * The link that somebody may have meant, if the text is not a link as it stands; it is only ever offered.
 *
 * @returns undefined if the text contains none, or several
 */
export function meantBy(text: string, problem: TextProblem): string | undefined {
  // Only tracking parameters can make an account's link so long.
  if (problem === 'too-long') return /^[^?#]*/.exec(text.slice(0, LINK_MAX))?.[0];
  if (problem === 'credentials') return text.replace(/\/\/[^/?#@]*@/, '//');
  if (['not-a-link', 'private-address', 'scheme'].includes(problem)) return /.(https?:\/\/.*)$/i.exec(text)?.[1];
  if (problem !== 'blank') return undefined;
  const words = wordsIn(text);
  const at = words.findIndex(isLink);
  const [link = '', next = '', more] = words.slice(at);
  if (link.endsWith('/') || link.endsWith('=') || next.startsWith('/')) return link + next;
  // "Stadt Dortmund" is one name with a space: its first half is another account.
  return more === undefined && /^[\p{Lu}\d]/u.test(next) ? undefined : link;
}

/** The text without its http(s) scheme (also doubled, or without its colon), or the problem with another scheme. */
function withoutScheme(word: string): { rest: string; bare: boolean } | TextProblem {
  const rest = word.replace(/^(?:https?(?::\/*|\/\/+))+/i, '').replace(/^\/\//, '');
  const bare = rest === word;
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d+(?:[/?#]|$))/i.exec(rest) ?? /^([a-z][a-z0-9+-]*):/i.exec(rest);
  if (!bare || !scheme || scheme[1]!.toLowerCase() === 'localhost') return { rest, bare };
  return scheme[1]!.toLowerCase() === 'mailto' ? 'e-mail' : 'scheme';
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** Out: a parsed public web address (always https, host in punycode without trailing dot), or why there is none. */
export function addressIn(text: string, isPrivate: IsPrivate = isInnerOrAddress, doors = 3): URL | TextProblem {
  if (text.length > LINK_MAX) return 'too-long';
  const word = wordOf(text);
  if (isTextProblem(word)) return word;

  const fediverse = /^@([\w.-]+)@([^\s@/:?#]+\.[^\s@/:?#]+)$/.exec(word);
  if (fediverse) return addressIn(`https://${fediverse[2]}/@${fediverse[1]}`, isPrivate);
  if (/^@[\w-]+\.bsky\.social$/i.test(word)) return addressIn(`https://bsky.app/profile/${word.slice(1)}`, isPrivate);
  if (/^@[^\s/@]+$/.test(word)) return 'handle-only';
  if (/^[^\s/@:?#]+@[^\s/@:?#]+\.\p{L}{2,}$/u.test(word)) return 'e-mail';

  const stripped = withoutScheme(word);
  if (typeof stripped === 'string') return stripped;
  const { rest, bare } = stripped;
  // "http://hhttps://…": half a scheme where the host should be.
  if (/^[a-z]{0,4}https?:\/\//i.test(rest)) return 'not-a-link';
  const typedHost = /^[^/?#\\]*/.exec(rest)?.[0] ?? '';
  if (bare && !typedHost.includes('.') && !/^(?:localhost|\[)/i.test(typedHost)) return 'not-a-link';
  const url = parse(`https://${rest}`);
  if (!url) return 'not-a-link';
  if (url.username || url.password) return 'credentials';
  url.hostname = url.hostname.replace(/\.$/, '');
  if (url.port === '80') url.port = '';
  if (isPrivate(url.hostname)) return 'private-address';
  if (url.hostname.startsWith('[')) return url;
  if (!/^(?:[^.]{1,63}\.)+[^.]{2,63}$/.test(url.hostname) && !/^[\d.]+$/.test(url.hostname)) return 'not-a-link';
  // "3.50" would be the address 3.0.0.50 to a browser; without a scheme it is a number.
  if (bare && !BARE_HOST.test(rest) && !rest.startsWith(url.hostname)) return 'not-a-link';

  const door = DOORS.find(
    ({ host, path, query }) =>
      host.test(url.hostname) && (path?.test(url.pathname) ?? true) && url.searchParams.has(query),
  );
  if (!door) return url;
  return doors > 0 ? addressIn(url.searchParams.get(door.query) ?? '', isPrivate, doors - 1) : 'not-a-link';
}

function isTextProblem(value: unknown): value is TextProblem {
  return TEXT_PROBLEMS.some((problem) => problem === value);
}
