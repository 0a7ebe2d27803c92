/** The incident's rooms through the outbox: opened, standing, refused; what is posted there and under what. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenRoom } from '../../../adapters/chat.ts';
import { type ChatName, SendError } from '../../../bot/chat.ts';
import type { Effect } from '../../../bot/delivery/effect.ts';
import { applyChanges, insert } from '../../../db/changes.ts';
import type { Store } from '../../../db/connect.ts';
import { entriesOf, incidentOfRoom, roomRows } from '../../../db/incident/incidents.ts';
import { freshStore } from '../../support/db.ts';
import { scriptedChat } from '../../support/scripted-chat.ts';
import { type Bench, NOW, workerBench } from '../../support/worker-bench.ts';

let store: Store;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());

const STANDING = '19:0123456789abcdef0123456789abcdef@thread.tacv2';
const openRooms = (chat: ChatName) => ({ do: 'room', incident: 'in_1', chat }) as const satisfies Effect;

async function incident(bench: Bench, people: readonly string[]) {
  await bench.inTx(async (tx) => {
    const times = { declaredAt: NOW, awareAt: NOW };
    const row = { id: 'in_1', number: 'V-2026-0001', title: 'Facebook', state: 'confirmed', severity: 1 } as const;
    await applyChanges(tx, [
      insert('incidents', { ...row, declaredBy: bench.city.key('clerk'), ...times }),
      ...people.map((ref) => {
        const person = bench.city.key(ref);
        const id = `in_1 lead ${person}`;
        return insert('incidentRoles', { id, incident: 'in_1', role: 'lead', person, by: person, since: NOW });
      }),
    ]);
  });
}
const rooms = (bench: Bench) => bench.inTx((tx) => roomRows(tx, 'in_1'));
const opens =
  (room: string, asked: string[][] = []): OpenRoom =>
  async (wanted, people) => {
    asked.push(people.map(({ id }) => id));
    return { room: wanted.room ?? room, missing: [] };
  };

describe('a chat that opens rooms', () => {
  it('brings the people in and puts the card there once', async () => {
    const asked: string[][] = [];
    const slack = scriptedChat('slack', { openRoom: opens('C1', asked) });
    const bench = await workerBench(store, [slack]);
    await incident(bench, ['clerk', 'head']);
    await bench.meet('clerk', 'slack', 'U1');
    await bench.meet('head', 'slack', 'U2');
    await bench.send(openRooms('slack'));
    await bench.worker.drain();
    await bench.send(openRooms('slack'));
    await bench.worker.drain();
    expect(asked.map((ids) => [...ids].sort())).toEqual([
      ['U1', 'U2'],
      ['U1', 'U2'],
    ]);
    expect(slack.posted.map(({ to, card }) => [to.room, card.title])).toEqual([['C1', 'incident: eingereicht']]);
    expect(await rooms(bench)).toMatchObject([{ chat: 'slack', room: 'C1', state: 'open' }]);
    expect(await bench.inTx((tx) => incidentOfRoom(tx, 'slack', 'C1'))).toMatchObject({ id: 'in_1' });
    expect((await bench.inTx((tx) => entriesOf(tx, 'in_1'))).map(({ kind }) => kind)).toEqual(['room-opened']);
  });

  it('puts the noise under the card', async () => {
    const slack = scriptedChat('slack', { openRoom: opens('C1') });
    const bench = await workerBench(store, [slack]);
    await incident(bench, ['clerk']);
    await bench.meet('clerk', 'slack', 'U1');
    await bench.send(openRooms('slack'));
    await bench.worker.drain();
    const card = { view: 'incident-notice', subject: 'incident:in_1', args: { notice: 'io_1' } };
    const to = { to: 'incident', incident: 'in_1' } as const;
    await bench.send({ do: 'post', to, card, doubt: 'show', under: 'incident:in_1' });
    await bench.worker.drain();
    expect(slack.posted.at(-1)?.to).toMatchObject({ room: 'C1', reach: { thread: 'slack-1' } });
  });

  it('finds what went out before the card stood, and does not post it again', async () => {
    const slack = scriptedChat('slack', {
      find: async (to, id) =>
        slack.posted.find((one) => one.id === id && one.to.reach?.thread === to.reach?.thread)?.ref ?? null,
    });
    const bench = await workerBench(store, [slack]);
    const to = { to: 'room', chat: 'slack', room: 'C1', reach: {} } as const;
    const card = (view: string) => ({ view, subject: 'incident:in_1', args: {} });
    slack.script.post = ['lost'];
    await bench.send({ do: 'post', to, card: card('incident-notice'), doubt: 'show', under: 'incident:in_1' });
    await bench.worker.drain(0);
    await bench.send({ do: 'post', to, card: card('incident'), doubt: 'again' });
    await bench.worker.drain();
    expect(slack.posted.map(({ card: { title } }) => title)).toEqual([
      'incident-notice: eingereicht',
      'incident: eingereicht',
    ]);
    expect((await bench.rows()).filter(({ effect }) => effect.do === 'post').map(({ state }) => state)).toEqual([
      'sent',
      'sent',
    ]);
  });
});

describe('a room that is not complete', () => {
  it('leaves nobody without the card whom the chat would not let in', async () => {
    const openRoom: OpenRoom = async (_wanted, people) => ({
      room: 'C1',
      missing: people.filter(({ id }) => id === 'U2'),
    });
    const slack = scriptedChat('slack', { openRoom });
    const bench = await workerBench(store, [slack]);
    await incident(bench, ['clerk', 'head']);
    await bench.meet('clerk', 'slack', 'U1');
    await bench.meet('head', 'slack', 'U2');
    await bench.send(openRooms('slack'));
    await bench.worker.drain();
    expect(slack.posted.map(({ to }) => to.room ?? to.user).sort()).toEqual(['C1', 'U2']);
    const [line] = await bench.inTx((tx) => entriesOf(tx, 'in_1'));
    expect(line?.data).toEqual({ chat: 'slack', missing: 1 });
  });

  it('gets the board of what was decided before it stood', async () => {
    const slack = scriptedChat('slack', { openRoom: opens('C1') });
    const bench = await workerBench(store, [slack]);
    await incident(bench, ['clerk']);
    await bench.meet('clerk', 'slack', 'U1');
    const by = bench.city.key('clerk');
    const times = { createdAt: NOW, changedAt: NOW };
    const page = {
      id: 'c_1',
      platform: 'facebook',
      name: 'Seite',
      handle: 'seite',
      key: 'facebook.com/seite',
    } as const;
    const place = { id: 'ic_1', incident: 'in_1', channel: 'c_1', part: 'hit', before: 'published' } as const;
    await bench.inTx((tx) =>
      applyChanges(tx, [
        insert('channels', { ...page, ...times, office: 'culture', state: 'compromised' }),
        insert('incidentChannels', { ...place, target: 'S0', addedBy: by, addedAt: NOW }),
      ]),
    );
    await bench.send(openRooms('slack'));
    await bench.worker.drain();
    expect(slack.posted.map(({ to, card }) => [to.room, card.title])).toEqual([
      ['C1', 'incident: eingereicht'],
      ['C1', 'incident-board: eingereicht'],
    ]);
  });
});

describe('a chat in which the bot opens no rooms', () => {
  it('uses the standing room, where the card starts the incident’s thread', async () => {
    const teams = scriptedChat('teams', {
      post: async (to, card, id) => {
        const thread = to.reach?.thread ?? `t-${id}`;
        teams.posted.push({ to, card, id, ref: { room: to.room ?? '', message: id } });
        return { room: to.room ?? '', message: id, reach: { thread } };
      },
    });
    const incidentBlock = {
      approvers: [],
      legal: [],
      phones: [],
      contacts: [],
      rooms: [{ chat: 'teams', id: STANDING }],
    };
    const bench = await workerBench(store, [teams], { overrides: { incident: incidentBlock } });
    await incident(bench, ['clerk']);
    await bench.meet('clerk', 'teams', '29:1');
    await bench.send(openRooms('teams'));
    await bench.worker.drain();
    const [room] = await rooms(bench);
    const thread = room?.reach.thread;
    expect([room?.room, thread]).toEqual([STANDING, `t-${teams.posted[0]?.id}`]);
    expect(await bench.inTx((tx) => incidentOfRoom(tx, 'teams', STANDING, thread))).toMatchObject({ id: 'in_1' });
    expect(await bench.inTx((tx) => incidentOfRoom(tx, 'teams', STANDING, 't-other'))).toBeNull();
    await bench.send({
      do: 'post',
      to: { to: 'incident', incident: 'in_1' },
      card: { view: 'incident-board', subject: 'incident:in_1', args: {} },
      doubt: 'again',
    });
    await bench.worker.drain();
    expect(teams.posted.at(-1)?.to).toMatchObject({ room: STANDING, reach: { thread } });
    // A new thread calls nobody, and not everybody with a part is in the team: each has the card in their own chat, too.
    const own = teams.posted.filter(({ to }) => to.user === '29:1');
    expect(own.map(({ card }) => card.title)).toEqual(['incident: eingereicht']);
  });

  it('writes to people one by one where no room is named, each once', async () => {
    const teams = scriptedChat('teams');
    const bench = await workerBench(store, [teams]);
    await incident(bench, ['clerk', 'head']);
    await bench.meet('clerk', 'teams', '29:1');
    await bench.meet('head', 'teams', '29:2');
    await bench.send(openRooms('teams'));
    await bench.worker.drain();
    expect(teams.posted.map(({ to }) => to.user).sort()).toEqual(['29:1', '29:2']);
    expect(await rooms(bench)).toMatchObject([{ chat: 'teams', state: 'refused', reason: 'no-incident-room' }]);
  });
});

it('who is reached in the other chat’s room gets no card of their own when one chat refuses', async () => {
  const refuses: OpenRoom = async () => {
    throw new SendError('refused', 'restricted_action');
  };
  const slack = scriptedChat('slack', { openRoom: refuses });
  const local = scriptedChat('local', { openRoom: opens('vorfall') });
  const bench = await workerBench(store, [slack, local]);
  await incident(bench, ['clerk', 'head']);
  // Everybody of the file is in the local workspace; the operators hear of the refusal.
  await bench.meet('clerk', 'slack', 'U1', 5);
  await bench.send(openRooms('local'), openRooms('slack'));
  await bench.worker.drain();
  const views = slack.posted.map(({ card }) => card.title.split(':')[0]);
  expect(views).not.toContain('incident');
  expect((await rooms(bench)).map(({ chat, state }) => [chat, state]).sort()).toEqual([
    ['local', 'open'],
    ['slack', 'refused'],
  ]);
});

it('a chat that is down keeps its room waiting, the other one has its own', async () => {
  let isDown = true;
  const slack = scriptedChat('slack', {
    openRoom: async () => {
      if (isDown) throw new SendError('later', 'ECONNREFUSED');
      return { room: 'C1', missing: [] };
    },
  });
  const local = scriptedChat('local', { openRoom: opens('vorfall') });
  const bench = await workerBench(store, [slack, local]);
  await incident(bench, ['clerk']);
  await bench.meet('clerk', 'slack', 'U1');
  await bench.send(openRooms('slack'), openRooms('local'));
  await bench.worker.drain(0);
  expect((await rooms(bench)).map(({ chat }) => chat)).toEqual(['local']);
  isDown = false;
  await bench.worker.drain();
  expect((await rooms(bench)).map(({ chat }) => chat).sort()).toEqual(['local', 'slack']);
});
