import { get, request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { LocalState } from '../../../adapters/local/state.ts';
import type { ShownReply } from '../../../adapters/local/talk.ts';
import type { Card } from '../../../cards/node.ts';
import { cardToAdaptiveCard } from '../../../cards/render/teams.ts';
import {
  CLERK,
  dmOf,
  HEAD,
  makeCard,
  makePerson,
  makeWorkspace,
  type Serving,
  SHARED,
  serveLocal,
  type Workspace,
} from '../../support/local-workspace.ts';

const DM = dmOf(CLERK);
let serving: Serving | undefined;
let faults: unknown[] = [];

async function serve(workspace: Workspace): Promise<string> {
  faults = [];
  serving = await serveLocal(workspace.deps, (error) => faults.push(error));
  return serving.url;
}

afterEach(async () => {
  await serving?.close();
  serving = undefined;
});

let keys = 0;
const newKey = () => `key-0000-${++keys}`;
const said = (text: string, more: object = {}) => ({ person: CLERK, room: DM, key: newKey(), text, ...more });
const pressed = (message: string, more: object = {}) => ({
  person: CLERK,
  room: DM,
  key: newKey(),
  message,
  do: 'vote',
  ...more,
});

type Answer = { status: number; body: { reply: ShownReply; error: string; code: string; now: string } };
async function post(url: string, path: string, body: unknown): Promise<Answer> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${url}/local/${path}`, init);
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}
async function stateOf(url: string, query: Record<string, string>): Promise<LocalState> {
  return (await (await fetch(`${url}/local/state?${new URLSearchParams(query)}`)).json()) as LocalState;
}

/** A request with headers that `fetch` won't send. */
function raw(url: string, path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject).end();
  });
}

describe('the door', () => {
  it('serves the page and what it needs, with nothing from elsewhere allowed', async () => {
    const url = await serve(makeWorkspace());
    const page = await fetch(`${url}/`);
    const html = await page.text();
    expect(page.headers.get('content-type')).toMatch(/text\/html/);
    expect(page.headers.get('content-security-policy')).toMatch(
      /default-src 'none'; script-src 'self'; style-src 'self'/,
    );
    expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe|https?:/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(html).not.toMatch(/<script(?![^>]*src=)|style="|\son\w+=|https?:\/\//);
    for (const [, path] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
      const part = await fetch(url + path);
      expect([path, part.status]).toEqual([path, 200]);
      expect(part.headers.get('content-security-policy')).toBeTruthy();
      await part.body?.cancel();
    }
  });

  it('leaves other doors of the same server alone', async () => {
    const url = await serve(makeWorkspace());
    expect(await raw(url, '/api/messages', { host: 'bot.example.org', 'x-forwarded-for': '203.0.113.7' }, 'POST')).toBe(
      404,
    );
  });

  it.each([
    ['a foreign host name', { host: 'evil.example' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['another port on this machine', { origin: 'http://127.0.0.1:1' }],
    ['a proxy', { 'x-forwarded-for': '203.0.113.7' }],
  ])('refuses %s everywhere', async (_, headers) => {
    const workspace = makeWorkspace();
    const url = await serve(workspace);
    for (const path of ['/', '/local/state', '/local/events', '/local/page/main.js', '/local/adaptivecards.js']) {
      expect([path, await raw(url, path, headers)]).toEqual([path, 403]);
    }
    for (const path of ['/local/say', '/local/press', '/local/clock', '/local/gone', '/local/read']) {
      expect([path, await raw(url, path, { 'content-type': 'application/json', ...headers }, 'POST')]).toEqual([
        path,
        403,
      ]);
    }
    expect(workspace.handled).toEqual([]);
  });

  it.each([
    ['no JSON', 'POST', '/local/say', '{', 400],
    ['missing fields', 'POST', '/local/say', '{}', 400],
    ['a key of the wrong form', 'POST', '/local/press', JSON.stringify({ ...pressed('m_1'), key: 'x y' }), 400],
    ['an unknown path', 'GET', '/local/nothing', undefined, 404],
    ['an unknown step of the clock', 'POST', '/local/clock', '{"to":"year"}', 400],
    ['a person nobody knows', 'POST', '/local/gone', '{"person":"p_x","gone":true}', 404],
  ])('answers %s clearly', async (_, method, path, body, status) => {
    const url = await serve(makeWorkspace());
    const init = { method, headers: { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body }) };
    const response = await fetch(url + path, init);
    expect(response.status).toBe(status);
    expect((await response.json()) as object).toMatchObject({ error: expect.any(String), code: expect.any(String) });
    expect(faults).toEqual([]);
  });
});

describe('GET /local/state', () => {
  it('gives the people, the rooms with the chat first, the messages and the commands', async () => {
    const workspace = makeWorkspace();
    const url = await serve(workspace);
    await workspace.deps.addMessage({ room: SHARED, author: HEAD, text: 'Guten Morgen' });
    const state = await stateOf(url, { person: CLERK, lang: 'de' });
    expect(state.people.map((person) => [person.id, person.unread])).toEqual([
      [CLERK, 1],
      [HEAD, 1],
    ]);
    expect(state.rooms.map((room) => room.id)).toEqual([DM, SHARED]);
    expect(state).toMatchObject({ person: CLERK, room: DM, messages: [], now: '2026-11-21T13:05:00.000Z' });
    expect(state.commands.map((command) => command.text)).toContain('/kanal anmelden');
    expect((await stateOf(url, { person: CLERK, room: SHARED, lang: 'en' })).messages).toMatchObject([
      { text: 'Guten Morgen', author: HEAD },
    ]);
  });

  it('gives the people alone to somebody who has chosen none, or one that is gone from the list', async () => {
    const url = await serve(makeWorkspace());
    for (const query of [{}, { person: 'p_unknown' }] as Record<string, string>[]) {
      expect(await stateOf(url, query)).toMatchObject({ person: null, room: null, rooms: [], messages: [] });
    }
  });

  it('draws cards as Adaptive Cards', async () => {
    const workspace = makeWorkspace();
    const url = await serve(workspace);
    const card = makeCard({ nodes: [{ kind: 'text', text: 'Guten Tag' }] });
    await workspace.deps.addMessage({ room: DM, author: 'bot', card });
    const { messages } = await stateOf(url, { person: CLERK });
    expect(messages[0]?.card).toEqual(cardToAdaptiveCard(card, { people: 'free' }));
  });
});

describe('POST /local/say', () => {
  it('brings the words to the shell and the card back into the room', async () => {
    const workspace = makeWorkspace();
    const url = await serve(workspace);
    workspace.answer(() => ({ kind: 'card', card: makeCard(), replace: false }));
    const { status, body } = await post(url, 'say', said(' /channel list ', { lang: 'en' }));
    expect([status, body.reply]).toEqual([200, { kind: 'card', message: 'm_2', replaced: false }]);
    expect(workspace.handled).toMatchObject([
      {
        key: expect.stringMatching(/^local:p_clerk:key-/),
        who: { chat: 'local', tenant: 'local', id: CLERK, name: 'Sachbearbeitung Kulturbetriebe' },
        where: { id: DM, dm: true },
        lang: 'en',
        do: { kind: 'say', text: '/channel list' },
      },
    ]);
    expect(workspace.messages.map((one) => [one.author, one.text, one.card?.title])).toEqual([
      [CLERK, '/channel list', undefined],
      ['bot', null, 'Karte'],
    ]);
  });

  it('takes the same key as the same message, also while the first is on its way', async () => {
    const workspace = makeWorkspace();
    const url = await serve(workspace);
    workspace.answer(() => ({ kind: 'notice', text: 'Gespeichert.', tone: 'good' }));
    const body = said('/channel list');
    const answers = await Promise.all([post(url, 'say', body), post(url, 'say', body)]);
    answers.push(await post(url, 'say', body));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(workspace.handled).toHaveLength(1);
    expect(workspace.messages).toHaveLength(2);
  });

  it('keeps a notice readable in the room, with its sign', async () => {
    const workspace = makeWorkspace();
    const url = await serve(workspace);
    workspace.answer(() => ({ kind: 'notice', text: 'Nicht verstanden.', tone: 'warning' }));
    const { body } = await post(url, 'say', said('hallo'));
    expect(body.reply).toEqual({ kind: 'notice', text: 'Nicht verstanden.', tone: 'warning', again: false });
    expect(workspace.messages.at(-1)).toMatchObject({
      from: 'bot',
      text: expect.stringMatching(/^⚠.* Nicht verstanden\.$/u),
    });
  });

  it('lets a message be sent again after a fault, and shows it once', async () => {
    const workspace = makeWorkspace();
    const url = await serve(workspace);
    const body = said('/channel list');
    workspace.answer(() => {
      throw new Error('database gone');
    });
    expect(await post(url, 'say', body)).toMatchObject({
      status: 500,
      body: { code: 'failed', error: expect.stringContaining('Eingaben') },
    });
    expect(faults).toHaveLength(1);
    workspace.answer(() => ({ kind: 'notice', text: 'Gerade nicht.', tone: 'danger', again: true }));
    expect((await post(url, 'say', body)).body.reply).toMatchObject({ kind: 'notice', again: true });
    workspace.answer(() => ({ kind: 'none' }));
    expect((await post(url, 'say', body)).body.reply).toEqual({ kind: 'none' });
    expect(workspace.handled).toHaveLength(3);
    expect(workspace.messages.map((one) => one.text)).toEqual(['/channel list']);
  });

  it('hands on files with their bytes and names them in the room', async () => {
    const workspace = makeWorkspace();
    const url = await serve(workspace);
    const data = Buffer.from('Konzept').toString('base64');
    await post(url, 'say', said('', { files: [{ name: 'konzept.txt', type: 'text/plain', data }] }));
    const { do: asked } = workspace.handled[0]!;
    expect(asked).toMatchObject({ text: '', files: [{ name: 'konzept.txt', type: 'text/plain', size: 7 }] });
    expect(asked.kind === 'say' && Buffer.from(asked.files![0]!.bytes!).toString()).toBe('Konzept');
    expect(workspace.messages[0]?.text).toBe('📎 konzept.txt (1 KB)');
  });

  it.each([
    ['nothing at all', { text: '  ' }, 400, 'nothing'],
    ['5,000 characters', { text: 'ä'.repeat(5000) }, 400, 'tooLong'],
    [
      'files of 8 MB',
      { text: '', files: [{ name: 'a', data: Buffer.alloc(7_200_000).toString('base64') }] },
      413,
      'tooBig',
    ],
    ['a body of 12 MB', { text: 'x'.repeat(12_000_000) }, 413, 'tooBig'],
    ['a person who does not exist', { person: 'p_x', text: 'hallo' }, 404, 'noPerson'],
    ['a room of somebody else', { room: dmOf(HEAD), text: 'hallo' }, 404, 'noRoom'],
  ])('refuses %s, and nothing is written', async (_, more, status, code) => {
    const workspace = makeWorkspace();
    const url = await serve(workspace);
    expect(await post(url, 'say', said('', more))).toMatchObject({ status, body: { code } });
    expect([workspace.handled, workspace.messages, faults]).toEqual([[], [], []]);
  });

  it('refuses somebody who has left, in the language asked for', async () => {
    const workspace = makeWorkspace([makePerson({ gone: true })]);
    const url = await serve(workspace);
    const answer = await post(url, 'say', said('/channel list', { lang: 'en' }));
    expect(answer).toMatchObject({ status: 403, body: { code: 'gone', error: expect.stringContaining('has left') } });
  });

  it('in a room with others only hears what is meant for it, and answers only the one who asked', async () => {
    const workspace = makeWorkspace();
    const url = await serve(workspace);
    workspace.answer(() => ({ kind: 'card', card: makeCard(), replace: true }));
    await post(url, 'say', said('Guten Morgen zusammen', { room: SHARED }));
    expect(workspace.handled).toEqual([]);
    await post(url, 'say', said('@Kanalwacht, /channel list', { room: SHARED }));
    expect(workspace.handled).toMatchObject([{ where: { id: SHARED, dm: false }, do: { text: '/channel list' } }]);
    expect((await stateOf(url, { person: HEAD, room: SHARED })).messages.map((one) => one.text)).toEqual([
      'Guten Morgen zusammen',
    ]);
    expect((await stateOf(url, { person: CLERK, room: SHARED })).messages).toHaveLength(3);
  });
});

describe('POST /local/press', () => {
  const ask = (replace: boolean) => (): { kind: 'card'; card: Card; replace: boolean } => ({
    kind: 'card',
    card: makeCard({ title: 'Schritt 2' }),
    replace,
  });
  async function withCard(room: string): Promise<{ workspace: Workspace; url: string; message: string }> {
    const workspace = makeWorkspace();
    const url = await serve(workspace);
    const message = await workspace.deps.addMessage({ room, author: 'bot', card: makeCard() });
    return { workspace, url, message };
  }

  it('brings button, arguments and values to the shell; a step takes the place of the card', async () => {
    const { workspace, url, message } = await withCard(DM);
    workspace.answer(ask(true));
    const inputs = { name: 'Kultur', who: 'p_1', who__typed: '', kind: '__none' };
    const { body } = await post(url, 'press', pressed(message, { args: { id: 'a_1' }, inputs }));
    expect(body.reply).toEqual({ kind: 'card', message, replaced: true });
    expect(workspace.handled[0]).toMatchObject({
      message,
      do: { kind: 'press', name: 'vote', args: { id: 'a_1' }, inputs: { name: 'Kultur', who: 'p_1', kind: '' } },
    });
    expect(workspace.messages.map((one) => one.card?.title)).toEqual(['Schritt 2']);
  });

  it('adds a card that replaces nothing', async () => {
    const { workspace, url, message } = await withCard(DM);
    workspace.answer(ask(false));
    expect((await post(url, 'press', pressed(message))).body.reply).toEqual({
      kind: 'card',
      message: 'm_2',
      replaced: false,
    });
    expect(workspace.messages.map((one) => one.card?.title)).toEqual(['Karte', 'Schritt 2']);
  });

  it('never puts a private step in the place of a card that others read', async () => {
    const { workspace, url, message } = await withCard(SHARED);
    workspace.answer(ask(true));
    const first = await post(url, 'press', pressed(message, { room: SHARED }));
    expect(first.body.reply).toEqual({ kind: 'card', message: 'm_2', replaced: false });
    expect(workspace.messages).toMatchObject([
      { card: { title: 'Karte' } },
      { card: { title: 'Schritt 2' }, onlyFor: CLERK },
    ]);
    // The private card itself steps in place.
    const second = await post(url, 'press', pressed('m_2', { room: SHARED }));
    expect(second.body.reply).toEqual({ kind: 'card', message: 'm_2', replaced: true });
  });

  it('puts a card that all read in its own place, not beside it for the one who clicked', async () => {
    const { workspace, url, message } = await withCard(SHARED);
    workspace.answer(() => ({ kind: 'card', card: makeCard({ title: 'Bestätigt' }), replace: true, shared: true }));
    const { body } = await post(url, 'press', pressed(message, { room: SHARED }));
    expect(body.reply).toEqual({ kind: 'card', message, replaced: true });
    expect(workspace.messages).toMatchObject([{ card: { title: 'Bestätigt' } }]);
    expect(workspace.messages[0]).not.toHaveProperty('onlyFor');
  });

  it('takes a double click as one', async () => {
    const { workspace, url, message } = await withCard(DM);
    workspace.answer(ask(false));
    const body = pressed(message);
    const [first, second] = await Promise.all([post(url, 'press', body), post(url, 'press', body)]);
    expect(second.body).toEqual(first.body);
    expect(workspace.handled).toHaveLength(1);
    expect(workspace.messages).toHaveLength(2);
  });

  it.each([
    ['a message that is not there', 'm_9'],
    ['a message without a card', 'm_2'],
  ])('refuses %s', async (_, id) => {
    const { workspace, url } = await withCard(DM);
    await workspace.deps.addMessage({ room: DM, author: CLERK, text: 'hallo' });
    expect(await post(url, 'press', pressed(id))).toMatchObject({ status: 404, body: { code: 'noMessage' } });
    expect(workspace.handled).toEqual([]);
  });
});

describe('clock, directory, unread', () => {
  it('moves the clock', async () => {
    const url = await serve(makeWorkspace());
    expect((await post(url, 'clock', { to: 'day' })).body.now).toBe('2026-11-22T13:05:00.000Z');
    expect((await stateOf(url, {})).now).toBe('2026-11-22T13:05:00.000Z');
  });

  it('marks somebody as gone and takes it back', async () => {
    const url = await serve(makeWorkspace());
    for (const gone of [true, false]) {
      await post(url, 'gone', { person: HEAD, gone });
      expect((await stateOf(url, {})).people.find((one) => one.id === HEAD)?.gone).toBe(gone);
    }
  });

  it('marks a room as read', async () => {
    const workspace = makeWorkspace();
    const url = await serve(workspace);
    await workspace.deps.addMessage({ room: SHARED, author: HEAD, text: 'Guten Morgen' });
    await post(url, 'read', { person: CLERK, room: SHARED });
    expect((await stateOf(url, {})).people.map((one) => one.unread)).toEqual([0, 1]);
  });
});

describe('GET /local/events', () => {
  it('tells once of changes that come together, and stops listening with the browser', async () => {
    const workspace = makeWorkspace();
    let listening = 0;
    const { subscribe } = workspace.deps.changes;
    workspace.deps.changes.subscribe = (fn) => {
      const stop = subscribe(fn);
      listening++;
      return () => {
        stop();
        listening--;
      };
    };
    const url = await serve(workspace);
    const events = await new Promise<string[]>((resolve, reject) => {
      const seen: string[] = [];
      const sent = get(`${url}/local/events`, (response) => {
        expect(response.headers['content-type']).toMatch(/text\/event-stream/);
        response.setEncoding('utf8').on('data', async (chunk: string) => {
          seen.push(...[...chunk.matchAll(/event: (\w+)/g)].map((match) => String(match[1])));
          if (seen.length === 1)
            for (const text of ['a', 'b', 'c']) await workspace.deps.addMessage({ room: SHARED, author: HEAD, text });
          if (seen.length < 2) return;
          expect(listening).toBe(1);
          response.on('close', () => resolve(seen)).destroy();
        });
      });
      sent.on('error', reject);
    });
    expect(events).toEqual(['hello', 'change']);
    await expect.poll(() => listening).toBe(0);
  });
});
