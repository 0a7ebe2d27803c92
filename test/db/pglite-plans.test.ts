/** Kept plans answer as PGlite itself does, whatever went wrong before, and are neither too many nor too old. */
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Planned, withPlans } from '../../db/pglite-plans.ts';

let client: PGlite;
let planned: Planned;
beforeAll(async () => {
  client = await PGlite.create();
  planned = withPlans(client);
  await client.exec('create table things (id int primary key, name text not null)');
});
afterAll(() => client.close());

const ask = async (sql: string, ...params: unknown[]) =>
  (await planned.query(sql, params, { rowMode: 'array' }))!.rows as unknown[];
const statements = () => ask('select statement, generic_plans + custom_plans from pg_prepared_statements');

it.each([
  ['text', 'Bäume – 🌳'],
  ['text', null],
  ['int', 7],
  ['bigint', 9_007_199_254_740_993n],
  ['float8', 0.5],
  ['bool', true],
  ['bool', false],
  ['timestamptz', new Date('2026-11-22T09:00:00.123Z')],
  ['timestamptz', '2026-11-22T09:00:00.123Z'],
  ['jsonb', { a: [1, 'ä', null] }],
  ['jsonb', '{"a":1}'],
  ['bytea', new Uint8Array([0, 1, 255])],
  ['text[]', ['a', 'b,c', '"']],
])('takes and gives a %s as PGlite does (%#)', async (type, value) => {
  const sql = `select $1::${type} as it, $1::${type} is null as nothing`;
  for (const rowMode of ['array', 'object'] as const) {
    const own = await client.query(sql, [value], { rowMode });
    for (const _ of [1, 2]) expect(await planned.query(sql, [value], { rowMode })).toEqual(own);
  }
});

it('tells what a write has done as PGlite does', async () => {
  const write = (id: number) => planned.query('insert into things values ($1, $2) returning id', [id, 'a']);
  expect(await write(1)).toMatchObject({ rows: [{ id: 1 }], affectedRows: 1 });
  expect(await planned.query('delete from things', [])).toMatchObject({ rows: [], affectedRows: 1 });
});

it('uses the parsers of one query for that query only', async () => {
  const sql = `select '2026-11-22'::date`;
  expect((await planned.query(sql, [], { parsers: { 1082: (text: string) => `as ${text}` } }))?.rows).toEqual([
    { date: 'as 2026-11-22' },
  ]);
  expect((await planned.query(sql, []))?.rows).toEqual([{ date: new Date('2026-11-22') }]);
});

it('goes on after a mistake, in the next transaction and with the same statement', async () => {
  const sql = 'insert into things values ($1, $2)';
  await planned.query(sql, [1, 'a']);
  const twice = planned.transaction(async (tx) => {
    await tx.query('insert into things values (2, $1)', ['b']);
    await tx.query(sql, [1, 'again']);
  });
  await expect(twice).rejects.toMatchObject({ code: '23505' });
  await expect(planned.query(sql, ['no number', 'a'])).rejects.toMatchObject({ code: '22P02' });
  await expect(planned.query('select nothing from nowhere', [])).rejects.toMatchObject({ code: '42P01' });
  await planned.query(sql, [3, 'c']);
  expect(await ask('select id from things order by id')).toEqual([[1], [3]]);
});

it('refuses to commit what had an error, even if nobody heard of it', async () => {
  const deaf = planned.transaction(async (tx) => {
    await tx.query('insert into things values (4, $1)', ['d']);
    await tx.query('select 1/0', []).catch(() => {});
  });
  await expect(deaf).rejects.toThrow();
  expect(await ask('select 1 from things where id = 4')).toEqual([]);
});

it('lets a query wait for the transaction that runs, and none come after its end', async () => {
  let late: Parameters<Parameters<Planned['transaction']>[0]>[0] | undefined;
  const running = planned.transaction(async (tx) => {
    late = tx;
    await tx.query('insert into things values (5, $1)', ['e']);
    await tx.query('insert into things values (6, $1)', ['f']);
  });
  const seen = ask('select count(*)::int from things where id in (5, 6)');
  await running;
  expect(await seen).toEqual([[2]]);
  await expect(async () => late?.query('select 1', [])).rejects.toThrow('closed');
});

it('sees a table as it is after it was altered', async () => {
  const sql = 'select name from things where id = $1';
  for (let round = 0; round < 8; round++) expect(await ask(sql, 1)).toEqual([['a']]);
  await client.exec(`alter table things add column more int default 1; create index on things (name); truncate things;
    insert into things values (1, 'new')`);
  expect(await ask(sql, 1)).toEqual([['new']]);
});

it('keeps no more than 256 plans, the latest', async () => {
  for (let count = 0; count < 300; count++) expect(await ask(`select ${count}`)).toEqual([[count]]);
  const kept = (await statements()) as [string, number][];
  expect(kept).toHaveLength(256);
  expect(kept.map(([sql]) => sql)).not.toContain('select 0');
  expect(kept.map(([sql]) => sql)).toContain('select 299');
  expect(await ask('select 0')).toEqual([[0]]);
});

it('makes a plan anew after 200 uses: the tables have grown meanwhile', async () => {
  const sql = 'select count(*) from things where id > $1';
  for (let count = 0; count < 450; count++) await ask(sql, 0);
  const uses = ((await statements()) as [string, number][]).find(([text]) => text === sql)![1];
  expect(Number(uses)).toBe(50);
});
