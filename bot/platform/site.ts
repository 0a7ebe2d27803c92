/** What a public address is if it belongs to no platform with accounts: a blog, a wiki, Telegram, a file. */
import type { Platform } from './platform.ts';

/** Kinds of sites that the address proves; everything else is `other`. */
export const SITES: readonly { platform: Platform; host?: RegExp; path?: RegExp; postPath?: RegExp }[] = [
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

/** Parameters that identify the page of a site; all others (tracking, language, session) are dropped. */
export const IDENTITY_QUERY = ['f', 'p', 'id', 'page_id', 'title', 'board', 'forum', 'group', 'channel', 'user', 'c'];

export const SHORTENERS =
  /^(?:bit\.ly|tinyurl\.com|t1p\.de|ow\.ly|buff\.ly|goo\.gl|is\.gd|kurzelinks\.de|rb\.gy|cutt\.ly|shorturl\.at|dlvr\.it)$/;

/** Sites that write `/@name` but are not Mastodon servers. */
const NOT_FEDIVERSE = new Set(
  (
    'about.me beacons.ai bitchute.com buymeacoffee.com clubhouse.com codepen.io deno.land dev.to ello.co figma.com giphy.com ' +
    'gumroad.com hackernoon.com hackmd.io hashnode.com hive.blog issuu.com jsr.io kick.com ko-fi.com kwai.com lbry.tv ' +
    'lemon8-app.com likee.video linktr.ee makerworld.com medium.com npmjs.com observablehq.com odysee.com patreon.com ' +
    'peakd.com pexels.com pinterest.com pinterest.de pixabay.com podigee.io printables.com producthunt.com replit.com ' +
    'rumble.com slideshare.net snapchat.com soundcloud.com speakerdeck.com spotify.com steemit.com substack.com triller.co ' +
    'tumblr.com twitch.tv unpkg.com unsplash.com vero.co vimeo.com wattpad.com'
  ).split(' '),
);
export function isNotFediverse(host: string): boolean {
  const labels = host.split('.');
  return labels.some((_label, index) => NOT_FEDIVERSE.has(labels.slice(index).join('.')));
}

/** Where the networks keep pictures and films, not accounts. Only the blog before `.files.` is an account. */
const FILE_HOSTS: readonly { host: RegExp; platform?: Platform; owner?: string }[] = [
  { host: /^(?<blog>[a-z0-9-]+)\.files\.wordpress\.com$/, platform: 'wordpress', owner: '{blog}.wordpress.com' },
  { host: /^i\d\.wp\.com$|^(?:\d\.)?bp\.blogspot\.com$|^blogger\.googleusercontent\.com$/, platform: 'wordpress' },
  { host: /(?:^|\.)fbcdn\.net$|(?:^|\.)fbsbx\.com$/, platform: 'facebook' },
  { host: /(?:^|\.)cdninstagram\.com$/, platform: 'instagram' },
  { host: /(?:^|\.)twimg\.com$/, platform: 'x' },
  { host: /(?:^|\.)(?:ytimg|ggpht|googlevideo)\.com$/, platform: 'youtube' },
  { host: /(?:^|\.)licdn\.com$/, platform: 'linkedin' },
  { host: /(?:^|\.)(?:tiktokcdn(?:-[a-z]+)?|ibyteimg)\.com$/, platform: 'tiktok' },
  { host: /(?:^|\.)staticflickr\.com$/, platform: 'flickr' },
  { host: /^upload\.wikimedia\.org$/, platform: 'wiki' },
  { host: /(?:^|\.)(?:cloudfront|akamaihd|akamaized)\.net$|^(?:docs|drive)\.google\.com$|(?:^|\.)dropbox\.com$/ },
];
const FILE_PATH = /\.(?:png|jpe?g|gif|webp|svg|mp4|mov|webm|mp3|m4a|pdf|zip|docx?|xlsx?|pptx?|od[tsp]|ics|csv)$/i;

/** @returns undefined: not a file; else the platform and, if the address names it, the blog */
export function fileAt(host: string, path: string): { platform?: Platform; profile?: string } | undefined {
  for (const { host: shape, platform, owner } of FILE_HOSTS) {
    const match = shape.exec(host);
    if (!match) continue;
    const profile = owner?.replace('{blog}', match.groups?.blog ?? '');
    return { ...(platform ? { platform } : {}), ...(profile ? { profile: `https://${profile}/` } : {}) };
  }
  if (!FILE_PATH.test(path)) return undefined;
  const site = SITES.find((shape) => shape.host?.test(host));
  // A wiki's page about a picture ends like the picture's file.
  if (site?.platform === 'wiki') return undefined;
  return site?.platform === 'wordpress' ? { platform: 'wordpress', profile: `https://${host}/` } : {};
}

/** Telegram names come in any case, with `s/` in front for the preview, and on several hosts. */
const TELEGRAM = /^(?:t\.me|telegram\.(?:me|dog))$/;
const TELEGRAM_OWN =
  /^(?:s|c|share|joinchat|addstickers|addemoji|addtheme|addlist|proxy|socks|login|setlanguage|bg|iv|invoice|boost|m|giftcode)$/i;

/** @returns undefined: not a name (invitations are none; their case matters); `post`: the link is one message */
export function telegramName(host: string, path: string): { name: string; post: boolean } | undefined {
  const own = /^(?<name>[a-z]\w{3,31})\.t\.me$/.exec(host)?.groups?.name;
  const inPath = TELEGRAM.test(host) ? /^\/(?:s\/)?@?([a-z]\w{3,31})(\/\d+)*$/i.exec(path) : null;
  const name = own ?? inPath?.[1];
  if (name === undefined || TELEGRAM_OWN.test(name)) return undefined;
  return { name, post: own ? /^\/\d+/.test(path) : inPath?.[2] !== undefined };
}
