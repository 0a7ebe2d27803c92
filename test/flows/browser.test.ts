/** The local workspace on the whole house, in a real browser, by keyboard alone: from the link to the head's Ja. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../db/connect.ts';
import { chromiumPath, launchChromium, sayIfNoChromium } from '../support/chromium.ts';
import { freshStore } from '../support/db.ts';
import { becomePerson, fillByKeyboard, PAGE_FOCUS, pressKey, writeLine } from '../support/keyboard.ts';
import { answersFor, entryOf } from '../support/script.ts';
import { type City, openCity } from '../support/story.ts';

sayIfNoChromium('a registration in the local workspace');

const PAGE_CHECKS = fileURLToPath(new URL('../support/page-checks.js', import.meta.url));
const DESKTOP = { width: 1300, height: 850 };
const PHONE = { width: 390, height: 844 };
const CLERK = 'Sachbearbeitung Öffentlichkeitsarbeit Kulturbetriebe';
const COLLEAGUE = 'Sachbearbeitung Öffentlichkeitsarbeit Stadt- und Landesbibliothek';
const HEAD = 'Leitung Kulturbetriebe';

describe.skipIf(chromiumPath === undefined)('by keyboard in the browser', () => {
  let store: Store;
  let city: City;
  let browser: Browser;
  let desktop: BrowserContext;
  let page: Page;
  const noise: string[] = [];
  const pictures = mkdtempSync(join(tmpdir(), 'kanalwacht-pictures-'));

  const openAt = async (size: typeof DESKTOP): Promise<BrowserContext> => {
    const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
    await context.addInitScript({ path: PAGE_CHECKS });
    await context.addInitScript({ path: PAGE_FOCUS });
    return context;
  };
  /** What stands on the page now, at both sizes: nothing cut off, everything named and readable; and a picture of it. */
  const look = async (name: string): Promise<void> => {
    const phone = await openAt(PHONE);
    const small = await phone.newPage();
    await small.goto(page.url());
    await small.locator('.card').last().waitFor();
    for (const [size, shown] of [
      ['1300x850', page],
      ['390x844', small],
    ] as const) {
      await shown.screenshot({ path: join(pictures, `${name}-${size}.png`) });
      for (const check of ['cutOff', 'nameless', 'lowContrast']) {
        expect(await shown.evaluate(`pageChecks.${check}()`), `${name} at ${size}: ${check}`).toEqual([]);
      }
      expect(await shown.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
    await phone.close();
  };
  const step = (title: string) => page.locator('.card', { hasText: title }).last().waitFor();

  beforeAll(async () => {
    store = await freshStore();
    city = await openCity({ store, chats: ['local'] });
    city.app.worker.start();
    browser = await launchChromium();
    desktop = await openAt(DESKTOP);
    page = await desktop.newPage();
    page.on('pageerror', (error) => noise.push(error.message));
    page.on('console', (message) => void (message.type() === 'error' && noise.push(message.text())));
    await page.goto(city.url);
    await page.getByRole('button', { name: CLERK }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await city?.close();
    await store?.close();
  });

  it('a clerk finds their workspace and begins with a link', async () => {
    await becomePerson(page, CLERK);
    await page.getByRole('combobox', { name: 'Nachricht an Kanalwacht' }).waitFor();
    await writeLine(page, '/channel register https://www.facebook.com/KulturDortmund');
    await step('Schritt 1 von');
    await look('form');
  });

  it('fills in every step, and finds the one that lacks something', async () => {
    const answers = answersFor('de', [CLERK, COLLEAGUE]);
    await fillByKeyboard(page, answers.channel, 'Weiter');
    await step('Schritt 2 von');
    await fillByKeyboard(page, answers.operation, 'Weiter');
    await page.getByText('Diese Angabe fehlt noch.').waitFor();
    await look('problem');
    // The focus stands in the field that lacks it.
    await page.keyboard.type(String(answers.moderation.moderation));
    await fillByKeyboard(page, {}, 'Weiter');
    await step('Schritt 3 von');
    await fillByKeyboard(page, answers.law, 'Weiter');
    await step('Schritt 4 von');
    await fillByKeyboard(page, answers.security, 'Weiter');
    for (const [entry, person] of answers.persons.entries()) {
      await step(`Person ${entry + 1} von 2`);
      await fillByKeyboard(page, entryOf(person, entry), 'Weiter');
    }
    await step('3. Begründung und Anlagen');
    await fillByKeyboard(page, answers.reasons, 'Weiter');
    await step('Alle Angaben sind vollständig');
    await look('review');
  });

  it('submits after being asked', async () => {
    await pressKey(page, 'Antrag einreichen');
    await step('Soll der Beteiligungsprozess beginnen?');
    await pressKey(page, 'Ja, einreichen');
    await page
      .getByText(/Ihr Antrag SN-\d{4}-0001-v1 ist eingereicht/)
      .first()
      .waitFor();
    await step('Stand: bei der Leitung');
    await look('receipt');
  });

  it('the head decides, and the clerk reads it', async () => {
    await becomePerson(page, HEAD);
    await step('Antragsteller*in');
    await look('decision');
    await pressKey(page, 'Ja');
    await page
      .getByText(/Leitung: Ja – Leitung Kulturbetriebe/)
      .first()
      .waitFor();
    await becomePerson(page, CLERK);
    await step('Stand: in Beteiligung');
    await page
      .getByText(/Leitung: Ja – Leitung Kulturbetriebe/)
      .first()
      .waitFor();
    await look('overview');
    expect(noise).toEqual([]);
    expect(city.takeLines()).toEqual([]);
    console.log(`pictures of the local workspace: ${pictures}`);
  });
});
