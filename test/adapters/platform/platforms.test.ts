/** Each operation against the bodies of the vendors' documentation, each failure, and what never leaves the house. */
import { describe, expect, it } from 'vitest';
import { assemblePlatforms } from '../../../adapters/platform/assemble.ts';
import type { Answer } from '../../../adapters/platform/port.ts';
import { Secret } from '../../../bot/operation/secret.ts';
import {
  type Addressed,
  type ConnectorName,
  connectorRow,
  type Facts,
  filled,
  plan,
  storedAnswer,
} from '../../../bot/platform/connector.ts';
import { mockHttp } from '../../support/http.ts';

const NOW = new Date('2026-11-23T09:00:00Z');
const MASTODON = { id: 'c_1', key: null, url: 'https://mastodon.example/@stadt' };
const BLOG = { id: 'c_2', key: null, url: 'https://blog.example/kultur/' };
const PAGE = { id: 'c_3', key: null, url: 'https://www.facebook.com/KulturDortmund' };
const TOKENS: [string, string][] = [
  [MASTODON.url, 'user-token'],
  [`${MASTODON.url}#admin`, 'admin-token'],
  [BLOG.url, 'redaktion:abcd EFGH 1234'],
  [PAGE.url, '4711:page-token'],
];
const platforms = assemblePlatforms(
  {
    allowed: ['mastodon', 'mastodon-admin', 'wordpress', 'facebook'],
    tokens: new Map(TOKENS.map(([name, value]) => [name, new Secret(value)])),
  },
  { now: () => NOW },
);
const FACTS = {
  handle: 'stadt@mastodon.example',
  incident: 'V-2026-0001',
  notice: { text: 'Dieser Kanal ruht. <b>', lang: 'de' as const },
  snapshot: {},
};

/** Plans an operation and sends it request by request, as the outbox does. */
async function run(
  name: ConnectorName,
  operation: string,
  channel: Addressed & { url: string },
  more: Partial<Facts> = {},
): Promise<{ last: Answer; bodies: unknown[] }> {
  const reach = platforms.reach(name, channel);
  const account = typeof reach === 'object' && reach.account !== undefined ? { account: reach.account } : {};
  const requests = plan(name, operation, { ...FACTS, url: channel.url, ...account, ...more });
  if (typeof requests === 'string') throw new Error(requests);
  const bodies: unknown[] = [];
  let last: Answer = { outcome: 'failed', reason: 'nothing planned' };
  for (const [index, request] of requests.entries()) {
    const whole = filled(request, bodies.map(storedAnswer));
    if (!whole) return { last: { outcome: 'failed', reason: 'no-id' }, bodies };
    last = await platforms.send(name, whole, channel, { timeout: 5000, key: `ic_1.${index}` });
    if (last.outcome !== 'done') break;
    bodies.push(last.body);
  }
  return { last, bodies };
}

const mastodonAs = (token: string) => ({ reqheaders: { authorization: `Bearer ${token}` } });
const server = (token = 'user-token') =>
  mockHttp(MASTODON.url.replace('/@stadt', '')).matchHeader(
    'authorization',
    mastodonAs(token).reqheaders.authorization,
  );
const blog = () =>
  mockHttp('https://blog.example').matchHeader(
    'authorization',
    `Basic ${Buffer.from('redaktion:abcd EFGH 1234').toString('base64')}`,
  );
const graph = () => mockHttp('https://graph.facebook.com').matchHeader('authorization', 'Bearer page-token');

/** The documentation's CredentialAccount, shortened where it repeats itself. */
const CREDENTIALS = {
  id: '14715',
  username: 'trwnh',
  acct: 'trwnh',
  display_name: 'infinite love ⴳ',
  locked: false,
  discoverable: true,
  note: '<p>i have approximate knowledge of many things.</p>',
  url: 'https://mastodon.example/@trwnh',
  avatar: 'https://files.mastodon.example/accounts/avatars/000/014/715/original/34aa222f4ae2e0a9.png',
  source: {
    privacy: 'public',
    note: 'i have approximate knowledge of many things.',
    fields: [{ name: 'Website', value: 'https://trwnh.com', verified_at: '2019-08-29T04:14:55.571+00:00' }],
  },
};

