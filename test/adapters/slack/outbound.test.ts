/** What leaves for Slack, byte by byte, and what becomes of each fault on the way. */
import { afterEach, describe, expect, it } from 'vitest';
import { uuidOf } from '../../../adapters/slack/message.ts';
import { slackChat } from '../../../adapters/slack/outbound.ts';
import { slackCaller } from '../../../adapters/slack/web.ts';
import { cardToBlockKit } from '../../../cards/render/slack.ts';
import { mockHttp } from '../../support/http.ts';
import { slackFake } from '../../support/slack-fake.ts';
import type { SlackFake } from '../../support/slack-fake-port.ts';
import { CLERK, makeCard, makeForm, NOW } from './harness.ts';

const options = { botToken: 'xoxb-test', apiUrl: undefined };
const makeChat = () => slackChat(slackCaller(options), options);
const api = () => mockHttp('https://slack.com').matchHeader('authorization', 'Bearer xoxb-test');
const form = (body: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(body as Record<string, string>).map(([key, value]) => [
      key,
      /^[[{]/.test(value) ? JSON.parse(value) : value,
    ]),
  );

describe('post', () => {
  it('sends text, blocks, and the id twice over', async () => {
    const drawn = cardToBlockKit(makeCard());
    api()
      .post('/api/chat.postMessage', (body) => {
        expect(form(body)).toEqual({
          channel: 'C1',
          text: drawn.text,
          blocks: drawn.blocks,
          mrkdwn: 'false',
          unfurl_links: 'false',
          unfurl_media: 'false',
          metadata: { event_type: 'kanalwacht_outbox', event_payload: { id: 'o1' } },
          client_msg_id: uuidOf('o1'),
        });
        return true;
      })
      .reply(200, { ok: true, channel: 'C1', ts: '1.2' });
    expect(await makeChat().post({ chat: 'slack', room: 'C1' }, makeCard(), 'o1')).toEqual({
      room: 'C1',
      message: '1.2',
    });
  });

  it('writes to a person’s id, and remembers the room that Slack made of it', async () => {
    api()
      .post('/api/chat.postMessage', /channel=U1&/)
      .reply(200, { ok: true, channel: 'D1', ts: '1.2' });
    expect(await makeChat().post({ chat: 'slack', user: 'U1' }, makeCard(), 'o1')).toEqual({
      room: 'D1',
      message: '1.2',
    });
  });

  it('looks a person up by e-mail', async () => {
    api()
      .post('/api/users.lookupByEmail', /email=leitung%40stadt.example/)
      .reply(200, { ok: true, user: { id: 'U2', team_id: 'T1' } });
    api()
      .post('/api/chat.postMessage', /channel=U2&/)
      .reply(200, { ok: true, channel: 'D2', ts: '1.2' });
    await makeChat().post({ chat: 'slack', email: 'leitung@stadt.example' }, makeCard(), 'o1');
  });

  it('refuses an e-mail that nobody has, and an address without any', async () => {
    api().post('/api/users.lookupByEmail').reply(200, { ok: false, error: 'users_not_found' });
    const refused = { outcome: 'refused', reason: 'users_not_found' };
    await expect(makeChat().post({ chat: 'slack', email: 'x@stadt.example' }, makeCard(), 'o1')).rejects.toMatchObject(
      refused,
    );
    await expect(makeChat().post({ chat: 'slack' }, makeCard(), 'o1')).rejects.toMatchObject(refused);
  });

  it('posts a form as the button that opens it, a form without questions as it is', async () => {
    api()
      .post('/api/chat.postMessage', (body) => {
        const blocks = JSON.stringify(form(body).blocks);
        expect(blocks).toContain('Formular öffnen');
        expect(blocks).not.toContain('"input"');
        return true;
      })
      .reply(200, { ok: true, channel: 'C1', ts: '1.2' });
    await makeChat().post({ chat: 'slack', room: 'C1' }, makeForm(), 'o1');
    api()
      .post('/api/chat.postMessage', /Weiter/)
      .reply(200, { ok: true, channel: 'C1', ts: '1.3' });
    await makeChat().post(
      { chat: 'slack', room: 'C1' },
      makeForm({ nodes: [{ kind: 'text', text: 'Wirklich?' }] }),
      'o2',
    );
  });

  it.each([
    [
      '429',
      () => api().post('/api/chat.postMessage').reply(429, '', { 'Retry-After': '7' }),
      { outcome: 'later', after: 7000, scope: 'chat' },
    ],
    ['500', () => api().post('/api/chat.postMessage').reply(500, 'no'), { outcome: 'unknown', reason: 'http_500' }],
    [
      'a proxy’s page',
      () => api().post('/api/chat.postMessage').reply(200, '<html>'),
      { outcome: 'unknown', reason: 'unreadable_answer' },
    ],
    ['ok without ts', () => api().post('/api/chat.postMessage').reply(200, { ok: true }), { outcome: 'unknown' }],
    [
      'archived',
      () => api().post('/api/chat.postMessage').reply(200, { ok: false, error: 'is_archived' }),
      { outcome: 'refused', reason: 'is_archived' },
    ],
  ])('tells %s, after one call only', async (_, mock, outcome) => {
    mock();
    await expect(makeChat().post({ chat: 'slack', room: 'C1' }, makeCard(), 'o1')).rejects.toMatchObject({
      name: 'SendError',
      ...outcome,
    });
  });
});

describe('update', () => {
  it('sends blocks with the text, or Slack would take them away', async () => {
    const { text, blocks } = cardToBlockKit(makeCard());
    api()
      .post('/api/chat.update', (body) => {
        expect(form(body)).toEqual({ channel: 'D1', ts: '1.2', text, blocks, mrkdwn: 'false' });
        return true;
      })
      .reply(200, { ok: true });
    await makeChat().update({ room: 'D1', message: '1.2' }, makeCard());
  });

  it('may be repeated after anything but a refusal', async () => {
    api().post('/api/chat.update').reply(502);
    await expect(makeChat().update({ room: 'D1', message: '1.2' }, makeCard())).rejects.toMatchObject({
      outcome: 'later',
    });
    api().post('/api/chat.update').reply(200, { ok: false, error: 'message_not_found' });
    await expect(makeChat().update({ room: 'D1', message: '1.2' }, makeCard())).rejects.toMatchObject({
      outcome: 'refused',
    });
  });
});

describe('find', () => {
  const since = new Date('2026-11-23T09:00:00Z');
  const oldest = since.getTime() / 1000 - 60;
  const hit = { ts: '5.6', metadata: { event_type: 'kanalwacht_outbox', event_payload: { id: 'o1' } } };
  const other = { ts: '5.5', metadata: { event_type: 'kanalwacht_answer', event_payload: { id: 'o1' } } };

  it('reads the history of a room from a minute before the try, page by page', async () => {
    const history = (cursor: string) =>
      new RegExp(`channel=C1&oldest=${oldest}&inclusive=true&include_all_metadata=true&limit=200${cursor}$`);
    api()
      .post('/api/conversations.history', history(''))
      .reply(200, { ok: true, messages: [other, { ts: '5.4' }], response_metadata: { next_cursor: 'p2' } });
    api()
      .post('/api/conversations.history', history('&cursor=p2'))
      .reply(200, { ok: true, messages: [hit], response_metadata: { next_cursor: '' } });
    expect(await makeChat().find({ chat: 'slack', room: 'C1' }, 'o1', since)).toEqual({ room: 'C1', message: '5.6' });
  });

  it('is sure when the message isn’t there', async () => {
    api()
      .post('/api/conversations.open', /users=U1/)
      .reply(200, { ok: true, channel: { id: 'D1' } });
    api()
      .post('/api/conversations.history', /channel=D1&/)
      .reply(200, { ok: true, messages: [other] });
    expect(await makeChat().find({ chat: 'slack', user: 'U1' }, 'o1', since)).toBeNull();
  });

  it.each([
    ['missing_scope', 200, { ok: false, error: 'missing_scope' }],
    ['not_in_channel', 200, { ok: false, error: 'not_in_channel' }],
    ['http_503', 503, 'no'],
  ])('knows no more than before after %s', async (reason, status, body) => {
    api().post('/api/conversations.history').reply(status, body);
    await expect(makeChat().find({ chat: 'slack', room: 'C1' }, 'o1', since)).rejects.toMatchObject({
      outcome: 'unknown',
      reason: `find:${reason}`,
    });
  });
});

it('finds a person by e-mail, or nobody', async () => {
  api()
    .post('/api/users.lookupByEmail')
    .reply(200, { ok: true, user: { id: 'U2', team_id: 'T1' } });
  expect(await makeChat().lookup('leitung@stadt.example')).toEqual({ chat: 'slack', tenant: 'T1', id: 'U2' });
  api().post('/api/users.lookupByEmail').reply(200, { ok: false, error: 'users_not_found' });
  expect(await makeChat().lookup('x@stadt.example')).toBeNull();
});

describe('fetchFile', () => {
  const url = 'https://files.slack.com/files-pri/T1-F1/download/konzept.pdf';
  const file = () =>
    mockHttp('https://files.slack.com')
      .get('/files-pri/T1-F1/download/konzept.pdf')
      .matchHeader('authorization', 'Bearer xoxb-test');

  it('brings the bytes', async () => {
    file().reply(200, Buffer.from('%PDF'), { 'content-type': 'application/pdf' });
    expect(Buffer.from(await makeChat().fetchFile(url)).toString()).toBe('%PDF');
  });

  it.each([
    ['https://evil.example/files-pri/x'],
    ['http://files.slack.com/files-pri/x'],
    ['https://files.slack.com:8443/x'],
    ['https://files.slack.com.evil.example/x'],
    ['https://files.slack.com@evil.example/x'],
    ['https://169.254.169.254/latest/meta-data'],
    ['file:///etc/passwd'],
    ['x'],
  ])('never takes the token to %s', async (source) => {
    await expect(makeChat().fetchFile(source)).rejects.toMatchObject({
      outcome: 'refused',
      reason: 'foreign_file_host',
    });
  });

  it('takes no login page, no redirect, nothing over 5 MB', async () => {
    file().reply(200, '<html>Sign in</html>', { 'content-type': 'text/html; charset=utf-8' });
    await expect(makeChat().fetchFile(url)).rejects.toMatchObject({ outcome: 'refused', reason: 'login_page' });
    file().reply(302, '', { location: 'https://evil.example/' });
    await expect(makeChat().fetchFile(url)).rejects.toMatchObject({ name: 'SendError' });
    file().reply(200, Buffer.alloc(5 * 1024 * 1024 + 1), { 'content-type': 'application/pdf' });
    await expect(makeChat().fetchFile(url)).rejects.toMatchObject({ outcome: 'refused', reason: 'file_too_large' });
    file().reply(404);
    await expect(makeChat().fetchFile(url)).rejects.toMatchObject({ outcome: 'refused' });
    file().reply(503);
    await expect(makeChat().fetchFile(url)).rejects.toMatchObject({ outcome: 'later' });
  });
});

describe('against sockets that really break', () => {
  let fake: SlackFake;
  afterEach(() => fake.close());
  const start = async () => {
    fake = await slackFake({
      now: () => NOW,
      people: [{ email: CLERK, name: 'Sachbearbeitung' }],
      rooms: ['social-media'],
    });
    const local = { botToken: fake.botToken, apiUrl: fake.apiUrl };
    return {
      chat: slackChat(slackCaller(local), local),
      to: { chat: 'slack', room: fake.room('social-media').id } as const,
    };
  };

  it('a lost answer: unknown, and the history knows better', async () => {
    const { chat, to } = await start();
    fake.fail('chat.postMessage', 'accept-then-reset');
    await expect(chat.post(to, makeCard(), 'o1')).rejects.toMatchObject({ outcome: 'unknown' });
    expect(await chat.find(to, 'o1', NOW)).toMatchObject({ room: to.room });
    expect(fake.messages('social-media')).toHaveLength(1);
  });

  it('a reset before: unknown, and the history has nothing', async () => {
    const { chat, to } = await start();
    fake.fail('chat.postMessage', 'reset');
    await expect(chat.post(to, makeCard(), 'o1')).rejects.toMatchObject({ outcome: 'unknown' });
    expect(await chat.find(to, 'o1', NOW)).toBeNull();
  });

  it('throttled: later, with Slack’s own pause', async () => {
    const { chat, to } = await start();
    fake.fail('chat.postMessage', { retryAfter: 30 });
    await expect(chat.post(to, makeCard(), 'o1')).rejects.toMatchObject({
      outcome: 'later',
      after: 30_000,
      scope: 'chat',
    });
  });

  it('no answer at all: unknown', async () => {
    const { to } = await start();
    const local = { botToken: fake.botToken, apiUrl: fake.apiUrl, timeout: 50 };
    fake.fail('chat.postMessage', 'hang');
    await expect(slackChat(slackCaller(local), local).post(to, makeCard(), 'o1')).rejects.toMatchObject({
      outcome: 'unknown',
      reason: 'timeout',
    });
  });

  it('nobody there: later, because nothing left', async () => {
    const { chat, to } = await start();
    await fake.close();
    await expect(chat.post(to, makeCard(), 'o1')).rejects.toMatchObject({
      outcome: 'later',
      reason: 'ECONNREFUSED',
      scope: 'chat',
    });
  });

  it('a file of the fake', async () => {
    const { chat } = await start();
    const { url } = fake.addFile({ name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF') });
    expect(Buffer.from(await chat.fetchFile(url)).toString()).toBe('%PDF');
  });
});

it('makes UUIDs that are the same everywhere', () => {
  // RFC 9562, appendix A.4.
  expect(uuidOf('www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
});
