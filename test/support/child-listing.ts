/** Another process: reads a list to its end, into a Postgres if one is given, and prints its peak memory. */
import { fileAt, openList } from '../../adapters/registry/list-file.ts';
import type { ImportEntry } from '../../bot/registry/import-entry.ts';
import { importEntries } from '../../commands/registry/import.ts';
import { openPostgres } from '../../db/connect.ts';

const [path, database] = process.argv.slice(2) as [string, string | undefined];
const list = await openList(fileAt(path));
let rows = 0;
async function* entries(): AsyncGenerator<ImportEntry> {
  for await (const reading of list.readings()) {
    rows += reading.entries.length;
    yield* reading.entries;
  }
}
if (database) {
  const store = await openPostgres(database);
  for await (const _batch of importEntries(store, entries(), { now: new Date(), source: 'list.csv' }));
  await store.close();
} else for await (const _entry of entries());
console.log(`read ${rows} peak ${Math.round(process.resourceUsage().maxRSS / 1024)}`);
