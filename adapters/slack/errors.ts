/** Maps a Slack error to an outcome for the outbox. Every call of this adapter uses this one table. */
import { webApi } from '@slack/bolt';
import { SendError } from '../../bot/chat.ts';

type Outcome = SendError['outcome'];

/**
 * Slack's error codes that do not mean `refused`. All others do: `ok: false` means that Slack rejected the call and
 * would reject it again. `refused` passes the message to the person's other chat and to the operators; hours of retries
 * would hide the fault.
 */
const OUTCOME = {
  // Not accepted, but the cause is temporary.
  ratelimited: 'later',
  rate_limited: 'later',
  message_limit_exceeded: 'later',
  team_added_to_org: 'later',
  org_login_required: 'later',
  // The vendor's text says "Some aspect of the operation may have succeeded", or does not rule it out.
  internal_error: 'unknown',
  fatal_error: 'unknown',
  request_timeout: 'unknown',
  service_unavailable: 'unknown',
  duplicate_message_not_found: 'unknown',
  duplicate_channel_not_found: 'unknown',
} as const satisfies Record<string, Exclude<Outcome, 'refused'>>;

/** The connection was never established, so nothing can have arrived. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Triggers that can no longer open a modal: used by an earlier delivery of the same request, or expired. */
export const DEAD_TRIGGER: ReadonlySet<string> = new Set([
  'exchanged_trigger_id',
  'expired_trigger_id',
  'invalid_trigger_id',
  'trigger_exchanged',
  'trigger_expired',
]);
/** The subset that proves that the modal has already been opened. */
export const USED_TRIGGER: ReadonlySet<string> = new Set(['exchanged_trigger_id', 'trigger_exchanged']);

/** Turns any error thrown by a call into a SendError; `after` is in milliseconds. */
export function classify(error: unknown): SendError {
  if (error instanceof SendError) return error;
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return new SendError('later', 'ratelimited', { after: error.retryAfter * 1000, scope: 'chat' });
  }
  if (error instanceof webApi.WebAPIPlatformError) return fromCode(error.data.error);
  if (error instanceof webApi.WebAPIHTTPError) return fromStatus(error.statusCode);
  const code = socketCode(error);
  if (code !== undefined && NEVER_LEFT.has(code)) return new SendError('later', code, { scope: 'chat' });
  // For a 429 without Retry-After the client throws a bare Error. Slack still rejected the call.
  if (error instanceof Error && error.message.startsWith('Retry header did not contain')) {
    return new SendError('later', 'ratelimited', { scope: 'chat' });
  }
  return new SendError('unknown', code ?? (error instanceof Error ? error.name : 'not_an_error'));
}

/**
 * For `ok: false` with this code. The client puts an unreadable body into `error`, so only a plain word counts as a
 * code.
 */
export function fromCode(code: string): SendError {
  if (!/^[a-z][a-z0-9_:]*$/.test(code)) return new SendError('unknown', 'unreadable_answer');
  const outcome = (OUTCOME as Record<string, Outcome>)[code] ?? 'refused';
  return new SendError(outcome, code, outcome === 'later' ? { scope: 'chat' } : {});
}

/** For an HTTP status other than 200. A proxy may send 408 or 5xx although Slack has accepted the call. */
export function fromStatus(status: number): SendError {
  if (status === 429) return new SendError('later', 'ratelimited', { scope: 'chat' });
  return new SendError(status >= 500 || status === 408 ? 'unknown' : 'refused', `http_${status}`);
}

/** The socket's error code is one or two causes deep (client error, "fetch failed", the socket's own error). */
function socketCode(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string' && /^E[A-Z_]+$|^UND_ERR/.test(at.code)) return at.code;
    if (at.name === 'TimeoutError') return 'timeout';
  }
  return undefined;
}
