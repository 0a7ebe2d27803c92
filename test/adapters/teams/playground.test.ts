import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TeamsDoor, teamsDoor } from '../../../adapters/teams/app.ts';
import type { Inbound } from '../../../bot/chat.ts';
import type { Reply } from '../../../cards/reply.ts';
import { memoryDeliveries } from '../../support/memory-deliveries.ts';
import { type Playground, startPlayground } from '../../support/playground.ts';
import { buttonsOf, type CardJson, readCard } from '../../support/teams-fake.ts';
import { CALM, listen, makeCard, makeStep } from './bench.ts';

let playground: Playground;
let door: TeamsDoor;
let server: Awaited<ReturnType<typeof listen>>['server'];
const heard: Inbound[] = [];
const unsaid: string[] = [];

beforeAll(async () => {
  const line = (_: object, message: string) => void unsaid.push(message);
  door = teamsDoor({
    auth: 'off',
    patience: CALM,
    now: () => new Date(),
    log: { info: line, warn: line, error: line },
    shell: {
      opensForm: () => false,
      ...memoryDeliveries((inbound): Reply => {
        heard.push(inbound);
        if (inbound.do.kind === 'say') return { kind: 'card', card: makeStep('Schritt 1', 'platform'), replace: false };
        if (inbound.do.inputs.platform === '') {
          return { kind: 'notice', text: 'Bitte wählen', tone: 'warning' };
        }
        const card = heard.length > 3 ? makeCard('Eingereicht') : makeStep('Schritt 2', 'handle');
        return { kind: 'card', card, replace: true };
      }),
    },
  });
  const listening = await listen(door);
  server = listening.server;
  playground = await startPlayground(listening.address);
}, 60_000);

afterAll(async () => {
  await playground?.close();
  server?.closeAllConnections();
  server?.close();
  await door?.close();
});

const cardOf = (body: Record<string, unknown>): CardJson =>
  (body.attachments as [{ content: CardJson }] | undefined)?.[0].content ?? {};

test('a form is filled in, step by step, in the same message', { timeout: 60_000 }, async () => {
  await playground.say('/channel register https://example.org');
  const message = await playground.until(1);
  expect(heard[0]).toMatchObject({
    who: { chat: 'teams', id: playground.user.aadObjectId, email: playground.user.email },
    where: { id: playground.chat, dm: true },
    lang: 'en',
    do: { kind: 'say', text: 'channel register https://example.org' },
  });
  expect(readCard(cardOf(message.body))).toContain('Schritt 1');

  const press = (values: object) => {
    const [button] = buttonsOf(cardOf(message.body));
    const data = { ...button?.data, ...values };
    return playground.press(message, { type: 'Action.Execute', verb: button?.verb, title: button?.title, data });
  };
  const second = await press({ platform: 'facebook' });
  expect(second).toMatchObject({ type: 'application/vnd.microsoft.card.adaptive' });
  expect(readCard(second.value as CardJson)).toContain('Schritt 2');
  expect(heard[1]).toMatchObject({ message: message.id, do: { name: 'draft.next', inputs: { platform: 'facebook' } } });
  expect(readCard(cardOf(message.body))).toContain('Schritt 2');

  const notice = await press({ platform: '' });
  expect(notice).toMatchObject({
    type: 'application/vnd.microsoft.activity.message',
    value: expect.stringContaining('Bitte wählen'),
  });

  const last = await press({ handle: 'dortmund' });
  expect(readCard(last.value as CardJson)).toContain('Eingereicht');
  expect(unsaid).toEqual([]);
  expect(heard.map(({ do: what }) => what.kind)).toEqual(['say', 'press', 'press', 'press']);
  expect(playground.posted.map(({ body }) => body.summary)).toEqual(['Eingereicht (Kurzfassung)']);
});

test('a card to its user finds the chat they wrote in', { timeout: 60_000 }, async () => {
  const before = playground.posted.length;
  const ref = await door.chat.post({ chat: 'teams', user: playground.user.aadObjectId }, makeCard('Nachricht'), 'e1');
  expect(ref.room).toBe(playground.chat);
  await door.chat.update(ref, makeCard('Nachricht, geändert'));
  expect(playground.posted.slice(before).map(({ body }) => readCard(cardOf(body)))).toEqual(['Nachricht, geändert']);
});
