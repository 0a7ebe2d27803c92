/** What a long list costs: memory that does not grow with it, and nothing at all where it is too long. */
import { openSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fileAt, openList } from '../../../adapters/registry/list-file.ts';
import { startChild } from '../../support/child.ts';
import { scratchDir } from '../../support/db.ts';

const scratch = scratchDir();
afterAll(scratch.remove);

function longFile(rows: number): string {
  const path = join(scratch.dir, `list-${rows}.csv`);
  const file = openSync(path, 'w');
  writeSync(file, 'Stelle;Medium;Kanal;Adresse;Bemerkung\n');
  for (let from = 0; from < rows; from += 1000) {
    const lines = Array.from({ length: Math.min(1000, rows - from) }, (_, index) => {
      const id = from + index;
      return `FB 37;Facebook;Kanal ${id};https://www.facebook.com/long.list.${id};${'so etwas steht in Listen '.repeat(6)}\n`;
    });
    writeSync(file, lines.join(''));
  }
  return path;
}

async function peak(rows: number): Promise<number> {
  const child = startChild('child-listing.ts', longFile(rows));
  const line = await child.line('read');
  expect(line).toContain(`read ${rows} `);
  return Number(/peak (\d+)/.exec(line)![1]);
}

// Held as a whole, 50,000 rows took 145 MB more than 1,000.
it('reads 50,000 rows of CSV with hardly more memory than 1,000', async () => {
  const [short, long] = [await peak(1000), await peak(50_000)];
  expect(long - short).toBeLessThan(72);
}, 180_000);

it('refuses a file of 100 MB before it reads any of it', async () => {
  const path = join(scratch.dir, 'large.csv');
  openSync(path, 'w');
  truncateSync(path, 100 * 1024 * 1024);
  const list = await openList({
    ...fileAt(path),
    bytes: () => {
      throw new Error('it was read');
    },
  });
  const readings = [];
  for await (const reading of list.readings()) readings.push(reading);
  expect(readings).toMatchObject([{ entries: [], errors: [{ reason: 'list-too-big' }] }]);
});
