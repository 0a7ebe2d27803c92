import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scratchDir } from '../support/db.ts';
import { type Running, runMain } from '../support/process.ts';

let scratch: ReturnType<typeof scratchDir>;
let started: Running[] = [];
beforeEach(() => {
  scratch = scratchDir();
});
afterEach(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ ended }) => ended));
  started = [];
  scratch.remove();
});

function main(args: readonly string[], env: Record<string, string> = {}): Running {
  const running = runMain(args, scratch.dir, env);
  started.push(running);
  return running;
}

describe('npm start with nothing configured', () => {
  it('is ready by itself, guards its data, and ends in order', async () => {
    const first = main([], { PORT: '0' });
    const [, url] = await first.printed(/Kanalwacht ist bereit: (http:\/\/127\.0\.0\.1:\d+)/);
    await first.printed(/Beenden mit Strg\+C/);

    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
    const page = await fetch(`${url}/`);
    expect(page.headers.get('content-type')).toContain('text/html');
    const state = (await (await fetch(`${url}/local/state`)).json()) as { people: unknown[]; commands: unknown[] };
    expect(state.people.length).toBeGreaterThan(40);
    expect(state.commands).toContainEqual({ text: '/kanal liste', hint: expect.any(String) });

    const second = await main([], { PORT: '0' }).ended;
    expect(second.code).toBe(75);
    expect(second.err).toContain(`Prozess ${first.child.pid}`);
    const tool = await main(['audit:verify']).ended;
    expect(tool).toMatchObject({ code: 75, signal: null, err: second.err });

    first.child.kill('SIGTERM');
    const { code, out } = await first.ended;
    expect(code).toBe(0);
    expect(out).toContain('Organisation: die Beispielstadt (Stadt Dortmund) gilt jetzt.');
    expect(out).toContain('Slack: aus. Einschalten: SLACK_SIGNING_SECRET und SLACK_BOT_TOKEN setzen');
    expect(out).toContain('Kanalwacht ist beendet.');
    expect(existsSync(join(scratch.dir, 'data', 'kanalwacht.lock'))).toBe(false);

    const chain = await main(['audit:verify']).ended;
    expect([chain.code, chain.out.split('\n')[0]]).toEqual([0, 'Vollständig: 1 Einträge.']);
  });

  it('says when the port is taken, and leaves the data free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { code, err, out } = await main(['--lang', 'en'], { PORT: String(port) }).ended;
    other.close();
    expect([code, out]).toEqual([69, '']);
    expect(err).toContain(`Port ${port} on 127.0.0.1 is taken`);
    expect(existsSync(join(scratch.dir, 'data', 'kanalwacht.lock'))).toBe(false);
  });
});

describe('a faulty configuration', () => {
  const FAULTY = { PORT: 'x', SLACK_BOT_TOKEN: 'verraten', TEAMS_AUTH: 'off', HOST: '0.0.0.0' };

  it.each([[['config:check']], [[]]])(
    'ends %j with 78 and names every fault with the way to the value',
    async (args) => {
      const { code, err, out } = await main(args, FAULTY).ended;
      expect(code).toBe(78);
      for (const name of ['PORT', 'SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN', 'TEAMS_AUTH'])
        expect(err).toContain(`✗ ${name} `);
      expect(err).toContain('Basic Information → App Credentials → Signing Secret');
      expect(err + out).not.toContain('verraten');
      expect(existsSync(join(scratch.dir, 'data'))).toBe(false);
    },
  );

  it('is found when Postgres is not there', async () => {
    const { code, err } = await main([], { DATABASE_URL: 'postgres://u:geheim@127.0.0.1:1/d' }).ended;
    expect(code).toBe(69);
    expect(err).toContain('Die Datenbank antwortet nicht (ECONNREFUSED)');
    expect(err).not.toContain('geheim');
  });
});

describe('the settings', () => {
  it('come from .env too; what the shell says counts more, and empty counts for nothing', async () => {
    writeFileSync(join(scratch.dir, '.env'), 'PORT=4001\nHOST=localhost\nLOG_LEVEL=warn\n');
    const { code, out } = await main(['config:check'], { PORT: '4002', HOST: '' }).ended;
    expect(code).toBe(0);
    expect(out).toMatch(/PORT +4002\n/);
    expect(out).toMatch(/HOST +localhost\n/);
    expect(out).toMatch(/LOG_LEVEL +warn\n/);
  });
});

describe('a wrong call', () => {
  it.each([['frobnicate'], ['--port']])('(%s) ends with 64 and the help', async (word) => {
    const { code, err } = await main([word]).ended;
    expect(code).toBe(64);
    expect(err).toContain('So lässt sich das nicht aufrufen.');
    expect(err).toContain('npm start');
  });
});

describe('package.json', () => {
  it('has a script for every tool that the help names', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    for (const name of ['import', 'organisation', 'audit:verify', 'manifest', 'config:check'])
      expect(scripts[name]).toBe(`tsx bot/main.ts ${name}`);
  });
});
