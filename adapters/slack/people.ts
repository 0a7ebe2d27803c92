/** What Slack knows of a person: language, verified e-mail, name, and the DM with the bot; kept for an hour. */
import { z } from 'zod';
import type { Lang } from '../../bot/chat.ts';
import type { Log } from './log.ts';
import { type Patience, within } from './patience.ts';
import type { Call } from './web.ts';

type Profile = { lang: Lang; email?: string; name?: string };
export type People = {
  /** The profile; on first contact waits `patience.profile` at most, then the rest arrives for the next request. */
  profile(user: string, tenant: string): Promise<Profile>;
  /** The language only, with the shorter patience that a modal allows. */
  lang(user: string, tenant: string): Promise<Lang>;
  /** Whether this is the DM of the person with the bot. A DM between two people looks the same in a command. */
  isOwnDm(user: string, room: string): Promise<boolean>;
};

const HOUR = 3_600_000;
const MOST = 5_000;
const UNKNOWN: Profile = { lang: 'de' };

const USER = z.object({
  user: z.object({
    team_id: z.string().optional(),
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    is_email_confirmed: z.boolean().optional(),
    locale: z.string().optional(),
    real_name: z.string().optional(),
    enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
    profile: z.object({ email: z.string().optional(), real_name: z.string().optional() }).optional(),
  }),
});
type SlackUser = z.infer<typeof USER>['user'];
export const OPENED_DM = z.object({ channel: z.object({ id: z.string() }) });

export function slackPeople(call: Call, now: () => Date, patience: Patience, log: Log): People {
  const profiles = new Map<string, { at: number; profile: Profile }>();
  const asking = new Map<string, Promise<Profile>>();
  const dms = new Map<string, string>();

  const ask = (user: string, tenant: string): Promise<Profile> => {
    const running = asking.get(user);
    if (running) return running;
    const asked = call('users.info', { user, include_locale: true }, USER)
      .then((answer) => {
        const profile = toProfile(answer.user, tenant);
        remember(profiles, user, { at: now().getTime(), profile });
        return profile;
      })
      .catch((error: unknown) => {
        log.warn({ err: error, user }, 'Slack did not tell who this is');
        return profiles.get(user)?.profile ?? UNKNOWN;
      })
      .finally(() => asking.delete(user));
    asking.set(user, asked);
    return asked;
  };

  const profileWithin = (user: string, tenant: string, wait: number): Promise<Profile> => {
    const known = profiles.get(user);
    if (known && now().getTime() - known.at < HOUR) return Promise.resolve(known.profile);
    const asked = ask(user, tenant);
    // An old profile is good enough to go on with; the fresh one is there for the next request.
    return known ? Promise.resolve(known.profile) : within(asked, wait, UNKNOWN);
  };

  return {
    profile: (user, tenant) => profileWithin(user, tenant, patience.profile),
    lang: async (user, tenant) => (await profileWithin(user, tenant, patience.lang)).lang,
    async isOwnDm(user, room) {
      if (!room.startsWith('D')) return false;
      const known = dms.get(user);
      if (known !== undefined) return known === room;
      const opened = call('conversations.open', { users: user }, OPENED_DM)
        .then((answer) => {
          remember(dms, user, answer.channel.id);
          return answer.channel.id === room;
        })
        .catch(() => false);
      return within(opened, patience.lang, false);
    },
  };
}

/**
 * An e-mail maps a person to the organisation, so only an address that this workspace vouches for counts: not a
 * stranger's from a shared room, not an unconfirmed one, not a closed account's.
 */
export function toProfile(user: SlackUser, tenant: string): Profile {
  const lang: Lang = user.locale === undefined || user.locale.startsWith('de') ? 'de' : 'en';
  const name = user.profile?.real_name ?? user.real_name;
  const ours = user.team_id === tenant || user.enterprise_user?.enterprise_id === tenant;
  const vouched = ours && !user.is_stranger && !user.deleted && !user.is_bot && user.is_email_confirmed !== false;
  const email = vouched ? user.profile?.email : undefined;
  return { lang, ...(email ? { email: email.toLowerCase() } : {}), ...(name ? { name } : {}) };
}

/** Sets, and forgets the oldest entry beyond `MOST`. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MOST) map.delete(map.keys().next().value as string);
}
