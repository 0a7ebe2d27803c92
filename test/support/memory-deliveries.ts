/** An in-memory inbox with the database's contract, for endpoint tests without a database. */
import type { Deliveries, Kept } from '../../adapters/chat.ts';
import type { Inbound } from '../../bot/chat.ts';
import type { Reply } from '../../cards/reply.ts';

type Row = { reply: Promise<Reply>; state: 'held' | 'free' | 'over' };

export type MemoryDeliveries = Deliveries & {
  /** Stored and not yet answered, by key. */
  kept: Map<string, Kept>;
  /** Answers each key once. */
  handle(inbound: Inbound): Promise<Reply>;
};

export function memoryDeliveries(answer: (inbound: Inbound) => Reply | Promise<Reply>): MemoryDeliveries {
  const rows = new Map<string, Row>();
  const kept = new Map<string, Kept>();

  const first = async (inbound: Inbound): Promise<Reply> => {
    const reply = (async () => answer(inbound))();
    const row: Row = { reply, state: 'held' };
    rows.set(inbound.key, row);
    try {
      const said = await reply;
      // Nothing was stored: the transaction was rolled back.
      if (said.kind === 'notice' && said.again) rows.delete(inbound.key);
      if (said.kind === 'none') row.state = 'over';
      return said;
    } catch (error) {
      rows.delete(inbound.key);
      throw error;
    }
  };

  const handle = async (inbound: Inbound): Promise<Reply> => {
    const row = rows.get(inbound.key);
    if (!row) return first(inbound);
    const reply = await row.reply.catch(() => undefined);
    if (!reply || rows.get(inbound.key) !== row) return handle(inbound);
    if (row.state === 'over') return { kind: 'none', repeat: 'over' };
    const repeat = row.state === 'free' ? 'ours' : 'theirs';
    row.state = 'held';
    return { ...reply, repeat };
  };

  return {
    kept,
    handle,
    keep: async (row) => void kept.set(row.id, row),
    async answered(key) {
      kept.delete(key);
      const row = rows.get(key);
      if (row) row.state = 'over';
    },
    async release(key) {
      const row = rows.get(key);
      if (row?.state === 'held') row.state = 'free';
    },
  };
}
