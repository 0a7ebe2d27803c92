/** Whose word counts for an e-mail address: an address alone makes nobody an official. */
import type { Speaker } from '../chat.ts';
import type { Organisation } from './organisation.ts';

/** Whether this account may be taken for `person` because it has the person's address. */
export type Believes = (person: string, email: string) => boolean;

/**
 * A guest is believed only where the file lists the person as one. In Teams each mail domain is one tenant's: that of the
 * tenant which the file names for it, else the bot's own.
 * @param who the account; `from: 'ally'` is another tenant that may talk to the bot
 */
export function vouchesFor(who: Speaker, { city }: Organisation, person: string, email: string): boolean {
  if (who.guest) return city.guests?.includes(person) ?? false;
  if (who.chat !== 'teams') return true;
  const domain = email.toLowerCase().split('@').at(-1)!;
  const owner = city.tenants?.find(({ emailDomains }) => emailDomains.includes(domain))?.id;
  return owner === undefined ? who.from !== 'ally' : owner.toLowerCase() === who.tenant.toLowerCase();
}
