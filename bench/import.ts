/** A registry of its own for importing lists. Each list is imported once, so every round meets only new channels. */
import { openList } from '../adapters/registry/list-file.ts';
import { inPieces } from '../adapters/registry/list-source.ts';
import type { Organisation } from '../bot/organisation/organisation.ts';
import type { ImportEntry } from '../bot/registry/import-entry.ts';
import { importEntries } from '../commands/registry/import.ts';
import { openPglite } from '../db/connect.ts';
import { applyOrganisation } from '../db/organisation/organisation.ts';

export const LIST = 1000;
/** One list per round of both ways, including warm-up. */
const LISTS = 16;

async function listOf(list: number): Promise<ImportEntry[]> {
  const rows = Array.from(
    { length: LIST },
    (_, index) =>
      `Kulturbetriebe;Bezirk ${index};https://www.facebook.com/list${list}.district${index};2;4-Augen-Prinzip`,
  );
  const text = Buffer.from(['Stelle;Kanal;Adresse;Administration;Vorkehrung Inhalt', ...rows].join('\n'));
  const read = await openList({ name: 'bench.csv', size: text.length, bytes: inPieces(text) });
  const entries: ImportEntry[] = [];
  for await (const reading of read.readings()) entries.push(...reading.entries);
  return entries;
}

/** A database of its own: the other figures insert channels with numbers that no counter knows. */
export async function openRegistry(organisation: Organisation, now: Date) {
  const store = await openPglite();
  await store.db.transaction((tx) => applyOrganisation(tx, organisation, now));
  const lists = await Promise.all(Array.from({ length: LISTS }, (_, list) => listOf(list)));
  const take = async (entries: Iterable<ImportEntry>) => {
    for await (const _batch of importEntries(store, entries, { now, source: 'bench.csv' }));
  };
  return {
    oneByOne: async () => {
      for (const entry of lists.pop()!) await take([entry]);
    },
    atOnce: () => take(lists.pop()!),
    close: () => store.close(),
  };
}