describe('Mastodon', () => {
  it('reads the account, what was typed and not the HTML', async () => {
    server().get('/api/v1/accounts/verify_credentials').reply(200, CREDENTIALS);
    const { last, bodies } = await run('mastodon', 'snapshot', MASTODON);
    expect(last.outcome).toBe('done');
    expect(connectorRow('mastodon').picture?.(bodies)).toMatchObject({
      name: 'infinite love ⴳ',
      bio: 'i have approximate knowledge of many things.',
      links: 'Website: https://trwnh.com',
      'mastodon.locked': 'false',
      'mastodon.discoverable': 'true',
    });
  });

  it('marks, hides and shows the profile with one settings call each', async () => {
    const path = '/api/v1/accounts/update_credentials';
    server().patch(path, { note: 'Dieser Kanal ruht. <b>' }).reply(200, CREDENTIALS);
    server().patch(path, { locked: true, discoverable: false, indexable: false }).reply(200, CREDENTIALS);
    server()
      .patch(path, { note: 'vorher', locked: true, discoverable: true, indexable: false })
      .reply(200, CREDENTIALS);
    expect((await run('mastodon', 'mark-profile', MASTODON)).last.outcome).toBe('done');
    expect((await run('mastodon', 'hide', MASTODON)).last.outcome).toBe('done');
    const snapshot = { bio: 'vorher', 'mastodon.locked': 'true' };
    expect((await run('mastodon', 'show', MASTODON, { snapshot })).last.outcome).toBe('done');
  });

  it('posts the notice with a key against doubles, and pins what came back', async () => {
    server()
      .post('/api/v1/statuses', { status: 'Dieser Kanal ruht. <b>', visibility: 'public', language: 'de' })
      .matchHeader('idempotency-key', 'ic_1.0')
      .reply(200, { id: '103254962155278888', created_at: '2019-12-05T11:34:47.196Z', content: '<p>test content</p>' });
    server().post('/api/v1/statuses/103254962155278888/pin').reply(200, { id: '103254962155278888', pinned: true });
    expect((await run('mastodon', 'post-notice', MASTODON)).last.outcome).toBe('done');
  });

  it('takes for pinned what was pinned before the answer got lost, and nothing else for done that is a duplicate', async () => {
    const status = { id: '5' };
    server().post('/api/v1/statuses').reply(200, status);
    server().post('/api/v1/statuses/5/pin').reply(422, { error: 'Duplicate record' });
    expect((await run('mastodon', 'post-notice', MASTODON)).last.outcome).toBe('done');
    server().patch('/api/v1/accounts/update_credentials').reply(422, { error: 'Duplicate record' });
    expect((await run('mastodon', 'hide', MASTODON)).last).toEqual({ outcome: 'failed', reason: '422 error' });
  });

  it("freezes, unfreezes, suspends and unsuspends from the outside, with the administration's token", async () => {
    const found = { id: '108965430868193066', username: 'stadt', acct: 'stadt' };
    const under = `/api/v1/admin/accounts/${found.id}`;
    for (const [operation, path, body] of [
      ['disable', 'action', { type: 'disable', text: 'V-2026-0001', send_email_notification: false }],
      ['enable', 'enable', undefined],
      ['suspend', 'action', { type: 'suspend', text: 'V-2026-0001', send_email_notification: false }],
      ['unsuspend', 'unsuspend', undefined],
    ] as const) {
      server('admin-token').get('/api/v1/accounts/lookup?acct=stadt').reply(200, found);
      server('admin-token').post(`${under}/${path}`, body).reply(200, {});
      expect((await run('mastodon-admin', operation, MASTODON)).last).toEqual({ outcome: 'done', body: {} });
    }
  });

  it.each([
    [401, { error: 'The access token is invalid' }, 'failed', '401 invalid-token'],
    [403, { error: 'Your login is currently disabled' }, 'failed', '403 login-disabled'],
    [403, { error: 'This action is not allowed' }, 'failed', '403 not-allowed'],
    [404, { error: 'Record not found' }, 'failed', '404 not-found'],
    [422, { error: "Validation failed: Text can't be blank" }, 'failed', '422 invalid'],
    [422, { error: 'a server that repeats user-token' }, 'failed', '422 error'],
    [500, { error: 'boom' }, 'unknown', '500 error'],
  ])('answers of %i %j are %s', async (status, body, outcome, reason) => {
    server().patch('/api/v1/accounts/update_credentials').reply(status, body);
    expect((await run('mastodon', 'hide', MASTODON)).last).toEqual({ outcome, reason });
  });

  it('waits as long as it is told, by seconds, date or reset, and never for hours', async () => {
    const cases: [Record<string, string>, number][] = [
      [{ 'retry-after': '7' }, 7000],
      [{ 'x-ratelimit-reset': '2026-11-23T09:01:00.000Z' }, 60_000],
      [{ 'retry-after': 'Mon, 23 Nov 2026 09:00:30 GMT' }, 30_000],
      [{ 'retry-after': '99999' }, 900_000],
    ];
    for (const [headers, after] of cases) {
      server().patch('/api/v1/accounts/update_credentials').reply(429, { error: 'Too many requests' }, headers);
      expect((await run('mastodon', 'hide', MASTODON)).last).toMatchObject({ outcome: 'later', after });
    }
  });

  it('does not take an id that would lead somewhere else', async () => {
    server('admin-token').get('/api/v1/accounts/lookup?acct=stadt').reply(200, { id: '1/../../x' });
    expect((await run('mastodon-admin', 'disable', MASTODON)).last).toEqual({ outcome: 'failed', reason: 'no-id' });
  });
});

