/** Columns used by every table: text ids, a version for compare-and-set, timestamps with time zone. */
import { customType, integer, text, timestamp } from 'drizzle-orm/pg-core';

export const id = () => text('id').primaryKey();
/** Incremented by each write. A write names the version it saw, so that two clicks cannot both win. */
export const version = () => integer('version').notNull().default(0);
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => new Uint8Array(value),
});
