/** How an account is read from the path of a link, per platform. Within a list the first match wins. */
import type { AccountKind, Platform } from './platform.ts';

/** One shape of path that names an account. Paths arrive decoded, in NFC and without a trailing slash. */
export type AccountPath = {
  path: RegExp;
  kind: AccountKind;
  /** Path of the link that is shown; `{handle}` and `{name}` are filled from the groups. */
  to: string;
  /** Path inside the unique key if several spellings name the same account; else `to`. */
  key?: string;
  /** The query parameter that carries the handle when the path does not. */
  query?: string;
  /** The shape is valid on this host only, and the link keeps the host. */
  host?: string;
  /** The case of the id matters. */
  cased?: true;
  /** Dots in the handle do not tell accounts apart. */
  dotless?: true;
};

type Paths = {
  accounts: readonly AccountPath[];
  /** Single posts and videos; `to` is the account they belong to, if the link names it. */
  posts: readonly { path: RegExp; to?: string }[];
  /** Redirects that hide which account is meant. */
  short?: readonly RegExp[];
  /** Old shapes that name the account in a way only the platform can read. */
  oldForms?: readonly RegExp[];
  /** First segments that the platform reserves: they are never a handle. */
  reserved?: RegExp;
  /** Path of an account if only the handle is known. */
  byHandle?: string;
};

const facebookId = '/profile.php?id={handle}';
const youtube = (start: string) =>
  new RegExp(
    `^/${start}(?:/(?:featured|videos|shorts|streams|playlists|community|posts|podcasts|about|channels|live|releases|courses|store|membership|search))?$`,
  );

