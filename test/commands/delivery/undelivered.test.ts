/** What can't be delivered, as the operators see it: one card for each chat and reason, and ways to send it once more. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SendError } from '../../../bot/chat.ts';
import { type Effect, post, type Recipient, toPerson } from '../../../bot/delivery/effect.ts';
import { type Card, walk } from '../../../cards/node.ts';
import { cardToPlain } from '../../../cards/render/plain.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { enqueue, outboxCounts } from '../../../db/delivery/outbox.ts';
import { route } from '../../../db/delivery/routes.ts';
import { loadOrganisation } from '../../../db/organisation/organisation.ts';
import { audit, messages } from '../../../db/schema.ts';
import { keyOf } from '../../support/acts.ts';
import { freshStore, wipe } from '../../support/db.ts';
import { labels, plain, type Stage, stageOn } from '../../support/stage.ts';

const OPERATOR = 'betrieb-kanalwacht';
const HOUR = 3_600_000;

let store: Store;
let city: Stage;
/** Why a chat takes nothing but what goes to operators; null: it takes everything. */
let reason: string | null;
/** Whether it takes that. */
let operatorsToo: boolean;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());
beforeEach(async () => {
  await wipe(store);
  city = await stageOn(store, ['slack', 'teams'], (file) => ({
    ...file,
    roles: { ...file.roles, operator: [OPERATOR] },
  }));
  reason = 'is_archived';
  operatorsToo = true;
  for (const chat of city.chats.values()) {
    const deliver = chat.post;
    chat.post = (to, card, id) => {
      if (reason !== null && !(operatorsToo && to.user === OPERATOR)) throw new SendError('refused', reason);
      return deliver(to, card, id);
    };
  }
  await city.as(OPERATOR).say('/channel help');
});

const room = (n: number, chat: 'slack' | 'teams' = 'slack'): Recipient => ({
  to: 'room',
  chat,
  room: `C${n}`,
  reach: {},
});
const about = (n: number, to: Recipient): Effect => post(to, 'visitor', `identity:slack:T:U${n}`);
/** So many messages, each into a room of its own, a minute between them. */
async function send(count: number, chat: 'slack' | 'teams' = 'slack', first = 1): Promise<void> {
  for (let n = first; n < first + count; n++) {
    await put(about(n, room(n, chat)));
    await city.drain();
    city.clock.now = new Date(city.clock.now.getTime() + 60_000);
  }
}
const put = (...effects: Effect[]) =>
  store.db.transaction(async (tx) => {
    const org = (await loadOrganisation(tx as Tx))!;
    const { now } = city.clock;
    await enqueue(tx as Tx, await route(tx as Tx, effects, org, ['slack', 'teams'], now), now);
  });
const cards = () => city.as(OPERATOR).dm();
const titles = () => cards().map(({ title }) => title);
const items = (card: Card) => [...walk(card.nodes)].flatMap((node) => (node.kind === 'item' ? [node.title] : []));
const rooms = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, n) => `slack:C${from - n}`);

