/** Inserts many rows in one statement: for list imports and their audit entries. */
import { getTableColumns, type InferInsertModel, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from './connect.ts';
import { applications, audit, channels } from './schema.ts';

const TABLES = { applications, audit, channels };

type Rows<N extends keyof typeof TABLES> = readonly InferInsertModel<(typeof TABLES)[N]>[];

/**
 * Inserts rows with the same columns as a single parameter. Composing a statement with thousands of parameters takes
 * longer than Postgres needs for the rows.
 *
 * @throws the driver's error (23505) if a row exists; the transaction or savepoint is then aborted
 */
export async function insertRows<N extends keyof typeof TABLES>(tx: Tx, noun: N, rows: Rows<N>): Promise<void> {
  if (rows.length > 0) await tx.execute(insertion(noun, rows));
}

/** The statement that inserts the rows. @throws if there are none */
export function insertion<N extends keyof typeof TABLES>(noun: N, rows: Rows<N>): SQL {
  const [first] = rows;
  if (!first) throw new Error(`no rows for ${noun}`);
  const table: PgTable = TABLES[noun];
  const columns = getTableColumns(table);
  const named = Object.keys(first).map((name) => [name, columns[name]!.name] as const);
  const data = rows.map((row) =>
    Object.fromEntries(named.map(([name, column]) => [column, (row as Record<string, unknown>)[name]])),
  );
  const list = sql.join(
    named.map(([, column]) => sql.identifier(column)),
    sql`, `,
  );
  const given = sql`jsonb_populate_recordset(null::${table}, ${JSON.stringify(data)}::jsonb)`;
  return sql`insert into ${table} (${list}) select ${list} from ${given}`;
}
