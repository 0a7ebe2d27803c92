/** The platforms a channel can live on: what they are called, on which hosts, and which kinds of account they have. */

/** The form's "Kontoart"; a blog, wiki or forum at its own address is a page. */
const ACCOUNT_KINDS = ['page', 'profile', 'channel', 'group'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

type Row = {
  /** As shown to people. */
  name: string;
  /** What lists call it, in lower case, letters and digits only. */
  names: readonly string[];
  /** The first one is shown. `www.`, `m.`, `de-de.` and the like need not be listed. */
  hosts: readonly string[];
  /** Hosts on which every link is a single post or video. */
  postHosts?: readonly string[];
  /** Hosts that only redirect and so hide which account is meant. */
  shortHosts?: readonly string[];
  kinds: readonly AccountKind[];
};

export const PLATFORMS = {
  facebook: {
    name: 'Facebook',
    names: ['facebook', 'fb', 'facebookcom', 'meta'],
    hosts: ['facebook.com', 'fb.com', 'm.me', 'business.facebook.com'],
    postHosts: ['fb.watch'],
    shortHosts: ['fb.me', 'on.fb.me'],
    kinds: ['page', 'profile', 'group'],
  },
  instagram: {
    name: 'Instagram',
    names: ['instagram', 'insta', 'ig', 'instagramcom'],
    hosts: ['instagram.com', 'instagr.am'],
    shortHosts: ['ig.me'],
    kinds: ['profile'],
  },
  x: {
    name: 'X',
    names: ['x', 'twitter', 'xtwitter', 'twitterx', 'xcom', 'xformerlytwitter', 'xehemalstwitter', 'xvormalstwitter'],
    hosts: ['x.com', 'twitter.com'],
    shortHosts: ['t.co', 'pic.twitter.com', 'pic.x.com'],
    kinds: ['profile', 'group'],
  },
  youtube: {
    name: 'YouTube',
    names: ['youtube', 'yt', 'utube', 'youtubecom'],
    hosts: ['youtube.com', 'studio.youtube.com', 'music.youtube.com', 'youtube-nocookie.com'],
    postHosts: ['youtu.be'],
    kinds: ['channel'],
  },
  xing: { name: 'XING', names: ['xing', 'xingcom'], hosts: ['xing.com'], kinds: ['page', 'profile', 'group'] },
  linkedin: {
    name: 'LinkedIn',
    names: ['linkedin', 'linkedincom'],
    hosts: ['linkedin.com'],
    shortHosts: ['lnkd.in'],
    kinds: ['page', 'profile', 'group'],
  },
  tiktok: {
    name: 'TikTok',
    names: ['tiktok', 'tictoc', 'ticktock', 'tiktokcom'],
    hosts: ['tiktok.com'],
    shortHosts: ['vm.tiktok.com', 'vt.tiktok.com'],
    kinds: ['profile'],
  },
  mastodon: {
    name: 'Mastodon',
    names: ['mastodon', 'fediverse', 'fediversum'],
    // Any server may be one; these are known even if the link names no account.
    hosts: ['mastodon.social', 'mastodon.online', 'social.bund.de', 'social.dortmund.de', 'nrw.social', 'ruhr.social'],
    kinds: ['profile'],
  },
  bluesky: {
    name: 'Bluesky',
    names: ['bluesky', 'bsky', 'bskyapp', 'blueskysocial'],
    hosts: ['bsky.app'],
    kinds: ['profile'],
  },
  threads: {
    name: 'Threads',
    names: ['threads', 'threadsnet', 'threadscom', 'instagramthreads'],
    hosts: ['threads.com', 'threads.net'],
    kinds: ['profile'],
  },
  whatsapp: {
    name: 'WhatsApp-Kanal',
    names: ['whatsapp', 'whatsappkanal', 'whatsappchannel'],
    hosts: ['whatsapp.com', 'chat.whatsapp.com', 'wa.me'],
    kinds: ['channel', 'group', 'profile'],
  },
  flickr: {
    name: 'Flickr',
    names: ['flickr', 'flicker', 'flickrcom'],
    hosts: ['flickr.com'],
    postHosts: ['flic.kr'],
    kinds: ['profile', 'group'],
  },
  wordpress: {
    name: 'WordPress (Blog)',
    names: ['wordpress', 'blog', 'weblog', 'wordpressblog', 'blogwordpress', 'blogger', 'blogspot'],
    hosts: [],
    kinds: ['page'],
  },
  wiki: { name: 'Wiki', names: ['wiki', 'mediawiki', 'wikipedia'], hosts: [], kinds: ['page'] },
  forum: {
    name: 'Forum',
    names: ['forum', 'forumnebenande', 'nebenan', 'nebenande', 'diskussionsforum'],
    hosts: [],
    kinds: ['page', 'profile', 'group'],
  },
  other: {
    name: 'Sonstiges Netzwerk',
    names: ['other', 'sonstige', 'sonstiges', 'sonstigesnetzwerk', 'andere', 'anderes', 'weitere'],
    hosts: [],
    kinds: ACCOUNT_KINDS,
  },
} as const satisfies Record<string, Row>;

export type Platform = keyof typeof PLATFORMS;
export const PLATFORM_KEYS = Object.keys(PLATFORMS) as readonly Platform[];

export const isPlatform = (value: unknown): value is Platform =>
  typeof value === 'string' && Object.hasOwn(PLATFORMS, value);

/** The platform's row without its literal types: what code that walks all rows reads. */
export function platformRow(platform: Platform): Row {
  return PLATFORMS[platform];
}

/** Networks that redirect `name.de` and the like to their one host, also under their former names. */
const COUNTRY_HOST =
  /^(?<name>facebook|instagram|twitter|youtube|xing|linkedin|tiktok|flickr|threads|whatsapp)\.(?:de|at|ch|li|lu|fr|it|es|pt|nl|be|dk|se|no|fi|pl|cz|eu|uk|co\.uk|us|ca)$/;

/**
 * In: a host without its `www.`. Out: the network's own host if it is that of a country (`facebook.de`). Nothing is
 * ever sent to the typed host, so its owner does not matter: the shown link is the network's own.
 */
export function globalHost(host: string): string | undefined {
  const name = COUNTRY_HOST.exec(host)?.groups?.name;
  return name && `${name}.com`;
}

const AFTER_THE_NAME = /(?:fanpage|seite|page|kanal|channel|account|profil|profile|gruppe|group|auftritt|konto)$/;
const lettersOnly = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const BY_NAME: ReadonlyMap<string, Platform> = new Map(
  PLATFORM_KEYS.flatMap((platform) => platformRow(platform).names.map((name) => [name, platform] as const)),
);

/**
 * Maps what people write into the column "Medium" to a platform: "Youtube", "X (Twitter)", "FB", "Facebook-Seite".
 * Undefined if the word names none, or more than one ("Facebook/Instagram"): a guess could give a channel the wrong
 * checklist.
 */
export function platformByName(name: string): Platform | undefined {
  for (const words of [name, name.replace(/\([^)]*\)/g, '')]) {
    const word = lettersOnly(words);
    const found = BY_NAME.get(word) ?? BY_NAME.get(word.replace(AFTER_THE_NAME, ''));
    if (found) return found;
  }
  return undefined;
}
