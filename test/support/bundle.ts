/**
 * The program and the tests' child processes, bundled once per state of the sources. Compiling and loading the SDKs
 * file by file costs three seconds of processor time per start; loading the bundle costs half a second.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/kanalwacht');
const ROOMS = ['bot', 'commands', 'cards', 'adapters', 'db', 'manifest', 'demo', 'test/support'];
const BUILDER = join(ROOT, 'test/support/build-bundle.ts');

/**
 * @param source path of a script, from the root. @returns the bundled script; it is built if the sources have changed
 */
export function bundled(source: string): string {
  const dir = join(CACHE, `bundle-${sourcesHash()}`);
  if (!existsSync(dir)) execFileSync(process.execPath, ['--import', 'tsx', BUILDER, dir]);
  return join(dir, source.replace(/\.ts$/, '.js'));
}

function sourcesHash(): string {
  const hash = createHash('sha256').update(ROOT);
  for (const room of ROOMS) {
    for (const name of readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' }).sort()) {
      if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(ROOT, room, name)));
    }
  }
  hash.update(readFileSync(join(ROOT, 'package-lock.json')));
  return hash.digest('hex').slice(0, 16);
}
