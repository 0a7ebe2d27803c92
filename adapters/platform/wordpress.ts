/** WordPress's API: an application password as Basic authentication, error codes of the core or of a plugin. */
import { z } from 'zod';
import { ask, type Fault } from './answer.ts';
import type { Connector } from './port.ts';
import type { Wire } from './wire.ts';

/** Codes such as `rest_forbidden` and `incorrect_password`, not sentences. */
const ERROR = z.object({ code: z.string().regex(/^[a-z0-9_-]{1,80}$/i), message: z.string() });

function faultIn(body: unknown): Fault | null {
  const found = ERROR.safeParse(body);
  return found.success ? { code: found.data.code } : null;
}

export const wordpressConnector = ({ loopback, now }: Wire): Connector => ({
  name: 'wordpress',
  send: ({ method, url, body }, token, { timeout }) => {
    const authorization = `Basic ${Buffer.from(token.reveal(), 'utf8').toString('base64')}`;
    return ask({ method, url, body, timeout, loopback, headers: { authorization } }, faultIn, now);
  },
});
