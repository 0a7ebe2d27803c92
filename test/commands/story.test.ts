/** The main job in three chats at once: from the form to six votes, the tasks after them, and the published channel. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatName } from '../../bot/chat.ts';
import type { Organisation } from '../../bot/organisation/organisation.ts';
import type { Body } from '../../bot/participation/body.ts';
import type { Card } from '../../cards/node.ts';
import { verifyAudit } from '../../db/audit.ts';
import type { Store } from '../../db/connect.ts';
import { outboxCounts } from '../../db/delivery/outbox.ts';
import type { Application, Task } from '../../db/registry/dossiers.ts';
import { channels } from '../../db/schema.ts';
import {
  allApplications,
  applicationOf,
  CLERK,
  cardOf,
  DECIDERS,
  dossierOf,
  keyOf,
  postedWith,
  pressOn,
  trail,
} from '../support/acts.ts';
import { freshStore } from '../support/db.ts';
import { type Posted, plain, registerChannel, type Stage, stageOn } from '../support/stage.ts';

/** Where each of them works. */
const CHAT = {
  head: 'teams',
  fb3: 'slack',
  privacy: 'local',
  security: 'slack',
  fb11: 'teams',
  council: 'teams',
} as const satisfies Record<Body, ChatName>;

const ROOMS = {
  fb3: { chat: 'slack', id: 'C0000FB30' },
  security: { chat: 'slack', id: 'C0000CISO' },
  fb11: { chat: 'teams', id: '19:fb11@thread.tacv2' },
  council: { chat: 'teams', id: '19:personalrat@thread.tacv2' },
} as const;

const HOLDERS = ['oeffentlichkeitsarbeit-bibliothek', 'leitung-bibliothek'] as const;

const COLUMNS = ['Leitung', 'FB 3', 'Datenschutz', 'Personalrat', 'FB11', 'IT-Sicherheit'];

function withRooms(file: Organisation): Organisation {
  const bodies = file.bodies.map((body) => {
    const room = body.body in ROOMS ? ROOMS[body.body as keyof typeof ROOMS] : undefined;
    return room ? { ...body, rooms: [{ ...room }] } : body;
  });
  return { ...file, bodies };
}

let store: Store;
let city: Stage;
let number: string;
let id: string;

beforeAll(async () => {
  store = await freshStore();
  city = await stageOn(store, ['slack', 'teams', 'local'], withRooms);
  // Each of them has written to the bot once, in their own chat.
  city.clock.now = new Date(city.clock.now.getTime() + 60_000);
  await city.as(CLERK, 'slack').say('/channel tasks');
  for (const holder of HOLDERS) await city.as(holder, 'slack').say('/channel tasks');
  for (const body of Object.keys(DECIDERS) as Body[]) await city.as(DECIDERS[body], CHAT[body]).say('/channel tasks');
});
afterAll(() => store.close());

/** All copies of the application's own card, in all chats; news and tasks name it too. */
const copies = (): Posted[] => postedWith(city, number).filter(({ card }) => card.title.startsWith('Antrag '));

/** A person's own DM by the person, a room by its id. */
const places = () => copies().map(({ chat, to }) => `${chat} ${to.user ?? to.room}`);

function overview(card: Card): { columns: string[]; row: string[] } {
  const table = card.nodes.find((node) => node.kind === 'table');
  return { columns: table?.columns ?? [], row: table?.rows[0] ?? [] };
}

async function later(minutes = 10): Promise<void> {
  city.clock.now = new Date(city.clock.now.getTime() + minutes * 60_000);
}

/** The newest card that hangs in this place. */
function hangs(where: { chat: ChatName; room?: string; user?: string }): Posted {
  const found = copies().filter(
    ({ chat, to }) => chat === where.chat && (where.room ? to.room === where.room : to.user === where.user),
  );
  const posted = found.at(-1);
  if (!posted) throw new Error(`no card in ${JSON.stringify(where)}`);
  return posted;
}

/** @param asked whose rooms hold a copy; members who are in another chat than their room have one in their DM besides */
async function expectEverywhere(row: string[], ...asked: (keyof typeof ROOMS | 'privacy')[]): Promise<void> {
  await city.drain();
  const rooms = asked.map((body) =>
    body === 'privacy' ? 'local raum-datenschutz' : `${ROOMS[body].chat} ${ROOMS[body].id}`,
  );
  expect(places()).toEqual(expect.arrayContaining([`slack ${CLERK}`, `teams ${DECIDERS.head}`, ...rooms]));
  for (const body of ['fb11', 'council'] as const) {
    if (!asked.includes(body)) expect(places()).not.toContain(`${ROOMS[body].chat} ${ROOMS[body].id}`);
  }
  for (const { card } of copies()) expect(overview(card)).toEqual({ columns: COLUMNS, row });
}

