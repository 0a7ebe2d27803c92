import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Node } from '../../../cards/node.ts';
import { type Bench, CLERK, HEAD, makeButton, makeCard, openBench } from './bench.ts';

/** The fake must be as strict as Teams, or a green flow proves nothing. */
let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const clerk = () => bench.fake.user(CLERK);
async function show(nodes: Node[], more = {}) {
  bench.answer(() => ({ kind: 'card', card: makeCard('Karte', nodes, more), replace: false }));
  await clerk().say('x');
  bench.answer(() => ({ kind: 'notice', text: 'gut', tone: 'good' }));
  bench.heard.length = 0;
}
const inputs = () => bench.heard.map(({ do: what }) => (what.kind === 'press' ? what.inputs : undefined));
const submit = { form: { submit: makeButton('Weiter', 'next'), others: [] } };
const options = [
  { value: 'facebook', label: 'Facebook' },
  { value: 'mastodon', label: 'Mastodon' },
];
const choice: Node = { kind: 'choice', name: 'platform', label: 'Netzwerk', required: true, options };

describe('filling in', () => {
  test('a choice by its title, several with commas, a line by its label', async () => {
    const choices: Node = { kind: 'choices', name: 'goals', label: 'Ziele', required: false, options };
    const line: Node = { kind: 'line', name: 'handle', label: 'Name des Auftritts', required: true, max: 10 };
    await show([choice, choices, line], submit);
    const filled = { Netzwerk: 'Mastodon', goals: 'facebook,Mastodon', 'Name des Auftritts': 'dortmund' };
    await clerk().fill(filled).press('Weiter');
    expect(inputs()).toEqual([{ platform: 'mastodon', goals: 'facebook,mastodon', handle: 'dortmund' }]);
  });

  test('what the card already holds is sent along; an emptied field is an empty answer', async () => {
    const line: Node = { kind: 'line', name: 'handle', label: 'Name', required: false, max: 10, value: 'alt' };
    const note: Node = { kind: 'line', name: 'note', label: 'Notiz', required: false, max: 10 };
    await show([line, note], submit);
    await clerk().press('Weiter');
    await clerk().fill({ handle: '' }).press('Weiter');
    expect(inputs()).toEqual([{ handle: 'alt' }, { handle: '' }]);
  });

  test('what no client lets in is an error of the test', async () => {
    const line: Node = { kind: 'line', name: 'handle', label: 'Name', required: true, max: 3 };
    await show([choice, line], submit);
    await expect(clerk().fill({ Netzwerk: 'MySpace' }).press('Weiter')).rejects.toThrow(/no choice "MySpace"/);
    await expect(clerk().fill({ Netzwerk: 'Facebook', handle: 'long' }).press('Weiter')).rejects.toThrow(/takes 3/);
    expect(() => clerk().fill({ nowhere: 'x' })).toThrow(/has no card with nowhere; there are platform \(Netzwerk/);
    await expect(clerk().click('Löschen')).rejects.toThrow(/sees no button "Löschen", only: Weiter/);
  });
});

describe('clicking', () => {
  const confirm = { title: 'Sicher?', text: 'Das bleibt.', yes: 'Ja, einreichen', no: 'Nein' };

  test.each(['Einreichen', 'Ja, einreichen', 'submit'])('%s presses the button behind a question', async (what) => {
    await show([{ kind: 'actions', buttons: [makeButton('Einreichen', 'submit', { confirm, args: { id: 'A' } })] }]);
    await clerk().click(what);
    expect(bench.heard).toMatchObject([{ do: { name: 'submit', args: { id: 'A' } } }]);
  });

  test('an old card by its words', async () => {
    const button = (id: string): Node => ({ kind: 'actions', buttons: [makeButton('Ja', 'vote', { args: { id } })] });
    await show([{ kind: 'text', text: 'Antrag A' }, button('A')]);
    await show([{ kind: 'text', text: 'Antrag B' }, button('B')]);
    await clerk().click('Ja');
    await clerk().click('Ja', { card: /Antrag A/ });
    expect(bench.heard.map(({ do: what }) => what)).toMatchObject([{ args: { id: 'B' } }, { args: { id: 'A' } }]);
  });

  test("another person's chat is not in sight", async () => {
    await show([{ kind: 'actions', buttons: [makeButton('Ja', 'vote')] }]);
    expect(bench.fake.user(HEAD).cards()).toEqual([]);
    await expect(bench.fake.user(HEAD).click('Ja')).rejects.toThrow(/sees no button/);
  });
});

describe('strictness', () => {
  const serviceUrl = () => bench.fake.settings.endpoints.serviceUrl;
  const send = async (body: object) => {
    // Any call of the bot first, so that it has its token.
    await bench.door.chat.post({ chat: 'teams', user: clerk().person.aad }, makeCard('x'), '1');
    const response = await fetch(`${serviceUrl()}v3/conversations/${clerk().person.chat}/activities`, {
      method: 'POST',
      headers: { authorization: 'Bearer token-of-the-bot', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.status;
  };
  const attach = (content: object) => ({
    type: 'message',
    summary: 's',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  });
  const sound = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'x' }] };

  test.each<[string, object, RegExp]>([
    ['an unknown element', attach({ ...sound, body: [{ type: 'Nope' }] }), /Nope/],
    [
      'two inputs of one name',
      attach({
        ...sound,
        body: [
          { type: 'Input.Text', id: 'a' },
          { type: 'Input.Text', id: 'a' },
        ],
      }),
      /Duplicate/,
    ],
    ['a card too new', attach({ ...sound, version: '1.6' }), /version is 1.6/],
    ['a card too big', attach({ ...sound, body: [{ type: 'TextBlock', text: 'ä'.repeat(15_000) }] }), /bytes/],
    ['a card without summary', { ...attach(sound), summary: '' }, /summary/],
    ['text beside a card', { ...attach(sound), text: 'x' }, /split/],
    ['nothing', { type: 'message' }, /empty/],
  ])('%s is refused and remembered', async (_, body, complaint) => {
    expect(await send(body)).toBe(400);
    expect(bench.fake.takeFaults().join()).toMatch(complaint);
  });

  test('a sound card is taken', async () => {
    expect(await send(attach(sound))).toBe(201);
  });

  test('a request without our token is not', async () => {
    const url = `${serviceUrl()}v3/conversations/${clerk().person.chat}/activities`;
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401);
  });

  test('closing complains about what nobody looked at', async () => {
    const own = await openBench();
    const answer = own.fake.user(CLERK).person.chat;
    await own.door.chat.post({ chat: 'teams', room: answer }, makeCard('x'), '1');
    await fetch(`${own.fake.settings.endpoints.serviceUrl}v3/conversations/${answer}/activities`, {
      method: 'POST',
      headers: { authorization: 'Bearer token-of-the-bot' },
      body: '{"type":"trace"}',
    });
    await expect(own.close()).rejects.toThrow(/An activity of type trace/);
  });
});
