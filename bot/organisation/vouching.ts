/** Whether an account is trusted for its e-mail address: an address alone proves nothing. */
import type { Speaker } from '../chat.ts';
import type { Organisation } from './organisation.ts';

/** Whether this account may act as `person` because it has the person's address. */
export type Believes = (person: string, email: string) => boolean;

/**
 * A guest is trusted only if the file lists the person as one. In Teams each mail domain belongs to one tenant: the one
 * that the file names for it, else the bot's own.
 * @param who the account; `from: 'ally'` is another tenant that may talk to the bot
 */
export function vouchesFor(who: Speaker, { city }: Organisation, person: string, email: string): boolean {
  if (who.guest) return city.guests?.includes(person) ?? false;
  if (who.chat !== 'teams') return true;
  const domain = email.toLowerCase().split('@').at(-1)!;
  const owner = city.tenants?.find(({ emailDomains }) => emailDomains.includes(domain))?.id;
  return owner === undefined ? who.from !== 'ally' : owner.toLowerCase() === who.tenant.toLowerCase();
}