const PATHS = {
  facebook: {
    posts: [
      { path: /^\/share\/[prv]\// },
      { path: /^\/groups\/(?<handle>[^/]+)\/(?:posts|permalink)\/./, to: '/groups/{handle}' },
      { path: /^\/(?:reel|watch|events|videos|photo|stories|notes)(?:\/|$)/ },
      { path: /^\/(?:story|photo|permalink|video)\.php$/ },
      { path: /^\/(?<handle>[^/]+)\/(?:posts|videos|photos|reel|reels|events)\/./, to: '/{handle}' },
    ],
    short: [/^\/share\/(?:g\/)?[^/]+$/],
    // A page's number identifies it: the words before it change whenever the page is renamed.
    accounts: [
      { path: /^\/profile\.php$/, query: 'id', kind: 'profile', to: facebookId },
      { path: /^\/(?:profile\.php%3F)?id=(?<handle>\d{5,})$/, kind: 'profile', to: facebookId },
      { path: /^\/group\.php$/, query: 'gid', kind: 'group', to: '/groups/{handle}' },
      {
        path: /^\/pages\/category\/[^/]+\/(?:[^/]*-)?(?<handle>\d{5,})(?:\/|$)/,
        kind: 'page',
        to: '/{handle}',
        key: facebookId,
      },
      {
        path: /^\/pages\/(?<name>[^/]+)\/(?<handle>\d{5,})(?:\/|$)/,
        kind: 'page',
        to: '/pages/{name}/{handle}',
        key: facebookId,
      },
      {
        path: /^\/people\/(?<name>[^/]+)\/(?<handle>\d{5,})(?:\/|$)/,
        kind: 'profile',
        to: '/people/{name}/{handle}',
        key: facebookId,
      },
      {
        path: /^\/p\/(?<name>[^/]+)-(?<handle>\d{9,})(?:\/|$)/,
        kind: 'page',
        to: '/p/{name}-{handle}',
        key: facebookId,
      },
      { path: /^\/(?<name>[^/]+)-(?<handle>\d{9,})(?:\/|$)/, kind: 'page', to: '/{name}-{handle}', key: facebookId },
      { path: /^\/(?<handle>\d{5,})(?:\/|$)/, kind: 'page', to: '/{handle}', key: facebookId },
      { path: /^\/groups\/(?<handle>[^/]+)(?:\/|$)/, kind: 'group', to: '/groups/{handle}' },
      { path: /^\/pg\/(?<handle>[^/]+)(?:\/|$)/, kind: 'page', to: '/{handle}', dotless: true },
      { path: /^\/@?(?<handle>[^/@]+)(?:\/|$)/, kind: 'page', to: '/{handle}', dotless: true },
    ],
    reserved:
      /^(?:.*\.php|pages|people|groups|p|pg|home|login|marketplace|gaming|search|hashtag|settings|help|policies|privacy|legal|business|latest|ads|sharer|share|dialog|plugins|messages|notifications|bookmarks|places|directory|careers|friends|media|public|l)$/,
    byHandle: '/{handle}',
  },
  instagram: {
    posts: [
      { path: /^\/(?:p|reel|tv)\/./ },
      { path: /^\/reels\/./ },
      { path: /^\/stories\/(?<handle>[\w.]+)/, to: '/{handle}' },
      { path: /^\/(?<handle>[\w.]+)\/(?:p|reel|tv)\/./, to: '/{handle}' },
    ],
    accounts: [
      {
        path: /^\/(?:_u\/)?@?(?<handle>[\w.]+)(?:\/(?:reels|tagged|channel|followers|following|guides|feed|igtv|live))?$/,
        kind: 'profile',
        to: '/{handle}',
      },
    ],
    reserved:
      /^(?:explore|accounts|direct|about|legal|developer|reels|share|p|tv|reel|stories|_u|web|emails|challenge)$/,
    byHandle: '/{handle}',
  },
  x: {
    posts: [
      { path: /^\/i\/(?:(?:web\/)?status|spaces|events|broadcasts)\/./ },
      { path: /^\/(?<handle>\w+)\/status(?:es)?\/./, to: '/{handle}' },
    ],
    accounts: [
      { path: /^\/i\/communities\/(?<handle>\d+)$/, kind: 'group', to: '/i/communities/{handle}' },
      { path: /^\/i\/user\/(?<handle>\d+)$/, kind: 'profile', to: '/i/user/{handle}' },
      { path: /^\/intent\/(?:user|follow)$/, query: 'screen_name', kind: 'profile', to: '/{handle}' },
      {
        path: /^\/@?(?<handle>\w+)(?:\/(?:with_replies|media|likes|highlights|articles|photo|header_photo|followers|verified_followers|following|lists))?$/,
        kind: 'profile',
        to: '/{handle}',
      },
    ],
    reserved:
      /^(?:home|explore|search|hashtag|intent|settings|i|share|login|signup|messages|notifications|tos|privacy|compose|account|jobs|who_to_follow|logout|download|about|bookmarks|lists)$/,
    byHandle: '/{handle}',
  },
  youtube: {
    posts: [{ path: /^\/(?:watch|shorts|live|embed|v|clip|post|playlist)(?:\/|$)/ }],
    accounts: [
      { path: youtube('channel/(?<handle>UC[\\w-]+)'), kind: 'channel', to: '/channel/{handle}', cased: true },
      { path: youtube('user/(?<handle>[^/]+)'), kind: 'channel', to: '/user/{handle}' },
      { path: /^\/profile$/, query: 'user', kind: 'channel', to: '/user/{handle}' },
      { path: youtube('c/(?<handle>[^/]+)'), kind: 'channel', to: '/c/{handle}' },
      { path: youtube('@(?<handle>[^/@]+)'), kind: 'channel', to: '/@{handle}' },
      { path: youtube('(?<handle>[^/@]+)'), kind: 'channel', to: '/{handle}' },
    ],
    reserved:
      /^(?:feed|results|gaming|premium|about|t|hashtag|account|redirect|channel|user|c|kids|music|ads|creators|profile)$/,
    byHandle: '/@{handle}',
  },
  xing: {
    posts: [{ path: /^\/(?:news|jobs|events|discover)\/./ }, { path: /^\/communities\/posts\/./ }],
    // XING has moved /companies/ to /pages/; older lists still hold the former.
    accounts: [
      { path: /^\/(?:pages|companies|company)\/(?<handle>[^/]+)(?:\/|$)/, kind: 'page', to: '/pages/{handle}' },
      { path: /^\/profile\/(?<handle>[^/]+)(?:\/|$)/, kind: 'profile', to: '/profile/{handle}' },
      { path: /^\/communities\/groups\/(?<handle>[^/]+)(?:\/|$)/, kind: 'group', to: '/communities/groups/{handle}' },
      { path: /^\/net\/(?<handle>[^/]+)(?:\/|$)/, kind: 'group', to: '/net/{handle}' },
    ],
    byHandle: '/pages/{handle}',
  },
  linkedin: {
    posts: [
      { path: /^\/(?:posts|pulse|events|newsletters|video)\/./ },
      { path: /^\/(?:feed\/update|jobs\/view)(?:\/|$)/ },
    ],
    oldForms: [/^\/(?:pub|dir)\/./, /^\/profile\/view(?:\/|$)/],
    accounts: [
      {
        path: /^\/(?:company|companies|company-beta|organization-guest\/company)\/(?<handle>[^/]+)(?:\/|$)/,
        kind: 'page',
        to: '/company/{handle}',
      },
      { path: /^\/showcase\/(?<handle>[^/]+)(?:\/|$)/, kind: 'page', to: '/showcase/{handle}' },
      { path: /^\/school\/(?<handle>[^/]+)(?:\/|$)/, kind: 'page', to: '/school/{handle}' },
      { path: /^\/(?:mwlite\/)?in\/(?<handle>[^/]+)(?:\/|$)/, kind: 'profile', to: '/in/{handle}' },
      { path: /^\/groups\/(?<handle>[^/]+)(?:\/|$)/, kind: 'group', to: '/groups/{handle}' },
    ],
    byHandle: '/company/{handle}',
  },
  tiktok: {
    posts: [{ path: /^\/@(?<handle>[\w.]+)\/(?:video|photo)\/./, to: '/@{handle}' }, { path: /^\/(?:v|embed)\/./ }],
    short: [/^\/t\/./],
    accounts: [{ path: /^\/@(?<handle>[\w.]+)(?:\/live)?$/, kind: 'profile', to: '/@{handle}' }],
    byHandle: '/@{handle}',
  },
  // These shapes are valid on any host. The account keeps its own server.
  mastodon: {
    posts: [
      { path: /^(?:\/web|\/deck)?\/@(?<handle>[\w.-]+)\/\d{6,}(?:\/|$)/, to: '/@{handle}' },
      { path: /^\/users\/(?<handle>[\w.-]+)\/statuses\/./, to: '/@{handle}' },
    ],
    accounts: [
      {
        path: /^(?:\/web|\/deck)?\/@(?<handle>[\w.-]+)(?:\/(?:with_replies|media|followers|following|featured))?$/,
        kind: 'profile',
        to: '/@{handle}',
      },
      { path: /^\/users\/(?<handle>[\w.-]+)(?:\/(?:followers|following))?$/, kind: 'profile', to: '/@{handle}' },
    ],
  },
  bluesky: {
    posts: [{ path: /^\/profile\/@?(?<handle>[\w.:-]+)\/(?:post|feed|lists)\/./, to: '/profile/{handle}' }],
    accounts: [{ path: /^\/profile\/@?(?<handle>[\w.:-]+)$/, kind: 'profile', to: '/profile/{handle}' }],
    byHandle: '/profile/{handle}',
  },
  threads: {
    posts: [{ path: /^\/@(?<handle>[\w.]+)\/post\/./, to: '/@{handle}' }, { path: /^\/t\/./ }],
    accounts: [{ path: /^\/@(?<handle>[\w.]+)(?:\/(?:replies|reposts|media))?$/, kind: 'profile', to: '/@{handle}' }],
    byHandle: '/@{handle}',
  },
  whatsapp: {
    posts: [{ path: /^\/channel\/(?<handle>[\w-]+)\/\d+$/, to: '/channel/{handle}' }],
    accounts: [
      { path: /^\/channel\/(?<handle>[\w-]+)$/, kind: 'channel', to: '/channel/{handle}', cased: true },
      {
        path: /^\/(?:invite\/)?(?<handle>\w{10,})$/,
        host: 'chat.whatsapp.com',
        kind: 'group',
        to: '/{handle}',
        cased: true,
      },
      { path: /^\/(?<handle>\d{6,15})$/, host: 'wa.me', kind: 'profile', to: '/{handle}' },
    ],
    byHandle: '/channel/{handle}',
  },
  flickr: {
    posts: [{ path: /^\/photos\/(?<handle>[^/]+)\/(?:\d+|albums|sets|galleries)(?:\/|$)/, to: '/photos/{handle}' }],
    accounts: [
      { path: /^\/(?:photos|people)\/(?<handle>[^/]+)(?:\/|$)/, kind: 'profile', to: '/photos/{handle}' },
      { path: /^\/groups\/(?<handle>[^/]+)(?:\/|$)/, kind: 'group', to: '/groups/{handle}' },
    ],
    byHandle: '/photos/{handle}',
  },
  // A site is its own address: link.ts reads these from the host.
  wordpress: { posts: [], accounts: [] },
  wiki: { posts: [], accounts: [] },
  forum: { posts: [], accounts: [] },
  other: { posts: [], accounts: [] },
} as const satisfies Record<Platform, Paths>;

/** The platform's paths without their literal types. */
export function pathsOf(platform: Platform): Paths {
  return PATHS[platform];
}
