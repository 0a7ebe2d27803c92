/** Slack's accounts as a directory: an event per change, and all of them once a night. */
import { z } from 'zod';
import { SendError } from '../../bot/chat.ts';
import type { Intake, Sighting } from '../../commands/leavers/intake.ts';
import { BELONGS, type Home, isOwn } from '../slack/home.ts';
import type { Call } from '../slack/web.ts';
import { oneByOne } from './one-by-one.ts';
import { AccountsLeft, type Directory, DirectoryFault, type Log } from './port.ts';

const USER = z.object({
  id: z.string().min(1),
  /** If absent, Slack does not say whether the account is active. */
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
/** Slack recommends at most 200 per page. */
const LIMIT = 200;

/** Ignores accounts of other workspaces, which appear through shared rooms. */
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
 * The account in a `user_change`: `foreign` if it is not ours, undefined for any other event. Slack also sends the
 * event for a new status or time zone, and when an account is reactivated.
 * @throws DirectoryFault while our own workspace is unknown; Slack then redelivers the event
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

/** The nightly sweep. `users.list` includes deactivated accounts. */
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
