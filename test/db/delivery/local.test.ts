import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { localChat } from '../../../adapters/local/chat.ts';
import { BOT } from '../../../adapters/local/deps.ts';
import { changeNotifier, localStorage } from '../../../adapters/local/storage.ts';
import type { Card } from '../../../cards/node.ts';
import { createIntake } from '../../../commands/leavers/intake.ts';
import { auditOf } from '../../../db/audit.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { addLocalMessage, localKey } from '../../../db/delivery/local.ts';
import { applyOrganisation } from '../../../db/organisation/organisation.ts';
import { stores, wipe } from '../../support/db.ts';
import { demoOrganisation } from '../../support/demo-city.ts';

const NOW = new Date('2026-11-21T13:05:00Z');
const CLERK = 'oeffentlichkeitsarbeit-kulturbetriebe';
const HEAD = 'leitung-kulturbetriebe';
const ROOM = 'raum-kulturbetriebe';

const makeCard = (title = 'Karte'): Card => ({
  title,
  summary: title,
  lang: 'de',
  nodes: [{ kind: 'text', text: title }],
});

describe.each(stores())('the local workspace on $name', ({ open }) => {
  let store: Store;
  let rings: number;
  const changes = changeNotifier();
  changes.subscribe(() => {
    rings += 1;
  });
  const intake = () => createIntake({ store, chats: () => ['local'], now: () => NOW, wake: () => {} });
  const storage = () =>
    localStorage(
      store,
      () => NOW,
      changes,
      (person, gone) => intake().mark(person, gone),
    );
  const chat = () => localChat({ store, now: () => NOW, changed: changes.ring });
  const seen = async (person: string, room: string) => (await storage().messages(person, room)).map(({ text }) => text);
  const unread = async (person: string) =>
    Object.fromEntries(
      (await storage().rooms(person)).flatMap((room) => (room.unread ? [[room.id, room.unread]] : [])),
    );

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await wipe(store);
    await store.db.transaction((tx) => applyOrganisation(tx as Tx, demoOrganisation(), NOW));
    rings = 0;
  });

  it('knows the people of the organisation with office, roles and language', async () => {
    const people = await storage().people();
    expect(people).toHaveLength(demoOrganisation().people.length);
    expect(people.find(({ id }) => id === HEAD)).toEqual({
      id: HEAD,
      name: 'Leitung Kulturbetriebe',
      office: 'Kulturbetriebe',
      roles: [],
      lang: 'de',
      gone: false,
      unread: 0,
    });
    expect(people.find(({ id }) => id === 'ciso')).toMatchObject({ roles: ['security'] });
    expect(people.find(({ id }) => id === 'vorsitz-personalrat')).toMatchObject({ office: 'Personalrat' });
    expect(people.find(({ id }) => id === 'gutachten-it-sicherheit')).toMatchObject({ roles: ['reviewer'] });
    expect(people.find(({ id }) => id === 'stv-betrieb-kanalwacht')).toMatchObject({ lang: 'en', roles: ['operator'] });
  });

  it('shows nobody before an organisation is applied', async () => {
    await wipe(store);
    expect(await storage().people()).toEqual([]);
    expect(await storage().rooms(CLERK)).toEqual([]);
  });

  it('puts the DM first and then the rooms a person belongs in', async () => {
    const rooms = await storage().rooms('leitung-personalamt');
    expect(rooms.map(({ id, dm }) => [id, dm])).toEqual([
      ['dm:leitung-personalamt', true],
      ['raum-fb11', false],
      ['raum-mitteilungen', false],
      ['raum-personalamt', false],
    ]);
    expect((await storage().rooms('betrieb-kanalwacht')).map(({ id }) => id)).toContain('raum-betrieb');
    expect((await storage().rooms('it-pruefung')).map(({ id }) => id)).toContain('raum-rechnungspruefung');
    expect(await storage().rooms('niemand')).toEqual([]);
  });

  it('shows what was said, in order, and private answers to one person only', async () => {
    await storage().addMessage({ room: ROOM, author: HEAD, text: 'Guten Morgen' });
    await storage().addMessage({ room: ROOM, author: BOT, text: 'Nur für Sie', onlyFor: CLERK });
    expect(await seen(CLERK, ROOM)).toEqual(['Guten Morgen', 'Nur für Sie']);
    expect(await seen(HEAD, ROOM)).toEqual(['Guten Morgen']);
    const [, last] = await storage().messages(CLERK, ROOM);
    expect(last).toMatchObject({ from: 'bot', author: BOT, private: true, at: NOW.toISOString(), card: null });
    expect(rings).toBe(2);
  });

  it('counts what somebody else wrote since the person last read', async () => {
    await storage().addMessage({ room: ROOM, author: HEAD, text: 'eins' });
    await storage().addMessage({ room: ROOM, author: CLERK, text: 'zwei' });
    await storage().addMessage({ room: ROOM, author: BOT, text: 'nur Leitung', onlyFor: HEAD });
    expect(await unread(CLERK)).toEqual({ [ROOM]: 1 });
    expect(await unread(HEAD)).toEqual({ [ROOM]: 2 });
    await storage().markRead(CLERK, ROOM);
    expect(await unread(CLERK)).toEqual({});
    expect((await storage().people()).find(({ id }) => id === HEAD)?.unread).toBe(2);
    expect((await storage().rooms(CLERK)).find(({ id }) => id === ROOM)?.last).toBe(NOW.toISOString());
  });

  it('marks people as gone and back, with a trace in the audit', async () => {
    await storage().setGone(HEAD, true);
    expect((await storage().people()).find(({ id }) => id === HEAD)?.gone).toBe(true);
    await storage().setGone(HEAD, false);
    const key = await store.db.transaction((tx) => localKey(tx as Tx, HEAD));
    const trail = await auditOf(store.db, `person:${key}`);
    expect(trail.map(({ action }) => action)).toEqual(['person-gone', 'person-back']);
  });

  describe('as a chat', () => {
    it('posts into a DM and into a room', async () => {
      expect(await chat().post({ chat: 'local', user: HEAD }, makeCard(), 'e_1')).toMatchObject({ room: `dm:${HEAD}` });
      const ref = await chat().post({ chat: 'local', room: ROOM }, makeCard('Neu'), 'e_2');
      const [message] = await storage().messages(CLERK, ROOM);
      expect(message).toMatchObject({ id: ref.message, from: 'bot', card: makeCard('Neu'), private: false });
    });

    it('has one message for one delivery, and finds it again', async () => {
      const first = await chat().post({ chat: 'local', room: ROOM }, makeCard(), 'e_1');
      const second = await chat().post({ chat: 'local', room: ROOM }, makeCard(), 'e_1');
      expect(second).toEqual(first);
      expect(await storage().messages(CLERK, ROOM)).toHaveLength(1);
      expect(await chat().find?.({ chat: 'local', room: ROOM }, 'e_1', NOW)).toEqual(first);
      expect(await chat().find?.({ chat: 'local', room: ROOM }, 'e_2', NOW)).toBeNull();
    });

    it('replaces a card, and says when there is none', async () => {
      const ref = await chat().post({ chat: 'local', room: ROOM }, makeCard(), 'e_1');
      await chat().update(ref, makeCard('Entschieden'));
      expect((await storage().messages(CLERK, ROOM))[0]?.card?.title).toBe('Entschieden');
      const gone = chat().update({ room: ROOM, message: 'm_weg' }, makeCard());
      await expect(gone).rejects.toMatchObject({ outcome: 'refused', reason: 'message-gone' });
    });

    it('refuses an address without a place', async () => {
      const lost = chat().post({ chat: 'local' }, makeCard(), 'e_1');
      await expect(lost).rejects.toMatchObject({ outcome: 'refused', reason: 'no-address' });
    });
  });

  it('shows the newest 300 messages of a room', async () => {
    await store.db.transaction(async (tx) => {
      for (let i = 1; i <= 302; i++)
        await addLocalMessage(tx as Tx, { room: ROOM, author: HEAD, text: String(i) }, NOW);
    });
    const texts = await seen(CLERK, ROOM);
    expect([texts.length, texts[0], texts.at(-1)]).toEqual([300, '3', '302']);
  });
});
