import { describe, expect, test } from 'vitest';
import { type Attempt, toSendError } from '../../../adapters/teams/errors.ts';
import { SendError } from '../../../bot/chat.ts';
import { NOW } from './bench.ts';

type Answer = { status: number; code?: string; after?: string };
/** As the SDK throws it: the parsed body in `details`, the headers behind a method. */
const makeError = ({ status, code, after }: Answer): Error =>
  Object.assign(new Error('from the SDK'), {
    statusCode: status,
    details: code ? { error: { code, message: 'x' } } : {},
    response: { headers: { get: (name: string) => (name === 'retry-after' ? after : undefined) } },
  });
const makeNetworkError = (code: string): Error => Object.assign(new Error(code), { code });
const told = (error: unknown, attempt: Attempt = 'post') => {
  const { outcome, reason, after, scope } = toSendError(error, attempt, NOW);
  return [outcome, reason, scope, after];
};

describe('answers of the connector', () => {
  test.each<[Answer, Attempt, ...unknown[]]>([
    [{ status: 401 }, 'post', 'later', 'token-refused', 'chat', undefined],
    [{ status: 429, code: 'Throttled' }, 'post', 'later', 'rate-limited', 'room', undefined],
    [{ status: 429, after: '3' }, 'post', 'later', 'rate-limited', 'room', 3000],
    [{ status: 429, after: 'Mon, 23 Nov 2026 08:00:07 GMT' }, 'post', 'later', 'rate-limited', 'room', 7000],
    [{ status: 429, after: 'Mon, 23 Nov 2026 07:59:00 GMT' }, 'post', 'later', 'rate-limited', 'room', 0],
    [{ status: 429, after: 'soon' }, 'post', 'later', 'rate-limited', 'room', undefined],
    [{ status: 412, code: 'PreconditionFailed' }, 'update', 'later', 'edited-at-once', 'room', undefined],
    [{ status: 503, after: '10' }, 'post', 'later', 'busy', 'chat', 10_000],
    [{ status: 503 }, 'post', 'unknown', 'server-fault', 'room', undefined],
    [{ status: 500, code: 'ServiceError' }, 'post', 'unknown', 'server-fault', 'room', undefined],
    [{ status: 502 }, 'post', 'unknown', 'server-fault', 'room', undefined],
    [{ status: 504 }, 'update', 'unknown', 'server-fault', 'room', undefined],
    [{ status: 500 }, 'create', 'later', 'server-fault', 'room', undefined],
    [{ status: 408 }, 'post', 'unknown', 'no-answer', 'room', undefined],
    [{ status: 201 }, 'post', 'unknown', 'no-answer', 'room', undefined],
    [{ status: 403, code: 'BotNotInConversationRoster' }, 'post', 'refused', 'not-installed', 'room', undefined],
    [{ status: 403, code: 'ForbiddenOperationException' }, 'create', 'refused', 'not-installed', 'room', undefined],
    [{ status: 403, code: 'MessageWritesBlocked' }, 'post', 'refused', 'blocked', 'room', undefined],
    [{ status: 403, code: 'ConversationBlockedByUser' }, 'post', 'refused', 'blocked', 'room', undefined],
    [{ status: 403, code: 'BotDisabledByAdmin' }, 'post', 'refused', 'blocked', 'room', undefined],
    [{ status: 403, code: 'SomethingNew' }, 'post', 'refused', 'forbidden (SomethingNew)', 'room', undefined],
    [{ status: 404, code: 'ConversationNotFound' }, 'post', 'refused', 'no-such-room', 'room', undefined],
    [{ status: 404, code: 'ConversationNotFound' }, 'update', 'refused', 'no-such-room', 'room', undefined],
    [{ status: 404, code: 'ActivityNotFoundInConversation' }, 'update', 'refused', 'message-gone', 'room', undefined],
    [{ status: 404 }, 'update', 'refused', 'message-gone', 'room', undefined],
    [{ status: 404 }, 'post', 'refused', 'no-such-room', 'room', undefined],
    [{ status: 400 }, 'create', 'refused', 'no-such-person', 'room', undefined],
    [{ status: 400, code: 'BadSyntax' }, 'post', 'refused', 'bad-request (BadSyntax)', 'room', undefined],
    [{ status: 413, code: 'MessageSizeTooBig' }, 'post', 'refused', 'too-big', 'room', undefined],
    [{ status: 307 }, 'post', 'refused', 'bad-request', 'room', undefined],
    [{ status: 418 }, 'post', 'refused', 'bad-request', 'room', undefined],
  ])('%o to a %s', (answer, attempt, ...expected) => {
    expect(told(makeError(answer), attempt)).toEqual(expected);
  });
});

describe('no answer', () => {
  test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])('%s: never sent', (code) => {
    expect(told(makeNetworkError(code))).toEqual(['later', 'unreachable', 'chat', undefined]);
  });

  test.each(['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'PARSE_ERROR'])('%s: may have arrived', (code) => {
    expect(told(makeNetworkError(code))).toEqual(['unknown', 'no-answer', 'room', undefined]);
  });

  test('to the creation of a personal chat: nothing was said in it, and it can be created again', () => {
    expect(told(makeNetworkError('ECONNRESET'), 'create')).toEqual(['later', 'no-answer', 'room', undefined]);
  });

  test.each([[new DOMException('', 'AbortError')], ['a string'], [undefined], [{}]])(
    '%o: may have arrived',
    (error) => {
      expect(told(error)).toEqual(['unknown', 'no-answer', 'room', undefined]);
    },
  );
});

test('what is sorted already stays as it is', () => {
  const error = new SendError('later', 'token-unavailable', { scope: 'chat' });
  expect(toSendError(error, 'post', NOW)).toBe(error);
});
