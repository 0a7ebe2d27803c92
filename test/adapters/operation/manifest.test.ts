import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manifestTool } from '../../../adapters/operation/manifest.ts';
import { scratchDir } from '../../support/db.ts';
import { callTool } from '../../support/tools.ts';

const GUID = '11111111-2222-3333-4444-555555555555';
type Details = { host: string; appId: string; developer: string; website: string };

let scratch: ReturnType<typeof scratchDir>;
let made: Details[];
beforeEach(() => {
  scratch = scratchDir();
  made = [];
});
afterEach(() => scratch.remove());

const write = (argv: string[], env: Record<string, string> = {}) => {
  const teams = (details: Details) => {
    made.push(details);
    return new Uint8Array([1, 2, 3]);
  };
  const tool = manifestTool({ makers: { slack: (host) => ({ host }), teams, commands: () => '# Commands' }, env });
  return callTool(tool, ...argv, '--out', join(scratch.dir, 'out'));
};

describe('manifest', () => {
  it('writes all three, with what was said', async () => {
    const argv = [
      '--host',
      'bot.example.org',
      '--app-id',
      GUID,
      '--developer',
      'Stadt',
      '--website',
      'https://example.org',
    ];
    const { code, out } = await write(argv);
    expect(code).toBe(0);
    expect(readdirSync(join(scratch.dir, 'out')).sort()).toEqual(['commands.md', 'kanalwacht-teams.zip', 'slack.json']);
    expect(JSON.parse(readFileSync(join(scratch.dir, 'out', 'slack.json'), 'utf8'))).toEqual({
      host: 'bot.example.org',
    });
    expect(made).toEqual([
      { host: 'bot.example.org', appId: GUID, developer: 'Stadt', website: 'https://example.org' },
    ]);
    expect(out).not.toContain('Platzhalter');
  });

  it('takes host and app id from the environment', async () => {
    const { code } = await write([], { PUBLIC_URL: 'https://bot.example.org/', TEAMS_APP_ID: GUID });
    expect(code).toBe(0);
    expect(made).toEqual([
      { host: 'bot.example.org', appId: GUID, developer: 'Stadtverwaltung', website: 'https://bot.example.org' },
    ]);
  });

  it('says that an app id is missing', async () => {
    const { code, out } = await write(['--host', 'bot.example.org']);
    expect(code).toBe(0);
    expect(out).toContain('Platzhalter-ID 00000000-0000-0000-0000-000000000000');
  });

  it.each([
    ['no host', []],
    ['an address for a host', ['--host', 'https://bot.example.org/']],
    ['a bare word', ['--host', 'localhost']],
    ['a wrong id', ['--host', 'bot.example.org', '--app-id', '42']],
    ['a long name', ['--host', 'bot.example.org', '--developer', 'x'.repeat(33)]],
    ['a page without encryption', ['--host', 'bot.example.org', '--website', 'http://example.org']],
  ])('refuses %s', async (_what, argv) => {
    const { code, err } = await write(argv);
    expect(code).toBe(64);
    expect(err).toContain('npm run manifest');
    expect(made).toEqual([]);
  });
});
