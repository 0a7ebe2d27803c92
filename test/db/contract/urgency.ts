/** Rows of the time in which urgency was a part of `seq` go out as they would have then. */
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { PRIORITY, post, toPerson } from '../../../bot/delivery/effect.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { claimNext, enqueue, finish, type OutboxRow } from '../../../db/delivery/outbox.ts';
import { outbox } from '../../../db/schema.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const FREE = { slack: { room: 0, chat: 0 } };
const MOVE = readFileSync(new URL('../../../db/migrations/0012_urgency_moves.sql', import.meta.url), 'utf8');
/** As they were written: numbers of a sequence, with what was urgent far below zero. */
const OLD: Record<string, { seq: number; state?: OutboxRow['state'] }> = {
  plain: { seq: 1 },
  urgent: { seq: 2 - 2 ** 52 },
  redrawn: { seq: 3 - 2 ** 51 },
  'plain, later': { seq: 4 },
  'urgent, later': { seq: 5 - 2 ** 52 },
  'urgent, given up': { seq: 6 - 2 ** 52, state: 'dead' },
};

export function urgencyContract(store: () => Store): void {
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => store().db.transaction((tx) => work(tx as Tx));

  it('takes urgency out of the numbers of rows that were written before, and keeps their order', async () => {
    const ways = Object.keys(OLD).map((subject) => ({
      effect: post(toPerson('p_1'), 'application', subject),
      chat: 'slack' as const,
      lane: `slack:${subject}`,
    }));
    await inTx((tx) => enqueue(tx, ways, NOW));
    for (const [subject, set] of Object.entries(OLD))
      await store()
        .db.update(outbox)
        .set({ ...set, priority: PRIORITY.normal })
        .where(sql`${outbox.effect} #>> '{card,subject}' = ${subject}`);

    for (const statement of MOVE.split('--> statement-breakpoint')) await store().db.execute(sql.raw(statement));

    const rows = await store().db.select().from(outbox).orderBy(outbox.seq);
    expect(rows.map(({ seq, priority }) => [seq, priority])).toEqual([
      [1, PRIORITY.normal],
      [2, PRIORITY.urgent],
      [3, PRIORITY.urgentRedraw],
      [4, PRIORITY.normal],
      [5, PRIORITY.urgent],
      [6, PRIORITY.urgent],
    ]);
    const order: unknown[] = [];
    for (let row = await take(); row; row = await take()) {
      order.push(row.effect.do === 'post' && row.effect.card.subject);
      const taken = row;
      await inTx((tx) => finish(tx, taken, 'sent', NOW));
    }
    expect(order).toEqual(['urgent', 'urgent, later', 'redrawn', 'plain', 'plain, later']);
  });

  const take = () => claimNext(store().db, FREE, NOW, 60_000);
}
