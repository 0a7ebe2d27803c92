/** The local workspace in a real browser: somebody is marked as gone on the page, the manager acts on the card, a month goes by. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wallTime } from '../../bot/time/calendar.ts';
import { say } from '../../cards/text.ts';
import type { Store } from '../../db/connect.ts';
import { chromiumPath, launchChromium, sayIfNoChromium } from '../support/chromium.ts';
import { freshStore, scratchDir } from '../support/db.ts';
import { LEAVER, MANAGER, registered } from '../support/leavers.ts';
import { type City, openCity } from '../support/story.ts';

sayIfNoChromium('a leaver in the local workspace');

const PAGE_CHECKS = join(import.meta.dirname, '../support/page-checks.js');
const DESKTOP = { width: 1300, height: 850 };
const PHONE = { width: 390, height: 844 };

describe.skipIf(chromiumPath === undefined)('somebody leaves, on the page', () => {
  const scratch = scratchDir();
  const noise: string[] = [];
  let store: Store;
  let city: City;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    store = await freshStore();
    const begin = wallTime('2026-11-24', '10:00');
    city = await openCity({ store, chats: ['local'], begin, clockFile: join(scratch.dir, 'clock.json') });
    city.app.worker.start();
    await registered(store, begin, [{ person: LEAVER, role: 'administrator' }]);
    browser = await launchChromium();
    const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: 'reduce' });
    await context.addInitScript({ path: PAGE_CHECKS });
    page = await context.newPage();
    page.on('pageerror', (error) => noise.push(error.message));
    page.on('console', (message) => void (message.type() === 'error' && noise.push(message.text())));
    await page.goto(city.url);
  });
  afterAll(async () => {
    await browser?.close();
    await city?.close();
    await store?.close();
    scratch.remove();
  });

  const nameOf = (ref: string) => city.organisation.people.find(({ id }) => id === ref)!.name;
  const card = (text: string | RegExp) => page.locator('.card', { hasText: text });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const become = async (ref: string) => {
    await page.locator('#search').fill(nameOf(ref));
    await page.locator(`[data-person="${ref}"]`).click();
    await page.locator(`[data-person="${ref}"][aria-current]`).waitFor();
  };
  /** Nothing is cut off, nameless or hard to read, on a desk and in a hand. */
  const look = async (what: string) => {
    for (const size of [PHONE, DESKTOP]) {
      await page.setViewportSize(size);
      for (const check of ['cutOff', 'nameless', 'lowContrast'])
        expect(await page.evaluate(`pageChecks.${check}()`), `${what} at ${size.width}: ${check}`).toEqual([]);
    }
  };

  it('the directory marks them, and the manager’s card appears with its buttons', async () => {
    await become(MANAGER);
    await button('Verzeichnis').click();
    await page.locator('#directory-search').fill(nameOf(LEAVER));
    await button(`${nameOf(LEAVER)}: Als ausgeschieden markieren`).click();
    await page
      .getByText(`${nameOf(LEAVER)} ist jetzt als ausgeschieden markiert.`)
      .first()
      .waitFor();
    await button('Schließen').click();
    const own = card(`Weggangsfall: ${nameOf(LEAVER)}`);
    await own.getByText('Gemeldet durch').waitFor();
    await own.getByRole('button', { name: /^Rechte entzogen/ }).waitFor();
    await own.getByRole('button', { name: /^Antrag erneut stellen/ }).waitFor();
    expect(await own.count()).toBe(1);
    await card(say('de')('leaver.alarm.title')).waitFor();
    await look('the case');
  });

  it('the manager has removed the rights, and is asked whether it is so', async () => {
    const own = card(`Weggangsfall: ${nameOf(LEAVER)}`);
    await own.getByRole('button', { name: /^Rechte entzogen/ }).click();
    await own.getByText('Haben Sie die Rechte im Netzwerk selbst entzogen?').waitFor();
    await look('the question');
    await own.getByRole('button', { name: 'Ja', exact: true }).click();
    await own.getByText(`Rechte entzogen: ${nameOf(MANAGER)}`).waitFor();
    // A second person has to look: their card has the button, the manager's has not.
    expect(await own.getByRole('button', { name: /^Als zweite Person/ }).count()).toBe(0);
    await become('leitung-dortmund-agentur');
    await own.getByRole('button', { name: /^Als zweite Person/ }).waitFor();
  });

  it('a month later it has been chased, and the head reads the digest', async () => {
    await become('leitung-kulturbetriebe');
    await page.getByRole('button', { name: 'Nächster Monat' }).click();
    await page.getByText('Die Uhr steht jetzt auf').first().waitFor();
    expect(await page.locator('#date').textContent()).toContain('1. Dezember 2026');
    const digest = card('Ihr Überblick im Dezember 2026');
    await digest.getByText('Kanäle mit weniger als zwei Administrator*innen').waitFor();
    expect(await digest.count()).toBe(1);
    await look('the digest');
    await become(MANAGER);
    await card('Dritte Erinnerung').waitFor();
    expect(noise).toEqual([]);
    expect(city.takeLines()).toEqual([]);
  });
});
