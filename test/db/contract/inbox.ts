/** A delivery is answered once, however often and however simultaneously it comes. */
import { expect, it } from 'vitest';
import type { Store } from '../../../db/connect.ts';
import { claim, forgetDeliveries, keepReply } from '../../../db/delivery/inbox.ts';

const NOW = new Date('2026-11-21T10:00:00Z');

export function inboxContract(store: () => Store): void {
  it('gives the second delivery the answer of the first', async () => {
    await store().db.transaction(async (tx) => {
      expect(await claim(tx, 'slack:1', NOW)).toEqual({ fresh: true });
      await keepReply(tx, 'slack:1', { kind: 'notice', text: 'erledigt' });
    });
    const second = await store().db.transaction((tx) => claim(tx, 'slack:1', NOW));
    expect(second).toEqual({ fresh: false, reply: { kind: 'notice', text: 'erledigt' } });
  });

  it('answers twenty simultaneous deliveries once and tells all of them the same', async () => {
    const deliver = () =>
      store().db.transaction(async (tx) => {
        const claimed = await claim(tx, 'teams:7', NOW);
        if (!claimed.fresh) return claimed.reply;
        await keepReply(tx, 'teams:7', 'the answer');
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
}
