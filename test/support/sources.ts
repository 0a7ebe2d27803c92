/** The project's own files as text, for rules about the code. Only files that git tracks or would track. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Paths relative to the root with `/` as separator, ending in `ending` (like `.ts`). */
export function files(ending = ''): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const deleted = execFileSync('git', ['ls-files', '--deleted'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
  return listed.split('\n').filter((path) => path !== '' && path.endsWith(ending) && !deleted.includes(path));
}

export const read = (path: string): string => readFileSync(ROOT + path, 'utf8');

/**
 * All imports of a file as written: static, dynamic, re-exported, and type-only, because a type is a dependency too.
 */
export function importsOf(path: string): string[] {
  const text = read(path);
  const found = [
    ...text.matchAll(/^\s*(?:import|export)\s[^;'"]*?from\s+['"]([^'"]+)['"]/gm),
    ...text.matchAll(/^\s*import\s+['"]([^'"]+)['"]/gm),
    ...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g),
    ...text.matchAll(/\brequire\(\s*['"]([^'"]+)['"]\s*\)/g),
  ];
  return found.map((match) => match[1]!);
}

/** The room of a path: its first folder. */
export const roomOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');

/** A relative import as a path from the root; null for packages. */
export function target(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  return new URL(specifier, `file:///${from}`).pathname.slice(1);
}

/**
 * Import cycles among files, including type imports.
 * @param imports from a path to the paths it imports
 * @returns each cycle once, as its path; empty if there is none
 */
export function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const walk = (at: string, way: readonly string[]): void => {
    const start = way.indexOf(at);
    if (start >= 0) found.push([...way.slice(start), at]);
    if (start >= 0 || done.has(at)) return;
    for (const next of imports.get(at) ?? []) walk(next, [...way, at]);
    done.add(at);
  };
  for (const path of imports.keys()) walk(path, []);
  return found;
}
