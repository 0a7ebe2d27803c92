/** The emergency pack: what is in it, who gets it, and how it stays new. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { walk } from '../../../../cards/node.ts';
import { cardToPlain } from '../../../../cards/render/plain.ts';
import type { Reply } from '../../../../cards/reply.ts';
import { packUntil } from '../../../../commands/incident/record/pack-command.ts';
import { auditOf } from '../../../../db/audit.ts';
import type { Store, Tx } from '../../../../db/connect.ts';
import { downloadAt } from '../../../../db/delivery/downloads.ts';
import { loadOrganisation } from '../../../../db/organisation/organisation.ts';
import { channels, downloads, people } from '../../../../db/schema.ts';
import { cardOf } from '../../../support/acts.ts';
import { freshStore, wipe } from '../../../support/db.ts';
import { takenOver } from '../../../support/dormant.ts';
import { keyOf } from '../../../support/incident.ts';
import { plain, type Stage, stageOn } from '../../../support/stage.ts';

let store: Store | undefined;
let city: Stage;
const db = () => store!;
beforeEach(async () => {
  if (store) await wipe(store);
  store ??= await freshStore();
  city = await stageOn(store);
  await takenOver(store, city.clock.now);
  return () => expect(city.faults).toEqual([]);
});
afterAll(() => store?.close());

const urlOf = (reply: Reply): string => {
  const found = [...walk(cardOf(reply).nodes)].flatMap((node) => (node.kind === 'link' ? [node.url] : []));
  return found[0] ?? '';
};
const behind = (url: string) =>
  db().db.transaction((tx) => downloadAt(tx as Tx, url.slice(url.lastIndexOf('/') + 1), city.clock.now));
const bodyOf = async (url: string) => {
  const file = await behind(url);
  if (!file || file === 'expired') throw new Error(`nothing behind ${url}`);
  return new TextDecoder().decode(file.content);
};
const on = async (time: string) => {
  city.clock.now = new Date(time);
  await city.tick();
  await city.drain();
};
const cardsOf = (who: string) =>
  city
    .as(who)
    .dm()
    .filter(({ title }) => title === 'Notfallmappe');

describe('what is in it', () => {
  it('is what one needs when the chat is down', async () => {
    const body = await bodyOf(urlOf(await city.as('ciso').say('/vorfall notfallmappe')));
    const org = (await db().db.transaction((tx) => loadOrganisation(tx as Tx)))!;
    for (const { phone } of org.organisation.incident!.phones) expect(body).toContain(phone);
    const [channel] = await db().db.select().from(channels);
    expect(body).toContain(channel!.url!);
    // Who gets in: by name, below the office.
    expect(body).toContain('Öffentlichkeitsarbeit Stadt- und Landesbibliothek');
    expect(body).toContain('Kanäle: ');
    expect(body).toContain('https://www.facebook.com/hacked');
    expect(body).toContain('Die ersten 15 Minuten');
    for (const part of ['Zugang gesichert', 'Posting-Stopp', 'Neues Passwort setzen', 'Polizei Dortmund']) {
      expect(body).toContain(part);
    }
    // No list for a network that the city does not use.
    expect(body).not.toContain('In YouTube Studio');
    expect(body).not.toMatch(/pack\.|step\.|incident\.(stage|control)/);
  });

  it('shows letter by letter what people typed', async () => {
    await db().db.update(channels).set({ name: '<script>alert(1)</script>' });
    const body = await bodyOf(urlOf(await city.as('ciso').say('/vorfall notfallmappe')));
    expect(body).toContain('&lt;script&gt;alert(1)');
    expect(body).not.toContain('<script>');
  });

  it('speaks English to whoever does', async () => {
    const body = await bodyOf(urlOf(await city.as('ciso').say('/incident pack', { lang: 'en' })));
    expect(body).toContain('The first 15 minutes');
    expect(body).not.toContain('Die ersten');
  });
});

describe('who gets it', () => {
  it.each(['ciso', 'pressestelle'])('%s', async (who) => {
    expect(urlOf(await city.as(who).say('/vorfall notfallmappe'))).toMatch(/^http:\/\/127\.0\.0\.1:3978\/files\/d_/);
    expect((await auditOf(db().db, 'emergency-pack')).at(-1)).toMatchObject({ action: 'emergency-pack' });
  });

  it('nobody else, and nobody in a room', async () => {
    const reply = await city.as('leitung-kulturbetriebe').say('/vorfall notfallmappe');
    expect(reply.kind).toBe('notice');
    const inRoom = { where: { id: 'raum', dm: false } };
    expect(plain(await city.as('ciso').say('/vorfall notfallmappe', inRoom))).toContain('nur im persönlichen Chat');
    expect(await db().db.select().from(downloads)).toEqual([]);
  });

  it('one link each: the last one is dead when a new one is given', async () => {
    const ciso = city.as('ciso');
    const first = urlOf(await ciso.say('/vorfall notfallmappe'));
    const press = urlOf(await city.as('pressestelle').say('/vorfall notfallmappe'));
    const second = urlOf(await ciso.say('/vorfall notfallmappe'));
    expect(await behind(first)).toBeNull();
    for (const url of [press, second]) expect(await bodyOf(url)).toContain('Notfallmappe');
  });

  it.each([
    ['2026-11-23T09:00:00Z', '2026-11-30T23:00:00.000Z'],
    ['2026-11-30T20:00:00Z', '2026-12-01T20:00:00.000Z'],
    ['2026-12-31T08:00:00Z', '2027-01-01T08:00:00.000Z'],
    ['2027-01-31T23:30:00Z', '2027-02-28T23:00:00.000Z'],
    ['2027-03-01T09:00:00Z', '2027-03-31T22:00:00.000Z'],
  ])('a link of %s works until %s', (now, until) => expect(packUntil(new Date(now)).toISOString()).toBe(until));
});

describe('how it stays new', () => {
  it('each night the new state lies behind the link, under its own checksum', async () => {
    const url = urlOf(await city.as('ciso').say('/vorfall notfallmappe'));
    const before = await behind(url);
    await db().db.update(channels).set({ name: 'Kultur unter neuem Namen' });
    await on('2026-11-24T02:00:00Z');
    expect(await bodyOf(url)).not.toContain('Kultur unter neuem Namen');
    await on('2026-11-24T02:31:00Z');
    expect(await bodyOf(url)).toContain('Kultur unter neuem Namen');
    const after = await behind(url);
    if (!before || before === 'expired' || !after || after === 'expired') throw new Error('no file');
    expect(after.sha256).not.toBe(before.sha256);
    expect(after.name).toBe('notfallmappe-2026-11-24.html');
    expect((await city.tick()).done).toBe(0);
  });

  it('a night without the bot is made up for', async () => {
    const url = urlOf(await city.as('ciso').say('/vorfall notfallmappe'));
    await db().db.update(channels).set({ name: 'Kultur unter neuem Namen' });
    await on('2026-11-26T15:00:00Z');
    expect(await bodyOf(url)).toContain('Kultur unter neuem Namen');
  });

  it('whoever has left has a link that leads nowhere', async () => {
    const url = urlOf(await city.as('ciso').say('/vorfall notfallmappe'));
    await db()
      .db.update(people)
      .set({ gone: true })
      .where(eq(people.id, await keyOf(db(), 'ciso')));
    await on('2026-11-24T03:00:00Z');
    expect(await behind(url)).toBeNull();
  });

  it('on the first working day of the month security is asked to print it, once each', async () => {
    await city.as('ciso').say('/channel tasks');
    await on('2026-12-01T06:00:00Z');
    expect(cardsOf('ciso')).toEqual([]);
    await on('2026-12-01T09:00:00Z');
    await on('2026-12-02T09:00:00Z');
    expect(cardsOf('ciso').map((card) => cardToPlain(card))).toEqual([expect.stringContaining('drucken Sie')]);
    expect(cardsOf('pressestelle')).toEqual([]);
    const url = urlOf(await city.as('ciso').click('Link zur Notfallmappe'));
    expect(await bodyOf(url)).toContain('Notfallmappe');
    city.clock.now = new Date('2027-01-01T00:00:00Z');
    expect(await behind(url)).toBe('expired');
  });
});
