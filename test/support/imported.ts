/** Runs a whole import and returns the results of all rows in one list. */
import type { ImportEntry } from '../../bot/registry/import-entry.ts';
import { type Imported, importEntries } from '../../commands/registry/import.ts';
import type { Store } from '../../db/connect.ts';

export async function imported(
  store: Store,
  entries: Iterable<ImportEntry>,
  source: { now: Date; source: string },
): Promise<Imported[]> {
  const results: Imported[] = [];
  for await (const batch of importEntries(store, entries, source)) results.push(...batch);
  return results;
}
