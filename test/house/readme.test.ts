/** The documents: every room has its README, and whatever a page names is there. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, ROOT, read } from '../support/sources.ts';

const pages = files('.md');
const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts);

describe('documents', () => {
  it.each([
    'bot',
    'commands',
    'cards',
    'adapters',
    'adapters/slack',
    'adapters/teams',
    'adapters/local',
    'db',
    'manifest',
    'demo',
    'bench',
    'test',
  ])('%s says what lives in it', (room) => expect(existsSync(join(ROOT, room, 'README.md'))).toBe(true));

  it.each(pages)('%s points to what is there', (page) => {
    const text = read(page);
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1]!);
    for (const link of links) expect(existsSync(join(ROOT, dirname(page), link)), `${page}: ${link}`).toBe(true);
    const called = [...text.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1]!);
    for (const name of called) expect(scripts, `${page}: npm run ${name}`).toContain(name);
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