describe('messages that a chat refuses', () => {
  it('are one card for each chat and reason, kept up to date', async () => {
    await send(3);
    expect(titles()).toEqual(['3 Nachrichten nicht zugestellt']);
    await send(20, 'slack', 4);
    expect(titles()).toEqual(['23 Nachrichten nicht zugestellt']);
    const [card] = cards();
    // The newest ten by name, and how many more there are.
    expect(items(card!)).toEqual(rooms(23, 14));
    const text = cardToPlain(card!);
    expect(text).toContain('Diese Nachrichten konnten nicht zugestellt werden.');
    expect(text).toContain('Slack');
    expect(text).toContain('is_archived');
    expect(text).toContain('… und 13 weitere');

    await send(1, 'teams', 24);
    reason = 'blocked';
    await send(2, 'slack', 25);
    expect(titles()).toEqual([
      '23 Nachrichten nicht zugestellt',
      '1 Nachricht nicht zugestellt',
      '2 Nachrichten nicht zugestellt',
    ]);
    expect(await outboxCounts(store.db)).toMatchObject({ dead: 26 });
  });

  it('that go to people name them', async () => {
    const key = await keyOf(store, 'ciso');
    await city.as('ciso').say('/channel help');
    await put(about(1, toPerson(key)));
    await city.drain();
    const [card] = cards();
    expect(items(card!)).toEqual(['Leitung IT-Sicherheit (CISO)']);
    expect(titles()).toEqual(['1 Nachricht nicht zugestellt']);
  });

  it('can be sent again one by one, page by page, or all at once, and nothing is lost', async () => {
    await send(23);
    reason = null;
    const operator = city.as(OPERATOR);
    const page = await operator.click('Ältere ansehen');
    if (page.kind !== 'card') throw new Error(plain(page));
    expect(page.replace).toBe(false);
    expect(items(page.card)).toEqual(rooms(13, 4));
    const again = await operator.press('retry', firstArgs(page.card));
    expect(again).toMatchObject({ kind: 'card', replace: true });
    // The page stays where it was, one message shorter.
    if (again.kind === 'card') expect(items(again.card)).toEqual(rooms(12, 3));
    await city.drain();
    expect(titles()).toEqual(['22 Nachrichten nicht zugestellt']);

    const last = await operator.press('undelivered', { cause: SUBJECT, skip: 20, page: true });
    expect(last).toMatchObject({ kind: 'card', replace: true });
    if (last.kind === 'card') {
      expect(items(last.card)).toEqual(rooms(2, 1));
      expect(labels(last.card)).not.toContain('Ältere ansehen');
    }
    const all = await operator.press('retry-all', { cause: SUBJECT });
    expect(plain(all)).toContain('Zustellung: nichts mehr offen');
    for (const [name, args] of [
      ['retry', firstArgs(page.card)],
      ['retry-all', { cause: SUBJECT }],
    ] as const)
      expect(plain(await operator.press(name, args))).toContain('hat schon jemand noch einmal gesendet');
    await city.drain();
    expect(titles()).toEqual(['Zustellung: nichts mehr offen']);
    expect(labels(cards()[0]!)).toEqual([]);
    expect(await outboxCounts(store.db)).toEqual({ sent: expect.any(Number) });
    const slack = city.chats.get('slack')!.posted.filter(({ to }) => to.room?.startsWith('C'));
    expect(slack.map(({ to }) => to.room).sort()).toEqual(Array.from({ length: 23 }, (_, n) => `C${n + 1}`).sort());
    const noted = (await store.db.select().from(audit).orderBy(audit.seq)).filter(
      ({ action }) => action === 'sent-again',
    );
    expect(new Set(noted.map(({ subject }) => subject)).size).toBe(23);
  });

  it('are no way in for others than operators', async () => {
    await send(1);
    const stranger = city.as('ciso');
    for (const [name, args] of [
      ['retry', firstArgs(cards()[0]!)],
      ['retry-all', { cause: SUBJECT }],
      ['undelivered', { cause: SUBJECT }],
    ] as const)
      expect((await stranger.press(name, args)).kind, name).toBe('notice');
    expect(await outboxCounts(store.db)).toMatchObject({ dead: 1 });
  });
});

describe('a card of its own', () => {
  it('comes with new trouble once everything was settled; the old one stays as it was', async () => {
    await send(2);
    reason = null;
    await city.as(OPERATOR).press('retry-all', { cause: SUBJECT });
    await city.drain();
    reason = 'is_archived';
    await send(2, 'slack', 3);
    expect(titles()).toEqual(['Zustellung: nichts mehr offen', '2 Nachrichten nicht zugestellt']);
  });

  it('comes for what fails once more after everything was sent again', async () => {
    await send(1);
    await city.as(OPERATOR).press('retry', firstArgs(cards()[0]!));
    await city.drain();
    expect(titles().at(-1)).toBe('1 Nachricht nicht zugestellt');
    expect(await outboxCounts(store.db)).toMatchObject({ dead: 1 });
  });

  it('comes after a quiet day: nobody looks at an old one', async () => {
    await send(1);
    city.clock.now = new Date(city.clock.now.getTime() + 23 * HOUR);
    await send(1, 'slack', 2);
    expect(titles()).toEqual(['2 Nachrichten nicht zugestellt']);
    city.clock.now = new Date(city.clock.now.getTime() + 25 * HOUR);
    await send(1, 'slack', 3);
    expect(titles()).toEqual(['2 Nachrichten nicht zugestellt', '3 Nachrichten nicht zugestellt']);
  });

  it('is tried with the next trouble when it reached nobody', async () => {
    operatorsToo = false;
    await send(2);
    expect(cards()).toEqual([]);
    operatorsToo = true;
    await send(1, 'slack', 3);
    expect(titles()).toEqual(['3 Nachrichten nicht zugestellt']);
    expect(await store.db.select().from(messages)).toHaveLength(1);
  });

  it('asks before everything is sent again that may have arrived', async () => {
    const teams = city.chats.get('teams')!;
    teams.post = () => Promise.reject(new SendError('unknown', 'no-answer'));
    delete teams.find;
    const broadcast = { ...about(1, room(1, 'teams')), doubt: 'show' } as Effect;
    await put(broadcast, { ...broadcast, to: room(2, 'teams') } as Effect);
    await city.drain();
    const [card] = cards();
    expect(card?.title).toBe('2 Nachrichten vielleicht nicht angekommen');
    const all = [...walk(card!.nodes)].flatMap((node) => (node.kind === 'actions' ? node.buttons : []));
    expect(all).toMatchObject([
      { label: 'Alle 2 noch einmal senden', confirm: { text: 'Was doch angekommen ist, kommt dann zweimal an.' } },
    ]);
  });
});

const SUBJECT = 'undelivered:slack:dead:is_archived';
/** What the first button of the first message carries. */
function firstArgs(card: Card): Record<string, unknown> {
  const item = [...walk(card.nodes)].find((node) => node.kind === 'item');
  if (item?.kind !== 'item') throw new Error('nothing is listed');
  return item.buttons[0]!.args!;
}
