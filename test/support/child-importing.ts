/**
 * Another process, on Postgres or a data directory: imports a list and prints when each batch is stored, until killed.
 */

import { importEntries } from '../../commands/registry/import.ts';
import { openPglite, openPostgres } from '../../db/connect.ts';
import { longList } from './long-list.ts';

const [target, size] = process.argv.slice(2) as [string, string];
const store = await (target.startsWith('postgres') ? openPostgres(target) : openPglite(target));
const source = { now: new Date('2026-11-23T09:00:00Z'), source: 'long.csv' };
for await (const batch of importEntries(store, longList(Number(size)), source)) console.log(`stored ${batch.length}`);
await store.close();
console.log('done');
