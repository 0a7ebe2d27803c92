/**
 * Which bot user we are and where the app is installed. Slack is asked when first needed, and again until it responds.
 */
import { z } from 'zod';
import type { SendError } from '../../bot/chat.ts';
import type { Log } from './log.ts';
import type { Call } from './web.ts';

const AUTH = z.object({
  user_id: z.string(),
  bot_id: z.string().optional(),
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish(),
});
/** In milliseconds. Limits the calls that an invalid token would cost. */
const AGAIN = 30_000;

const HOME = z.object({ team: z.string(), enterprise: z.string().optional(), orgWide: z.boolean() });
/** The workspace or organisation in which the app is installed. Only its accounts are trusted. */
export type Home = z.infer<typeof HOME>;
/** Stores the home, so that it is known after a restart during an outage. */
export type KeptHome = { get(): Promise<string | null>; set(value: string): Promise<void> };

type BotIds = { botUserId?: string; botId?: string };
type Known = { ids: BotIds; home: Home };
export type SlackBot = {
  /** Returns at once what is known so far, and asks Slack in the background. */
  ids(): BotIds;
  /** The home, else the stored one, else waits for the call in progress. Never rejects. */
  home(): Promise<Home | undefined>;
};

/**
 * Bolt's own way, auth.test in its constructor, ends the process if Slack is unreachable at start.
 * @param track receives work that continues in the background
 */
export function slackBot(
  call: Call,
  now: () => Date,
  track: (work: Promise<void>) => void,
  log: Pick<Log, 'warn'>,
  kept?: KeptHome,
): SlackBot {
  let known: Known | undefined;
  let old: Home | undefined;
  let asking = Promise.resolve();
  let askedAt = Number.NEGATIVE_INFINITY;

  const ask = async (): Promise<void> => {
    try {
      const { user_id, bot_id, team_id, enterprise_id, is_enterprise_install } = await call('auth.test', {}, AUTH);
      const home = {
        team: team_id,
        ...(enterprise_id ? { enterprise: enterprise_id } : {}),
        orgWide: is_enterprise_install ?? false,
      };
      known = { ids: { botUserId: user_id, ...(bot_id ? { botId: bot_id } : {}) }, home };
      await kept
        ?.set(JSON.stringify(home))
        .catch((err: unknown) => log.warn({ err }, 'the workspace of the app could not be noted'));
    } catch (error) {
      log.warn({ reason: (error as SendError).reason }, 'Slack does not say who the bot is; check the token');
    }
  };
  // A function, because TypeScript assumes that `known` cannot change during an await.
  const current = (): Known | undefined => known;
  const look = (): void => {
    if (known || now().getTime() - askedAt < AGAIN) return;
    askedAt = now().getTime();
    asking = ask();
    track(asking);
  };

  return {
    ids() {
      look();
      return known?.ids ?? {};
    },
    async home() {
      look();
      if (known) return known.home;
      old ??= await read(kept);
      if (old) return old;
      await asking;
      return current()?.home;
    },
  };
}

async function read(kept: KeptHome | undefined): Promise<Home | undefined> {
  const text = await kept?.get().catch(() => null);
  return HOME.safeParse(JSON.parse(text ?? 'null')).data;
}

/** The tenant of the home's accounts: the organisation for an org-wide install, else the workspace. */
export const tenantAt = ({ team, enterprise, orgWide }: Home): string => (orgWide ? (enterprise ?? team) : team);

/** The fields of a Slack account that tell where it belongs. */
export const BELONGS = {
  team_id: z.string().optional(),
  is_stranger: z.boolean().optional(),
  enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
};
type Belongs = z.infer<z.ZodObject<typeof BELONGS>>;

const isAt = ({ team, enterprise }: Home, id: string | undefined): boolean =>
  id !== undefined && (id === team || id === enterprise);

/** Whether the account belongs to our workspace or organisation. An account without this information does not. */
export const isOwn = (home: Home, { team_id, is_stranger, enterprise_user }: Belongs): boolean =>
  !is_stranger && (isAt(home, team_id) || isAt(home, enterprise_user?.enterprise_id));

/** What a request says about the sender's account. */
export type Claim = {
  /** The account's workspace or organisation. Absent if the request does not say. */
  team?: string;
  /** Where the app is installed. Used until `auth.test` has responded. */
  installed?: string;
};
export type Standing = { from: 'home' | 'foreign' | 'unclear'; tenant: string };

/**
 * Decides whether the sender's account is ours. Both the request and users.info must say so. Without users.info the
 * request alone is enough, because it is signed. In an organisation another workspace may be a sister, so that case
 * stays unclear.
 */
export function standingOf(claim: Claim, known: Home | undefined, user: Belongs | undefined): Standing {
  const home = known ?? (claim.installed ? { team: claim.installed, orgWide: false } : undefined);
  if (!home) return { from: 'unclear', tenant: '' };
  const tenant = tenantAt(home);
  const { team } = claim;
  const foreign: Standing = { from: 'foreign', tenant: team ?? user?.team_id ?? '' };
  if (user) {
    const org = user.enterprise_user?.enterprise_id;
    // User ids are unique only within an organisation: in another workspace the same id may be somebody else.
    const fits = team === undefined || isAt(home, team) || user.team_id === team || isAt(home, org);
    return fits && isOwn(home, user)
      ? { from: 'home', tenant }
      : { ...foreign, tenant: elsewhere(home, foreign, user) };
  }
  if (team === undefined) return { from: 'unclear', tenant };
  if (isAt(home, team)) return { from: 'home', tenant };
  return known && home.enterprise === undefined ? foreign : { from: 'unclear', tenant };
}

/** The tenant of a stranger. Never our own, whatever the request says. */
const elsewhere = (home: Home, { tenant }: Standing, user: Belongs): string =>
  [tenant, user.team_id, user.enterprise_user?.enterprise_id].find((id) => id && !isAt(home, id)) ?? 'foreign';
