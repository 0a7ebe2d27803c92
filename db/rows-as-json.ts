/** Rows of another table inside a query's row, as one JSON column: a whole dossier is one statement, so one moment. */
import { getTableColumns, type InferSelectModel, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';

/** The columns that JSON can carry: bytes are read where they are wanted. */
const columnsOf = (table: PgTable): [string, PgColumn][] =>
  Object.entries(getTableColumns(table)).filter(([, column]) => column.columnType !== 'PgCustomColumn');

/**
 * @param where what the rows have to fulfil, and in which order they come
 * @returns an array of rows for `readRows`
 */
export function rowsAsJson(table: PgTable, where: SQL, order: SQL = sql`1`): SQL<Record<string, unknown>[]> {
  const pairs = columnsOf(table).map(([, column]) => sql`${sql.raw(`'${column.name}'`)}, ${column}`);
  const row = sql`jsonb_build_object(${sql.join(pairs, sql`, `)})`;
  return sql`(select coalesce(jsonb_agg(${row} order by ${order}), '[]') from ${table} where ${where})`;
}

/** The rows as drizzle reads them, dates included; without columns of bytes. */
export function readRows<T extends PgTable>(table: T, rows: readonly Record<string, unknown>[]): InferSelectModel<T>[] {
  const columns = columnsOf(table);
  return rows.map(
    (row) =>
      Object.fromEntries(
        columns.map(([name, column]) => {
          const value = row[column.name];
          // A text inside JSON is that text: the column would parse it.
          return [name, value === null || column.dataType === 'json' ? value : column.mapFromDriverValue(value)];
        }),
      ) as InferSelectModel<T>,
  );
}
