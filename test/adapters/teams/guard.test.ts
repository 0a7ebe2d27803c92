import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type Arrival,
  type GuardRules,
  isLoopback,
  isServiceUrl,
  refuseArrival,
  refuseClaims,
  SERVICE_HOSTS,
  tenantOf,
} from '../../../adapters/teams/guard.ts';
import { TENANT, type TokenKind } from '../../support/teams-fake.ts';
import { type Bench, CLERK, openBench } from './bench.ts';

const makeRules = (overrides: Partial<GuardRules> = {}): GuardRules => ({
  auth: 'on',
  appId: 'app',
  issuer: 'https://api.botframework.com',
  tenants: [TENANT],
  testHosts: [],
  ...overrides,
});
const makeBody = (overrides: object = {}) => ({
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/de/',
  from: { id: '29:1' },
  recipient: { id: '28:app' },
  conversation: { id: 'a:1', tenantId: TENANT },
  ...overrides,
});
const makeArrival = (overrides: Partial<Arrival> = {}): Arrival => ({
  authorization: 'Bearer x.y.z',
  remoteAddress: '203.0.113.9',
  host: 'bot.example.org',
  forwarded: false,
  body: makeBody(),
  ...overrides,
});

describe('before the signature', () => {
  test('a sound request passes', () => {
    expect(refuseArrival(makeArrival(), makeRules())).toBeNull();
  });

  test.each<[string, Partial<Arrival>, number, string]>([
    ['no token', { authorization: undefined }, 401, 'no-token'],
    ['another scheme', { authorization: 'Basic abc' }, 401, 'no-token'],
    ['no body', { body: undefined }, 403, 'no-service-url'],
    ['no service URL', { body: makeBody({ serviceUrl: undefined }) }, 403, 'no-service-url'],
    ['an empty service URL', { body: makeBody({ serviceUrl: '' }) }, 403, 'no-service-url'],
    ['a foreign service URL', { body: makeBody({ serviceUrl: 'https://evil.example/' }) }, 403, 'foreign-service-url'],
    ['another channel', { body: makeBody({ channelId: 'webchat' }) }, 403, 'foreign-channel'],
    ['nobody as sender', { body: makeBody({ from: {} }) }, 400, 'not-an-activity'],
    ['no conversation', { body: makeBody({ conversation: null }) }, 400, 'not-an-activity'],
  ])('%s', (_, overrides, status, code) => {
    expect(refuseArrival(makeArrival(overrides), makeRules())).toEqual({ status, code });
  });
});

describe('service URLs', () => {
  test.each(SERVICE_HOSTS.map((host) => [host]))('%s is Microsoft', (host) => {
    expect(isServiceUrl(`https://${host}/emea/`, makeRules())).toBe(true);
  });

  test.each([
    'http://smba.trafficmanager.net/de/',
    'https://smba.trafficmanager.net:8443/de/',
    'https://evil.trafficmanager.net/de/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://user:pw@smba.trafficmanager.net/',
    'https://127.0.0.1/',
    'http://localhost:3978/',
    'file:///etc/passwd',
    'not a url',
  ])('%s is not', (url) => {
    expect(isServiceUrl(url, makeRules())).toBe(false);
  });

  test('a fake has to be on this machine and on the list', () => {
    const rules = makeRules({ testHosts: ['127.0.0.1:4000', 'evil.example:4000'] });
    expect(isServiceUrl('http://127.0.0.1:4000/emea/', rules)).toBe(true);
    expect(isServiceUrl('http://127.0.0.1:4001/emea/', rules)).toBe(false);
    expect(isServiceUrl('http://evil.example:4000/emea/', rules)).toBe(false);
  });

  test('without tokens only this machine is written to', () => {
    expect(isServiceUrl('http://localhost:56150/_connector', makeRules({ auth: 'off' }))).toBe(true);
    expect(isServiceUrl('https://smba.trafficmanager.net/de/', makeRules({ auth: 'off' }))).toBe(false);
  });
});

describe('without tokens', () => {
  const rules = makeRules({ auth: 'off', appId: '', tenants: null });
  const local = {
    authorization: undefined,
    remoteAddress: '127.0.0.1',
    host: 'localhost:3978',
    body: makeBody({ serviceUrl: 'http://127.0.0.1:56150/_connector' }),
  };

  test('this machine may come in', () => {
    expect(refuseArrival(makeArrival(local), rules)).toBeNull();
    expect(refuseArrival(makeArrival({ ...local, remoteAddress: '::ffff:127.0.0.1' }), rules)).toBeNull();
    expect(refuseArrival(makeArrival({ ...local, remoteAddress: '::1', host: '[::1]:3978' }), rules)).toBeNull();
  });

  test.each<[string, Partial<Arrival>, string]>([
    ['another machine', { remoteAddress: '10.0.0.5' }, 'not-loopback'],
    ['nobody knows who', { remoteAddress: undefined }, 'not-loopback'],
    ['a proxy in between', { forwarded: true }, 'not-loopback'],
    ['a page under a foreign name', { host: 'rebound.evil.example:3978' }, 'foreign-host-header'],
  ])('%s may not', (_, overrides, code) => {
    expect(refuseArrival(makeArrival({ ...local, ...overrides }), rules)).toEqual({ status: 403, code });
  });

  test('a list of tenants counts all the same', () => {
    const strict = makeRules({ auth: 'off', tenants: ['other'] });
    expect(refuseClaims(() => undefined, makeBody() as never, strict)?.code).toBe('foreign-tenant');
  });
});

