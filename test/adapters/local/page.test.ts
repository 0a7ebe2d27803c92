import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Card, Input, Node } from '../../../cards/node.ts';
import { chromiumPath, launchChromium, sayIfNoChromium } from '../../support/chromium.ts';
import {
  CLERK,
  dmOf,
  HEAD,
  makeCard,
  makePerson,
  makeWorkspace,
  type Serving,
  SHARED,
  serveLocal,
  type Workspace,
} from '../../support/local-workspace.ts';

sayIfNoChromium('the page of the local workspace');

const PAGE_CHECKS = fileURLToPath(new URL('../../support/page-checks.js', import.meta.url));
const DM = dmOf(CLERK);
const DESKTOP = { width: 1300, height: 850 };
const PHONE = { width: 390, height: 844 };

const field = (overrides: Partial<Extract<Input, { kind: 'line' }>> = {}): Input => ({
  kind: 'line',
  name: 'name',
  label: 'Name des Auftritts',
  required: true,
  max: 200,
  ...overrides,
});
const actions = (...labels: string[]): Node => ({
  kind: 'actions',
  buttons: labels.map((label) => ({ label, do: 'press', args: { label } })),
});

const isFocused = async (part: Locator): Promise<boolean> =>
  (await part.and(part.page().locator(':focus')).count()) === 1;

/** A card with everything a card can have. */
function makeFullCard(overrides: Partial<Card> = {}): Card {
  const options = ['Facebook', 'Instagram', 'Mastodon'].map((label) => ({ value: label.toLowerCase(), label }));
  return makeCard({
    title: 'Kanal anmelden: Öffentlichkeitsarbeit der Kulturbetriebe der Stadt Dortmund',
    form: {
      submit: { label: 'Weiter', do: 'next' },
      others: [
        { label: 'Zurück', do: 'back' },
        { label: 'Für später speichern', do: 'save' },
      ],
    },
    nodes: [
      { kind: 'note', text: 'Schritt 2 von 5' },
      { kind: 'banner', tone: 'warning', text: 'Eine Angabe fehlt noch.' },
      { kind: 'banner', tone: 'danger', text: 'Der Kanal ist ungeschützt.' },
      { kind: 'banner', tone: 'good', text: 'Alle Voten liegen vor.' },
      { kind: 'banner', tone: 'info', text: 'Stand: in Beteiligung' },
      field({ problem: 'Diese Angabe fehlt noch.', hint: 'So, wie ihn Besucher*innen lesen.' }),
      { kind: 'area', name: 'purpose', label: 'Zweck', required: false, max: 2000 },
      { kind: 'number', name: 'count', label: 'Anzahl', required: false },
      { kind: 'date', name: 'until', label: 'Befristet bis', required: false },
      { kind: 'choice', name: 'platform', label: 'Netzwerk', required: true, options, problem: 'Bitte wählen Sie.' },
      { kind: 'choices', name: 'rights', label: 'Rechte', required: false, options },
      {
        kind: 'person',
        name: 'who',
        label: 'Administrator*in',
        required: true,
        options: [{ value: HEAD, label: 'Leitung Kulturbetriebe' }],
        value: HEAD,
      },
      {
        kind: 'fold',
        id: 'more',
        title: 'Weitere Angaben',
        open: true,
        nodes: [field({ name: 'topic', label: 'Thema', required: false })],
      },
      {
        kind: 'facts',
        facts: [{ label: 'Adresse', value: 'https://www.facebook.com/stadt_dortmund.kulturbetriebe.veranstaltungen' }],
      },
      { kind: 'facts', facts: [{ label: '*Stern* und _Strich_', value: 'C:\\Pfad' }] },
      {
        kind: 'table',
        columns: ['Leitung', 'FB 3', 'Datenschutz', 'IT-Sicherheit', 'FB 11', 'Personalrat'],
        rows: [['✅ Ja', '⏳ in Bearbeitung', '⛔ Nein', '✅ Ja', '⏳ in Bearbeitung', '⏳ in Bearbeitung']],
      },
      { kind: 'table', columns: ['Stelle', 'Votum'], rows: [['FB 3', 'Ja']] },
      {
        kind: 'item',
        title: 'Museum Ostwall',
        text: 'Instagram, veröffentlicht',
        buttons: [{ label: 'Öffnen', do: 'show' }],
      },
      {
        kind: 'item',
        title: 'Zoo Dortmund',
        text: 'YouTube',
        buttons: [
          { label: 'Öffnen', do: 'show' },
          { label: 'Abmelden', do: 'close' },
        ],
      },
      { kind: 'link', text: 'Zum Kanal', url: 'https://www.dortmund.de/' },
      {
        kind: 'actions',
        buttons: [
          {
            label: 'Ablehnen',
            do: 'no',
            style: 'danger',
            confirm: { title: 'Ablehnen?', text: 'Für immer.', yes: 'Ja, ablehnen', no: 'Nein' },
          },
        ],
      },
    ],
    ...overrides,
  });
}