describe('WordPress', () => {
  const routes = '/kultur/wp-json/wp/v2';
  const SETTINGS = {
    title: 'Kulturblog',
    description: 'Kultur in der Stadt',
    url: 'https://blog.example/kultur',
    email: 'verwaltung@stadt.example',
    show_on_front: 'posts',
    page_on_front: 0,
    default_ping_status: 'open',
    default_comment_status: 'open',
  };

  it('reads settings and published posts, and keeps no mail address', async () => {
    blog().get(`${routes}/settings`).reply(200, SETTINGS);
    blog()
      .get(`${routes}/posts?status=publish&per_page=100&_fields=id`)
      .reply(200, [{ id: 12 }, { id: 9 }]);
    const { bodies } = await run('wordpress', 'snapshot', BLOG);
    const picture = connectorRow('wordpress').picture?.(bodies) ?? {};
    expect(picture).toMatchObject({ name: 'Kulturblog', 'wordpress.front': 'posts', 'wordpress.posts': '12,9' });
    expect(JSON.stringify(picture)).not.toContain('verwaltung@');
  });

  it('puts the notice on a page of its own, as text and not as HTML, and makes it the front page', async () => {
    const page = { title: 'Hinweis', content: 'Dieser Kanal ruht. &lt;b&gt;', status: 'publish' };
    blog()
      .post(`${routes}/pages`, { ...page, comment_status: 'closed', ping_status: 'closed' })
      .reply(201, { id: 345, link: 'https://blog.example/kultur/hinweis/' });
    blog().post(`${routes}/settings`, { show_on_front: 'page', page_on_front: 345 }).reply(200, SETTINGS);
    const { bodies } = await run('wordpress', 'post-notice', BLOG);
    expect(storedAnswer(bodies[0])).toEqual({ id: '345', url: 'https://blog.example/kultur/hinweis/' });
  });

  it('closes comments, revokes passwords, hides and shows the posts that were public', async () => {
    const closed = { default_comment_status: 'closed', default_ping_status: 'closed' };
    blog().post(`${routes}/settings`, closed).reply(200, SETTINGS);
    blog().delete(`${routes}/users/me/application-passwords`).reply(200, { deleted: true, count: 2 });
    const snapshot = { 'wordpress.posts': '12,9', 'wordpress.front': 'posts', 'wordpress.page': '0' };
    for (const status of ['private', 'publish'])
      for (const id of [12, 9]) blog().post(`${routes}/posts/${id}`, { status }).reply(200, { id, status });
    blog().post(`${routes}/settings`, { show_on_front: 'posts', page_on_front: 0 }).reply(200, SETTINGS);
    for (const operation of ['close-comments', 'revoke-passwords', 'hide', 'show'])
      expect((await run('wordpress', operation, BLOG, { snapshot })).last.outcome, operation).toBe('done');
  });

  it.each([
    [
      401,
      { code: 'rest_forbidden', message: 'Sorry, you are not allowed.', data: { status: 401 } },
      'failed',
      '401 rest_forbidden',
    ],
    [403, { code: 'a sentence with abcd EFGH', message: 'x' }, 'failed', 'http-403'],
    [200, '<html>firewall</html>', 'unknown', 'no-json'],
    [302, '', 'failed', 'redirected'],
    [502, 'bad gateway', 'unknown', 'http-502'],
  ])('answers of %i are judged', async (status, body, outcome, reason) => {
    blog()
      .post(`${routes}/settings`)
      .reply(status, body as string, { location: 'https://evil.example/' });
    expect((await run('wordpress', 'close-comments', BLOG)).last).toEqual({ outcome, reason });
  });
});

