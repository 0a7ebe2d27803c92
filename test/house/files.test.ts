import { describe, expect, it } from 'vitest';
import { files, read, roomOf } from '../support/sources.ts';

const ROOMS = ['bot', 'commands', 'cards', 'adapters', 'db', 'manifest', 'demo', 'bench'];
const sources = files('.ts').filter((path) => ROOMS.includes(roomOf(path)));
/** Lists of words are data: one line per key. */
const DATA = /^cards\/words\/|^adapters\/tools\/words\//;
const AT_A_SITTING = 300;

describe('files', () => {
  it.each(sources)('%s', (path) => {
    const text = read(path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    expect(name, 'kebab-case').toMatch(/^[a-z0-9]+(-[a-z0-9]+)*(\.config)?\.ts$/);
    if (!DATA.test(path))
      expect(text.split('\n').length, 'at most 300 lines: split by what it does').toBeLessThanOrEqual(AT_A_SITTING);
    expect(text, 'begins with a comment that says what lives here').toMatch(/^(#!.*\n)?\/\*\*/);
    expect(text, 'left for later is written down in an issue').not.toMatch(/\b(TODO|FIXME|XXX)\b/);
  });

  it('name no machine and no download address', () => {
    const foreign = /(^|[^\w.])\/(home|root|work)\/|\/Users\/[a-z]+\/|registry\.npmjs|artifactory|pypi\.org/;
    for (const path of files().filter((file) => /\.(ts|js|json|md|ya?ml|html|css|sql)$|^\.|\.ci\//.test(file))) {
      if (path === 'test/house/files.test.ts') continue;
      expect(foreign.test(read(path)), path).toBe(false);
    }
  });
});
