/** The documents: every room has its README, and whatever a page names is there. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, ROOT, read } from '../support/sources.ts';

const pages = files('.md');
const tracked = files();
const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts);

/** `bot/main.ts` or `guard.test.ts` in backticks; `<name>` and `*` stand for one part of the path. */
const FILE = /^(?!\/|https?:|dist\/)[\w./<>*-]+\.(?:ts|js|css|html|svg|png|sql|md|ya?ml|csv|json)$/;
/** `bot/incident/` in backticks. */
const FOLDER = /^(?!\/|dist\/)[\w.<>*-][\w./<>*-]*\/$/;

const literally = (text: string) => text.replaceAll(/[.\\^$+?()[\]{}|]/g, '\\$&');

/** Whether a path that a page names is one of ours: from the root, beside the page, or in the page's mirror in `test/`. */
function isOurs(page: string, named: string): boolean {
  const pattern = literally(named).replaceAll(/<[^>]+>|\*/g, '[^/]+');
  return ['', dirname(page), join('test', dirname(page))].some((base) => {
    const start = base === '' || base === '.' ? '' : `${literally(base)}/`;
    const whole = new RegExp(`^${start}${pattern}${named.endsWith('/') ? '' : '$'}`);
    return tracked.some((path) => whole.test(path));
  });
}

/** What stands in backticks outside of blocks of code. */
const quoted = (text: string): string[] =>
  [...text.replaceAll(/^\s*```[\s\S]*?^\s*```/gm, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);

describe('documents', () => {
  it.each([
    'bot',
    'commands',
    'commands/incident',
    'commands/incident/dormant',
    'cards',
    'adapters',
    'adapters/delivery',
    'adapters/directory',
    'adapters/local',
    'adapters/platform',
    'adapters/registry',
    'adapters/slack',
    'adapters/teams',
    'db',
    'manifest',
    'demo',
    'bench',
    'test',
  ])('%s says what lives in it, how to add to it, and what is not allowed', (room) => {
    const text = read(`${room}/README.md`);
    expect(text, 'how to add').toMatch(/\bTo add|How to add/);
    expect(text, 'what is not allowed').toMatch(/\bNot allowed/i);
  });

  it.each(pages)('%s points to what is there', (page) => {
    const text = read(page);
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1]!);
    for (const link of links) expect(existsSync(join(ROOT, dirname(page), link)), `${page}: ${link}`).toBe(true);
    const called = [...text.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1]!);
    for (const name of called) expect(scripts, `${page}: npm run ${name}`).toContain(name);
  });

  it.each(pages)('%s names files and folders that exist', (page) => {
    const named = quoted(read(page)).filter((text) => FILE.test(text) || FOLDER.test(text));
    expect(named.filter((path) => !isOurs(page, path))).toEqual([]);
  });

  it('would notice a file or folder that is gone', () => {
    expect(quoted('see `bot/gone.ts`').filter((text) => FILE.test(text))).toEqual(['bot/gone.ts']);
    expect(isOurs('README.md', 'bot/gone.ts')).toBe(false);
    expect(isOurs('bot/README.md', 'gone/')).toBe(false);
    expect(isOurs('bot/README.md', 'main.ts')).toBe(true);
    expect(isOurs('adapters/slack/README.md', 'guard.test.ts')).toBe(true);
    expect(isOurs('cards/README.md', 'cards/words/*/incident/checklist.ts')).toBe(true);
  });

  it('name every script somewhere', () => {
    const readme = read('README.md');
    const named = readme + read('docs/operating.md');
    const silent = ['start', 'test', 'format', 'db:generate'];
    for (const name of scripts.filter((script) => !silent.includes(script)))
      expect(named, name).toContain(`npm run ${name}`);
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm test');
  });

  it('show the page in the first screen of the README', () => {
    expect(read('README.md').split('\n').slice(0, 15).join('\n')).toContain('](docs/workspace.png)');
  });

  it('give each decision its check, and the check exists', () => {
    const decisions = read('DECISIONS.md')
      .split(/\n- (?=\*\*)/)
      .slice(1);
    expect(decisions.length).toBeGreaterThan(10);
    for (const decision of decisions) {
      const check = /Check: (.+)$/s.exec(decision.split('\n## ')[0]!.trim())?.[1] ?? '';
      const paths = [...check.matchAll(/`((?:test|\.ci)\/[^`]+|\.ci\/run)`/g)].map((match) => match[1]!);
      expect(paths.length, decision.slice(0, 60)).toBeGreaterThan(0);
      for (const path of paths) expect(existsSync(join(ROOT, path)), path).toBe(true);
    }
  });
});
