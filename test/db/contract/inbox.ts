/** A delivery is answered once, however often and however simultaneously it comes. */
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Store, Tx } from '../../../db/connect.ts';
import { dropDelivery, keepDelivery, putBack, putBackAll, takeDeliveries } from '../../../db/delivery/deliveries.ts';
import { answered, claim, forgetDeliveries, forgetReplies, keepReply, release } from '../../../db/delivery/inbox.ts';
import { deliveries, inbox } from '../../../db/schema.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

export function inboxContract(store: () => Store): void {
  it('gives the second delivery the answer of the first', async () => {
    await store().db.transaction(async (tx) => {
      expect(await claim(tx, 'slack:1', NOW)).toEqual({ fresh: true });
      await keepReply(tx, 'slack:1', { kind: 'notice', text: 'erledigt' }, NOW);
    });
    const second = await store().db.transaction((tx) => claim(tx, 'slack:1', NOW));
    expect(second).toEqual({ fresh: false, turn: 'theirs', reply: { kind: 'notice', text: 'erledigt' } });
  });

  it('answers twenty simultaneous deliveries once and tells all of them the same', async () => {
    const deliver = () =>
      store().db.transaction(async (tx) => {
        const claimed = await claim(tx, 'teams:7', NOW);
        if (!claimed.fresh) return 'reply' in claimed ? claimed.reply : claimed.turn;
        await keepReply(tx, 'teams:7', 'the answer', NOW);
        return 'answered';
      });
    const replies = await Promise.all(Array.from({ length: 20 }, deliver));
    expect(replies.filter((reply) => reply === 'answered')).toHaveLength(1);
    expect(replies.filter((reply) => reply === 'the answer')).toHaveLength(19);
  });

  it('lets a delivery be claimed again when its transaction was rolled back', async () => {
    const fail = store().db.transaction(async (tx) => {
      await claim(tx, 'slack:2', NOW);
      throw new Error('the work failed');
    });
    await expect(fail).rejects.toThrow('the work failed');
    expect(await store().db.transaction((tx) => claim(tx, 'slack:2', NOW))).toEqual({ fresh: true });
  });

  it('forgets old deliveries and keeps young ones', async () => {
    const old = new Date(NOW.getTime() - 3 * 86_400_000);
    await store().db.transaction(async (tx) => {
      await claim(tx, 'old', old);
      await claim(tx, 'young', NOW);
    });
    const before = new Date(NOW.getTime() - 86_400_000);
    expect(await store().db.transaction((tx) => forgetDeliveries(tx, before))).toBe(1);
    expect((await store().db.transaction((tx) => claim(tx, 'young', NOW))).fresh).toBe(false);
  });

  const inTx = <T>(work: (tx: Tx) => Promise<T>) => store().db.transaction((tx) => work(tx as Tx));
  const later = (ms: number) => new Date(NOW.getTime() + ms);
  const kept = (id: string) => ({ id, chat: 'slack' as const, tenant: 'T1', request: { text: 'ja' } });
  const LEASE = 60_000;

  /** A delivery that was decided and not yet shown. */
  const decide = (id: string) =>
    inTx(async (tx) => {
      await claim(tx, id, NOW);
      await keepReply(tx, id, 'the answer', NOW);
    });

  it('gives an answer that nobody has shown to one of those who come when its lease is over', async () => {
    await decide('slack:3');
    const ask = () => inTx((tx) => claim(tx, 'slack:3', later(LEASE)));
    const turns = (await Promise.all(Array.from({ length: 10 }, ask))).map((one) => !one.fresh && one.turn);
    expect(turns.toSorted()).toEqual(['ours', ...Array(9).fill('theirs')]);
  });

  it('gives it at once after a failure, and never again once the person has it; then its words are gone', async () => {
    await decide('slack:4');
    await release(store().db, 'slack:4', NOW);
    expect(await inTx((tx) => claim(tx, 'slack:4', NOW))).toMatchObject({ turn: 'ours', reply: 'the answer' });
    await keepDelivery(store().db, kept('slack:4'), NOW, LEASE);
    await answered(store().db, 'slack:4', NOW);
    await release(store().db, 'slack:4', NOW);
    expect(await inTx((tx) => claim(tx, 'slack:4', later(LEASE)))).toEqual({ fresh: false, turn: 'over' });
    const rows = await store().db.select().from(inbox).where(eq(inbox.id, 'slack:4'));
    expect(rows).toMatchObject([{ reply: null, answeredAt: NOW }]);
    expect(await store().db.select().from(deliveries)).toEqual([]);
  });

  it('forgets answers that nobody says have arrived, except those still owed', async () => {
    await decide('given');
    await decide('owed');
    await keepDelivery(store().db, kept('owed'), NOW, LEASE);
    await inTx((tx) => forgetReplies(tx, later(1)));
    const replies = Object.fromEntries((await store().db.select().from(inbox)).map(({ id, reply }) => [id, reply]));
    expect(replies).toMatchObject({ given: null, owed: 'the answer' });
  });

  it('stores a request beside the transaction that works on it, and hands it to one process after the lease', async () => {
    const take = (now: Date, most = 8) => takeDeliveries(store().db, ['slack'], now, LEASE, most);
    await keepDelivery(store().db, kept('slack:5'), NOW, LEASE);
    await keepDelivery(store().db, { ...kept('slack:5'), tenant: 'another' }, later(9), LEASE);
    await keepDelivery(store().db, { ...kept('teams:5'), chat: 'teams' }, NOW, LEASE);
    expect(await take(later(LEASE - 1))).toEqual([]);
    const taken = (await Promise.all(Array.from({ length: 5 }, () => take(later(LEASE))))).flat();
    expect(taken).toMatchObject([{ id: 'slack:5', tenant: 'T1', request: { text: 'ja' }, attempts: 1 }]);
    await putBack(store().db, 'slack:5', later(3 * LEASE));
    expect(await take(later(2 * LEASE + 1))).toEqual([]);
    await putBackAll(store().db, NOW);
    expect(await take(NOW)).toMatchObject([{ id: 'slack:5', attempts: 2 }]);
    await dropDelivery(store().db, 'slack:5');
    // What the other chat sent stays for whoever serves that chat.
    expect(await store().db.select().from(deliveries)).toMatchObject([{ id: 'teams:5', attempts: 0 }]);
  });
}
