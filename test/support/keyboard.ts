/** A person who uses the local page without a mouse: moves from control to control and answers each. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { Lang } from '../../bot/chat.ts';
import { sayIfKnown } from '../../cards/text.ts';
import type { Answer } from './drivers/hand.ts';
import { optionLabel, type PageAnswers } from './script.ts';

/** Load this into every page used by keyboard. */
export const PAGE_FOCUS = fileURLToPath(new URL('./page-focus.js', import.meta.url));

type Focus = {
  kind: string;
  label: string;
  /** The focused choice. */
  option: string;
  value: string;
  on: boolean;
  inCard: boolean;
};

/** Far more tab stops than any page has. */
const MOST = 400;

export async function focusOf(page: Page): Promise<Focus> {
  return (await page.evaluate('pageFocus()')) as Focus;
}

/** Presses Tab until the focus is on the target. Throws if the whole page does not contain it. */
export async function tabTo(page: Page, what: string, is: (focus: Focus) => boolean): Promise<Focus> {
  const passed: string[] = [];
  for (let stop = 0; stop < MOST; stop++) {
    const focus = await focusOf(page);
    if (is(focus)) return focus;
    passed.push(`${focus.kind} ${focus.label || focus.option}`);
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${what}, only: ${[...new Set(passed)].join(' · ')}`);
}

/** Presses a button of a card. */
export async function pressKey(page: Page, label: string): Promise<void> {
  await tabTo(page, label, (focus) => focus.kind === 'button' && focus.inCard && focus.label.startsWith(label));
  await page.keyboard.press('Enter');
}

/** Writes a line to the bot. */
export async function writeLine(page: Page, text: string): Promise<void> {
  await tabTo(page, 'the message box', ({ kind, inCard }) => kind === 'textarea' && !inCard);
  await page.keyboard.type(text);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
}

/** Switches to a person's workspace by searching for their name. */
export async function becomePerson(page: Page, name: string): Promise<void> {
  await tabTo(page, 'the search for people', ({ kind }) => kind === 'search');
  await page.keyboard.press('Control+A');
  await page.keyboard.type(name);
  await tabTo(page, name, ({ kind, label }) => kind === 'button' && label.startsWith(name));
  await page.keyboard.press('Enter');
}

/** Fills in a form step by keyboard and presses its main button. */
export async function fillByKeyboard(page: Page, answers: PageAnswers, main: string, lang: Lang = 'de'): Promise<void> {
  const open = new Map(Object.entries(answers));
  for (let stop = 0; stop < MOST; stop++) {
    const focus = await focusOf(page);
    if (focus.kind === 'button' && focus.inCard && focus.label === main) break;
    const asked = focus.inCard ? [...open].find(([name]) => isNamed(focus.label, name, lang)) : undefined;
    if (asked && (await answer(page, focus, asked[0], asked[1], lang))) open.delete(asked[0]);
    await page.keyboard.press('Tab');
  }
  if (open.size > 0) throw new Error(`the keyboard did not come to ${[...open.keys()].join(', ')}`);
  await page.keyboard.press('Enter');
}

/** `Zielgruppe (Pflicht)` is the field `targetGroup`. */
function isNamed(label: string, path: string, lang: Lang): boolean {
  return label.replace(/ \([^)]*\)$/, '') === sayIfKnown(lang, `field.${path.split('.').at(-1)}`);
}

/** @returns whether the question is fully answered; each check box is a separate stop */
async function answer(page: Page, focus: Focus, path: string, said: Answer, lang: Lang): Promise<boolean> {
  const field = path.split('.').at(-1)!;
  const words = (value: string) => optionLabel(field, value, lang) ?? value;
  if (focus.kind === 'checkbox') {
    const wanted = (typeof said === 'string' ? [said] : said).map(words);
    if (wanted.includes(focus.option) !== focus.on) await page.keyboard.press('Space');
    return focus.option === wanted.at(-1);
  }
  const text = String(said);
  if (focus.kind === 'radio' || focus.kind === 'select') {
    await choose(page, words(text));
    return true;
  }
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
  return true;
}

/** Moves down the choices until the wanted one is selected. */
async function choose(page: Page, wanted: string): Promise<void> {
  for (let stop = 0; stop < 30; stop++) {
    const { kind, option, on } = await focusOf(page);
    if (option === wanted) {
      if (kind === 'radio' && !on) await page.keyboard.press('Space');
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`there is no choice “${wanted}”`);
}
