/** 2,000 digests at once, half of them in Slack and half in Teams: at the chats' own pace, on a clock that is only turned. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { slackChat } from '../../../adapters/slack/outbound.ts';
import { outbound } from '../../../adapters/teams/outbound.ts';
import { post, toPerson } from '../../../bot/delivery/effect.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { claimNext, enqueue, finish, nextDue, outboxCounts, type Routed } from '../../../db/delivery/outbox.ts';
import { stores } from '../../support/db.ts';

const CHATS = ['slack', 'teams'] as const;
const EACH = 1000;
/** So many people have five cards waiting one behind the other: there the pace of their chat with the bot is what counts. */
const BUSY = 20;
const NOW = new Date('2026-12-01T07:00:00Z');
const LEASE = 60_000;

const PACES = {
  slack: slackChat(() => Promise.reject(new Error('not called')), { botToken: 'xoxb-test', apiUrl: undefined }).pace,
  // Only the pace is looked at: nothing is sent.
  teams: outbound({} as Parameters<typeof outbound>[0]).chat.pace,
};
/** What the vendors allow: a post a second in one place; 60 in 30 seconds in one conversation, 50 a second in all. */
const ALLOWED = { slack: { room: 1000, chat: 50 }, teams: { room: 500, chat: 20 } };

let store: Store;
beforeAll(async () => {
  store = await stores().at(-1)!.open();
});
afterAll(() => store?.close());

const digestsIn = (chat: 'slack' | 'teams') =>
  Array.from({ length: EACH }, (_, n): Routed => {
    const person = `p_${n < BUSY * 5 ? Math.floor(n / 5) : n}`;
    const effect = post(toPerson(person), 'digest', `person:${person}`, { n: `${n}` });
    return { effect, chat, lane: `${chat}:${person}`, address: { chat, user: person } };
  });

it('go out no faster than the chats allow, each once and none left behind', { timeout: 900_000 }, async () => {
  await store.db.transaction((tx) => enqueue(tx as Tx, CHATS.flatMap(digestsIn), NOW));

  const sent: { id: string; lane: string; chat: string; at: number }[] = [];
  for (let now: Date | null = NOW; now; now = await nextDue(store.db, CHATS)) {
    const at = now;
    // Until there is nothing more at this moment.
    for (
      let row = await claimNext(store.db, PACES, at, LEASE);
      row;
      row = await claimNext(store.db, PACES, at, LEASE)
    ) {
      const own = row;
      sent.push({ id: own.id, lane: own.lane, chat: own.chat, at: at.getTime() });
      expect(await store.db.transaction((tx) => finish(tx as Tx, own, 'sent', at))).toBe(true);
    }
  }

  expect(await outboxCounts(store.db)).toEqual({ sent: CHATS.length * EACH });
  expect(sent).toHaveLength(CHATS.length * EACH);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(CHATS.length * EACH);
  for (const chat of CHATS) {
    const last = new Map<string, number>();
    const own = sent.filter((one) => one.chat === chat);
    for (const { lane, at } of own) {
      for (const [place, least] of Object.entries({ [lane]: ALLOWED[chat].room, [chat]: ALLOWED[chat].chat })) {
        expect(at - (last.get(place) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(least);
        last.set(place, at);
      }
    }
    // At our own pace, that is below it; and while one person's chat rests, the next one gets theirs.
    expect(own.at(-1)!.at - NOW.getTime()).toBe((EACH - 1) * PACES[chat].chat);
  }
});
