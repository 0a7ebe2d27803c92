/**
 * Classifies a platform's response: done, failed for good, later, or unknown. Shared by all platforms; each adds its
 * own error codes.
 */
import { exchange, NoAnswer, type Sent } from './http.ts';
import type { Answer } from './port.ts';

/** An error in a platform's own format: its code, and its meaning if that differs from the HTTP status. */
export type Fault = { code: string; outcome?: 'done' | 'later' | 'unknown' | 'failed' };

const SECOND = 1000;
/** Longest wait for a platform, in milliseconds. In an incident nobody waits longer; a person is asked instead. */
const LONGEST = 15 * 60 * SECOND;

const one = (header: string | string[] | undefined): string => (Array.isArray(header) ? header[0] : header) ?? '';

/** `Retry-After` in seconds or as a date. Mastodon sends `X-RateLimit-Reset` instead. */
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
  // Rejected because the requested state already exists.
  if (fault?.outcome === 'done') return { outcome: 'done', body: {} };
  if (fault?.outcome === 'later') return { outcome: 'later', reason, ...pause(headers, now) };
  if (fault?.outcome) return { outcome: fault.outcome, reason };
  if (status >= 200 && status < 300) {
    // An HTML page instead of JSON (from a firewall or plugin): the effect is unknown.
    return body === undefined ? { outcome: 'unknown', reason: 'no-json' } : { outcome: 'done', body };
  }
  if (status >= 300 && status < 400) return { outcome: 'failed', reason: 'redirected' };
  if (status === 429) return { outcome: 'later', reason, ...pause(headers, now) };
  // Rejected with a time to come back, so it had no effect. Any other 5xx may have had one.
  if (status === 503 && one(headers['retry-after']) !== '') return { outcome: 'later', reason, ...pause(headers, now) };
  return { outcome: status >= 500 || status === 408 ? 'unknown' : 'failed', reason };
}

/** Sends one request and classifies the response. Never throws. */
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
