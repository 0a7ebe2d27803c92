/** Calls of Slack's Web API: two clients without retries of their own, answers checked, faults classified. */
import { webApi } from '@slack/bolt';
import { z } from 'zod';
import { SendError } from '../../bot/chat.ts';
import { classify, fromStatus } from './errors.ts';
import { quiet } from './log.ts';

/** Milliseconds until a call counts as lost. The SDK's own default is for ever. */
const CALL_TIMEOUT = 10_000;

/** Calls a method, gives the fields of the answer that `answer` names. Throws SendError and nothing else. */
export type Call = <T>(method: string, args: Record<string, unknown>, answer: z.ZodType<T>) => Promise<T>;

/** For calls of which only the success counts. */
export const DONE = z.object({});

/**
 * Retries are off: the SDK would post a lost answer again, up to ten times, and double the message. A client that
 * queues on 429 would stall every room for one; the outbox does the waiting.
 */
export function slackCaller(options: { botToken: string; apiUrl: string | undefined; timeout?: number }): Call {
  const client = new webApi.WebClient(options.botToken, {
    ...(options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: options.timeout ?? CALL_TIMEOUT,
    allowAbsoluteUrls: false,
    logger: quiet,
  });
  return async (method, args, answer) => {
    try {
      const read = answer.safeParse(await client.apiCall(method, args));
      if (read.success) return read.data;
    } catch (error) {
      throw classify(error);
    }
    throw new SendError('unknown', `unexpected_answer:${method}`);
  };
}

/**
 * For calls that may be made twice (reading, replacing): that the first may have arrived is no reason to look for it, so
 * an `unknown` outcome becomes `later`.
 */
export async function repeatable<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof SendError) || error.outcome !== 'unknown') throw error;
    throw new SendError('later', error.reason);
  }
}

/**
 * Answers through a click's own `response_url` (five times within 30 minutes). The address came in a signed request; the
 * host is checked all the same, so that no payload can point the bot at the city's own network. Throws SendError.
 */
export async function respond(url: string, apiUrl: string | undefined, body: Record<string, unknown>): Promise<void> {
  if (!mayReach(url, ['hooks.slack.com'], apiUrl)) throw new SendError('refused', 'foreign_response_url');
  const answer = await fetchSafely(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw fromStatus(answer.status);
}

/** A fetch that never follows a redirect and never waits for ever. Throws SendError. */
export async function fetchSafely(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(CALL_TIMEOUT) });
  } catch (error) {
    throw classify(error);
  }
}

/** https on one of the hosts, or the very origin of `SLACK_API_URL` (proxies and tests, also without TLS). */
export function mayReach(url: string, hosts: readonly string[], apiUrl: string | undefined): boolean {
  if (!URL.canParse(url)) return false;
  const target = new URL(url);
  if (target.protocol === 'https:' && target.port === '' && hosts.includes(target.hostname)) return true;
  return apiUrl !== undefined && URL.canParse(apiUrl) && new URL(apiUrl).origin === target.origin;
}