describe.skipIf(chromiumPath === undefined)('the page of the local workspace', () => {
  let browser: Browser;
  let context: BrowserContext | undefined;
  let serving: Serving | undefined;
  let noise: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    await context?.close();
    await serving?.close();
    // Every test proves it: no fault in the page, nothing that the content security policy had to stop.
    expect(noise).toEqual([]);
  });

  type Opened = { workspace: Workspace; page: Page; url: string };
  async function open(
    how: { workspace?: Workspace; size?: typeof PHONE; at?: string; dark?: boolean } = {},
  ): Promise<Opened> {
    const workspace = how.workspace ?? makeWorkspace();
    serving = await serveLocal(workspace.deps);
    const scheme = how.dark ? 'dark' : 'light';
    context = await browser.newContext({ viewport: how.size ?? DESKTOP, colorScheme: scheme, reducedMotion: 'reduce' });
    await context.addInitScript({ path: PAGE_CHECKS });
    const page = await context.newPage();
    noise = [];
    page.on('pageerror', (error) => noise.push(error.message));
    page.on('console', (message) => {
      // What a test breaks on purpose shows up as a failed request, and nowhere else.
      if (message.type() === 'error' && !/Failed to load resource|ERR_/.test(message.text()))
        noise.push(message.text());
    });
    const at = how.at ?? `person=${CLERK}`;
    await page.goto(`${serving.url}/#${at}`);
    await page
      .locator(at === '' ? '.empty' : '#room-note:not(:empty)')
      .first()
      .waitFor();
    return { workspace, page, url: serving.url };
  }
  /** Opens the clerk's chat with one card in it. */
  async function openCard(
    card: Card,
    how: Parameters<typeof open>[0] = {},
  ): Promise<Opened & { card: Locator; message: string }> {
    const workspace = how.workspace ?? makeWorkspace();
    const message = await workspace.deps.addMessage({ room: DM, author: 'bot', card });
    const opened = await open({ ...how, workspace });
    const shown = opened.page.locator(`#message-${message} .card`);
    await shown.waitFor();
    return { ...opened, card: shown, message };
  }

  it('switches between people and rooms, shows what is unread, and finds its place again after a reload', async () => {
    const workspace = makeWorkspace();
    await workspace.deps.addMessage({ room: SHARED, author: HEAD, text: 'Guten Morgen' });
    const { page } = await open({ workspace, at: '' });
    const clerk = page.getByRole('button', { name: /^Sachbearbeitung Kulturbetriebe/ });
    await expect.poll(() => clerk.textContent()).toMatch(/1 ungelesen/);
    await page.locator('#search').fill('leitung kultur');
    await expect.poll(() => page.locator('.person').count()).toBe(1);
    await page.locator('#search').fill('');
    await clerk.click();
    await page.getByRole('heading', { name: 'Kanalwacht', level: 1 }).waitFor();
    expect(await page.locator('.room').allTextContents()).toMatchObject(
      [/^KanalwachtPersönlicher Chat/, /^#Kulturbetriebe1/].map((pattern) => expect.stringMatching(pattern)),
    );
    await page.getByRole('button', { name: 'Kulturbetriebe 1 ungelesen', exact: true }).click();
    await page.getByText('Guten Morgen').waitFor();
    await expect.poll(() => clerk.textContent()).not.toMatch(/ungelesen/);
    expect(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('room')).toBe(SHARED);
    await page.reload();
    await page.getByText('Guten Morgen').waitFor();
    expect(await clerk.getAttribute('aria-current')).toBe('true');
    expect(await page.title()).toBe('Kulturbetriebe – Sachbearbeitung Kulturbetriebe – Kanalwacht');
  });

  it.each([1300, 1000, 390])('breaks no word of a name beside what is unread, %i pixels wide', async (width) => {
    const long = { id: 'datenschutz', name: 'Stellvertretung Datenschutzbeauftragte*r' };
    const workspace = makeWorkspace([makePerson(), makePerson(long)]);
    for (let n = 0; n < 12; n++)
      await workspace.deps.addMessage({ room: dmOf(long.id), author: 'bot', text: 'Guten Tag' });
    const { page } = await open({ workspace, size: { width, height: 844 } });
    if (width === PHONE.width) await page.locator('#side-button').click();
    const button = page.locator(`[data-person=${long.id}]`);
    await expect.poll(() => button.textContent()).toMatch(/12 ungelesen/);
    expect(await page.evaluate('pageChecks.brokenWords()')).toEqual([]);
    expect(await page.evaluate('pageChecks.cutOff()')).toEqual([]);
  });

  it('completes commands by keyboard, German aliases too, and shows the answer', async () => {
    const { page, workspace } = await open();
    workspace.answer(() => ({ kind: 'card', card: makeCard({ title: 'Ihre Kanäle' }), replace: false }));
    const box = page.getByRole('combobox', { name: 'Nachricht an Kanalwacht' });
    await box.fill('/kan');
    const options = page.getByRole('option');
    expect(await options.allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining('/kanal anmelden')]),
    );
    await box.press('ArrowDown');
    expect(await page.locator('[aria-selected=true]').textContent()).toContain('/kanal liste');
    expect(await box.getAttribute('aria-activedescendant')).toBe(
      await page.locator('[aria-selected=true]').getAttribute('id'),
    );
    await box.press('Tab');
    expect(await box.inputValue()).toBe('/kanal liste ');
    expect(await options.count()).toBe(0);
    await box.press('Enter');
    await page.getByRole('heading', { name: 'Ihre Kanäle' }).waitFor();
    expect(workspace.handled).toMatchObject([{ do: { kind: 'say', text: '/kanal liste' } }]);
    expect(await box.inputValue()).toBe('');
    // Escape closes the list; then Enter sends what was typed as it is.
    await box.fill('/h');
    await box.press('Escape');
    await box.press('Enter');
    await expect.poll(() => workspace.handled.length).toBe(2);
  });

  it('steps in place: problem at its field, everything typed still there, focus where it goes on', async () => {
    const first = makeFullCard({
      nodes: [
        field(),
        {
          kind: 'fold',
          id: 'more',
          title: 'Weitere Angaben',
          open: false,
          nodes: [field({ name: 'topic', label: 'Thema', value: 'Kultur' })],
        },
        { kind: 'area', name: 'purpose', label: 'Zweck', required: false, max: 2000, value: 'alt' },
      ],
    });
    const { page, workspace, card, message } = await openCard(first);
    workspace.answer(({ do: asked }) => {
      const typed = asked.kind === 'press' ? String(asked.inputs.name) : '';
      const nodes: Node[] =
        typed === ''
          ? [field({ problem: 'Diese Angabe fehlt noch.', hint: 'Hilfe' })]
          : [{ kind: 'text', text: `Danke, ${typed}` }];
      return { kind: 'card', replace: true, card: makeFullCard({ nodes }) };
    });
    await card.getByLabel('Zweck').fill('');
    await card.getByRole('button', { name: 'Weiter', exact: true }).click();
    const name = card.getByLabel('Name des Auftritts (Pflicht)');
    await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true');
    // Hidden inputs count, emptied ones are said to be empty.
    expect(workspace.handled[0]?.do).toMatchObject({
      name: 'next',
      inputs: { name: '', topic: 'Kultur', purpose: '' },
    });
    expect(await isFocused(name)).toBe(true);
    const ids = ((await name.getAttribute('aria-describedby')) ?? '').split(' ');
    const described = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()));
    expect(described).toEqual(['⚠ Diese Angabe fehlt noch.', 'Hilfe']);
    await name.fill('Kultur in Dortmund');
    await card.getByRole('button', { name: 'Weiter', exact: true }).press('Enter');
    await card.getByText('Danke, Kultur in Dortmund').waitFor();
    expect(workspace.messages.map((one) => one.id)).toEqual([message]);
    await expect.poll(() => isFocused(card)).toBe(true);
  });

  it('lets somebody type into the next step while the answer of the click is still on its way', async () => {
    const step = (n: number) => makeFullCard({ nodes: [field({ name: `field${n}`, label: `Schritt ${n}` })] });
    const { page, workspace, card } = await openCard(step(1));
    workspace.answer(() => ({ kind: 'card', replace: true, card: step(2) }));
    let arrive = () => {};
    const held = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await page.route(
      '**/local/press',
      async (route) => {
        const response = await route.fetch();
        await held;
        await route.fulfill({ response });
      },
      { times: 1 },
    );
    await card.getByLabel('Schritt 1').fill('gesendet');
    await card.getByRole('button', { name: 'Weiter', exact: true }).click();
    const second = card.getByLabel('Schritt 2');
    await second.fill('schon getippt');
    const answered = page.waitForResponse('**/local/press');
    arrive();
    await answered;
    // The state that is asked for after the answer has been drawn.
    await workspace.deps.addMessage({ room: DM, author: 'bot', text: 'Danach' });
    await page.locator('.said', { hasText: 'Danach' }).waitFor();
    expect(await isFocused(second)).toBe(true);
    await page.reload();
    await expect.poll(() => second.inputValue()).toBe('schon getippt');
  });

  it('folds open and shut, and says so', async () => {
    const { card } = await openCard(
      makeCard({
        nodes: [
          {
            kind: 'fold',
            id: 'more',
            title: 'Weitere Angaben',
            open: false,
            nodes: [{ kind: 'text', text: 'Geheim' }],
          },
        ],
      }),
    );
    const toggle = card.getByRole('button', { name: /Weitere Angaben/ });
    expect(await toggle.getAttribute('aria-expanded')).toBe('false');
    expect(await card.getByText('Geheim').isVisible()).toBe(false);
    await toggle.click();
    expect(await card.getByText('Geheim').isVisible()).toBe(true);
    await expect.poll(() => toggle.getAttribute('aria-expanded')).toBe('true');
  });

  it('asks before it does what can not be undone', async () => {
    const confirm = {
      title: 'Wirklich?',
      text: 'Das lässt sich nicht zurücknehmen.',
      yes: 'Ja, einreichen',
      no: 'Nein',
    };
    const { card, workspace } = await openCard(
      makeCard({
        nodes: [
          field({ value: 'Kultur' }),
          { kind: 'actions', buttons: [{ label: 'Einreichen', do: 'submit', confirm }] },
        ],
      }),
    );
    await card.getByRole('button', { name: 'Einreichen', exact: true }).click();
    await card.getByText('Das lässt sich nicht zurücknehmen.').waitFor();
    expect(workspace.handled).toEqual([]);
    await card.getByRole('button', { name: 'Ja, einreichen' }).click();
    await expect
      .poll(() => workspace.handled.map((one) => one.do))
      .toMatchObject([{ name: 'submit', inputs: { name: 'Kultur' } }]);
  });

  it('shows progress, takes a double click as one, and puts the notice where it stays', async () => {
    const { page, card, workspace } = await openCard(makeCard({ nodes: [actions('Ja', 'Nein')] }));
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    workspace.answer(async () => {
      await finished;
      return { kind: 'notice', text: 'Ihr Votum ist gespeichert.', tone: 'good' };
    });
    const yes = card.getByRole('button', { name: 'Ja' });
    await yes.dblclick();
    await expect.poll(() => yes.getAttribute('aria-disabled')).toBe('true');
    await card.getByRole('button', { name: 'Nein' }).click();
    finish();
    await page.locator('.toast', { hasText: 'Ihr Votum ist gespeichert.' }).waitFor();
    await page.locator('.said', { hasText: 'Ihr Votum ist gespeichert.' }).waitFor();
    await expect.poll(() => page.locator('#live').textContent()).toContain('Ihr Votum ist gespeichert.');
    expect(await yes.getAttribute('aria-disabled')).toBeNull();
    expect(workspace.handled).toHaveLength(1);
  });

  it('says clearly what went wrong, keeps what was typed, and a retry is the same click', async () => {
    const { page, card, workspace } = await openCard(makeCard({ nodes: [field(), actions('Weiter')] }));
    await page.route('**/local/press', (route) => route.abort(), { times: 1 });
    await card.getByLabel('Name des Auftritts').fill('Kultur');
    await card.getByRole('button', { name: 'Weiter' }).click();
    const alert = card.getByRole('alert');
    await expect.poll(() => alert.textContent()).toMatch(/antwortet nicht.*Eingaben sind noch da/);
    expect(await card.getByLabel('Name des Auftritts').inputValue()).toBe('Kultur');
    // The request arrives, its answer gets lost: the second try must not do it twice.
    await page.route(
      '**/local/press',
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await card.getByRole('button', { name: 'Weiter' }).click();
    await expect.poll(() => workspace.handled.length).toBe(1);
    await expect.poll(() => alert.isVisible()).toBe(true);
    await card.getByRole('button', { name: 'Weiter' }).click();
    await expect.poll(() => alert.isVisible()).toBe(false);
    expect(workspace.handled).toHaveLength(1);

    const box = page.getByRole('combobox', { name: /Nachricht/ });
    await page.route('**/local/say', (route) => route.abort(), { times: 1 });
    await box.fill('/channel list');
    await page.getByRole('button', { name: 'Senden' }).click();
    await expect.poll(() => page.locator('#compose-error').textContent()).toMatch(/antwortet nicht/);
    expect(await box.inputValue()).toBe('/channel list');
    await box.fill('x'.repeat(5000));
    await box.press('Enter');
    await expect.poll(() => page.locator('#compose-error').textContent()).toMatch(/höchstens 4000 Zeichen/);
    expect((await box.inputValue()).length).toBe(5000);
  });

  it('keeps what is typed over a reload and while others change things', async () => {
    const { page, card, workspace, message } = await openCard(
      makeCard({ nodes: [field({ value: 'alt' }), actions('Weiter')] }),
    );
    const name = card.getByLabel('Name des Auftritts');
    await name.fill('halb fertig');
    await page.getByRole('combobox', { name: /Nachricht/ }).fill('Entwurf');
    await page.reload();
    await expect.poll(() => name.inputValue()).toBe('halb fertig');
    expect(await page.getByRole('combobox', { name: /Nachricht/ }).inputValue()).toBe('Entwurf');
    // A message by others leaves card and focus alone; a redrawn card keeps the typed value.
    await name.focus();
    await workspace.deps.addMessage({ room: DM, author: 'bot', text: 'Neuigkeit' });
    await page.locator('.said', { hasText: 'Neuigkeit' }).waitFor();
    expect(await isFocused(name)).toBe(true);
    await workspace.deps.replaceMessage(
      message,
      makeCard({ title: 'Neuer Stand', nodes: [field({ value: 'alt' }), actions('Weiter')] }),
    );
    await card.getByRole('heading', { name: 'Neuer Stand' }).waitFor();
    expect(await name.inputValue()).toBe('halb fertig');
  });

  it('shows a person by name, takes another from the list or as typed', async () => {
    const person: Input = {
      kind: 'person',
      name: 'who',
      label: 'Administrator*in',
      required: true,
      value: CLERK,
      shown: 'Sachbearbeitung Kulturbetriebe',
      options: [{ value: HEAD, label: 'Leitung Kulturbetriebe' }],
    };
    const { card, workspace } = await openCard(makeCard({ nodes: [person, actions('Weiter')] }));
    const who = card.getByLabel('Administrator*in (Pflicht)');
    expect(await who.inputValue()).toBe('Sachbearbeitung Kulturbetriebe');
    for (const [typed, value] of [
      [null, CLERK],
      ['Leitung Kulturbetriebe', HEAD],
      ['Leitung, Zoo', 'Leitung, Zoo'],
      ['', ''],
    ] as const) {
      if (typed !== null) await who.fill(typed);
      const before = workspace.handled.length;
      await card.getByRole('button', { name: 'Weiter' }).click();
      await expect.poll(() => workspace.handled.length).toBe(before + 1);
      await expect.poll(() => card.getAttribute('aria-busy')).toBe('false');
      expect(workspace.handled.at(-1)?.do).toMatchObject({ inputs: { who: value } });
    }
  });

  it('shows text from people letter by letter and runs nothing of it', async () => {
    const text =
      '<img src=x onerror="window.hit=1"> [Link](javascript:alert(1)) **fett** {{DATE(2026-11-21T00:00:00Z)}} `code`';
    const { page, card, workspace } = await openCard(
      makeCard({
        title: text,
        nodes: [
          { kind: 'text', text },
          { kind: 'facts', facts: [{ label: text, value: text }] },
          { kind: 'choice', name: 'c', label: text, required: true, options: [{ value: 'a', label: text }] },
          {
            kind: 'choices',
            name: 'd',
            label: 'Rechte',
            required: true,
            options: [{ value: 'a', label: '1. **fett**' }],
          },
          { kind: 'link', text: 'böse', url: 'javascript:alert(1)' },
          actions(text),
        ],
      }),
    );
    await workspace.deps.addMessage({ room: DM, author: HEAD, text });
    await page.locator('.said').waitFor();
    expect(await page.locator('.said').textContent()).toBe(text);
    // biome-ignore lint/performance/useDomNodeTextContent: what is laid out counts, lines and all
    const drawn = await card.innerText();
    const shown = drawn.replaceAll('\u2060', '').replaceAll('\u00A0', ' ');
    expect(shown.split(text).length - 1).toBeGreaterThanOrEqual(5);
    expect(shown).toContain('1. **fett**');
    expect(await page.locator('#messages a, #messages strong, #messages em, #messages img:not(.avatar)').count()).toBe(
      0,
    );
    expect(await page.evaluate('"hit" in globalThis')).toBe(false);
  });

  it('moves the clock, and the directory marks somebody as gone', async () => {
    const { page } = await open();
    expect(await page.locator('#date').textContent()).toBe('Samstag, 21. November 2026');
    await page.getByRole('button', { name: 'Nächster Tag' }).click();
    await expect.poll(() => page.locator('#date').textContent()).toBe('Sonntag, 22. November 2026');
    await page.getByRole('button', { name: 'Verzeichnis' }).click();
    const dialog = page.getByRole('dialog', { name: 'Verzeichnis' });
    await dialog.getByRole('button', { name: /^Sachbearbeitung Kulturbetriebe: Als ausgeschieden/ }).click();
    await dialog.getByText('ausgeschieden', { exact: false }).first().waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('combobox', { name: /Nachricht/ }).isDisabled()).toBe(true);
    expect(await page.locator('#compose-error').textContent()).toContain('ist ausgeschieden');
    await page.getByRole('button', { name: 'Verzeichnis' }).click();
    await dialog.getByRole('button', { name: /Wieder im Dienst/ }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('combobox', { name: /Nachricht/ }).isEnabled()).toBe(true);
    expect(await page.locator('#compose-error').isVisible()).toBe(false);
  });

  it('attaches files, shows them, and sends them', async () => {
    const { page, workspace } = await open();
    await page.locator('#file').setInputFiles([
      { name: 'konzept.pdf', mimeType: 'application/pdf', buffer: Buffer.from('Konzept') },
      { name: 'bild.png', mimeType: 'image/png', buffer: Buffer.from('Bild') },
    ]);
    await page.getByRole('button', { name: 'bild.png entfernen' }).click();
    await page.getByRole('button', { name: 'Senden' }).click();
    await page.locator('.said', { hasText: 'konzept.pdf' }).waitFor();
    expect(workspace.handled[0]?.do).toMatchObject({
      files: [{ name: 'konzept.pdf', type: 'application/pdf', size: 7 }],
    });
    expect(await page.locator('#files').isVisible()).toBe(false);
  });

  it('speaks English when asked to, and asks in English', async () => {
    const { page, workspace } = await open();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Next month' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.locator('#date').textContent()).toMatch(/^Saturday,? 21 November 2026$/);
    await page.getByRole('combobox', { name: 'Message to Kanalwacht' }).fill('hello');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect.poll(() => workspace.handled).toMatchObject([{ lang: 'en' }]);
    await page.reload();
    await page.getByRole('button', { name: 'Next month' }).waitFor();
  });

  it('says when the connection breaks and goes on by itself', async () => {
    const { page, workspace } = await open();
    const port = new URL(serving!.url).port;
    await serving!.close();
    await page.getByRole('alert').filter({ hasText: 'Verbindung ist unterbrochen' }).waitFor();
    await workspace.deps.addMessage({ room: DM, author: 'bot', text: 'Wieder da' });
    serving = await serveLocal(workspace.deps, undefined, Number(port));
    await page.locator('.said', { hasText: 'Wieder da' }).waitFor();
    await expect.poll(() => page.locator('#offline').isVisible()).toBe(false);
  });

  it.each([
    ['at 1300×850', DESKTOP, false],
    ['at 1300×850 in the dark', DESKTOP, true],
    ['at 390×844', PHONE, false],
    ['at 390×844 in the dark', PHONE, true],
  ] as const)('cuts nothing off, names every control, and can be read: %s', async (_, size, dark) => {
    const { page, card } = await openCard(makeFullCard(), { size, dark });
    await card.getByRole('button', { name: 'Ablehnen' }).click();
    await page.getByRole('combobox', { name: /Nachricht/ }).fill('/');
    await page.getByRole('option').first().waitFor();
    expect(await page.evaluate('pageChecks.cutOff()')).toEqual([]);
    expect(await page.evaluate('pageChecks.nameless()')).toEqual([]);
    expect(await page.evaluate('pageChecks.lowContrast()')).toEqual([]);
    await page.keyboard.press('Escape');
    if (size === PHONE) await page.getByRole('button', { name: 'Uhr, Verzeichnis und Sprache' }).click();
    await page.getByRole('button', { name: 'Verzeichnis', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate('pageChecks.cutOff()')).toEqual([]);
    expect(await page.evaluate('pageChecks.nameless()')).toEqual([]);
    expect(await page.evaluate('pageChecks.lowContrast()')).toEqual([]);
  });

  it('has a drawer on a phone, and the keyboard gets in and out of it', async () => {
    const { page } = await open({ size: PHONE, at: '' });
    const side = page.getByRole('button', { name: 'Personen und Räume' }).first();
    expect(await page.locator('.person').first().isVisible()).toBe(false);
    await side.click();
    await expect.poll(() => isFocused(page.locator('#search'))).toBe(true);
    expect(await page.evaluate('pageChecks.cutOff()')).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => isFocused(side)).toBe(true);
    await side.click();
    await page.getByRole('button', { name: /^Leitung Kulturbetriebe/ }).click();
    await expect.poll(() => page.locator('#room-note').textContent()).toContain('Leitung Kulturbetriebe');
    await expect.poll(() => page.locator('.person').first().isVisible()).toBe(false);
  });

  it('lets the keyboard reach everything, visibly', async () => {
    const { page } = await openCard(makeFullCard());
    const unseen: string[] = [];
    // Once around: the focus starts in the message box, leaves the page at its end and comes in again at its beginning.
    for (let step = 0, laps = 0; step < 150 && laps < 2; step++) {
      await page.keyboard.press('Tab');
      const here = (await page.evaluate('pageChecks.visit()')) as { name: string; ring: boolean; outside: boolean };
      if (here.outside) laps++;
      else if (!here.ring) unseen.push(here.name);
    }
    expect(unseen).toEqual([]);
    expect(await page.evaluate('pageChecks.outOfReach()')).toEqual([]);
  });
});
