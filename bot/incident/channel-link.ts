/** Whether a link leads to a channel: what is said about a taken-over channel must not be said on it. */
import { recognise } from '../platform/link.ts';
import { addressIn } from '../platform/link-text.ts';
import type { IsPrivate } from '../platform/private-ranges.ts';

/** Links are compared here, not judged. */
const ANYWHERE: IsPrivate = () => false;

/** `host/path` in lower case, without `www.`, without a slash at the end. */
function place(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const { hostname, pathname } = new URL(link);
  return `${hostname.replace(/^(?:www|m)\./, '')}${pathname.replace(/\/+$/, '')}`.toLowerCase();
}

/** The key of the account behind a link: its own page, or a post of it whose link tells whose it is. */
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
 * Whether everybody can open what was given as the place of a publication.
 *
 * @returns what is wrong: no web address, one that only leads on to another, or one inside the house; undefined: fine
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