describe('Facebook', () => {
  const V = '/v23.0';

  it('reads, hides, shows and marks the page', async () => {
    graph()
      .get(`${V}/4711?fields=name,username,about,website,link,is_published`)
      .reply(200, { id: '4711', name: 'Kultur', about: 'Kultur in der Stadt', is_published: true });
    graph().post(`${V}/4711`, { is_published: false }).reply(200, { success: true });
    graph().post(`${V}/4711`, { is_published: true, about: 'Kultur in der Stadt' }).reply(200, { success: true });
    graph().post(`${V}/4711`, { about: 'Dieser Kanal ruht. <b>' }).reply(200, { success: true });
    const { bodies } = await run('facebook', 'snapshot', PAGE);
    const snapshot = connectorRow('facebook').picture?.(bodies) ?? {};
    expect(snapshot).toMatchObject({ bio: 'Kultur in der Stadt', visibility: 'public' });
    for (const operation of ['hide', 'show', 'mark-profile'])
      expect((await run('facebook', operation, PAGE, { snapshot })).last.outcome, operation).toBe('done');
  });

  it('posts the notice and pins it by the id that came back', async () => {
    graph().post(`${V}/4711/feed`, { message: 'Dieser Kanal ruht. <b>' }).reply(200, { id: '4711_1661203157268880' });
    graph().post(`${V}/4711_1661203157268880`, { is_pinned: true }).reply(200, { success: true });
    expect((await run('facebook', 'post-notice', PAGE)).last.outcome).toBe('done');
  });

  const error = (code: number, more: object = {}) => ({
    error: {
      message: 'Malformed access token page-token',
      type: 'OAuthException',
      code,
      fbtrace_id: 'EJplcsCHuLu',
      ...more,
    },
  });
  it.each([
    [400, error(190, { error_subcode: 460 }), 'failed', '400 graph-190-460'],
    [403, error(200), 'failed', '403 graph-200'],
    [400, error(4), 'later', '400 graph-4'],
    [400, error(32), 'later', '400 graph-32'],
    [500, error(2), 'unknown', '500 graph-2'],
    [200, { success: false }, 'failed', '200 no-success'],
  ])('answers of %i are judged by the number in the body and never repeated', async (status, body, outcome, reason) => {
    graph().post(`${V}/4711`).reply(status, body);
    expect((await run('facebook', 'hide', PAGE)).last).toEqual({ outcome, reason });
  });
});

describe('the door', () => {
  const get = (url: string, channel: Addressed) =>
    platforms.send('mastodon', { method: 'GET', url }, channel, { timeout: 5000, key: 'k' });

  it.each([
    'http://mastodon.example/@stadt',
    'https://127.0.0.1/@stadt',
    'https://10.1.2.3/@stadt',
    'https://[::1]/@stadt',
    'https://intranet/@stadt',
  ])('is shut for %s, whatever token there is', async (url) => {
    const open = assemblePlatforms(
      { allowed: ['mastodon'], tokens: new Map([[url, new Secret('t')]]) },
      { now: () => NOW },
    );
    const answer = await open.send(
      'mastodon',
      { method: 'GET', url },
      { id: 'c', key: null, url },
      { timeout: 900, key: 'k' },
    );
    expect(answer).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/^(private-address|not-https)$/) });
  });

  it('sends no token to another host than the channel’s own', async () => {
    expect(await get('https://evil.example/api', MASTODON)).toEqual({ outcome: 'failed', reason: 'address-changed' });
  });

  it('sends nothing for a channel without a token', async () => {
    const other = { id: 'c_9', key: null, url: 'https://mastodon.example/@andere' };
    expect(await get('https://mastodon.example/api', other)).toEqual({ outcome: 'failed', reason: 'no-token' });
  });
});
