/** Calls of Slack's Web API: no retries, responses validated, errors classified. */
import { webApi } from '@slack/bolt';
import { z } from 'zod';
import { SendError } from '../../bot/chat.ts';
import { classify, fromStatus } from './errors.ts';
import { quiet } from './log.ts';

/** Milliseconds until a call counts as lost. The SDK's default is to wait for ever. */
const CALL_TIMEOUT = 10_000;

/** Calls a method and returns the response fields that `answer` declares. Throws only SendError. */
export type Call = <T>(method: string, args: Record<string, unknown>, answer: z.ZodType<T>) => Promise<T>;

/** For calls whose response content does not matter. */
export const DONE = z.object({});

/**
 * Retries are off: after a lost response the SDK would post again, up to ten times. Queueing on 429 is off too: one
 * limited room would delay all others. The outbox does the waiting.
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
 * For calls that are safe to repeat (reading, replacing). Whether the first one arrived does not matter, so `unknown`
 * becomes `later`.
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
 * Responds through a click's `response_url` (up to five times in 30 minutes). The URL comes from a signed request. Its
 * host is still checked, so that no payload can direct the bot into the city's own network. Throws SendError.
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

/** A fetch with a timeout that never follows redirects. Throws SendError. */
export async function fetchSafely(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(CALL_TIMEOUT) });
  } catch (error) {
    throw classify(error);
  }
}

/** True for https on one of the hosts, or for the origin of `SLACK_API_URL` (proxies and tests, also without TLS). */
export function mayReach(url: string, hosts: readonly string[], apiUrl: string | undefined): boolean {
  if (!URL.canParse(url)) return false;
  const target = new URL(url);
  if (target.protocol === 'https:' && target.port === '' && hosts.includes(target.hostname)) return true;
  return apiUrl !== undefined && URL.canParse(apiUrl) && new URL(apiUrl).origin === target.origin;
}
