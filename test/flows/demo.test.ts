/** `npm run demo` as it is called: every result checked, every scene told, in both languages; a wrong result stops it. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { WORDS } from '../../demo/demo-words.ts';
import { SCENE_PLAN } from '../../demo/scenes/plan.ts';
import { beginning } from '../../demo/stage.ts';
import { CheckFailed, transcript } from '../../demo/transcript.ts';
import { bundled } from '../support/bundle.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Two languages side by side, on a machine that may have other work. */
const MOST = 600_000;

function runDemo(...flags: string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    const args = [bundled('demo/run.ts'), ...flags];
    execFile(process.execPath, args, { cwd: ROOT, timeout: MOST, maxBuffer: 10_000_000 }, (error, text, complaint) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, text: text + complaint });
    });
  });
}

it.concurrent.each(['de', 'en'] as const)('tells and checks the whole story (%s)', { timeout: MOST }, async (lang) => {
  const { code, text } = await runDemo('--lang', lang);
  expect(text).not.toContain('✗');
  expect(code, text.slice(-2000)).toBe(0);
  const headings = SCENE_PLAN.map(({ name }, index) => `${index + 1}. ${WORDS[lang].scenes[name].title}`);
  let at = -1;
  for (const heading of headings) {
    const next = text.indexOf(heading);
    expect(next, heading).toBeGreaterThan(at);
    at = next;
  }
  expect(text).toContain(lang === 'de' ? '51 von 51' : '51 of 51');
  expect(text.match(/^ {2}✓ /gm)?.length).toBe(115);
  // A transcript that runs out of the paper is no transcript; an address stays in one piece.
  const wide = text.split('\n').filter((line) => line.length > 104 && !line.includes('http'));
  expect(wide).toEqual([]);
});

it('begins on the next first Monday in March, at nine in Berlin', () => {
  const begins = (now: string) => beginning(new Date(now)).toISOString();
  expect(begins('2026-11-21T20:00:00Z')).toBe('2027-03-01T08:00:00.000Z');
  expect(begins('2027-03-01T07:59:00Z')).toBe('2027-03-01T08:00:00.000Z');
  expect(begins('2027-03-01T08:00:00Z')).toBe('2028-03-06T08:00:00.000Z');
});

it('says how it is called', async () => {
  expect(await runDemo('--help')).toEqual({ code: 0, text: `${WORDS.de.help}\n` });
});

it('tells what was expected when a result is wrong, and goes no further', () => {
  const lines: string[] = [];
  const page = transcript('de', (line) => lines.push(line));
  page.check('eins ist eins', 1, 1);
  expect(() => page.check('ein Ja zählt', 'Nein', 'Ja')).toThrow(CheckFailed);
  expect(lines).toEqual(['  ✓ eins ist eins', '', '  ✗ ein Ja zählt', '    erwartet: "Ja"', '    gefunden: "Nein"']);
  expect(page.checks).toBe(1);
});
