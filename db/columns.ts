/** Column habits every table shares: text ids, a version for compare-and-set, timestamps with time zone. */
import { customType, integer, text, timestamp } from 'drizzle-orm/pg-core';

export const id = () => text('id').primaryKey();
/** Grows by one with each write; a write names the version it saw, so two clicks can't both win. */
export const version = () => integer('version').notNull().default(0);
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => new Uint8Array(value),
});
