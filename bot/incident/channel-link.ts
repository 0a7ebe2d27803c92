/** Whether a link leads to a channel: a warning about a taken-over channel must not be published on it. */
import { recognise } from '../platform/link.ts';
import { addressIn } from '../platform/link-text.ts';
import type { IsPrivate } from '../platform/private-ranges.ts';

/** Links are only compared here, so private addresses are allowed. */
const ANYWHERE: IsPrivate = () => false;

/** `host/path` in lower case, without `www.`, without a slash at the end. */
function place(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const { hostname, pathname } = new URL(link);
  return `${hostname.replace(/^(?:www|m)\./, '')}${pathname.replace(/\/+$/, '')}`.toLowerCase();
}

/** The key of the account behind a link: its own page, or a post whose link names the account. */
function accountKey(link: string): string | null {
  const found = recognise(link, ANYWHERE);
  if ('key' in found) return found.key;
  const profile = found.profile === undefined ? null : recognise(found.profile, ANYWHERE);
  return profile !== null && 'key' in profile ? profile.key : null;
}

/** @returns whether the link is the channel's own address, one of its posts, or anything below its address */
export function leadsTo(link: string, channel: { key: string | null; url: string | null }): boolean {
  const key = accountKey(link);
  if (key !== null && key === channel.key) return true;
  const [here, there] = [place(link), channel.url === null ? null : place(channel.url)];
  return here !== null && there !== null && (here === there || here.startsWith(`${there}/`));
}

/**
 * Whether everybody can open the address given for a publication.
 *
 * @returns the problem: not a web address, a short link, another scheme, or an address inside the city's network;
 *   undefined: none
 */
export function linkProblem(
  link: string,
  isPrivate?: IsPrivate,
): 'not-a-link' | 'link-private' | 'link-scheme' | undefined {
  const address = addressIn(link, isPrivate);
  if (address === 'private-address') return 'link-private';
  if (address === 'scheme') return 'link-scheme';
  if (typeof address === 'string') return 'not-a-link';
  const found = recognise(link, isPrivate);
  return 'problem' in found && found.problem === 'short-link' ? 'not-a-link' : undefined;
}
