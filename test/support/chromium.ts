/**
 * The browser for page tests: found, or reported as missing. In CI a missing browser fails instead of being skipped.
 */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { expect, it } from 'vitest';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
// No request of the browser's own leaves the machine: the tests check what our page requests.
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const wanted = process.env.CHROMIUM_PATH;

/** Path of Chromium: `CHROMIUM_PATH` only, if set, else one of the usual places. */
export const chromiumPath: string | undefined = (wanted ? [wanted] : PLACES).find((path) => existsSync(path));

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath!, args: ARGS });
}

/** Call it in test files that are skipped without a browser: it says so, and fails in CI. */
export function sayIfNoChromium(what: string): void {
  if (chromiumPath !== undefined) return;
  console.warn(`SKIPPED: ${what} needs Chromium. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.`);
  if (process.env.CI === 'true')
    it('finds Chromium', () => expect.unreachable(`CI runs ${what}, but there is no Chromium.`));
}
