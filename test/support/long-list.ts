/** A list of channels of any length, the same each time. */
import type { ImportEntry } from '../../bot/registry/import-entry.ts';
import { readRows } from './listed.ts';

export function longList(size: number): ImportEntry[] {
  const rows = Array.from({ length: size }, (_, index) => ({
    line: index + 2,
    cells: { Stelle: 'FB 37', Kanal: `Kanal ${index}`, Adresse: `https://www.facebook.com/long.list.${index}` },
  }));
  return readRows(rows).entries;
}
