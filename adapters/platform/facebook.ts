/** Meta's wire: the page's token as bearer, errors by number in the body, whatever the HTTP status is. */
import { z } from 'zod';
import { ask, type Fault } from './answer.ts';
import type { Connector } from './port.ts';
import type { Wire } from './wire.ts';

const ERROR = z.object({
  error: z.object({ code: z.number().int(), error_subcode: z.number().int().optional() }),
});
const NOT_DONE = z.object({ success: z.literal(false) });

/** Numbers of the guide on errors: calls of the app, the user, the page, the business use case, or by one rule. */
const TOO_MANY = new Set([4, 17, 32, 341, 613, 80_001]);
/** "Possibly a temporary issue", "temporary issue": nothing is said about what was done. */
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
    // `page id:page token`; the id is no secret and stands in the address.
    const value = token.reveal();
    const authorization = `Bearer ${value.slice(value.indexOf(':') + 1)}`;
    return ask({ method, url, body, timeout, loopback, headers: { authorization } }, faultIn, now);
  },
});
