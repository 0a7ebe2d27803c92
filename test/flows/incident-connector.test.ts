/** Nine accounts of one administrator, a notice on each by connector, three refused; in each chat. And a drill, which sends nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wallTime } from '../../bot/time/calendar.ts';
import type { Store } from '../../db/connect.ts';
import { freshStore, wipe } from '../support/db.ts';
import { accountsOn, grantedOn, MASTODON, readyButFor, stepsButton } from '../support/incident-accounts.ts';
import {
  asIfTheirs,
  entriesIn,
  incidentsIn,
  PATIENT,
  type Responders,
  respondersOf,
} from '../support/incident-script.ts';
import { addPages, pageUrl } from '../support/pages.ts';
import { type PlatformFake, platformFake } from '../support/platform-fake.ts';
import { type City, openCity } from '../support/story.ts';

const { count, name, handle } = MASTODON;
const BOARD = 'Übersicht V-2026-0001';
const STEP = 'mastodon-notice';
/** Each is refused in its own way; the last one never answers. */
const REFUSED = [1, 4, 8] as const;

let store: Store;
let fake: PlatformFake;
beforeAll(async () => {
  store = await freshStore();
  fake = await platformFake();
});
afterAll(async () => {
  await fake?.close();
  await store?.close();
});

const title = (n: number) => `Mastodon – ${name} ${n}`;
const posts = () => fake.asked.filter(({ path }) => path === '/api/v1/statuses');
const tokenOf = (n: number) => `Bearer ${accountsOn(fake.url).tokens[pageUrl({ ...MASTODON, server: fake.url }, n)]}`;

