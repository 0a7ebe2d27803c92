/** Recognises a channel from a link: platform, handle, the address to show and the key that makes it unique. */
import { addressIn, TEXT_PROBLEMS, unquote } from './link-text.ts';
import { type AccountPath, pathsOf } from './paths.ts';
import { type AccountKind, PLATFORM_KEYS, type Platform, platformRow } from './platform.ts';
import type { IsPrivate } from './private-ranges.ts';

export type Recognised = {
  platform: Platform;
  /** As the platform writes it, without `@`; Mastodon: `user@server`; a site: its key. */
  handle: string;
  /** Canonical https address, to show and to open. */
  url: string;
  /** The same for every spelling of the same account; what the database holds unique. */
  key: string;
  kind: AccountKind;
};

export const LINK_PROBLEMS = [...TEXT_PROBLEMS, 'post-not-profile', 'no-account', 'short-link'] as const;
export type LinkProblemCode = (typeof LINK_PROBLEMS)[number];
export type LinkProblem = {
  problem: LinkProblemCode;
  platform?: Platform;
  /** The account a post belongs to, where its link tells: "did you mean …". */
  profile?: string;
};

type Role = 'account' | 'post' | 'short';
const HOSTS: ReadonlyMap<string, { platform: Platform; role: Role }> = new Map(
  PLATFORM_KEYS.flatMap((platform) => {
    const row = platformRow(platform);
    const as = (role: Role) => (host: string) => [host, { platform, role }] as const;
    return [
      ...row.hosts.map(as('account')),
      ...(row.postHosts ?? []).map(as('post')),
      ...(row.shortHosts ?? []).map(as('short')),
    ];
  }),
);

const SHORTENERS =
  /^(?:bit\.ly|tinyurl\.com|t1p\.de|ow\.ly|buff\.ly|goo\.gl|is\.gd|kurzelinks\.de|rb\.gy|cutt\.ly|shorturl\.at|dlvr\.it)$/;

/** Sites that write `/@name` and are no Mastodon server. */
const NOT_FEDIVERSE =
  /(?:^|\.)(?:medium\.com|substack\.com|odysee\.com|rumble\.com|telegram\.me|npmjs\.com|tumblr\.com)$/;

/** What a site is when its address says so beyond doubt; everything else is `other`. */
const SITES: readonly { platform: Platform; host?: RegExp; path?: RegExp; postPath?: RegExp }[] = [
  {
    platform: 'wordpress',
    host: /^blogs?\.|(?<!^www)\.(?:wordpress\.com|blogspot\.[a-z.]{2,6})$/,
    postPath: /^\/\d{4}\/\d{2}\/./,
  },
  { platform: 'wordpress', path: /^\/blogs?$/i },
  { platform: 'wiki', host: /^wiki\.|\.(?:wikipedia\.org|fandom\.com)$/ },
  { platform: 'wiki', path: /^\/(?:media)?wiki(?:\/|$)/i },
  { platform: 'forum', host: /^forums?\.|(?:^|\.)nebenan\.de$/ },
  { platform: 'forum', path: /^\/forums?(?:\/|$)|\/viewforum\.php$/i },
];

/** Parameters that say which page of a site is meant; all others (tracking, language, session) fall away. */
const IDENTITY_QUERY = ['f', 'p', 'id', 'page_id', 'title', 'board', 'forum', 'group', 'channel', 'user', 'c'];

const MIRROR = /^(?:www\d?|m|mobile|mbasic|touch|web|[a-z]{2}(?:-[a-z]{2})?)\.(?=[^.]+\.)/;

function platformOfHost(host: string): { platform: Platform; role: Role | 'none' } | undefined {
  for (let rest = host; ; ) {
    const found = HOSTS.get(rest);
    if (found) return found;
    const shorter = rest.replace(MIRROR, '');
    if (shorter === rest) break;
    rest = shorter;
  }
  // help.x.com, about.instagram.com: the platform's own pages, nobody's account.
  const parent = [...HOSTS].find(([known, { role }]) => role === 'account' && host.endsWith(`.${known}`));
  return parent && { platform: parent[1].platform, role: 'none' };
}

