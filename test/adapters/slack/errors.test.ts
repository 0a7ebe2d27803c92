/** The table of faults: what each means for the outbox. */
import { webApi } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { classify, fromCode, fromStatus } from '../../../adapters/slack/errors.ts';
import { SendError } from '../../../bot/chat.ts';

const socket = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
const platform = (error: string): Error => new webApi.WebAPIPlatformError({ ok: false, error, response_metadata: {} });

describe('classify', () => {
  it.each([
    ['429 with Retry-After', new webApi.WebAPIRateLimitedError(30), 'later', 'ratelimited', 30_000, 'chat'],
    [
      '429 without',
      new Error('Retry header did not contain a valid timeout (url: x)'),
      'later',
      'ratelimited',
      undefined,
      'chat',
    ],
    ['ratelimited', platform('ratelimited'), 'later', 'ratelimited', undefined, 'chat'],
    [
      'no connection',
      new webApi.WebAPIRequestError(socket('ECONNREFUSED')),
      'later',
      'ECONNREFUSED',
      undefined,
      'chat',
    ],
    ['no name', new webApi.WebAPIRequestError(socket('ENOTFOUND')), 'later', 'ENOTFOUND', undefined, 'chat'],
    ['reset', new webApi.WebAPIRequestError(socket('ECONNRESET')), 'unknown', 'ECONNRESET', undefined, 'room'],
    [
      'timeout',
      new webApi.WebAPIRequestError(new DOMException('x', 'TimeoutError')),
      'unknown',
      'timeout',
      undefined,
      'room',
    ],
    ['cut off', new TypeError('terminated'), 'unknown', 'TypeError', undefined, 'room'],
    ['500', new webApi.WebAPIHTTPError(500, 'x', {}, ''), 'unknown', 'http_500', undefined, 'room'],
    ['404', new webApi.WebAPIHTTPError(404, 'x', {}, ''), 'refused', 'http_404', undefined, 'room'],
    ['internal_error', platform('internal_error'), 'unknown', 'internal_error', undefined, 'room'],
    ['fatal_error', platform('fatal_error'), 'unknown', 'fatal_error', undefined, 'room'],
    ['service_unavailable', platform('service_unavailable'), 'unknown', 'service_unavailable', undefined, 'room'],
    ['channel_not_found', platform('channel_not_found'), 'refused', 'channel_not_found', undefined, 'room'],
    ['is_archived', platform('is_archived'), 'refused', 'is_archived', undefined, 'room'],
    ['token_revoked', platform('token_revoked'), 'refused', 'token_revoked', undefined, 'room'],
    ['invalid_blocks', platform('invalid_blocks'), 'refused', 'invalid_blocks', undefined, 'room'],
    ['a code of tomorrow', platform('not_on_tuesdays'), 'refused', 'not_on_tuesdays', undefined, 'room'],
    ['a page of a proxy', platform('<html>busy</html>'), 'unknown', 'unreadable_answer', undefined, 'room'],
    ['no error at all', 'thrown', 'unknown', 'not_an_error', undefined, 'room'],
  ])('%s', (_, error, outcome, reason, after, scope) => {
    const { outcome: o, reason: r, after: a, scope: s } = classify(error);
    expect([o, r, a, s]).toEqual([outcome, reason, after, scope]);
  });

  it('leaves what is classified already', () => {
    const error = new SendError('refused', 'x');
    expect(classify(error)).toBe(error);
  });
});

it('reads statuses and codes', () => {
  expect(fromStatus(503).outcome).toBe('unknown');
  expect(fromStatus(408).outcome).toBe('unknown');
  expect(fromStatus(429)).toMatchObject({ outcome: 'later', scope: 'chat' });
  expect(fromStatus(410).outcome).toBe('refused');
  expect(fromCode('').outcome).toBe('unknown');
});
