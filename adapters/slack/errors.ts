/** What a Slack fault means for the outbox: one table, read by every call this adapter makes. */
import { webApi } from '@slack/bolt';
import { SendError } from '../../bot/chat.ts';

type Outcome = SendError['outcome'];

/**
 * Slack's own error codes that do not mean `refused`. Every other one does: an answer with `ok: false` says that the call
 * was turned down, and the same words would be turned down again; refusing hands it to the person's other chat and to
 * the operators, where retrying for hours would only hide it.
 */
const OUTCOME = {
  // Not accepted, and the reason passes.
  ratelimited: 'later',
  rate_limited: 'later',
  message_limit_exceeded: 'later',
  team_added_to_org: 'later',
  org_login_required: 'later',
  // "Some aspect of the operation may have succeeded" stands in the vendor's text, or the text leaves it open.
  internal_error: 'unknown',
  fatal_error: 'unknown',
  request_timeout: 'unknown',
  service_unavailable: 'unknown',
  duplicate_message_not_found: 'unknown',
  duplicate_channel_not_found: 'unknown',
} as const satisfies Record<string, Exclude<Outcome, 'refused'>>;

/** The socket never stood, so nothing can have arrived. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A trigger that cannot open a modal any more: used up by an earlier delivery of the same request, or too old. */
export const DEAD_TRIGGER: ReadonlySet<string> = new Set([
  'exchanged_trigger_id',
  'expired_trigger_id',
  'invalid_trigger_id',
  'trigger_exchanged',
  'trigger_expired',
]);
/** Of these the first says for sure that somebody has already opened the modal. */
export const USED_TRIGGER: ReadonlySet<string> = new Set(['exchanged_trigger_id', 'trigger_exchanged']);

/** Turns whatever a call threw into a SendError; `after` in milliseconds. */
export function classify(error: unknown): SendError {
  if (error instanceof SendError) return error;
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return new SendError('later', 'ratelimited', { after: error.retryAfter * 1000, scope: 'chat' });
  }
  if (error instanceof webApi.WebAPIPlatformError) return fromCode(error.data.error);
  if (error instanceof webApi.WebAPIHTTPError) return fromStatus(error.statusCode);
  const code = socketCode(error);
  if (code !== undefined && NEVER_LEFT.has(code)) return new SendError('later', code, { scope: 'chat' });
  // The client throws a bare Error for a 429 without Retry-After; Slack has still turned the call down.
  if (error instanceof Error && error.message.startsWith('Retry header did not contain')) {
    return new SendError('later', 'ratelimited', { scope: 'chat' });
  }
  return new SendError('unknown', code ?? (error instanceof Error ? error.name : 'not_an_error'));
}

/** `ok: false` with this code. The client puts an unreadable body into `error`, so anything but a word is no answer. */
export function fromCode(code: string): SendError {
  if (!/^[a-z][a-z0-9_:]*$/.test(code)) return new SendError('unknown', 'unreadable_answer');
  const outcome = (OUTCOME as Record<string, Outcome>)[code] ?? 'refused';
  return new SendError(outcome, code, outcome === 'later' ? { scope: 'chat' } : {});
}

/** An HTTP status other than 200. 408 and 5xx may come from a proxy behind which Slack has accepted the call. */
export function fromStatus(status: number): SendError {
  if (status === 429) return new SendError('later', 'ratelimited', { scope: 'chat' });
  return new SendError(status >= 500 || status === 408 ? 'unknown' : 'refused', `http_${status}`);
}

/** Node hides the socket's code behind one or two causes (client error, "fetch failed", the socket's own). */
function socketCode(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string' && /^E[A-Z_]+$|^UND_ERR/.test(at.code)) return at.code;
    if (at.name === 'TimeoutError') return 'timeout';
  }
  return undefined;
}
