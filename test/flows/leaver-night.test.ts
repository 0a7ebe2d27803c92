/** The night's sweep: what it finds, what becomes of it when a directory refuses, and a bot that was away over New Year. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNight } from '../../adapters/directory/night.ts';
import { AccountsLeft, DirectoryFault } from '../../adapters/directory/port.ts';
import { wallTime } from '../../bot/time/calendar.ts';
import { verifyAudit } from '../../db/audit.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { lease } from '../../db/leavers/directory.ts';
import { leaverCases, people } from '../../db/schema.ts';
import { keyOf } from '../support/acts.ts';
import { freshStore, wipe } from '../support/db.ts';
import { graphAnswers, graphManagers, graphRefuses, inEntra, sweptByNight } from '../support/directories.ts';
import { mockHttp } from '../support/http.ts';
import { LEAVER, MANAGER, registered, two } from '../support/leavers.ts';
import { type City, openCity, type Person } from '../support/story.ts';

const REST = 'pressestelle';
const CASE = 'Weggangsfall: ';
const MINUTE = 1 / 24 / 60;
const GRAPH = 'https://graph.microsoft.com';
let store: Store;
beforeAll(async () => {
  store = await freshStore();
});
beforeEach(() => wipe(store));
afterAll(() => store?.close());

describe('in the house', () => {
  let city: City;
  afterEach(async () => {
    expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
    await city.close();
  });
  const openOn = async (day: string, more: { publicUrl?: string } = {}) => {
    const begin = wallTime(day, '12:00');
    city = await openCity({ store, chats: ['slack', 'teams'], directories: true, begin, ...more });
  };
  const cards = async (person: Person, title = CASE) =>
    (await person.sights()).filter(({ kind, text }) => kind === 'card' && text.includes(title));
  const nameOf = (ref: string) => city.organisation.people.find(({ id }) => id === ref)!.name;
  const gone = (ref: string) => inEntra(city, ref, { accountEnabled: false });
  const isMarked = async (ref: string) => {
    const rows = await store.db.select().from(people);
    return rows.find((row) => row.ref === ref)?.gone;
  };
  /** A minute in which a sweep goes wrong, to its end. @returns the reasons that the log names */
  async function fails(): Promise<string[]> {
    const reasons: string[] = [];
    await city.app.tick();
    await vi.waitFor(
      () => {
        const lines = city.takeLines().filter(({ msg }) => msg.startsWith('a directory could not be swept'));
        reasons.push(...lines.map(({ err }) => err?.message ?? ''));
        expect(reasons).not.toEqual([]);
      },
      { timeout: 30_000 },
    );
    await city.settle();
    return reasons;
  }

  it('asks Graph again when it refuses, and tells nobody twice what a sweep that broke off has told', async () => {
    // A Friday: no reminder comes in between.
    await openOn('2026-11-27');
    const later = 'ausbildung-personalamt';
    await registered(store, city.clock.now(), two(LEAVER, REST));
    await registered(store, city.clock.now(), two(later, REST));
    const manager = await city.person(MANAGER, 'slack');
    const other = await city.person('leitung-personalamt', 'teams');

    // The token is no longer good, the new one is; but there is too much to do.
    graphRefuses(401);
    graphRefuses(429, { 'retry-after': '1800' });
    expect(await fails()).toEqual(['http-429']);
    city.clock.forward(29 * MINUTE);
    // Not asked before Graph has said so: a call without a mock would be red.
    await city.app.tick();
    city.clock.forward(2 * MINUTE);
    graphRefuses(503);
    expect(await fails()).toEqual(['http-503']);

    city.clock.forward(16 * MINUTE);
    const pages = [[gone(LEAVER)], [gone(later)]];
    graphAnswers(pages, { breaksOffAt: 1 });
    expect(await fails()).toEqual(['http-500']);
    // What was told before it broke off is told.
    await manager.sees(CASE);
    expect(await cards(other)).toEqual([]);
    city.clock.forward(16 * MINUTE);
    graphAnswers(pages);
    await sweptByNight(city, 'graph');
    await other.sees(CASE);

    // Graph has forgotten where we were: everybody is looked at again.
    city.clock.forward(1);
    graphRefuses(410, {}, 'next');
    graphAnswers(pages);
    await sweptByNight(city, 'graph');
    expect(await cards(manager)).toHaveLength(1);
    expect(await cards(other)).toHaveLength(1);
    expect(await store.db.select().from(leaverCases)).toHaveLength(2);
  });

  it('finds whoever went while Graph had forgotten where we were: in the list of all they are missing', async () => {
    await openOn('2026-11-26');
    await registered(store, city.clock.now(), two(LEAVER, REST));
    const manager = await city.person(MANAGER, 'slack');
    const other = inEntra(city, 'ausbildung-personalamt', { accountEnabled: true });
    graphAnswers([[inEntra(city, LEAVER, { accountEnabled: true }), other]]);
    graphManagers(LEAVER);
    await sweptByNight(city, 'graph');
    city.clock.forward(1);
    graphRefuses(410, {}, 'next');
    graphAnswers([[other]]);
    mockHttp(GRAPH).get(`/v1.0/users/oid-${LEAVER}`).query(true).reply(404, {});
    await sweptByNight(city, 'graph');
    await manager.sees(`${CASE}${nameOf(LEAVER)}`);
    expect(await isMarked(LEAVER)).toBe(true);
    expect(await store.db.select().from(leaverCases)).toMatchObject([{ reports: { graph: 'confirmed' } }]);
  });

  it('asks Graph for notifications once, and one of them is the manager’s card at once', async () => {
    const publicUrl = 'https://bot.stadt.example';
    // A Friday: no reminder comes in between.
    await openOn('2026-11-27', { publicUrl });
    await registered(store, city.clock.now(), two(LEAVER, REST));
    const manager = await city.person(MANAGER, 'slack');
    const account = inEntra(city, LEAVER, { accountEnabled: true });
    graphAnswers([[account]]);
    graphManagers(LEAVER);
    let wanted: Record<string, string> = {};
    mockHttp(GRAPH)
      .post('/v1.0/subscriptions', (body) => {
        wanted = body;
        return true;
      })
      .reply(201, { id: 'abo-1', expirationDateTime: '2026-12-10T00:00:00Z' });
    await sweptByNight(city, 'graph');
    expect(wanted).toMatchObject({ resource: '/users', changeType: 'updated,deleted' });
    const door = new URL(wanted.notificationUrl!);
    expect(door.origin).toBe(publicUrl);

    // As Graph proves the door before it takes the subscription, and as it tells of a change afterwards.
    const asked = await fetch(`${city.url}${door.pathname}?validationToken=is+it+you`, { method: 'POST' });
    expect(await asked.text()).toBe('is it you');
    mockHttp(GRAPH)
      .get(`/v1.0/users/${account.id}`)
      .query(true)
      .reply(200, { ...account, accountEnabled: false })
      .get(`/v1.0/users/${account.id}/manager`)
      .query(true)
      .reply(404, {});
    const { clientState } = wanted;
    const value = [{ subscriptionId: 'abo-1', clientState, changeType: 'updated', resourceData: { id: account.id } }];
    const told = await fetch(`${city.url}${door.pathname}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ value }),
    });
    expect(told.status).toBe(202);
    await manager.sees(`${CASE}${nameOf(LEAVER)}`);

    // The next night finds nothing new, and a subscription that lives.
    city.clock.forward(1);
    graphAnswers([[gone(LEAVER)]], { from: 'next' });
    await sweptByNight(city, 'graph');
    expect(await cards(manager)).toHaveLength(1);
  });

  const BOSS = 'leitung-feuerwehr';
  it.each([
    ['alone', [LEAVER], BOSS],
    ['after the manager', [BOSS, LEAVER], MANAGER],
    ['before the manager', [LEAVER, BOSS], MANAGER],
  ])('finds who is in charge of somebody who leaves %s', async (_, leaving, expected) => {
    await openOn('2026-11-26');
    await registered(store, city.clock.now(), two(LEAVER, REST));
    const told = await city.person(expected, 'teams');
    graphAnswers([[LEAVER, BOSS].map((ref) => inEntra(city, ref, { accountEnabled: true }))]);
    // A circle, as directories have them.
    graphManagers(LEAVER, BOSS, LEAVER);
    await sweptByNight(city, 'graph');
    city.clock.forward(1);
    // The link to the manager goes together with the account.
    graphAnswers([leaving.map((ref) => ({ ...gone(ref), 'manager@delta': [{ id: 'x', '@removed': {} }] }))], {
      from: 'next',
    });
    await sweptByNight(city, 'graph');
    await told.sees(`${CASE}${nameOf(LEAVER)}`);
    const key = await keyOf(store, LEAVER);
    const own = (await store.db.select().from(leaverCases)).filter(({ person }) => person === key);
    expect(own.map(({ manager }) => manager)).toEqual([await keyOf(store, expected)]);
    expect(await cards(told, `${CASE}${nameOf(LEAVER)}`)).toHaveLength(1);
  });

  it('of two accounts of one person believes the first, and goes on', async () => {
    await openOn('2026-11-27');
    const other = 'ausbildung-personalamt';
    for (const ref of [LEAVER, other]) await registered(store, city.clock.now(), two(ref, REST));
    const head = await city.person('leitung-personalamt', 'slack');
    await city.person(LEAVER, 'teams');
    const first = inEntra(city, LEAVER, { accountEnabled: true });
    // The chat vouches for this one, but the other was there before it.
    const second = { ...first, id: city.teams!.user(first.userPrincipalName).person.aad };
    graphAnswers([[first, second, gone(other)]]);
    graphManagers(LEAVER);
    await sweptByNight(city, 'graph');
    await head.sees(`${CASE}${nameOf(other)}`);
    expect(await isMarked(LEAVER)).toBe(false);
  });

  it('makes up for a bot that was down from 31 December to 9 January, and chases nobody for what it missed', async () => {
    await openOn('2026-12-30');
    const inSlack = 'sachbearbeitung-10-a2-1';
    const inGraph = 'ausbildung-personalamt';
    for (const ref of [LEAVER, inSlack, inGraph]) await registered(store, city.clock.now(), two(ref, REST));
    const manager = await city.person(MANAGER, 'slack');
    const heads = [
      await city.person('teamleitung-10-a2-1', 'slack'),
      await city.person('leitung-personalamt', 'teams'),
    ];
    const ciso = await city.person('ciso', 'teams');
    await manager.say(`/channel leave ${nameOf(LEAVER)} 31.12.2026 Ruhestand`);
    await manager.press('Ja, Weggang melden');
    const before = (await cards(manager)).length;
    expect(await isMarked(LEAVER)).toBe(false);

    // Down: no minute passes for it, Slack's event finds nobody. Then it is Saturday 9 January.
    city.clock.forward(10);
    const slack = city.slack!;
    const closed = city.organisation.people.find(({ id }) => id === inSlack)!.email;
    slack.space.users.get(slack.user(closed).id)!.deleted = true;
    graphAnswers([[gone(inGraph)]]);
    await sweptByNight(city, 'graph');
    for (const head of heads) await head.sees(CASE);
    expect(await isMarked(LEAVER)).toBe(true);
    for (let minute = 0; minute < 3; minute++) await city.app.tick();
    await city.settle();
    for (const head of heads) expect(await cards(head)).toHaveLength(1);
    expect(await cards(manager)).toHaveLength(before);

    // Monday: one reminder, the one that counts now; what was found on Saturday is in front of somebody since today.
    city.clock.forward(2);
    graphAnswers([[]], { from: 'next' });
    await sweptByNight(city, 'graph');
    for (let minute = 0; minute < 3; minute++) await city.app.tick();
    await manager.sees('Dritte Erinnerung');
    await city.settle();
    expect(await cards(manager)).toHaveLength(before + 1);
    expect(await cards(ciso)).toHaveLength(1);
    for (const head of heads) expect(await cards(head)).toHaveLength(1);

    // The clock jumps back: everybody is looked at once more, and nothing is said again.
    for (const days of [-3, 3]) {
      city.clock.forward(days);
      graphAnswers([[gone(inGraph)]], { from: 'next' });
      await sweptByNight(city, 'graph');
    }
    expect(await cards(manager)).toHaveLength(before + 1);
    for (const head of heads) expect(await cards(head)).toHaveLength(1);
    expect(await isMarked(LEAVER)).toBe(true);
    expect(city.takeLines()).toEqual([]);
  });
});

describe('the hour', () => {
  const clock = { now: new Date(0) };
  const swept: string[] = [];
  const faults: unknown[] = [];
  const answers: (Error | number)[] = [];
  beforeEach(() => {
    for (const list of [swept, faults, answers, renewed]) list.splice(0);
  });
  const renewed: string[] = [];
  const makeNight = () =>
    createNight({
      store,
      intake: { passLastDays: async () => 0 },
      inUse: ['graph'],
      directories: [
        {
          source: 'graph',
          sweep: async () => {
            swept.push(clock.now.toISOString());
            const answer = answers.shift()!;
            // Long enough for another process to come by.
            await pause(20);
            if (answer instanceof Error) throw answer;
            return answer;
          },
        },
      ],
      renew: async () => void renewed.push(clock.now.toISOString()),
      now: () => clock.now,
      log: { info: () => {}, warn: () => {}, error: (data) => void faults.push(data) },
      onFault: () => {},
    });
  const minuteOf = async (night: ReturnType<typeof makeNight>, time: string) => {
    clock.now = new Date(time);
    await night.minute();
    await night.close();
  };

  it('is once a day, and later again after a fault, whatever the minute says', async () => {
    answers.push(new DirectoryFault('http-429', 30 * 60_000), 7, 7);
    const night = makeNight();
    await minuteOf(night, '2026-11-24T02:00:00Z');
    expect(swept).toEqual([]);
    for (const time of ['02:31', '02:45', '03:05', '04:00']) await minuteOf(night, `2026-11-24T${time}:00Z`);
    expect(swept).toEqual(['2026-11-24T02:31:00.000Z', '2026-11-24T03:05:00.000Z']);
    expect(faults).toHaveLength(1);
    // Another process, or this one after a restart in the afternoon of the next day.
    const later = makeNight();
    for (let minute = 0; minute < 2; minute++) await minuteOf(later, '2026-11-25T15:00:00Z');
    expect(swept).toHaveLength(3);
  });

  it('belongs to one process: one sweep, one subscription, and quiet for both where one was asked to be', async () => {
    answers.push(new DirectoryFault('http-429', 30 * 60_000), 7, 7);
    const nights = [makeNight(), makeNight()];
    const both = async (time: string) => {
      clock.now = new Date(time);
      await Promise.all(nights.map((night) => night.minute()));
      await Promise.all(nights.map((night) => night.close()));
    };
    for (const time of ['03:00', '03:20', '03:31', '03:32']) await both(`2026-11-24T${time}:00Z`);
    expect(swept).toEqual(['2026-11-24T03:00:00.000Z', '2026-11-24T03:31:00.000Z']);
    expect(renewed).toEqual(['2026-11-24T03:31:00.000Z']);
    await both('2026-11-25T03:00:00Z');
    expect(swept).toHaveLength(3);
  });

  it('is for another process when the one that had it has died', async () => {
    answers.push(7);
    const at = new Date('2026-11-24T03:00:00Z');
    clock.now = at;
    // As a process leaves it that was killed in the middle.
    await store.db.transaction((tx) => lease(tx as Tx, 'lease:graph', at, new Date('2026-11-24T04:00:00Z')));
    const night = makeNight();
    await minuteOf(night, '2026-11-24T03:59:00Z');
    expect(swept).toEqual([]);
    await minuteOf(night, '2026-11-24T04:00:00Z');
    expect(swept).toHaveLength(1);
  });

  it('is over when an account can not be taken in at the third try either, until tomorrow', async () => {
    answers.push(...Array.from({ length: 6 }, () => new AccountsLeft(1)));
    const night = makeNight();
    for (const time of ['03:00', '03:16', '03:32', '03:48', '09:00']) await minuteOf(night, `2026-11-24T${time}:00Z`);
    expect(swept).toHaveLength(3);
    expect(renewed).toHaveLength(1);
    await minuteOf(night, '2026-11-25T03:00:00Z');
    expect(swept).toHaveLength(4);
    expect(faults).toHaveLength(4);
  });

  it('comes all the same when a clock that was far ahead jumps back', async () => {
    answers.push(new DirectoryFault('http-503'), 7);
    const night = makeNight();
    await minuteOf(night, '2031-01-01T12:00:00Z');
    await minuteOf(night, '2026-11-24T12:00:00Z');
    expect(swept).toHaveLength(2);
  });
});
