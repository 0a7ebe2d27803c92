/** Whose account sent a request in Teams, from the request and the roster's answer. Pure. */
import { z } from 'zod';
import type { Speaker } from '../../bot/chat.ts';
import { tenantOf } from './guard.ts';
import type { TeamsActivity } from './inbound.ts';

/** The roster's answer about one account (`TeamsChannelAccount` in Microsoft's documentation). */
export const MEMBER = z.object({
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  /** `user`, `guest` or `anonymous`. */
  userRole: z.string().nullish(),
  /** The SDK's name for `objectId`. */
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
});
type Member = z.infer<typeof MEMBER>;

/** `all`: tenants whose people may talk to the bot. `own`: the bot's tenant; if absent, all are. Null: any (Agents Playground). */
export type Tenants = { own?: string; all: readonly string[] } | null;

export type Standing = Required<Pick<Speaker, 'from' | 'tenant'>> &
  Pick<Speaker, 'email' | 'name' | 'guest' | 'untold'>;

/** Part of the login that Entra gives to an invited account. */
const INVITED = /#ext#/i;
const isSame = (one: string | null | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

/**
 * @param member undefined if the roster has not answered
 * @returns the account's tenant, not the room's, and an address only if that tenant vouches for it
 */
export function standingOf(activity: TeamsActivity, member: Member | undefined, tenants: Tenants): Standing {
  const room = tenantOf(activity) ?? '';
  if (tenants === null) return { from: 'home', tenant: room, ...(member ? described(member) : {}) };
  const oid = activity.from.aadObjectId;
  // No directory has an account without an object id: this is an anonymous participant of a meeting.
  if (!oid) return { from: 'foreign', tenant: room };
  if (!member) return { ...untold(activity, room, tenants), untold: true };
  const named = member.name ? { name: member.name } : {};
  const said = member.aadObjectId ?? member.objectId;
  // If the roster names another account or no tenant, its address proves nothing.
  if (!member.tenantId || (said && !isSame(said, oid))) return { from: 'unclear', tenant: room, ...named };
  const from = isSame(member.userRole, 'anonymous') ? 'foreign' : fromOf(member.tenantId, tenants);
  const standing = { from, tenant: member.tenantId };
  if (from === 'foreign') return { ...standing, ...named };
  if (isSame(member.userRole, 'guest') || INVITED.test(member.userPrincipalName ?? ''))
    return { ...standing, ...described(member), guest: true };
  return { ...standing, ...(isSame(member.userRole, 'user') ? described(member) : named) };
}

function fromOf(tenant: string, { own, all }: NonNullable<Tenants>): 'home' | 'ally' | 'foreign' {
  if (!all.some((one) => isSame(one, tenant))) return 'foreign';
  return own === undefined || isSame(own, tenant) ? 'home' : 'ally';
}

/** A personal chat belongs to the account's tenant. A room may be shared, so there the own tenant is only a guess. */
function untold(activity: TeamsActivity, room: string, tenants: NonNullable<Tenants>): Standing {
  const sender = activity.channelData?.tenant?.id;
  if (activity.conversation.conversationType !== 'personal' || (sender && !isSame(sender, room)))
    return { from: 'unclear', tenant: tenants.own ?? room };
  return { from: fromOf(room, tenants), tenant: room };
}

function described({ name, email, userPrincipalName }: Member): Pick<Speaker, 'name' | 'email'> {
  const address = email || userPrincipalName;
  return { ...(name ? { name } : {}), ...(address ? { email: address } : {}) };
}
