/** Who gets a card where: rooms, DMs, the last chat used, and what happens when there is no way. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChatName } from '../../../bot/chat.ts';
import { type Effect, post, type Recipient, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import { applyChanges, insert } from '../../../db/changes.ts';
import type { Store, Tx } from '../../../db/connect.ts';
import { addMessage, type OutboxRow, type Routed } from '../../../db/delivery/outbox.ts';
import { fallbackFromRoom, fallbackRoute, readerOf, route } from '../../../db/delivery/routes.ts';
import { addIdentity } from '../../../db/organisation/people.ts';
import { attachments } from '../../../db/schema.ts';
import { type City, makeCity, settleCity } from '../../support/city.ts';
import { freshStore, wipe } from '../../support/db.ts';
import { setGone } from '../../support/past-commands.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const at = (minute: number) => new Date(NOW.getTime() + minute * 60_000);

let store: Store;
let city: City;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());

const inTx = <T>(work: (tx: Tx) => Promise<T>) => store.db.transaction((tx) => work(tx as Tx));
const settle = async (overrides = {}) => {
  city = await inTx((tx) => settleCity(tx, NOW, overrides));
};
beforeEach(async () => {
  await wipe(store);
  await settle();
});
const meet = (ref: string, chat: ChatName, id: string, minute = 0, reach = {}) =>
  inTx((tx) => addIdentity(tx, { chat, tenant: 't', id }, city.key(ref), at(minute), reach));
const send = (effects: Effect[], chats: ChatName[] = ['slack', 'teams'], now = NOW) =>
  inTx((tx) => route(tx, effects, city.org, chats, now));
const card = (to: Recipient, args = {}) => post(to, 'application', 'application:a_1', args);
const to = (ref: string) => card(toPerson(city.key(ref)));
const lanes = (ways: Routed[]) => ways.map(({ lane }) => lane).sort();

describe('a person', () => {
  it('is written to where they were last seen', async () => {
    await meet('clerk', 'slack', 'U1', 1);
    await meet('clerk', 'teams', '29:1', 2, { serviceUrl: 'https://x', room: 'a:1' });
    const [way] = await send([to('clerk')]);
    const reach = { serviceUrl: 'https://x', room: 'a:1' };
    expect(way).toMatchObject({
      chat: 'teams',
      lane: 'teams:29:1',
      address: { chat: 'teams', user: '29:1', room: 'a:1', reach },
    });
  });

  it('is looked for only in chats that are switched on', async () => {
    await meet('clerk', 'teams', '29:1', 2);
    expect(lanes(await send([to('clerk')], ['slack']))).toEqual(['slack:clerk@stadt.example']);
    expect(lanes(await send([to('clerk')], ['teams']))).toEqual(['teams:29:1']);
  });

  it('is found by e-mail in Slack while unknown', async () => {
    const [way] = await send([to('clerk')]);
    expect(way).toMatchObject({ chat: 'slack', address: { chat: 'slack', email: 'clerk@stadt.example' } });
  });

  it('without any way stays in the outbox as such', async () => {
    const [way] = await send([to('clerk')], ['teams']);
    expect(way).toMatchObject({ chat: 'none', dead: 'no-identity' });
  });
});

describe('a body', () => {
  const fb3: Recipient = { to: 'body', body: 'fb3', legalBody: 'stadt' };

  it('reads in its room; who is not in that chat gets a DM', async () => {
    await meet('fb3-lead', 'slack', 'U1');
    await meet('fb3-member', 'teams', '29:2');
    const ways = await send([card(fb3, { as: 'fb3' })]);
    expect(lanes(ways)).toEqual(['slack:C0000FB3', 'teams:29:2']);
    const dm = ways.find(({ chat }) => chat === 'teams');
    expect(dm?.effect).toMatchObject({ to: toPerson(city.key('fb3-member')), card: { args: { as: 'fb3' } } });
  });

  it('whose room stands does not raise an alarm for members nobody can reach', async () => {
    const rooms = [{ chat: 'teams', id: '19:fb3@thread.tacv2' }];
    await settle({ bodies: [{ body: 'fb3', name: 'FB 3', lead: 'fb3-lead', members: ['fb3-member'], rooms }] });
    expect(lanes(await send([card(fb3)], ['teams']))).toEqual(['teams:19:fb3@thread.tacv2']);
  });

  it('without a room of a living chat gets a DM each, but nobody who is gone', async () => {
    await meet('fb3-lead', 'teams', '29:1');
    await meet('fb3-member', 'teams', '29:2');
    expect(lanes(await send([card(fb3)], ['teams']))).toEqual(['teams:29:1', 'teams:29:2']);
    await inTx((tx) => setGone(tx, city.key('fb3-member'), true));
    await settle();
    expect(lanes(await send([card(fb3)], ['teams']))).toEqual(['teams:29:1']);
  });

  it('that nobody has set up is noticed', async () => {
    const [way] = await send([card({ to: 'body', body: 'council', legalBody: 'stadt' })]);
    expect(way).toMatchObject({ chat: 'none', dead: 'no-recipient' });
  });
});

describe('an office, a role, the rooms of the city', () => {
  it('without a room reads through its head and deputies', async () => {
    await meet('head', 'slack', 'U1');
    await meet('deputy', 'slack', 'U2');
    expect(lanes(await send([card({ to: 'office', office: 'culture' })]))).toEqual(['slack:U1', 'slack:U2']);
  });

  it('with a room reads there', async () => {
    const rooms = [{ chat: 'slack', id: 'C0000OFF' }];
    const office = { id: 'culture', name: 'K', short: 'K', legalBody: 'stadt', head: 'head', rooms };
    await settle({ offices: [office] });
    expect(lanes(await send([card({ to: 'office', office: 'culture' })]))).toEqual(['slack:C0000OFF']);
  });

  it('sends to each holder of a role, to reviewers until their last day', async () => {
    const reviewer = [{ person: 'head', until: '2026-11-21' }];
    await settle({ roles: { registrar: ['registrar', 'clerk'], reviewer, operator: [] } });
    const emails = (ways: Routed[]) => ways.map(({ address }) => address?.email?.split('@')[0]).sort();
    expect(emails(await send([card({ to: 'role', role: 'registrar' })]))).toEqual(['clerk', 'registrar']);
    const review = card({ to: 'role', role: 'reviewer' });
    expect(emails(await send([review], ['slack'], new Date('2026-11-21T22:30:00Z')))).toEqual(['head']);
    expect((await send([review], ['slack'], new Date('2026-11-21T23:30:00Z')))[0]?.dead).toBe('no-recipient');
  });

  it('takes the operators where a room of the city is missing', async () => {
    await meet('operator', 'slack', 'U9');
    expect(lanes(await send([card({ to: 'rooms', rooms: 'announcements' })]))).toEqual(['slack:U9']);
    const rooms = { announcements: [{ chat: 'slack', id: 'C0000ALL' }], auditors: [], operators: [] };
    await settle({ rooms });
    expect(lanes(await send([card({ to: 'rooms', rooms: 'announcements' })]))).toEqual(['slack:C0000ALL']);
  });
});

it('sends one card once to a person who is named twice', async () => {
  await meet('deputy', 'slack', 'U2');
  await meet('head', 'slack', 'U1');
  const twice = [card({ to: 'office', office: 'culture' }), to('deputy'), to('deputy')];
  expect(lanes(await send(twice))).toEqual(['slack:U1', 'slack:U2']);
  const different = [to('deputy'), card(toPerson(city.key('deputy')), { as: 'privacy' })];
  expect(await send(different)).toHaveLength(2);
});

it('redraws every copy of a subject where it stands, in chats that are switched on', async () => {
  const copy = {
    reach: {},
    view: 'application',
    subject: 'application:a_1',
    args: {},
    person: null,
    lang: 'de' as const,
  };
  const ids = await inTx(async (tx) => [
    await addMessage(tx, { ...copy, chat: 'slack', room: 'C1', message: '1', drawn: 'x', at: at(1) }),
    await addMessage(tx, { ...copy, chat: 'teams', room: 'R1', message: '2', drawn: 'x', at: at(2) }),
  ]);
  const ways = await send([refresh('application:a_1')]);
  expect(ways.map(({ effect, lane }) => [effect, lane])).toEqual([
    [{ do: 'redraw', message: ids[0], about: 'application:a_1' }, 'slack:C1'],
    [{ do: 'redraw', message: ids[1], about: 'application:a_1' }, 'teams:R1'],
  ]);
  expect(lanes(await send([refresh('application:a_1')], ['teams']))).toEqual(['teams:R1']);
  expect(lanes(await send([{ do: 'redraw', message: ids[0]! }]))).toEqual(['slack:C1']);
  expect(await send([{ do: 'redraw', message: 'm_gone' }])).toEqual([]);
});

it('fetches a file where it was announced', async () => {
  const file = { id: 'f_1', application: 'a_1', name: 'a.pdf', type: '', size: 1, by: 'p', at: NOW };
  await inTx((tx) => tx.insert(attachments).values({ ...file, state: 'waiting', chat: 'teams', source: 'https://x' }));
  expect(lanes(await send([{ do: 'fetch', attachment: 'f_1' }]))).toEqual(['teams:files']);
  expect(await send([{ do: 'fetch', attachment: 'f_2' }])).toEqual([]);
});

describe('however many it is for', () => {
  const EACH = Array.from({ length: 40 }, (_, n) => `holder${n}`);
  /** A city in which all of these have the same seats and parts; half of them are in Slack. @returns what asks the database so often */
  async function queriesFor(holders: readonly string[]) {
    const named = (id: string) => ({ id, name: id, email: `${id}@stadt.example` });
    const rooms = [{ chat: 'slack', id: 'C0000FB3' }];
    await wipe(store);
    await settle({
      people: [...makeCity().people, ...holders.map(named)],
      bodies: [{ body: 'fb3', name: 'FB 3', lead: 'fb3-lead', members: holders, rooms }],
      roles: { registrar: holders, operator: [] },
    });
    for (const [n, ref] of holders.entries()) await meet(ref, n % 2 ? 'slack' : 'teams', `U-${ref}`);
    const incident: Effect = card({ to: 'incident', incident: 'in_1' });
    await inTx((tx) =>
      applyChanges(
        tx,
        holders.map((ref) => {
          const person = city.key(ref);
          const id = `in_1 lead ${person}`;
          return insert('incidentRoles', { id, incident: 'in_1', role: 'lead', person, by: person, since: NOW });
        }),
      ),
    );
    const effects: Record<string, Effect[]> = {
      'a card each': holders.map(to),
      'a body with a room': [card({ to: 'body', body: 'fb3', legalBody: 'stadt' })],
      'a role': [card({ to: 'role', role: 'registrar' })],
      'an incident': [incident],
    };
    const counts: Record<string, number> = {};
    for (const [what, all] of Object.entries(effects)) {
      counts[what] = await inTx(async (tx) => {
        let count = 0;
        const counting = new Proxy(tx, {
          get(target, name, receiver) {
            if (name === 'select' || name === 'selectDistinct') count += 1;
            return Reflect.get(target, name, receiver);
          },
        });
        const ways = await route(counting, all, city.org, ['slack', 'teams'], NOW);
        expect(ways.length, what).toBeGreaterThanOrEqual(Math.floor(holders.length / 2));
        return count;
      });
    }
    return counts;
  }

  it('asks the database as often as for two', async () => {
    const two = await queriesFor(EACH.slice(0, 2));
    expect(await queriesFor(EACH)).toEqual(two);
    expect(two['a card each']).toBe(1);
  });
});

