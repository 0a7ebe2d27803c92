/** Recognises a channel from a link: platform, handle, the address to show and the key that makes it unique. */

import { displayedUrl, segmentsOf } from './link-spelling.ts';
import { addressIn, meantBy, TEXT_PROBLEMS } from './link-text.ts';
import { type AccountPath, pathsOf } from './paths.ts';
import { type AccountKind, globalHost, PLATFORM_KEYS, type Platform, platformRow } from './platform.ts';
import type { IsPrivate } from './private-ranges.ts';
import { fileAt, IDENTITY_QUERY, isNotFediverse, SHORTENERS, SITES, telegramName } from './site.ts';

export type Recognised = {
  platform: Platform;
  /** As the platform writes it, without `@`; Mastodon: `user@server`; a site: its key. */
  handle: string;
  /** Canonical https address, to show and to open. */
  url: string;
  /** The same for every spelling of the same account; unique in the database. */
  key: string;
  kind: AccountKind;
};

const PLACE_PROBLEMS = [
  'post-not-profile',
  'part-of-account',
  'doubled-link',
  'old-form',
  'file',
  'no-account',
  'short-link',
] as const;
export const LINK_PROBLEMS = [...TEXT_PROBLEMS, ...PLACE_PROBLEMS] as const;
export type LinkProblemCode = (typeof LINK_PROBLEMS)[number];
export type LinkProblem = {
  problem: LinkProblemCode;
  platform?: Platform;
  /** The account that the link points to without being its address: "did you mean …". */
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

const MIRROR = /^(?:www\d?|m|mobile|mbasic|touch|web|[a-z]{2}(?:-[a-z]{2})?)\.(?=[^.]+\.)/;

function platformOfHost(host: string): { platform: Platform; role: Role | 'none' } | undefined {
  for (let rest = host; ; ) {
    const found = HOSTS.get(globalHost(rest) ?? rest);
    if (found) return found;
    const shorter = rest.replace(MIRROR, '');
    if (shorter === rest) break;
    rest = shorter;
  }
  // help.x.com, about.instagram.com: the platform's own pages, nobody's account.
  const parent = [...HOSTS].find(([known, { role }]) => role === 'account' && host.endsWith(`.${known}`));
  return parent && { platform: parent[1].platform, role: 'none' };
}

const lower = (text: string) => text.toLowerCase().normalize('NFC');
const fill = (template: string, groups: Record<string, string | undefined>) =>
  template.replace(/\{(\w+)\}/g, (_all, name: string) => groups[name] ?? '');

/** A parameter or the start of a second link in place of a name. */
const NO_HANDLE = /[=&<>"]|^https?:?$/i;

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
  if (NO_HANDLE.test(handle)) return undefined;
  const shownPath = fill(rule.to, { ...match.groups, handle });
  const isReserved = handle === shownPath.split('/')[1] && pathsOf(platform).reserved?.test(handle.toLowerCase());
  if (isReserved || !/[\p{L}\p{N}]/u.test(handle)) return undefined;
  const shownHost = rule.host ?? platformRow(platform).hosts[0] ?? host;
  const sameHandle = rule.dotless ? handle.replaceAll('.', '') : handle;
  const keyPath = fill(rule.key ?? rule.to, { ...match.groups, handle: sameHandle });
  return {
    platform,
    handle,
    url: displayedUrl(`https://${shownHost}${shownPath}`),
    key: `${shownHost}${rule.cased ? keyPath : lower(keyPath)}`,
    kind: rule.kind,
  };
}

/** No account is named deeper in a path. */
const TABS = 3;
/** Parameters in which sign-in pages keep the requested page. */
const NEXT = [
  'next',
  'redirect_after_login',
  'continue',
  'session_redirect',
  'sessionRedirect',
  'returnTo',
  'url',
  'u',
];

/** The account that a page without one points to: the owner of the tab, or the page behind the sign-in. */
function nearest(platform: Platform, host: string, url: URL): LinkProblem {
  for (const name of NEXT) {
    const next = url.searchParams.get(name);
    if (!next || !/^\/|^https?:/.test(next) || !URL.canParse(next, url.href)) continue;
    const there = recognise(new URL(next, url.href).href);
    if ('key' in there && there.platform === platform) return { problem: 'no-account', platform, profile: there.url };
  }
  const segments = url.pathname.split('/').filter(Boolean);
  for (let length = Math.min(segments.length - 1, TABS); length > 0; length--) {
    const above = onPlatform(platform, host, new URL(`/${segments.slice(0, length).join('/')}`, url));
    if (above && 'key' in above) return { problem: 'part-of-account', platform, profile: above.url };
  }
  return { problem: 'no-account', platform };
}

/** A link pasted behind another one: `facebook.com/https://www.facebook.com/name`. Undefined: there is none. */
function linkInside(url: URL, platform: Platform | undefined): string | undefined {
  const inner = /^\/(?:.*?\/)?(https?:\/.*)$/i.exec(url.pathname)?.[1];
  if (inner !== undefined) return inner + url.search;
  // A name on Bluesky may be a host.
  if (platform === undefined || platform === 'bluesky') return undefined;
  const segments = url.pathname.split('/').filter(Boolean);
  const at = segments.findIndex((segment) => platformOfHost(segment.toLowerCase())?.platform === platform);
  return at >= 0 && at < segments.length - 1 ? `https://${segments.slice(at).join('/')}${url.search}` : undefined;
}

/** The same network twice is a slip and accepted; a link to another site is refused and offered. */
function doubled(url: URL, platform: Platform | undefined): Recognised | LinkProblem | undefined {
  const inside = linkInside(url, platform);
  const there = inside === undefined ? undefined : recognise(inside);
  if (!there || ('problem' in there && there.profile === undefined && platform === undefined)) return undefined;
  if ('key' in there && platformRow(there.platform).hosts.length === 0) return undefined;
  if ('key' in there && there.platform === platform) return there;
  const profile = 'key' in there ? there.url : there.profile;
  return { problem: 'doubled-link', ...(platform ? { platform } : {}), ...(profile ? { profile } : {}) };
}

/** Looks the link up in the platform's table. Undefined: it names no account there. */
function onPlatform(platform: Platform, host: string, url: URL): Recognised | LinkProblem | undefined {
  const asked = url.hash.startsWith('#!/') ? new URL(url.hash.slice(2), url) : url;
  const path = `/${segmentsOf(asked).join('/')}`;
  const { posts, short, oldForms, accounts } = pathsOf(platform);
  if (short?.some((shape) => shape.test(path))) return { problem: 'short-link', platform };
  if (oldForms?.some((shape) => shape.test(path))) return { problem: 'old-form', platform };
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

/** Recognises Mastodon by the shape of the path, whatever the server is called. */
function onFediverse(host: string, url: URL, isPrivate?: IsPrivate): Recognised | LinkProblem | undefined {
  const path = `/${segmentsOf(url).join('/')}`;
  if (isNotFediverse(host)) return undefined;
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
    url: displayedUrl(`https://${url.host}/@${user}`),
    key: lower(`${host}/@${user}`),
    kind: 'profile',
  };
}

function asSite(host: string, url: URL): Recognised | LinkProblem {
  const segments = segmentsOf(url);
  const path = segments.map((segment) => `/${segment}`).join('');
  const telegram = telegramName(host, path);
  if (telegram) {
    const profile = `https://t.me/${telegram.name}`;
    if (telegram.post) return { problem: 'post-not-profile', platform: 'other', profile };
    const key = `t.me/${lower(telegram.name)}`;
    return { platform: 'other', handle: key, url: profile, key, kind: 'page' };
  }
  const file = fileAt(host, path);
  if (file) return { problem: 'file', ...file };
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
  return { platform, handle: key, url: displayedUrl(`https://${url.host}${path}${slash}${tail}`), key, kind: 'page' };
}

/**
 * Reads a typed or pasted text as the link of a channel. An unknown public host is not a problem: it becomes platform
 * `other`. A problem comes with the account that was found on the way. The address is only read, never opened.
 * Without `isPrivate` every numeric address counts as private.
 */
export function recognise(text: string, isPrivate?: IsPrivate): Recognised | LinkProblem {
  const url = addressIn(text, isPrivate);
  if (typeof url !== 'string') return atAddress(url, isPrivate);
  const meant = meantBy(text, url);
  const there = meant === undefined || meant === text ? undefined : recognise(meant);
  const profile = there && 'key' in there && there.platform !== 'other' ? there.url : undefined;
  return { problem: url, ...(profile ? { profile } : {}) };
}

function atAddress(url: URL, isPrivate?: IsPrivate): Recognised | LinkProblem {
  const host = url.hostname;
  const known = platformOfHost(host);
  if (known?.role === 'post') return { problem: 'post-not-profile', platform: known.platform };
  if (known?.role === 'short') return { problem: 'short-link', platform: known.platform };
  const second = doubled(url, known?.platform);
  if (second) return second;
  if (known && known.platform !== 'mastodon') {
    if (known.role !== 'account') return { problem: 'no-account', platform: known.platform };
    const plainHost = host.replace(MIRROR, '');
    return onPlatform(known.platform, plainHost, url) ?? nearest(known.platform, plainHost, url);
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

/** The channel for an entry with only platform and handle ("@SachsenDE"); Mastodon needs `user@server`. */
export function recogniseHandle(platform: Platform, handle: string, isPrivate?: IsPrivate): Recognised | LinkProblem {
  const plain = handle.trim().replace(/^@/, '');
  if (!plain || /[\s/?#\\]/.test(plain)) return { problem: 'not-a-link' };
  if (platform === 'mastodon')
    return plain.includes('@') ? recognise(`@${plain}`, isPrivate) : { problem: 'handle-only', platform };
  // The column of names in a list may hold ids, too.
  if (platform === 'youtube' && /^UC[\w-]{22}$/.test(plain)) return recognise(`https://youtube.com/channel/${plain}`);
  const { byHandle } = pathsOf(platform);
  return byHandle
    ? recognise(`https://${platformRow(platform).hosts[0]}${fill(byHandle, { handle: plain })}`)
    : { problem: 'handle-only', platform };
}