const ALL = ['fb3', 'privacy', 'security', 'fb11', 'council'] as const;
const OPEN = '⏳ in Bearbeitung';
const YES = '✅ Ja';

describe('a channel of the Kulturbetriebe', () => {
  it('is applied for in Slack; the head gets their card in Teams, the clerk a receipt', async () => {
    const clerk = city.as(CLERK, 'slack');
    number = await registerChannel(clerk);
    expect(number).toBe('SN-2026-0001-v1');
    id = (await allApplications(store))[0]!.id;
    await city.drain();
    expect(places()).toEqual([`slack ${CLERK}`, `teams ${DECIDERS.head}`]);
    await expectEverywhere([OPEN, OPEN, OPEN, OPEN, OPEN, OPEN]);
  });

  it('goes to FB 3, data protection and IT security once the head has said Ja', async () => {
    await later();
    const head = city.as(DECIDERS.head, 'teams');
    const answer = await pressOn(head, hangs({ chat: 'teams', user: DECIDERS.head }), 'Ja');
    expect(overview(cardOf(answer)).row).toEqual([YES, OPEN, OPEN, OPEN, OPEN, OPEN]);
    await expectEverywhere([YES, OPEN, OPEN, OPEN, OPEN, OPEN], 'fb3', 'privacy', 'security');
    expect((await applicationOf(store, id)).state).toBe('participation');
  });

  it('goes to FB 11 and the staff council once FB 3 has answered', async () => {
    await later();
    await pressOn(city.as(DECIDERS.privacy, 'local'), hangs({ chat: 'local', room: 'raum-datenschutz' }), 'Ja');
    await expectEverywhere([YES, OPEN, YES, OPEN, OPEN, OPEN], 'fb3', 'privacy', 'security');
    await pressOn(city.as(DECIDERS.fb3, 'slack'), hangs({ chat: 'slack', room: ROOMS.fb3.id }), 'Ja');
    await expectEverywhere([YES, YES, YES, OPEN, OPEN, OPEN], ...ALL);
    await pressOn(city.as(DECIDERS.security, 'slack'), hangs({ chat: 'slack', room: ROOMS.security.id }), 'Ja');
    await expectEverywhere([YES, YES, YES, OPEN, OPEN, YES], ...ALL);
    expect((await applicationOf(store, id)).state).toBe('participation');
  });

  it('is approved by the last Ja, not before; the staff council may note its resolution', async () => {
    await later();
    const council = city.as(DECIDERS.council, 'teams');
    const form = cardOf(await pressOn(council, hangs({ chat: 'teams', room: ROOMS.council.id }), 'Ja'));
    expect(form.title).toBe('Ja abgeben');
    await council.click('Speichern', { resolution: 'Beschluss 12/2026 vom 23.11.2026' });
    await expectEverywhere([YES, YES, YES, YES, OPEN, YES], ...ALL);
    expect((await applicationOf(store, id)).state).toBe('participation');
    await pressOn(city.as(DECIDERS.fb11, 'teams'), hangs({ chat: 'teams', room: ROOMS.fb11.id }), 'Ja');
    await expectEverywhere([YES, YES, YES, YES, YES, YES], ...ALL);
    expect(await applicationOf(store, id)).toMatchObject({ state: 'approved', decidedAt: city.clock.now });
    const text = plain(await city.as(CLERK, 'slack').say(`/channel show ${number}`));
    expect(text).toContain('Stand: genehmigt');
    expect(text).toContain('Personalrat: Ja – Vorsitz Personalrat Kulturbetriebe, 23.11.2026, 10:31 Uhr.');
    expect(text).toContain('Beschluss: Beschluss 12/2026 vom 23.11.2026.');
  });

  it('leaves a task for everybody who has to do something', async () => {
    const clerk = await keyOf(store, CLERK);
    const holders = await Promise.all(HOLDERS.map((holder) => keyOf(store, holder)));
    const { tasks } = await dossierOf(store, id);
    const which = (kind: string) =>
      tasks.filter((task) => task.kind === kind).map(({ assignee, about }) => [assignee, about]);
    expect(new Set(which('unblock'))).toEqual(new Set(holders.map((holder) => ['role:fulfilment', holder])));
    expect(new Set(which('conduct'))).toEqual(new Set(holders.map((holder) => [holder, holder])));
    expect(new Set(which('consent'))).toEqual(new Set(holders.map((holder) => [holder, holder])));
    expect(which('publish')).toEqual([[clerk, null]]);
    expect(tasks).toHaveLength(7);
    // Fulfilment and FB 11 both have the unblocking order.
    const orders = [...city.chats.values()].flatMap(({ posted }) =>
      posted.filter(({ card }) => card.title.startsWith('Internetseiten freischalten')),
    );
    const places = orders.map(({ to }) => to.user ?? to.room);
    expect(places.filter((place) => place === ROOMS.fb11.id)).toHaveLength(2);
    expect(places.filter((place) => place === 'auftraege-systemhaus')).toHaveLength(2);
  });

  it('has each task done by the one it is for, and shows it in every copy', async () => {
    await later();
    const holder = city.as(HOLDERS[0], 'slack');
    const tasks = plain(await holder.say('/channel tasks'));
    expect(tasks).toContain('Verhaltensregeln bestätigen');
    expect(tasks).toContain('Freiwillige Einwilligung');
    await holder.click('Gelesen und verstanden');
    await holder.click('Ich willige ein');
    const done = async (kind: string, about: string): Promise<Task> => {
      const key = await keyOf(store, about);
      return (await dossierOf(store, id)).tasks.find((task) => task.kind === kind && task.about === key)!;
    };
    expect(await done('conduct', HOLDERS[0])).toMatchObject({ state: 'done', answer: 'yes' });
    expect(await done('consent', HOLDERS[0])).toMatchObject({ state: 'done', answer: 'yes' });

    const app = city.as('auftraege-systemhaus');
    expect(plain(await app.say('/channel tasks'))).toContain('2 Aufgaben warten auf Sie.');
    await app.click('Freigeschaltet');
    await city.drain();
    const order = [...city.chats.values()]
      .flatMap(({ posted }) => posted)
      .filter(({ card }) => card.title.startsWith('Internetseiten freischalten'))
      .map(({ card }) => plain({ kind: 'card', card, replace: false }));
    const isDone = order.filter((text) => text.includes('Erledigt: Auftragsannahme Dortmunder Systemhaus'));
    expect(isDone).toHaveLength(order.length / 2);
    expect(order.filter((text) => text.includes('Offen'))).toHaveLength(order.length / 2);
  });

  it('takes a consent back at any time, and tells department and head', async () => {
    const holder = city.as(HOLDERS[0], 'slack');
    await city.drain();
    await holder.click('Einwilligung widerrufen');
    await city.drain();
    const news = postedWith(city, 'nicht gegeben oder widerrufen');
    expect(news.map(({ to }) => to.user).sort()).toEqual([DECIDERS.head, CLERK].sort());
    await holder.click('Ich willige ein');
  });

  it('is published by the clerk and stands in the registry', async () => {
    await later();
    const clerk = city.as(CLERK, 'slack');
    await clerk.say('/channel tasks');
    await clerk.click('Impressum und Datenschutz gesetzt, Kanal ist öffentlich');
    await city.drain();
    expect((await applicationOf(store, id)).state).toBe('published');
    const [channel, ...others] = await store.db.select().from(channels);
    expect(others).toEqual([]);
    expect(channel).toMatchObject({
      platform: 'facebook',
      name: 'Kulturbetriebe Dortmund',
      handle: 'KulturDortmund',
      url: 'https://www.facebook.com/KulturDortmund',
      key: 'facebook.com/kulturdortmund',
      office: 'kulturbetriebe',
      state: 'published',
      application: id,
      administrators: 2,
    });
    for (const { card } of copies())
      expect(plain({ kind: 'card', card, replace: false })).toContain('Stand: veröffentlicht');
    expect(postedWith(city, 'ist veröffentlicht').map(({ to }) => to.room)).toContain(ROOMS.fb3.id);
    const list = plain(await city.as(DECIDERS.head, 'teams').say('/channel list'));
    expect(list).toContain('Facebook – Kulturbetriebe Dortmund');
    expect(list).toContain('veröffentlicht · FB 41');
  });

  it('has every step in the audit, by key and without a name, and the chain holds', async () => {
    const rows = await trail(city, id);
    expect(rows.map(({ action }) => action)).toEqual([
      'draft-begun',
      'submitted',
      'voted',
      'asked',
      'asked',
      'asked',
      'state-participation',
      'voted',
      'voted',
      'asked',
      'asked',
      'voted',
      'voted',
      'voted',
      'state-approved',
      'task-conduct',
      'task-consent',
      'task-unblock',
      'task-consent',
      'task-consent',
      'task-publish',
    ]);
    const votes = rows.filter(({ action }) => action === 'voted');
    expect(votes.map(({ data }) => [data.body, data.answer])).toEqual([
      ['head', 'yes'],
      ['privacy', 'yes'],
      ['fb3', 'yes'],
      ['security', 'yes'],
      ['council', 'yes'],
      ['fb11', 'yes'],
    ]);
    expect(votes[0]).toMatchObject({ actor: await keyOf(store, DECIDERS.head), data: { chat: 'teams' } });
    expect(JSON.stringify(rows)).not.toMatch(/Leitung|Sachbearbeitung|Vorsitz/);
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  });

  it('leaves nothing behind', async () => {
    expect(Object.keys(await outboxCounts(store.db))).toEqual(['sent']);
    expect(city.faults).toEqual([]);
    const frozen: Application = await applicationOf(store, id);
    expect(frozen.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});
