/** What an answer means: done, no for good, later, or nobody knows; the same for all platforms but for their own codes. */
import { exchange, NoAnswer, type Sent } from './http.ts';
import type { Answer } from './port.ts';

/** What a platform's own error says: its code, and what that means where it is not what the HTTP status says. */
export type Fault = { code: string; outcome?: 'done' | 'later' | 'unknown' | 'failed' };

const SECOND = 1000;
/** Nobody waits longer for a platform in an incident; then a person is asked. */
const LONGEST = 15 * 60 * SECOND;

const one = (header: string | string[] | undefined): string => (Array.isArray(header) ? header[0] : header) ?? '';

/** `Retry-After` in seconds or as a date; Mastodon says `X-RateLimit-Reset` instead. */
function pause(headers: Sent['headers'], now: Date): { after: number } | Record<string, never> {
  const said = one(headers['retry-after']) || one(headers['x-ratelimit-reset']);
  if (said === '') return {};
  const ms = /^\d+$/.test(said) ? Number(said) * SECOND : Date.parse(said) - now.getTime();
  return Number.isFinite(ms) ? { after: Math.min(Math.max(ms, SECOND), LONGEST) } : {};
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answerOf({ status, headers, text }: Sent, faultIn: (body: unknown) => Fault | null, now: Date): Answer {
  const body = read(text);
  const fault = faultIn(body);
  const reason = fault ? `${status} ${fault.code}` : `http-${status}`;
  // It says no because it is so already.
  if (fault?.outcome === 'done') return { outcome: 'done', body: {} };
  if (fault?.outcome === 'later') return { outcome: 'later', reason, ...pause(headers, now) };
  if (fault?.outcome) return { outcome: fault.outcome, reason };
  if (status >= 200 && status < 300) {
    // A page instead of JSON (a firewall, a plugin): nobody knows what it did.
    return body === undefined ? { outcome: 'unknown', reason: 'no-json' } : { outcome: 'done', body };
  }
  if (status >= 300 && status < 400) return { outcome: 'failed', reason: 'redirected' };
  if (status === 429) return { outcome: 'later', reason, ...pause(headers, now) };
  // Turned away at the door and told when to come back; every other 5xx may have had its effect.
  if (status === 503 && one(headers['retry-after']) !== '') return { outcome: 'later', reason, ...pause(headers, now) };
  return { outcome: status >= 500 || status === 408 ? 'unknown' : 'failed', reason };
}

/** One request and its answer. Never throws. */
export async function ask(
  what: Parameters<typeof exchange>[0],
  faultIn: (body: unknown) => Fault | null,
  now: () => Date,
): Promise<Answer> {
  try {
    return answerOf(await exchange(what), faultIn, now());
  } catch (error) {
    if (!(error instanceof NoAnswer)) return { outcome: 'unknown', reason: 'fault' };
    const { sent, final, reason } = error;
    return { outcome: sent ? 'unknown' : final ? 'failed' : 'later', reason };
  }
}
