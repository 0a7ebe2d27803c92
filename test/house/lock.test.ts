/**
 * The lock file holds the whole tree, for every machine. npm leaves packages of other platforms out when it writes the file
 * beside a finished node_modules, or when the registry in reach lacks them; then `npm ci` refuses it everywhere.
 */
import { expect, it } from 'vitest';
import { read } from '../support/sources.ts';

type Entry = {
  version?: string;
  resolved?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry> };

/** Where Node would look: beside the package, then further up. */
function isLocked(from: string, name: string): boolean {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    if (packages[`${place === '' ? '' : `${place}/`}node_modules/${name}`]) return true;
    if (place === '') return false;
  }
}

it('has an entry for everything that some entry needs, on whatever platform', () => {
  const missing = Object.entries(packages).flatMap(([from, { dependencies = {}, optionalDependencies = {} }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isLocked(from, name))
      .map((name) => `${from} needs ${name}`),
  );
  expect(missing).toEqual([]);
});

it('names versions and no download addresses', () => {
  const entries = Object.entries(packages).filter(([path]) => path !== '');
  expect(entries.filter(([, { version }]) => version === undefined)).toEqual([]);
  expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

it('has one esbuild, of a version that all who need it take', () => {
  // Two of them make npm 10 ask for a third, because vite names it as an optional peer.
  const all = Object.entries(packages).filter(([path]) => path.endsWith('node_modules/esbuild'));
  expect(all.map(([path]) => path)).toEqual(['node_modules/esbuild']);
});
