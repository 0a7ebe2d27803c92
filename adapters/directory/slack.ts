/** Slack's word about its accounts: the event when one changes, and all of them once a night. */
import { z } from 'zod';
import { SendError } from '../../bot/chat.ts';
import type { Intake, Sighting } from '../../commands/leavers/intake.ts';
import { BELONGS, type Home, isOwn } from '../slack/home.ts';
import type { Call } from '../slack/web.ts';
import { oneByOne } from './one-by-one.ts';
import { AccountsLeft, type Directory, DirectoryFault, type Log } from './port.ts';

const USER = z.object({
  id: z.string().min(1),
  /** May be absent: then Slack has not said whether the account is open. */
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  ...BELONGS,
  /** Seconds since 1970. */
  updated: z.number().optional(),
  profile: z.object({ email: z.string().optional() }).optional(),
});

const CHANGED = z.object({ event: z.object({ type: z.literal('user_change'), user: USER }) });
const PAGE = z.object({
  members: z.array(USER),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
/** Slack recommends no more than 200 at a time. */
const LIMIT = 200;

/** Of an account of another workspace, which a shared room brings along, nothing follows for anybody here. */
function toSighting(user: z.infer<typeof USER>, home: Home): Sighting | undefined {
  if (user.is_bot || user.id === 'USLACKBOT' || !isOwn(home, user)) return undefined;
  return {
    source: 'slack',
    externalId: user.id,
    active: user.deleted === undefined ? undefined : !user.deleted,
    email: user.profile?.email,
    changedAt: user.updated === undefined ? undefined : new Date(user.updated * 1000),
  };
}

/**
 * The account behind a `user_change`, `foreign` when it is none of ours; undefined for any other event. The event also comes
 * for a new status or time zone, and when an account is opened again.
 * @throws DirectoryFault while it can't be known whose account it is: Slack delivers it again
 */
export async function fromUserChange(
  body: unknown,
  homeOf: () => Promise<Home | undefined>,
): Promise<Sighting | 'foreign' | undefined> {
  const read = CHANGED.safeParse(body);
  if (!read.success) return undefined;
  return toSighting(read.data.event.user, await known(homeOf)) ?? 'foreign';
}

async function known(homeOf: () => Promise<Home | undefined>): Promise<Home> {
  const home = await homeOf();
  if (!home) throw new DirectoryFault('workspace-unknown');
  return home;
}

/** `users.list` names closed accounts too. */
export function slackDirectory(
  call: Call,
  homeOf: () => Promise<Home | undefined>,
  intake: Pick<Intake, 'see'>,
  log: Log,
): Directory {
  return {
    source: 'slack',
    async sweep() {
      const home = await known(homeOf);
      const taking = oneByOne(log);
      let seen = 0;
      let cursor = '';
      do {
        const page = await call('users.list', { limit: LIMIT, ...(cursor === '' ? {} : { cursor }) }, PAGE).catch(
          (error: unknown) => {
            if (error instanceof SendError) throw new DirectoryFault(error.reason, error.after);
            throw error;
          },
        );
        for (const user of page.members) {
          const sighting = toSighting(user, home);
          if (!sighting) continue;
          await taking.take(sighting.externalId, () => intake.see(sighting));
          seen += 1;
        }
        cursor = page.response_metadata?.next_cursor ?? '';
      } while (cursor !== '');
      if (taking.left.size > 0) throw new AccountsLeft(taking.left.size);
      return seen;
    },
  };
}
