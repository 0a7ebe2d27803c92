/** Rows of another table as a JSON column, so that a whole dossier is one statement and one snapshot. */
import { getTableColumns, type InferSelectModel, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';

/** The columns that JSON can carry. Bytes are read separately where needed. */
const columnsOf = (table: PgTable): [string, PgColumn][] =>
  Object.entries(getTableColumns(table)).filter(([, column]) => column.columnType !== 'PgCustomColumn');

/**
 * @param where the condition; `order` sorts the rows
 * @returns an array of rows for `readRows`
 */
export function rowsAsJson(table: PgTable, where: SQL, order: SQL = sql`1`): SQL<Record<string, unknown>[]> {
  const pairs = columnsOf(table).map(([, column]) => sql`${sql.raw(`'${column.name}'`)}, ${column}`);
  const row = sql`jsonb_build_object(${sql.join(pairs, sql`, `)})`;
  return sql`(select coalesce(jsonb_agg(${row} order by ${order}), '[]') from ${table} where ${where})`;
}

/** The rows as drizzle returns them, with dates but without bytes. */
export function readRows<T extends PgTable>(table: T, rows: readonly Record<string, unknown>[]): InferSelectModel<T>[] {
  const columns = columnsOf(table);
  return rows.map(
    (row) =>
      Object.fromEntries(
        columns.map(([name, column]) => {
          const value = row[column.name];
          // JSON columns are already parsed; the column's own mapper would parse them again.
          return [name, value === null || column.dataType === 'json' ? value : column.mapFromDriverValue(value)];
        }),
      ) as InferSelectModel<T>,
  );
}
