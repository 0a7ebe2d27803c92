import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { openPostgres, type Tx } from '../../db/connect.ts';
import { ownDatabase, postgresUrl } from '../support/db.ts';

const server = postgresUrl('kept plans are Postgres’ own');

/** The texts of the statements that this connection has prepared. */
async function prepared(tx: Tx): Promise<string[]> {
  const rows = await tx.execute(sql`select statement from pg_prepared_statements order by prepare_time`);
  return (rows as unknown as { statement: string }[]).map(({ statement }) => statement);
}

describe.skipIf(!server)('statements on Postgres', () => {
  const inOwn = async (options: string, work: (tx: Tx) => Promise<void>) => {
    const { url, drop } = await ownDatabase(server!);
    const store = await openPostgres(`${url}${options}`);
    await store.db.transaction((tx) => work(tx as Tx)).finally(() => store.close().then(drop));
  };

  it('are planned once, from their second time on', () =>
    inOwn('', async (tx) => {
      for (const [n, known] of [0, 1, 1, 1].entries()) {
        const rows = (await tx.execute(sql`select ${n}::int + 1 as next`)) as unknown as { next: number }[];
        expect(rows[0]!.next).toBe(n + 1);
        expect((await prepared(tx)).filter((text) => text.includes('as next'))).toHaveLength(known);
      }
    }));

  it('are kept inside a savepoint, too', () =>
    inOwn('', async (tx) => {
      for (let n = 0; n < 3; n += 1)
        await tx.transaction(async (inner) => void (await inner.execute(sql`select ${n}::int as inside`)));
      expect((await prepared(tx)).filter((text) => text.includes('as inside'))).toHaveLength(1);
    }));

  it('are never kept when each is used once, as with lists of different lengths', () =>
    inOwn('', async (tx) => {
      for (let length = 1; length < 1200; length += 100) {
        const list = sql.join(
          Array.from({ length }, (_, n) => sql`${n}::int`),
          sql`, `,
        );
        await tx.execute(sql`select 1 as listed where 1 in (${list})`);
      }
      expect((await prepared(tx)).filter((text) => text.includes('as listed'))).toEqual([]);
    }));

  it('are not kept with ?prepare=false', () =>
    inOwn('?prepare=false', async (tx) => {
      for (let n = 0; n < 3; n += 1) await tx.execute(sql`select ${n}::int as plain`);
      expect(await prepared(tx)).toEqual([]);
    }));
});