/**
 * Signs that would change what the path means, or hide it, stay encoded. Not all of `\p{C}`: it holds the letters that
 * this Node's Unicode does not know yet, and a key must not change with the next Node.
 */
const keepMeaning = (text: string) =>
  text.replace(/[/?#%[\]\\\s\p{Cc}\p{Cf}\p{Co}]/gu, (sign) => encodeURIComponent(sign));

/** One spelling per segment: decoded and NFC; bytes that are no UTF-8 (old Latin-1 links) stay as they are. */
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
const segmentsOf = (url: URL) => url.pathname.split('/').filter(Boolean).map(tidySegment);
/** The link as shown. A last sign that would be taken for the end of a sentence, here or by a chat, is escaped. */
function shown(text: string): string {
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
const lower = (text: string) => text.toLowerCase().normalize('NFC');
const fill = (template: string, groups: Record<string, string | undefined>) =>
  template.replace(/\{(\w+)\}/g, (_all, name: string) => groups[name] ?? '');

function accountOf(
  rule: AccountPath,
  platform: Platform,
  host: string,
  url: URL,
  path: string,
): Recognised | undefined {
  const match = rule.path.exec(path);
  if (!match || (rule.host && rule.host !== host)) return undefined;
  const fromQuery = rule.query && url.searchParams.get(rule.query);
  if (rule.query && !/^\w+$/.test(fromQuery ?? '')) return undefined;
  const handle = fromQuery || (match.groups?.handle ?? '');
  const shownPath = fill(rule.to, { ...match.groups, handle });
  const isReserved = handle === shownPath.split('/')[1] && pathsOf(platform).reserved?.test(handle.toLowerCase());
  if (isReserved || !/[\p{L}\p{N}]/u.test(handle)) return undefined;
  const shownHost = rule.host ?? platformRow(platform).hosts[0] ?? host;
  const sameHandle = rule.dotless ? handle.replaceAll('.', '') : handle;
  const keyPath = fill(rule.key ?? rule.to, { ...match.groups, handle: sameHandle });
  return {
    platform,
    handle,
    url: shown(`https://${shownHost}${shownPath}`),
    key: `${shownHost}${rule.cased ? keyPath : lower(keyPath)}`,
    kind: rule.kind,
  };
}

/** Asks the platform's table. Undefined: the link names no account there. */
function onPlatform(platform: Platform, host: string, url: URL): Recognised | LinkProblem | undefined {
  const hashBang = url.pathname === '/' && url.hash.startsWith('#!/');
  const asked = hashBang ? new URL(url.hash.slice(2), url) : url;
  const path = `/${segmentsOf(asked).join('/')}`;
  const { posts, short, accounts } = pathsOf(platform);
  if (short?.some((shape) => shape.test(path))) return { problem: 'short-link', platform };
  for (const post of posts) {
    const match = post.path.exec(path);
    if (!match) continue;
    const account = post.to && recognise(`https://${host}${fill(post.to, match.groups ?? {})}`);
    return {
      problem: 'post-not-profile',
      platform,
      ...(account && 'url' in account ? { profile: account.url } : {}),
    };
  }
  for (const rule of accounts) {
    const account = accountOf(rule, platform, host, asked, path);
    if (account) return account;
  }
  return undefined;
}

/** Mastodon is known by the shape of the path, whatever the server is called. */
function onFediverse(host: string, url: URL, isPrivate?: IsPrivate): Recognised | LinkProblem | undefined {
  const path = `/${segmentsOf(url).join('/')}`;
  if (NOT_FEDIVERSE.test(host)) return undefined;
  if (path.startsWith('/users/') && SITES.some((site) => site.host?.test(host))) return undefined;
  const remote = /^(?:\/web|\/deck)?\/@([\w.-]+)@([^/@]+\.[^/@]+)(?:\/|$)/.exec(path);
  if (remote) return recognise(`https://${remote[2]}/@${remote[1]}`, isPrivate);
  const { accounts, posts } = pathsOf('mastodon');
  const post = posts.map((shape) => shape.path.exec(path)).find(Boolean);
  if (post) {
    return {
      problem: 'post-not-profile',
      platform: 'mastodon',
      profile: `https://${url.host}/@${post.groups?.handle}`,
    };
  }
  const account = accounts.map((shape) => shape.path.exec(path)).find(Boolean);
  const user = account?.groups?.handle;
  if (!user) return undefined;
  return {
    platform: 'mastodon',
    handle: `${user}@${host}`,
    url: shown(`https://${url.host}/@${user}`),
    key: lower(`${host}/@${user}`),
    kind: 'profile',
  };
}

function asSite(host: string, url: URL): Recognised | LinkProblem {
  const segments = segmentsOf(url);
  const path = segments.map((segment) => `/${segment}`).join('');
  const site = SITES.find(
    (shape) => (shape.host?.test(host) ?? true) && (shape.path?.test(path) ?? true) && (shape.host || shape.path),
  );
  const platform = site?.platform ?? 'other';
  if (site?.postPath?.test(path)) return { problem: 'post-not-profile', platform, profile: `https://${url.host}/` };
  const query = new URLSearchParams(
    IDENTITY_QUERY.flatMap((name) =>
      url.searchParams.getAll(name).map((value): [string, string] => [name, value.normalize('NFC')]),
    ),
  ).toString();
  const tail = query && `?${query}`;
  // The shown link keeps `www.` and the last slash: some servers answer only to that spelling.
  const slash = url.pathname.endsWith('/') || path === '' ? '/' : '';
  const key = `${host}${url.port && `:${url.port}`}${path}${tail}`;
  return { platform, handle: key, url: shown(`https://${url.host}${path}${slash}${tail}`), key, kind: 'page' };
}

/**
 * Reads what somebody typed or pasted as the link of a channel. An unknown public host is never a problem: it becomes
 * platform `other`. The address is only read, never opened. Without `isPrivate` every address of digits counts as private.
 */
export function recognise(text: string, isPrivate?: IsPrivate): Recognised | LinkProblem {
  const url = addressIn(text, isPrivate);
  if (typeof url === 'string') return { problem: url };
  const host = url.hostname;
  const known = platformOfHost(host);
  if (known?.role === 'post') return { problem: 'post-not-profile', platform: known.platform };
  if (known?.role === 'short') return { problem: 'short-link', platform: known.platform };
  if (known && known.platform !== 'mastodon') {
    const found = known.role === 'account' ? onPlatform(known.platform, host.replace(MIRROR, ''), url) : undefined;
    return found ?? { problem: 'no-account', platform: known.platform };
  }
  const bluesky = /^([a-z0-9-]+)\.bsky\.social$/.exec(host);
  if (bluesky) return recognise(`https://bsky.app/profile/${host}`);
  const bareHost = host.replace(/^(?:www|m|mobile)\.(?=[^.]+\.)/, '');
  if (SHORTENERS.test(bareHost)) return { problem: 'short-link' };
  return (
    onFediverse(bareHost, url, isPrivate) ??
    (known ? { problem: 'no-account', platform: known.platform } : asSite(bareHost, url))
  );
}

/** The channel of which a list gives only platform and handle ("@SachsenDE"); Mastodon needs `user@server`. */
export function recogniseHandle(platform: Platform, handle: string, isPrivate?: IsPrivate): Recognised | LinkProblem {
  const plain = handle.trim().replace(/^@/, '');
  if (!plain || /[\s/?#\\]/.test(plain)) return { problem: 'not-a-link' };
  if (platform === 'mastodon')
    return plain.includes('@') ? recognise(`@${plain}`, isPrivate) : { problem: 'handle-only', platform };
  const { byHandle } = pathsOf(platform);
  return byHandle
    ? recognise(`https://${platformRow(platform).hosts[0]}${fill(byHandle, { handle: plain })}`)
    : { problem: 'handle-only', platform };
}
