/** Maps the Bot Connector's errors to the three outcomes of the outbox. */
import { SendError } from '../../bot/chat.ts';

/** What was attempted: a new message, a change to an old one, a new conversation, or a read. */
export type Attempt = 'post' | 'update' | 'create' | 'read';
type Verdict = { outcome: SendError['outcome']; reason: string; scope?: 'room' | 'chat' };

const VERDICTS = {
  'never-sent': { outcome: 'later', reason: 'unreachable', scope: 'chat' },
  unclear: { outcome: 'unknown', reason: 'no-answer' },
  'token-refused': { outcome: 'later', reason: 'token-refused', scope: 'chat' },
  'too-fast': { outcome: 'later', reason: 'rate-limited' },
  conflict: { outcome: 'later', reason: 'edited-at-once' },
  busy: { outcome: 'later', reason: 'busy', scope: 'chat' },
  'server-fault': { outcome: 'unknown', reason: 'server-fault' },
  'not-installed': { outcome: 'refused', reason: 'not-installed' },
  blocked: { outcome: 'refused', reason: 'blocked' },
  forbidden: { outcome: 'refused', reason: 'forbidden' },
  'message-gone': { outcome: 'refused', reason: 'message-gone' },
  'no-such-room': { outcome: 'refused', reason: 'no-such-room' },
  'no-such-person': { outcome: 'refused', reason: 'no-such-person' },
  'too-big': { outcome: 'refused', reason: 'too-big' },
  'bad-request': { outcome: 'refused', reason: 'bad-request' },
} as const satisfies Record<string, Verdict>;
type Class = keyof typeof VERDICTS;

/** Error codes in the response body that are more precise than the status. */
const BY_CODE: Readonly<Record<string, Class>> = {
  BotNotInConversationRoster: 'not-installed',
  BotNotInstalled: 'not-installed',
  ForbiddenOperationException: 'not-installed',
  MessageWritesBlocked: 'blocked',
  ConversationBlockedByUser: 'blocked',
  BotDisabledByAdmin: 'blocked',
  ActivityNotFoundInConversation: 'message-gone',
  ConversationNotFound: 'no-such-room',
  MemberNotFoundInConversation: 'no-such-person',
  MessageSizeTooBig: 'too-big',
};

const BY_STATUS: Readonly<Record<number, Class>> = {
  401: 'token-refused',
  403: 'forbidden',
  408: 'unclear',
  412: 'conflict',
  413: 'too-big',
  429: 'too-fast',
};

/** Failures before any byte was sent. After any other network failure the request may have arrived. */
const NEVER_SENT: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

function classOf(fault: Fault, attempt: Attempt): Class {
  const { status, code } = fault;
  if (status === undefined) return NEVER_SENT.includes(code ?? '') ? 'never-sent' : 'unclear';
  // Accepted, but the body was unreadable: the message exists and only its id is lost.
  if (status < 300) return 'unclear';
  const named = code === undefined ? undefined : BY_CODE[code];
  if (named && status < 500) return named;
  if (status === 404) return attempt === 'update' ? 'message-gone' : 'no-such-room';
  if (status === 400 && attempt === 'create') return 'no-such-person';
  // A Retry-After shows that the server itself took nothing. A bare 503 may come from a gateway on the way back.
  if (status === 503 && fault.after !== undefined) return 'busy';
  return BY_STATUS[status] ?? (status >= 500 ? 'server-fault' : 'bad-request');
}

type Fault = { status?: number; code?: string; after?: number };

/**
 * The parts of an SDK error that matter. Every field is checked, because the SDK's types promise more than its errors
 * contain.
 */
export function faultOf(error: unknown, now: Date): Fault {
  const fault: Fault = {};
  if (typeof error !== 'object' || error === null) return fault;
  if ('statusCode' in error && typeof error.statusCode === 'number') fault.status = error.statusCode;
  const code = innerCode(error) ?? ('code' in error && typeof error.code === 'string' ? error.code : undefined);
  if (code !== undefined) fault.code = code;
  const after = retryAfter(error, now);
  if (after !== undefined) fault.after = after;
  return fault;
}

/** The code in `{"error": {"code": …}}`, wherever the SDK put the parsed body. */
function innerCode(error: object): string | undefined {
  for (const holder of ['body', 'details']) {
    const body: unknown = Reflect.get(error, holder);
    if (typeof body !== 'object' || body === null) continue;
    const inner: unknown = Reflect.get(body, 'error');
    if (typeof inner !== 'object' || inner === null) continue;
    const code: unknown = Reflect.get(inner, 'code');
    if (typeof code === 'string') return code;
  }
  return undefined;
}

/** Milliseconds from a Retry-After header: seconds or an HTTP date. */
function retryAfter(error: object, now: Date): number | undefined {
  const response: unknown = Reflect.get(error, 'response');
  if (typeof response !== 'object' || response === null) return undefined;
  const headers: unknown = Reflect.get(response, 'headers');
  if (typeof headers !== 'object' || headers === null || !('get' in headers) || typeof headers.get !== 'function') {
    return undefined;
  }
  const value: unknown = headers.get('retry-after');
  if (typeof value !== 'string' || value === '') return undefined;
  const wait = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** Turns any error of a send attempt into a SendError. A SendError passes through unchanged. */
export function toSendError(error: unknown, attempt: Attempt, now: Date): SendError {
  if (error instanceof SendError) return error;
  const fault = faultOf(error, now);
  const found = classOf(fault, attempt);
  const verdict: Verdict = VERDICTS[found];
  // Creating the same personal chat twice is harmless, and no message has been sent yet. So nothing is in doubt.
  const outcome = attempt === 'create' && verdict.outcome === 'unknown' ? 'later' : verdict.outcome;
  // The two vaguest reasons include the connector's own code; without it nobody could find the cause.
  const word = found === 'bad-request' || found === 'forbidden' ? fault.code : undefined;
  const reason = word === undefined ? verdict.reason : `${verdict.reason} (${word})`;
  const more: { after?: number; scope?: 'room' | 'chat' } = {};
  if (verdict.scope) more.scope = verdict.scope;
  if (outcome === 'later' && fault.after !== undefined) more.after = fault.after;
  return new SendError(outcome, reason, more);
}