describe.each(['slack', 'teams', 'local'] as const)('nine accounts in %s', { timeout: 300_000 }, (chat) => {
  let city: City;
  let cast: Responders;
  beforeAll(async () => {
    await wipe(store);
    fake.asked.length = 0;
    const begin = wallTime('2026-11-23', '09:00');
    const connectors = accountsOn(fake.url);
    city = await openCity({ ...PATIENT, store, chats: [chat], begin, connectors, worker: { backoff: () => 0 } });
    cast = await respondersOf(city);
    // Not every login has a second factor: they can be made dormant together, too.
    const pages = { ...MASTODON, server: fake.url, answers: { secondFactor: 'some' } };
    await addPages(store, city.clock.now(), pages);
    await grantedOn(store, city.clock.now());
  });
  afterAll(() => city?.close());

  const incident = async () => (await incidentsIn(store))[0]!.id;
  const kinds = async () => (await entriesIn(store, await incident())).map(({ kind }) => kind);
  /** From the board to the dry run of one account's notice, and sent; what it leads to is not waited for. */
  const send = async (n: number) => {
    const { lead } = cast;
    const board = await lead.sees(new RegExp(`${BOARD}[\\s\\S]*${title(n)}\\n`));
    await lead.hand.pressOn(board, 'Schritte', stepsButton(board, title(n)));
    await lead.sees(`Schritte: ${title(n)}`);
    await lead.hand.press('Automatisch …', `Schritte: ${title(n)}`);
    await lead.sees(new RegExp(`Probelauf: Mastodon[\\s\\S]*${title(n)}`));
    await lead.hand.press('Senden', title(n));
  };

  it('are named when one of them is reported, and stopped in one confirmation', async () => {
    const { owner, lead, second } = cast;
    await second.say('/vorfall liste');
    await owner.say(`/vorfall melden ${handle}0 Dort stehen fremde Beiträge.`);
    expect((await owner.sees('Gemeldet: V-2026-0001')).text).toContain('8 weitere Kanäle hängen');
    await lead.press('Posting-Stopp', 'Vorfall V-2026-0001:');
    const asked = await lead.sees(`Ja, Posting-Stopp für ${count}`);
    for (let n = 1; n < count; n++) expect(asked.text).toContain(title(n));
    const theirs = await asIfTheirs(city, second, asked);
    const yes = `Ja, Posting-Stopp für ${count}`;
    await Promise.all([lead.hand.pressOn(asked, yes), second.hand.pressOn(theirs, yes)]);
    await city.settle();
    await owner.press(`Alle ${count} gestoppt`);
    expect((await lead.sees(BOARD)).text).toContain(`Posting-Stopp: ${count} von ${count}`);
    expect((await kinds()).filter((kind) => kind === 'decided-stop')).toHaveLength(1);
  });

  it('need two people before the bot uses the token of the one that was reported', async () => {
    const { lead, second } = cast;
    await lead.say('/vorfall ruhend ungeschützte');
    await lead.press(`Ja, ${count} ruhend stellen`);
    await readyButFor(store, await incident(), STEP, city.clock.now());
    await lead.say(`/vorfall anbindung ${handle}0`);
    expect((await lead.sees(`Anbindung: ${title(0)}`)).text).toContain('Ausgeschaltet');
    await lead.say(`/vorfall anbindung ${handle}0 an Der Hinweis soll schnell stehen.`);
    await second.say(`/vorfall anbindung ${handle}0`);
    await second.press('Als zweite Person freigeben', title(0));
    expect((await second.sees(`Anbindung: ${title(0)}`)).text).toContain('Eingeschaltet');
    expect(fake.asked).toEqual([]);
  });

  it('of which three fail: the board says 6 of 9, why, and offers to try again', async () => {
    const { lead } = cast;
    const [refused, invalid, silent] = REFUSED.map(tokenOf);
    fake.answer = ({ path, headers: { authorization } }) => {
      if (authorization === refused) return { status: 403, body: { error: 'This action is not allowed' } };
      if (authorization === invalid) return { status: 422, body: { error: 'Validation failed: Text is too long' } };
      if (authorization === silent) return 'reset';
      return path === '/api/v1/statuses' ? { body: { id: '103254962155278888' } } : {};
    };
    await lead.say('/vorfall tafel');
    for (let n = 0; n < 5; n++) await send(n);
    await lead.press('Nächste Seite ▶', BOARD);
    for (let n = 5; n < count; n++) await send(n);
    await city.settle();
    await lead.say('/vorfall tafel');
    const board = await lead.sees(`${BOARD}: 6 von ${count} ruhend`);
    for (const n of REFUSED) expect(board.text).toContain(title(n));
    for (const why of ['(403 not-allowed)', '(422 invalid)', 'Mastodon hat nicht geantwortet'])
      expect(board.text).toContain(why);
    expect(board.buttons.filter((label) => label === 'Erneut versuchen')).toHaveLength(REFUSED.length);
  });

  it('are nine of nine when it is tried again, and nobody has read a notice twice', async () => {
    const { lead, second } = cast;
    fake.answer = ({ path }) => (path === '/api/v1/statuses' ? { body: { id: '7' } } : {});
    const before = posts().length;
    for (const left of [3, 2, 1]) {
      const board = await lead.sees(`${BOARD}: ${count - left} von ${count} ruhend`);
      expect(board.buttons.filter((label) => label === 'Erneut versuchen')).toHaveLength(left);
      await lead.press('Erneut versuchen', `${BOARD}: ${count - left} von`);
      // Two who see the same dry run send it once.
      const dry = await lead.sees('Probelauf: Mastodon');
      const theirs = await asIfTheirs(city, second, dry);
      await Promise.all([lead.hand.pressOn(dry, 'Senden'), second.hand.pressOn(theirs, 'Senden')]);
      await city.settle();
    }
    const board = await lead.sees(`${BOARD}: ${count} von ${count} ruhend`);
    expect(board.buttons).not.toContain('Erneut versuchen');
    expect(board.text).not.toContain('Fehlgeschlagen');
    expect(posts()).toHaveLength(before + REFUSED.length);
    // As Mastodon counts: whatever has the same key is one post. Refused ones were none.
    const keys = (n: number) =>
      new Set(
        posts()
          .filter(({ headers }) => headers.authorization === tokenOf(n))
          .map(({ headers }) => headers['idempotency-key']),
      );
    expect(Array.from({ length: count }, (_, n) => keys(n).size)).toEqual([1, 2, 1, 1, 2, 1, 1, 1, 1]);
    const said = await kinds();
    expect(said.filter((kind) => kind === 'connector-done')).toHaveLength(count);
    expect(said.filter((kind) => kind === 'connector-failed' || kind === 'connector-unknown')).toHaveLength(3);
    expect(said.filter((kind) => kind === 'reached-S1')).toHaveLength(count);
  });
});