describe('after a refusal', () => {
  const refused = (way: Routed): OutboxRow => ({ tried: [], ...way, id: 'e_1' }) as unknown as OutboxRow;
  const around = (row: OutboxRow) =>
    inTx((tx) => fallbackRoute({ tx, org: city.org, chats: ['slack', 'teams'], now: NOW }, row));

  it("tries the person's other chats, then the room of their office, then nothing", async () => {
    const office = { id: 'culture', name: 'K', short: 'K', legalBody: 'stadt', head: 'head', staff: ['clerk'] };
    await settle({ offices: [{ ...office, rooms: [{ chat: 'slack', id: 'C0000OFF' }] }] });
    await meet('clerk', 'teams', '29:1');
    const [first] = await send([to('clerk')]);
    const second = await around(refused(first!));
    expect(second).toMatchObject({ lane: 'slack:clerk@stadt.example', tried: ['teams'] });
    expect(readerOf(refused(second!))).toBe(city.key('clerk'));
    const third = await around(refused(second!));
    expect(third).toMatchObject({ lane: 'slack:C0000OFF', effect: { card: { args: { for: city.key('clerk') } } } });
    expect(readerOf(refused(third!))).toBeNull();
    expect(await around(refused(third!))).toBeNull();
  });

  it('never shows an operator card in the room of an office', async () => {
    const office = { id: 'culture', name: 'K', short: 'K', legalBody: 'stadt', staff: ['operator'] };
    await settle({ offices: [{ ...office, rooms: [{ chat: 'slack', id: 'C0000OFF' }] }] });
    await meet('operator', 'teams', '29:1');
    const [first] = await send(
      [post({ to: 'role', role: 'operator' }, 'undelivered', 'undelivered:teams:dead:blocked')],
      ['teams'],
    );
    const way = await inTx((tx) => fallbackRoute({ tx, org: city.org, chats: ['teams'], now: NOW }, refused(first!)));
    expect(way).toBeNull();
  });

  it("of a body's room writes to those who would have read it there", async () => {
    await meet('fb3-lead', 'slack', 'U1');
    await meet('fb3-member', 'teams', '29:2');
    const ways = await send([card({ to: 'body', body: 'fb3', legalBody: 'stadt' })]);
    const room = ways.find(({ lane }) => lane === 'slack:C0000FB3')!;
    const ground = { org: city.org, chats: ['slack', 'teams'] as ChatName[], now: NOW };
    expect(lanes(await inTx((tx) => fallbackFromRoom({ tx, ...ground }, refused(room))))).toEqual(['slack:U1']);
  });
});
