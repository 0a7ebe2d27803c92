/** The browser for tests of pages: found, or said to be missing. In CI a missing browser fails instead of being skipped. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { expect, it } from 'vitest';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
// No request of the browser's own leaves the machine: tests prove what our page asks for, not what Chromium does.
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

/** Where Chromium is: `CHROMIUM_PATH` (and then nowhere else), or one of the usual places. */
export const chromiumPath: string | undefined = (wanted ? [wanted] : PLACES).find((path) => existsSync(path));

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath!, args: ARGS });
}

/** To be called in a test file whose suite is skipped without a browser: says so, and in CI fails. */
export function sayIfNoChromium(what: string): void {
  if (chromiumPath !== undefined) return;
  console.warn(`SKIPPED: ${what} needs Chromium. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.`);
  if (process.env.CI === 'true')
    it('finds Chromium', () => expect.unreachable(`CI runs ${what}, but there is no Chromium.`));
}
