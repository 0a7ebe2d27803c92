/** A registry of its own for importing lists. Each list is imported once, so every round meets only new channels. */
import type { Organisation } from '../bot/organisation/organisation.ts';
import { type ImportEntry, readRows } from '../bot/registry/import.ts';
import { importEntries } from '../commands/registry/import.ts';
import { openPglite } from '../db/connect.ts';
import { applyOrganisation } from '../db/organisation/organisation.ts';

export const LIST = 1000;
/** One list per round of both ways, including warm-up. */
const LISTS = 16;

function listOf(list: number): ImportEntry[] {
  const rows = Array.from({ length: LIST }, (_, index) => ({
    line: index + 2,
    cells: {
      Stelle: 'Kulturbetriebe',
      Medium: 'Facebook',
      Kanal: `Bezirk ${index}`,
      Adresse: `https://www.facebook.com/list${list}.district${index}`,
      Administration: '2',
      'Vorkehrung Inhalt': '4-Augen-Prinzip',
    },
  }));
  return readRows(rows).entries;
}

/** A database of its own: the other figures insert channels with numbers that no counter knows. */
export async function openRegistry(organisation: Organisation, now: Date) {
  const store = await openPglite();
  await store.db.transaction((tx) => applyOrganisation(tx, organisation, now));
  const lists = Array.from({ length: LISTS }, (_, list) => listOf(list));
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
