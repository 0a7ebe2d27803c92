/**
 * Account, language, verified e-mail and name of a person, and their DM with the bot. Profiles are cached for an hour.
 */
import { z } from 'zod';
import type { Lang } from '../../bot/chat.ts';
import { within } from '../delivery/in-time.ts';
import { BELONGS, type Claim, type Home, type Standing, standingOf } from './home.ts';
import type { Log } from './log.ts';
import type { Patience } from './patience.ts';
import type { Call } from './web.ts';

type Profile = Standing & { lang: Lang; email?: string; name?: string; untold?: true };
export type People = {
  /** Waits at most `patience.profile` on first contact. What is late is available to the next request. */
  profile(user: string, claim: Claim): Promise<Profile>;
  /** Only the language, with the shorter wait that a modal allows. */
  lang(user: string, claim: Claim): Promise<Lang>;
  /** Whether this is the person's DM with the bot. In a command, a DM between two people looks the same. */
  isOwnDm(user: string, room: string): Promise<boolean>;
};

const HOUR = 3_600_000;
const MOST = 5_000;

const USER = z.object({
  user: z.object({
    ...BELONGS,
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_email_confirmed: z.boolean().optional(),
    locale: z.string().optional(),
    real_name: z.string().optional(),
    profile: z.object({ email: z.string().optional(), real_name: z.string().optional() }).optional(),
  }),
});
type SlackUser = z.infer<typeof USER>['user'];
export const OPENED_DM = z.object({ channel: z.object({ id: z.string() }) });

export function slackPeople(
  call: Call,
  home: () => Promise<Home | undefined>,
  now: () => Date,
  patience: Patience,
  log: Log,
): People {
  // By workspace and id: two workspaces may issue the same id.
  const users = new Map<string, { at: number; user: SlackUser }>();
  const asking = new Map<string, Promise<SlackUser | undefined>>();
  const dms = new Map<string, string>();

  const ask = (user: string, key: string): Promise<SlackUser | undefined> => {
    const running = asking.get(key);
    if (running) return running;
    const asked = call('users.info', { user, include_locale: true }, USER)
      .then((answer) => {
        remember(users, key, { at: now().getTime(), user: answer.user });
        return answer.user;
      })
      .catch((error: unknown) => {
        log.warn({ err: error, user }, 'Slack did not tell who this is');
        return users.get(key)?.user;
      })
      .finally(() => asking.delete(key));
    asking.set(key, asked);
    return asked;
  };

  const userWithin = (id: string, claim: Claim, wait: number): Promise<SlackUser | undefined> => {
    const key = `${claim.team ?? ''}:${id}`;
    const known = users.get(key);
    if (known && now().getTime() - known.at < HOUR) return Promise.resolve(known.user);
    const asked = ask(id, key);
    // An outdated profile is good enough for now; the next request gets the fresh one.
    return known ? Promise.resolve(known.user) : within(asked, wait, undefined);
  };

  return {
    async profile(id, claim) {
      const [at, user] = await Promise.all([
        within(home(), patience.profile, undefined),
        userWithin(id, claim, patience.profile),
      ]);
      return toProfile(claim, at, user);
    },
    lang: async (id, claim) => langOf(await userWithin(id, claim, patience.lang)),
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
 * An e-mail address maps a person to the organisation, so only an address our own workspace vouches for counts.
 * Addresses of other workspaces, unconfirmed ones and those of closed accounts do not. `user` is absent if Slack has
 * not responded.
 */
export function toProfile(claim: Claim, home: Home | undefined, user: SlackUser | undefined): Profile {
  const standing = standingOf(claim, home, user);
  const lang = langOf(user);
  if (!user) return { ...standing, lang, untold: true };
  const name = user.profile?.real_name ?? user.real_name;
  const vouched = standing.from === 'home' && !user.deleted && !user.is_bot && user.is_email_confirmed !== false;
  const email = vouched ? user.profile?.email : undefined;
  return {
    ...standing,
    lang,
    ...(email ? { email: email.toLowerCase() } : {}),
    ...(name ? { name } : {}),
    // Slack has described the account, but not where the app is installed.
    ...(standing.from === 'unclear' ? { untold: true as const } : {}),
  };
}

const langOf = (user: SlackUser | undefined): Lang =>
  user?.locale === undefined || user.locale.startsWith('de') ? 'de' : 'en';

/** Sets the entry and drops the oldest beyond `MOST`. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MOST) map.delete(map.keys().next().value as string);
}
