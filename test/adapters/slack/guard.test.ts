/** Slack's door against forgers, stale requests, repeaters and proxies, over real sockets. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BODY_LIMIT } from '../../../adapters/slack/guard.ts';
import { type Harness, NOW, startHarness } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const BODY = new URLSearchParams(
  JSON.parse(readFileSync(new URL('./payloads/command.json', import.meta.url), 'utf8')),
).toString();
const SECONDS = Math.floor(NOW.getTime() / 1000);

type Knock = { body?: string; at?: number | string; secret?: string; headers?: Record<string, string | undefined> };

/** A command signed here a second time, apart from the code under test. */
async function knock({ body = BODY, at = SECONDS, secret = harness.fake.signingSecret, headers = {} }: Knock = {}) {
  const signature = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  const all = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${signature}`,
    ...headers,
  };
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const answer = await fetch(harness.url, { method: 'POST', headers: sent, body });
  return { status: answer.status, text: await answer.text() };
}

it('lets a signed request in', async () => {
  expect((await knock()).status).toBe(200);
  expect(harness.heard).toHaveLength(1);
});

describe('refuses with 401, an empty body, and without asking the shell', () => {
  it.each<[string, Knock]>([
    ['a signature with another secret', { secret: 'guessed' }],
    ['a signature of another body', { headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } }],
    ['another version', { headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } }],
    ['a short signature', { headers: { 'x-slack-signature': 'v0=' } }],
    ['no signature', { headers: { 'x-slack-signature': undefined } }],
    ['no timestamp', { headers: { 'x-slack-request-timestamp': undefined } }],
    ['more than five minutes old', { at: SECONDS - 301 }],
    ['more than five minutes ahead', { at: SECONDS + 301 }],
    ['an hour ahead', { at: SECONDS + 3600 }],
    ['a timestamp that is no number', { at: 'soon' }],
    ['a timestamp in another notation', { at: `0x${SECONDS.toString(16)}` }],
  ])('%s', async (_, how) => {
    expect(await knock(how)).toEqual({ status: 401, text: '' });
    expect(harness.heard).toEqual([]);
    expect(harness.lines.map((line) => line.level)).toEqual(['warn']);
  });
});

it.each([[-300], [300]])('takes a request that is %i seconds off', async (off) => {
  expect((await knock({ at: SECONDS + off })).status).toBe(200);
});

it.each([['application/x-www-form-urlencoded; charset=utf-8'], ['Application/X-WWW-Form-Urlencoded;charset=UTF-8']])(
  'takes %s',
  async (type) => {
    expect((await knock({ headers: { 'content-type': type } })).status).toBe(200);
    expect(harness.heard[0]?.do).toMatchObject({ kind: 'say' });
  },
);

it('gives a repeated request the same key', async () => {
  await knock();
  await knock();
  expect(new Set(harness.heard.map((inbound) => inbound.key)).size).toBe(1);
  expect(harness.heard).toHaveLength(2);
});

it('names a request without an id by its bytes and its time', async () => {
  const body = new URLSearchParams(BODY);
  body.delete('trigger_id');
  await knock({ body: body.toString() });
  await knock({ body: body.toString() });
  await knock({ body: body.toString(), at: SECONDS + 1 });
  const [first, again, later] = harness.heard.map((inbound) => inbound.key);
  expect(first).toMatch(/^slack:[0-9a-f]{64}$/);
  expect(again).toBe(first);
  expect(later).not.toBe(first);
});

describe('the size of the body', () => {
  it('refuses what announces itself as too large', async () => {
    expect((await knock({ body: 'x'.repeat(BODY_LIMIT + 1) })).status).toBe(413);
    expect(harness.heard).toEqual([]);
  });

  it('refuses what turns out too large', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const sent = request(harness.url, {
        method: 'POST',
        headers: {
          'transfer-encoding': 'chunked',
          'x-slack-request-timestamp': String(SECONDS),
          'x-slack-signature': 'v0=x',
        },
      });
      sent.on('response', (answer) => resolve(answer.statusCode ?? 0));
      sent.on('error', reject);
      for (let part = 0; part < 20; part += 1) sent.write('x'.repeat(64 * 1024));
    });
    expect(status).toBe(413);
  });
});

it('answers Slack’s test of the address, signed as every request', async () => {
  const body = readFileSync(new URL('./payloads/url-verification.json', import.meta.url), 'utf8');
  const answer = await knock({ body, headers: { 'content-type': 'application/json' } });
  expect(JSON.parse(answer.text)).toEqual({ challenge: JSON.parse(body).challenge });
  expect((await knock({ body, secret: 'guessed' })).status).toBe(401);
});

it('answers the unsigned test of the certificate with nothing, whatever else is in it', async () => {
  const unsigned = { 'x-slack-signature': undefined, 'x-slack-request-timestamp': undefined };
  expect(await knock({ body: 'ssl_check=1&token=x', headers: unsigned })).toEqual({ status: 200, text: '' });
  expect((await knock({ body: `ssl_check=1&${BODY}`, headers: unsigned })).status).toBe(200);
  expect(harness.heard).toEqual([]);
});

it('answers notices, nonsense and other methods', async () => {
  const json = { 'content-type': 'application/json' };
  const limited = readFileSync(new URL('./payloads/rate-limited.json', import.meta.url), 'utf8');
  expect((await knock({ body: limited, headers: json })).status).toBe(200);
  expect((await knock({ body: '{"type":', headers: json })).status).toBe(400);
  expect((await fetch(harness.url)).status).toBe(405);
});
