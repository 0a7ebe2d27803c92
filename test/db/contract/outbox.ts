/** Effects are taken once, in order, at the pace of their chat, by any number of workers. */
import { expect, it } from 'vitest';
import { type Effect, post, toPerson } from '../../../bot/delivery/effect.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import {
  addMessage,
  again,
  claimNext,
  enqueue,
  finish,
  holdPosts,
  nextDue,
  type OutboxRow,
  outboxCounts,
  type Routed,
  revive,
  servedBy,
  takeBack,
  urgentWaiting,
} from '../../../db/delivery/outbox.ts';
import { outbox } from '../../../db/schema.ts';
import { outboxRow } from '../../support/past-commands.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const LEASE = 60_000;
const later = (ms: number) => new Date(NOW.getTime() + ms);
const FREE = { slack: { room: 0, chat: 0 }, teams: { room: 0, chat: 0 }, none: { room: 0, chat: 0 } };

const makeWay = (subject: string, room = 'C1', overrides: Partial<Routed> = {}): Routed => ({
  effect: post(toPerson('p_1'), 'application', subject),
  chat: 'slack',
  lane: `slack:${room}`,
  address: { chat: 'slack', room },
  ...overrides,
});
const atOnce = (subject: string, room: string): Routed => {
  const way = makeWay(subject, room);
  return { ...way, effect: { ...way.effect, urgent: true } as Effect };
};
const subjectOf = (row: OutboxRow | null) => row?.effect.do === 'post' && row.effect.card.subject;