describe('after the signature', () => {
  const claims = (overrides: Record<string, unknown> = {}) => {
    const all: Record<string, unknown> = {
      iss: 'https://api.botframework.com',
      aud: 'app',
      serviceurl: 'https://smba.trafficmanager.net/de/',
      ...overrides,
    };
    return (name: string) => all[name];
  };

  test('a sound token passes', () => {
    expect(refuseClaims(claims(), makeBody() as never, makeRules())).toBeNull();
  });

  test.each<[string, Record<string, unknown>, object, number, string]>([
    ['the emulator as issuer', { iss: 'https://sts.windows.net/x/' }, {}, 401, 'foreign-issuer'],
    ['a token for another bot', { aud: 'other' }, {}, 401, 'foreign-audience'],
    ['a token for another service URL', { serviceurl: 'https://elsewhere/' }, {}, 401, 'service-url-not-signed'],
    ['a token without service URL', { serviceurl: undefined }, {}, 401, 'service-url-not-signed'],
    ['another tenant', {}, { conversation: { id: 'a:1', tenantId: 'other' } }, 403, 'foreign-tenant'],
    ['no tenant', {}, { conversation: { id: 'a:1' } }, 403, 'foreign-tenant'],
  ])('%s', (_, changed, body, status, code) => {
    expect(refuseClaims(claims(changed), makeBody(body) as never, makeRules())).toEqual({ status, code });
  });

  test('the tenant may stand in channelData', () => {
    expect(tenantOf({ conversation: { id: 'x' }, channelData: { tenant: { id: 'T' } } })).toBe('T');
    expect(tenantOf('nothing')).toBeUndefined();
  });
});

test.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['127.0.0.1.evil.example', false],
  ['1270.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  ['0.0.0.0', false],
  [undefined, false],
])('%s on this machine: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});

describe('at the door', () => {
  let bench: Bench;
  beforeEach(async () => {
    // The SDK writes a line of its own for each broken token.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    bench = await openBench();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await bench.close();
  });
  const envelope = (overrides: object = {}) => ({
    ...bench.fake.user(CLERK).envelope('1'),
    type: 'message',
    text: 'help',
    ...overrides,
  });

  test.each<TokenKind>([
    'none',
    'garbage',
    'wrong-audience',
    'wrong-issuer',
    'wrong-service-url',
    'expired',
    'bad-signature',
    'foreign-key',
    'unendorsed',
  ])('a request with the token "%s" is unauthorized, and learns nothing', async (token) => {
    const answer = await bench.fake.deliver(envelope(), { token });
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ error: 'unauthorized' });
    expect(bench.heard).toEqual([]);
    expect(bench.logged).toMatchObject([{ level: 'warn', message: 'A request to the Teams door was turned away' }]);
  });

  test.each<[string, object]>([
    ['a foreign tenant', { conversation: { id: 'a:1', conversationType: 'personal', tenantId: 'other' } }],
    ['no tenant', { conversation: { id: 'a:1', conversationType: 'personal' }, channelData: {} }],
    ['no service URL', { serviceUrl: undefined }],
    ['a foreign service URL', { serviceUrl: 'https://evil.example/' }],
    ['another channel', { channelId: 'directline' }],
  ])('a signed request with %s is forbidden', async (_, overrides) => {
    const answer = await bench.fake.deliver(envelope(overrides));
    expect([answer.status, answer.body]).toEqual([403, { error: 'forbidden' }]);
    expect(bench.heard).toEqual([]);
  });

  test('something signed that is no activity is a bad request', async () => {
    const answer = await bench.fake.deliver(envelope({ id: undefined }));
    expect([answer.status, answer.body]).toEqual([400, { error: 'bad request' }]);
  });

  test('when the keys cannot be fetched, nobody is called unauthorized', async () => {
    bench.fake.fail('keys', { status: 500 });
    const answer = await bench.fake.deliver(envelope());
    expect([answer.status, answer.body]).toEqual([503, { error: 'unavailable' }]);
    expect((await bench.fake.deliver(envelope({ id: '2' }))).status).toBe(200);
  });

  test('kinds that nobody asked anything with are taken and not passed on', async () => {
    for (const type of ['typing', 'messageReaction', 'messageUpdate', 'conversationUpdate', 'somethingNew']) {
      expect((await bench.fake.deliver(envelope({ type, id: type }))).status, type).toBe(200);
    }
    expect(bench.heard).toEqual([]);
  });

  test('an invoke that is not ours is not implemented', async () => {
    const answer = await bench.fake.deliver(envelope({ type: 'invoke', name: 'task/fetch', value: {} }));
    expect(answer.status).toBe(501);
    expect(answer.text).toBe('');
  });
});

describe('the configuration', () => {
  test.each([{ appId: '' }, { appPassword: '' }, { tenantId: undefined }])(
    'with tokens on, %o does not start',
    async (missing) => {
      await expect(openBench({ door: missing })).rejects.toThrow(/Teams needs app id, password and tenant/);
    },
  );

  test('with tokens off, a forwarded request is turned away and a local one heard', async () => {
    const bench = await openBench({ door: { auth: 'off', appId: undefined, tenantId: undefined } });
    const sent = { ...bench.fake.user(CLERK).envelope('1'), type: 'message', text: 'help' };
    const forwarded = { token: 'none', headers: { 'x-forwarded-for': '203.0.113.9' } } as const;
    expect((await bench.fake.deliver(sent, forwarded)).status).toBe(403);
    expect((await bench.fake.deliver(sent, { token: 'none' })).status).toBe(200);
    expect(bench.heard).toHaveLength(1);
    await bench.close();
  });
});
