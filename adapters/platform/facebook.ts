/** Meta's API: the page's token as bearer, and error numbers in the body whatever the HTTP status. */
import { z } from 'zod';
import { ask, type Fault } from './answer.ts';
import type { Connector } from './port.ts';
import type { Wire } from './wire.ts';

const ERROR = z.object({
  error: z.object({ code: z.number().int(), error_subcode: z.number().int().optional() }),
});
const NOT_DONE = z.object({ success: z.literal(false) });

/**
 * Error numbers from Meta's guide for rate limits: of the app, the user, the page, the business use case, or a single
 * rule.
 */
const TOO_MANY = new Set([4, 17, 32, 341, 613, 80_001]);
/** "Possibly a temporary issue", "temporary issue": the guide does not say whether the call had an effect. */
const UNCLEAR = new Set([1, 2]);

function faultIn(body: unknown): Fault | null {
  if (NOT_DONE.safeParse(body).success) return { code: 'no-success', outcome: 'failed' };
  const found = ERROR.safeParse(body);
  if (!found.success) return null;
  const { code, error_subcode: sub } = found.data.error;
  const outcome = TOO_MANY.has(code) ? 'later' : UNCLEAR.has(code) ? 'unknown' : 'failed';
  return { code: sub === undefined ? `graph-${code}` : `graph-${code}-${sub}`, outcome };
}

export const facebookConnector = ({ loopback, now }: Wire): Connector => ({
  name: 'facebook',
  send: ({ method, url, body }, token, { timeout }) => {
    // The value is `page id:page token`. The id is not secret and appears in the URL.
    const value = token.reveal();
    const authorization = `Bearer ${value.slice(value.indexOf(':') + 1)}`;
    return ask({ method, url, body, timeout, loopback, headers: { authorization } }, faultIn, now);
  },
});
