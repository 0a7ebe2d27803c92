/** Who the bot is in Slack, asked when first needed and again until Slack has answered. */
import { z } from 'zod';
import type { SendError } from '../../bot/chat.ts';
import type { Log } from './log.ts';
import type { Call } from './web.ts';

const AUTH = z.object({ user_id: z.string(), bot_id: z.string().optional() });
/** In milliseconds; a broken token must not cost a call per request. */
const AGAIN = 30_000;

type BotIds = { botUserId?: string; botId?: string };

/**
 * Gives what is known at once and asks in the background. Bolt's own way, auth.test in its constructor, ends the whole
 * process when Slack can't be reached at start.
 */
export function botIds(call: Call, now: () => Date, track: (work: Promise<void>) => void, log: Log): () => BotIds {
  let known: BotIds | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (!known && now().getTime() - askedAt >= AGAIN) {
      askedAt = now().getTime();
      const asked = call('auth.test', {}, AUTH).then(
        (answer) => {
          known = { botUserId: answer.user_id, ...(answer.bot_id ? { botId: answer.bot_id } : {}) };
        },
        (error: SendError) => log.warn({ reason: error.reason }, 'Slack does not say who the bot is; check the token'),
      );
      track(asked);
    }
    return known ?? {};
  };
}
