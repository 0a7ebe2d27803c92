/**
 * Mastodon's API, for an account's own token and the administration's: bearer token, idempotency key, errors as text.
 */
import { z } from 'zod';
import { ask, type Fault } from './answer.ts';
import type { Connector } from './port.ts';
import type { Wire } from './wire.ts';

const ERROR = z.object({ error: z.string() });

/**
 * Error sentences in Mastodon's documentation, with our codes. Other sentences are not repeated: a server's text can
 * contain anything, even a token.
 */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/access token/i, 'invalid-token'],
  [/authorized scopes/i, 'missing-scope'],
  [/login is currently disabled/i, 'login-disabled'],
  [/not allowed/i, 'not-allowed'],
  [/not found/i, 'not-found'],
  [/pinned the maximum|already been pinned|limit/i, 'pin-limit'],
  [/validation failed|record invalid/i, 'invalid'],
];

/** The error for something that already exists: a pin whose response was lost is done. */
const DUPLICATE = /duplicate record/i;

function faultIn(body: unknown, url: string): Fault | null {
  const found = ERROR.safeParse(body);
  if (!found.success) return null;
  if (url.endsWith('/pin') && DUPLICATE.test(found.data.error)) return { code: 'duplicate', outcome: 'done' };
  return { code: SENTENCES.find(([shape]) => shape.test(found.data.error))?.[1] ?? 'error' };
}

export const mastodonConnector =
  (name: 'mastodon' | 'mastodon-admin') =>
  ({ loopback, now }: Wire): Connector => ({
    name,
    send: ({ method, url, body, once }, token, { timeout, key }) =>
      ask(
        {
          method,
          url,
          body,
          timeout,
          loopback,
          headers: {
            authorization: `Bearer ${token.reveal()}`,
            ...(once === 'key' ? { 'idempotency-key': key } : {}),
          },
        },
        (answer) => faultIn(answer, url),
        now,
      ),
  });