export function outboxContract(store: () => Store, concurrent: boolean): void {
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => store().db.transaction((tx) => work(tx as Tx));
  const put = (...ways: Routed[]) => inTx((tx) => enqueue(tx, ways, NOW));
  const take = (now = NOW, pace: Parameters<typeof claimNext>[1] = FREE) => claimNext(store().db, pace, now, LEASE);
  const end = (row: OutboxRow | null) => inTx((tx) => finish(tx, row!, 'sent', NOW));
  const due = async (now = NOW) => {
    const next = await nextDue(store().db, servedBy(FREE));
    return next === null ? null : next.getTime() - now.getTime();
  };

  it('hands out the rows of a lane one after the other, in the order they were written', async () => {
    await put(makeWay('a'), makeWay('b'), makeWay('c', 'C2'));
    const first = await take();
    expect([subjectOf(first), subjectOf(await take()), await take()]).toEqual(['a', 'c', null]);
    expect(await due()).toBeNull();
    await end(first);
    expect(await due()).toBe(0);
    expect(subjectOf(await take())).toBe('b');
  });

  it('hands out urgent rows before all that waited longer, in their own order', async () => {
    await put(makeWay('a'), makeWay('b', 'C2'), atOnce('u1', 'C3'));
    await put(makeWay('c', 'C4'), atOnce('u2', 'C1'));
    const order: unknown[] = [];
    for (let row = await take(); row; row = await take()) {
      order.push(subjectOf(row));
      await end(row);
    }
    expect(order).toEqual(['u1', 'u2', 'a', 'b', 'c']);
  });

  it('hands out what is new in an incident before the redraws of its many copies', async () => {
    const redraw = (n: number): Effect => ({ do: 'redraw', message: `m_${n}`, about: 'incident:in_1' });
    await put(makeWay('digest', 'C1'), ...[1, 2].map((n) => makeWay('', `D${n}`, { effect: redraw(n) })));
    await put(atOnce('notice', 'C2'));
    const order: unknown[] = [];
    for (let row = await take(); row; row = await take()) {
      order.push(subjectOf(row) || row.effect.do);
      await end(row);
    }
    expect(order).toEqual(['notice', 'redraw', 'redraw', 'digest']);
  });

  it.runIf(concurrent)(
    'of a chat that is down only posts are taken along: a decision does not wait to redraw',
    async () => {
      const effect: Effect = { do: 'redraw', message: 'm_1', about: 'incident:in_1' };
      const way = makeWay('', 'C1', { effect });
      await put(way, atOnce('notice', 'C2'));
      await inTx(async (tx) => {
        expect((await urgentWaiting(tx, 'slack')).map(subjectOf)).toEqual(['notice']);
        await put(way);
      });
    },
  );

  it('opens the room of an incident before 2,000 digests, then its first card and the notices', async () => {
    await put(...Array.from({ length: 2000 }, (_, n) => makeWay(`digest-${n}`, `D${n % 50}`)));
    const effect: Effect = { do: 'room', incident: 'in_1', chat: 'slack' };
    await put(makeWay('', '', { effect, lane: 'slack:rooms' }));
    await put(atOnce('notice', 'D1'), atOnce('notice', 'D2'));
    const order: unknown[] = [];
    for (let row = await take(); row && order.length < 5; row = await take()) {
      order.push(subjectOf(row) || row.effect.do);
      // The first card is only written when there is a room to hold it.
      if (row.effect.do === 'room') await put(atOnce('head', 'V1'));
      await end(row);
    }
    expect(order).toEqual(['room', 'notice', 'notice', 'head', 'digest-0']);
  });

  it('gives twelve workers no row twice, and never two rows of one lane at once', async () => {
    const ways = Array.from({ length: 72 }, (_, n) => makeWay(`s${n}`, `C${n % 6}`));
    await put(...ways);
    const seen: string[] = [];
    const busy = new Set<string>();
    async function work(): Promise<void> {
      while (seen.length < ways.length) {
        const row = await take();
        if (!row) continue;
        expect(busy.has(row.lane)).toBe(false);
        busy.add(row.lane);
        seen.push(row.id);
        await store().ping();
        busy.delete(row.lane);
        await end(row);
      }
    }
    await Promise.all(Array.from({ length: concurrent ? 12 : 2 }, work));
    expect(new Set(seen).size).toBe(72);
    expect(await outboxCounts(store().db)).toEqual({ sent: 72 });
  });

  it('keeps the pace of the room and of the chat', async () => {
    await put(makeWay('a', 'C1'), makeWay('b', 'C1'), makeWay('c', 'C2'));
    const pace = { slack: { room: 1000, chat: 200 } };
    await end(await take(NOW, pace));
    expect(await take(later(199), pace)).toBeNull();
    expect(await due()).toBe(200);
    await end(await take(later(200), pace));
    expect(await take(later(999), pace)).toBeNull();
    expect(subjectOf(await take(later(1000), pace))).toBe('b');
  });

  it('leaves chats alone that are switched off', async () => {
    await put(makeWay('a', 'R', { chat: 'teams', lane: 'teams:R' }));
    expect(await take(NOW, { slack: FREE.slack })).toBeNull();
    expect(await nextDue(store().db, ['slack'])).toBeNull();
    expect(await take(NOW, {})).toBeNull();
  });

  it('tries again when it is due, counting the attempt or not', async () => {
    await put(makeWay('a'));
    const first = (await take())!;
    await inTx((tx) => again(tx, first, later(5000), 'ratelimited', { free: true }));
    expect([await take(later(4999)), await due()]).toEqual([null, 5000]);
    const second = (await take(later(5000)))!;
    expect(second).toMatchObject({ attempts: 1, doubt: null, lastError: 'ratelimited' });
    await inTx((tx) => again(tx, second, later(6000), 'timeout', { doubt: 'unknown' }));
    expect(await take(later(6000))).toMatchObject({ attempts: 2, doubt: 'unknown', firstTriedAt: NOW });
  });

  it('takes a row back in doubt when its lease is over, and ignores the worker that lost it', async () => {
    await put(makeWay('a'));
    const lost = (await take())!;
    expect(await takeBack(store().db, later(LEASE))).toBe(0);
    expect(await takeBack(store().db, later(LEASE + 1))).toBe(1);
    const taken = (await take(later(LEASE + 1)))!;
    expect(taken).toMatchObject({ id: lost.id, doubt: 'crash', attempts: 2 });
    expect(await end(lost)).toBe(false);
    expect(await inTx((tx) => again(tx, lost, NOW, 'late', {}))).toBe(false);
    expect(await end(taken)).toBe(true);
  });

  it('keeps one waiting redraw for a copy, and adds another once the first is under way', async () => {
    const redraw: Effect = { do: 'redraw', message: 'm_1' };
    const way: Routed = { effect: redraw, chat: 'slack', lane: 'slack:C1' };
    await put(way, way);
    await put(way);
    expect(await outboxCounts(store().db)).toEqual({ waiting: 1 });
    await take();
    await put(way);
    expect(await outboxCounts(store().db)).toEqual({ sending: 1, waiting: 1 });
  });

  it.runIf(concurrent)('draws nothing from before a decision that is about to be committed', async () => {
    await put({ effect: { do: 'redraw', message: 'm_1' }, chat: 'slack', lane: 'slack:C1' });
    await put(makeWay('application:a_1', 'C2'));
    await inTx(async (tx) => {
      await holdPosts(tx, 'application:a_1');
      await enqueue(tx, [{ effect: { do: 'redraw', message: 'm_1' }, chat: 'slack', lane: 'slack:C1' }], NOW);
      expect(await take()).toBeNull();
    });
    expect(await outboxCounts(store().db)).toEqual({ waiting: 2 });
    expect(await take()).not.toBeNull();
  });

  it.runIf(concurrent)('opens the same new lanes from two sides without a deadlock', async () => {
    const ways = Array.from({ length: 40 }, (_, n) => makeWay(`s${n}`, `N${n}`));
    await Promise.all([put(...ways), put(...ways.toReversed()), put(...ways), put(...ways.toReversed())]);
    expect(await outboxCounts(store().db)).toEqual({ waiting: 160 });
  });

  it('sends a dead effect once more when an operator says so, looking for the way to a person anew', async () => {
    await put(
      makeWay('a'),
      makeWay('b', 'C2', { effect: post({ to: 'office', office: 'culture' }, 'application', 'b') }),
    );
    const [personal, room] = [(await take())!, (await take())!];
    for (const row of [personal, room]) await inTx((tx) => finish(tx, row, 'dead', NOW, 'is_archived'));
    expect(await inTx((tx) => revive(tx, [personal.id, room.id], later(1)))).toHaveLength(2);
    expect(await inTx((tx) => revive(tx, [room.id], later(1)))).toEqual([]);
    expect(await outboxRow(store().db, personal.id)).toMatchObject({ chat: 'none', address: null, attempts: 0 });
    expect(await outboxRow(store().db, room.id)).toMatchObject({ chat: 'slack', state: 'waiting', endedAt: null });
    expect([await take(later(1)), await take(later(1))].map((row) => row?.id).sort()).toEqual(
      [personal.id, room.id].sort(),
    );
  });

  it('keeps an effect without a way where it is noticed', async () => {
    await put({ effect: post(toPerson('p_1'), 'v', 's'), chat: 'none', lane: 'none:p_1', dead: 'no-identity' });
    expect(await take()).toMatchObject({ chat: 'none', lastError: 'no-identity' });
  });

  it('remembers a place once, with the card that stands there', async () => {
    const row = {
      chat: 'slack' as const,
      room: 'C1',
      message: '1.0',
      reach: {},
      view: 'v',
      subject: 's',
      args: {},
      person: null,
    };
    const both = await inTx(async (tx) => [
      await addMessage(tx, { ...row, lang: 'de', drawn: 'x', at: NOW }),
      await addMessage(tx, { ...row, lang: 'de', drawn: 'y', at: NOW }),
    ]);
    expect(new Set(both).size).toBe(1);
  });

  it('writes nothing when the transaction fails', async () => {
    const work = inTx(async (tx) => {
      await enqueue(tx, [makeWay('a')], NOW);
      throw new Error('rolled back');
    });
    await expect(work).rejects.toThrow('rolled back');
    expect(await store().db.select().from(outbox)).toEqual([]);
  });
}
