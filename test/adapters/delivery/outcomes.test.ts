/** Every row of the table of outcomes: sent, unknown, later, refused; with and without a chat that can be asked. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { fullJitter } from '../../../adapters/delivery/worker.ts';
import type { Store } from '../../../db/connect.ts';
import { outboxCounts, revive } from '../../../db/delivery/outbox.ts';
import { freshStore } from '../../support/db.ts';
import { later, refused, scriptedChat, unknown } from '../../support/scripted-chat.ts';
import { NOW, SUBJECT, workerBench } from '../../support/worker-bench.ts';

let store: Store;
beforeAll(async () => {
  store = await freshStore();
});
afterEach(() => void vi.useRealTimers());
afterAll(() => store?.close());

/** One clerk in Slack. */
async function clerkInSlack(
  options: Parameters<typeof scriptedChat>[1] = {},
  more: Parameters<typeof workerBench>[2] = {},
) {
  const slack = scriptedChat('slack', options);
  const bench = await workerBench(store, [slack], more);
  await bench.meet('clerk', 'slack', 'U1');
  return { slack, bench };
}
const HOUR = 3_600_000;

describe('sent', () => {
  it('remembers the message and proves the delivery without a name', async () => {
    const { slack, bench } = await clerkInSlack();
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    expect(slack.posted).toHaveLength(1);
    expect(slack.posted[0]?.card.nodes).toEqual([
      { kind: 'facts', facts: [{ label: 'reader', value: bench.city.key('clerk') }] },
    ]);
    expect(await bench.messages()).toMatchObject([
      {
        chat: 'slack',
        room: 'dm-U1',
        message: 'slack-1',
        subject: SUBJECT,
        person: bench.city.key('clerk'),
        lang: 'de',
      },
    ]);
    const [row] = await bench.rows();
    expect(row).toMatchObject({ state: 'sent', attempts: 1, endedAt: NOW, leaseUntil: null });
    expect(await bench.audit()).toMatchObject([
      {
        actor: 'system',
        action: 'delivered',
        subject: SUBJECT,
        data: { chat: 'slack', to: bench.city.key('clerk'), view: 'application' },
        cause: `outbox:${row?.id}`,
      },
    ]);
    expect(bench.outcomes).toEqual(['slack posted']);
  });

  it('draws in the language of the reader', async () => {
    const { slack, bench } = await clerkInSlack();
    await bench.meet('fb3-member', 'slack', 'U2');
    await bench.send(bench.card('fb3-member'));
    await bench.worker.drain();
    expect(slack.posted[0]?.card.lang).toBe('en');
  });

  it('sends nothing about what is no more', async () => {
    const { slack, bench } = await clerkInSlack();
    await bench.send(bench.card('clerk'));
    bench.title = null;
    await bench.worker.drain();
    expect(slack.tries).toEqual([]);
    expect(await bench.rows()).toMatchObject([{ state: 'dead', lastError: 'gone' }]);
  });
});

describe('unknown, in a chat that can be asked', () => {
  it('looks first and does not send again what has arrived', async () => {
    const { slack, bench } = await clerkInSlack({ canFind: true });
    slack.script.post = ['lost'];
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    expect(slack.tries).toHaveLength(1);
    expect(await bench.messages()).toMatchObject([{ message: 'slack-1' }]);
    expect((await bench.rows())[0]).toMatchObject({ state: 'sent', attempts: 2, doubt: 'unknown' });
    // What stands there was drawn by the lost try: it is drawn anew once.
    expect(slack.updates).toHaveLength(1);
  });

  it('sends again what surely is not there', async () => {
    const { slack, bench } = await clerkInSlack({ canFind: true });
    slack.script.post = [unknown()];
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    expect([slack.tries.length, slack.posted.length]).toEqual([2, 1]);
  });

  it('goes on looking while the look itself fails', async () => {
    const { slack, bench } = await clerkInSlack({ canFind: true });
    slack.script.post = ['lost'];
    slack.script.find = [unknown(), later(2000)];
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    expect([slack.tries.length, slack.posted.length]).toEqual([1, 1]);
    expect((await bench.rows())[0]).toMatchObject({ state: 'sent' });
  });

  it('treats a look that is forbidden as a chat that can not be asked', async () => {
    const { slack, bench } = await clerkInSlack({ canFind: true });
    slack.script.post = [unknown()];
    slack.script.find = [refused('missing_scope')];
    await bench.send(bench.card('clerk', { doubt: 'show' }));
    await bench.worker.drain();
    expect(slack.tries.filter(({ card }) => card.title.startsWith('application'))).toHaveLength(1);
    expect((await bench.rows())[0]).toMatchObject({ state: 'doubtful' });
  });
});

describe('unknown, in a chat that can not be asked', () => {
  it('sends a card again: its state makes a twin harmless', async () => {
    const { slack, bench } = await clerkInSlack();
    slack.script.post = ['lost'];
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    expect([slack.tries.length, slack.posted.length]).toEqual([2, 2]);
    expect((await bench.rows())[0]).toMatchObject({ state: 'sent' });
  });

  it('does not send a broadcast again but shows it to the operators', async () => {
    const { slack, bench } = await clerkInSlack();
    await bench.meet('operator', 'slack', 'U9');
    slack.script.post = ['lost'];
    await bench.send(bench.card('clerk', { doubt: 'show' }));
    await bench.worker.drain();
    const [row] = await bench.rows();
    expect(row).toMatchObject({ state: 'doubtful', lastError: 'timeout' });
    expect(slack.posted.map(({ to, card }) => [to.user, card.title])).toEqual([
      ['U1', 'application: eingereicht'],
      ['U9', 'undelivered: eingereicht'],
    ]);
    expect((await bench.audit()).map(({ action }) => action)).toEqual(['undeliverable', 'delivered']);
    expect((await bench.messages())[0]).toMatchObject({ subject: 'undelivered:slack:doubtful:timeout' });
  });

  it('gives up after the last attempt', async () => {
    const { slack, bench } = await clerkInSlack({}, { attempts: 3 });
    slack.script.post = [unknown(), unknown(), unknown()];
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    expect((await bench.rows())[0]).toMatchObject({ state: 'dead', attempts: 3, lastError: 'timeout' });
  });

  it('counts an answer that never comes as unknown', async () => {
    const { slack, bench } = await clerkInSlack();
    await bench.send(bench.card('clerk'));
    // The minute passes in the call alone: with a short lease a busy machine had used it up before the second call.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], shouldAdvanceTime: true });
    slack.script.post = [
      () => {
        vi.advanceTimersByTime(60_000);
        return new Promise(() => {});
      },
    ];
    await bench.worker.drain();
    expect(slack.tries).toHaveLength(2);
    expect(bench.outcomes).toEqual(['slack unknown', 'slack posted']);
  });
});

describe('later', () => {
  it('waits as long as the chat asks, without counting, and holds the room back', async () => {
    const { slack, bench } = await clerkInSlack({}, { attempts: 2 });
    slack.script.post = [later(30_000), later(30_000), later(30_000)];
    const second = bench.card('clerk', { subject: 'application:a_2' });
    await bench.send(bench.card('clerk'), second, bench.card('head'));
    await bench.worker.drain(29_000);
    expect(slack.tries.map(({ to }) => to.user ?? to.email)).toEqual(['U1', 'head@stadt.example']);
    await bench.worker.drain(HOUR);
    expect(await outboxCounts(store.db)).toEqual({ sent: 3 });
    expect((await bench.rows())[0]).toMatchObject({ attempts: 1 });
  });

  it('holds the whole chat back when the chat says so, and leaves the others alone', async () => {
    const { slack, bench } = await clerkInSlack();
    slack.script.post = [later(30_000, 'chat')];
    await bench.send(bench.card('clerk'));
    await bench.worker.drain(1000);
    await bench.send(bench.card('head'));
    await bench.worker.drain(29_000);
    expect(slack.tries).toHaveLength(1);
    await bench.worker.drain();
    expect(slack.posted.map(({ to }) => to.user ?? to.email)).toEqual(['U1', 'head@stadt.example']);
  });

  it('backs off and counts when the chat names no time', async () => {
    const { slack, bench } = await clerkInSlack({}, { attempts: 3 });
    await bench.meet('operator', 'slack', 'U9');
    slack.script.post = [later(), later(), later()];
    await bench.send(bench.card('clerk'));
    await bench.worker.drain(999);
    expect(slack.tries).toHaveLength(1);
    await bench.worker.drain();
    expect((await bench.rows())[0]).toMatchObject({ state: 'dead', attempts: 3, lastError: 'ratelimited' });
    expect(slack.posted.map(({ to }) => to.user)).toEqual(['U9']);
  });

  it('does not take "retry after 0" at its word', async () => {
    const { slack, bench } = await clerkInSlack();
    slack.script.post = [later(0)];
    await bench.send(bench.card('clerk'));
    await bench.worker.drain(999);
    expect(slack.tries).toHaveLength(1);
  });

  it('backs off further each time, never beyond five minutes', () => {
    const waits = Array.from({ length: 200 }, (_, n) => fullJitter(1 + (n % 20)));
    expect(Math.max(...waits)).toBeLessThanOrEqual(300_000);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
    expect(Array.from({ length: 50 }, () => fullJitter(1)).every((ms) => ms <= 1000)).toBe(true);
  });
});

describe('refused for good', () => {
  it("goes to the person's other chat", async () => {
    const [slack, teams] = [scriptedChat('slack'), scriptedChat('teams')];
    const bench = await workerBench(store, [slack, teams]);
    await bench.meet('clerk', 'slack', 'U1', 1);
    await bench.meet('clerk', 'teams', '29:1', 2);
    teams.script.post = [refused('not-installed')];
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    expect(slack.posted.map(({ to }) => to.user)).toEqual(['U1']);
    expect(await bench.rows()).toMatchObject([
      { state: 'sent', chat: 'slack', tried: ['teams'], lastError: 'not-installed' },
    ]);
    expect(await bench.messages()).toMatchObject([{ person: bench.city.key('clerk') }]);
  });

  it('then to the room of their office, drawn for everybody there', async () => {
    const office = { id: 'culture', name: 'K', short: 'K', legalBody: 'stadt', staff: ['clerk'] };
    const rooms = [{ chat: 'slack', id: 'C0000OFF' }];
    const { slack, bench } = await clerkInSlack({}, { overrides: { offices: [{ ...office, rooms }] } });
    slack.script.post = [refused('user_disabled')];
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    expect(await bench.messages()).toMatchObject([
      { room: 'C0000OFF', person: null, args: { for: bench.city.key('clerk') } },
    ]);
    expect(slack.posted[0]?.card.nodes).toEqual([{ kind: 'facts', facts: [{ label: 'reader', value: 'room' }] }]);
  });

  it('else to the operators, with an entry that says why', async () => {
    const { slack, bench } = await clerkInSlack();
    await bench.meet('operator', 'slack', 'U9');
    slack.script.post = [refused('user_disabled')];
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    const [row, card] = await bench.rows();
    expect(row).toMatchObject({ state: 'dead', lastError: 'user_disabled' });
    expect(card).toMatchObject({
      state: 'sent',
      effect: { card: { view: 'undelivered', subject: 'undelivered:slack:dead:user_disabled' } },
    });
    expect((await bench.audit())[0]).toMatchObject({
      action: 'undeliverable',
      subject: SUBJECT,
      data: { chat: 'slack', to: bench.city.key('clerk'), view: 'application', reason: 'user_disabled' },
    });
  });

  it('only logs an operator card that fails itself', async () => {
    const { slack, bench } = await clerkInSlack();
    await bench.meet('operator', 'slack', 'U9');
    slack.script.post = [refused(), refused()];
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    expect(await outboxCounts(store.db)).toEqual({ dead: 2 });
    expect(bench.log.filter(({ message }) => message === 'an effect was given up')).toHaveLength(2);
  });

  it("writes to a body's members when its room refuses, and tells the operators", async () => {
    const { slack, bench } = await clerkInSlack();
    for (const [ref, id] of [
      ['fb3-lead', 'U2'],
      ['fb3-member', 'U3'],
      ['operator', 'U9'],
    ] as const) {
      await bench.meet(ref, 'slack', id);
    }
    slack.script.post = [refused('is_archived')];
    await bench.send(bench.card('clerk', { to: { to: 'body', body: 'fb3', legalBody: 'stadt' } }));
    await bench.worker.drain();
    expect(slack.tries[0]?.to.room).toBe('C0000FB3');
    expect(slack.posted.map(({ to, card }) => `${to.user} ${card.title.split(':')[0]}`).sort()).toEqual([
      'U2 application',
      'U3 application',
      'U9 undelivered',
    ]);
  });

  it('without any way is told to the operators, and sent once there is one', async () => {
    const teams = scriptedChat('teams');
    const bench = await workerBench(store, [teams]);
    await bench.meet('operator', 'teams', '29:9');
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    const [row] = await bench.rows();
    expect(row).toMatchObject({ state: 'dead', chat: 'none', lastError: 'no-identity' });
    expect(teams.posted.map(({ to }) => to.user)).toEqual(['29:9']);
    await bench.meet('clerk', 'teams', '29:1');
    await bench.inTx((tx) => revive(tx, [row!.id], NOW));
    await bench.worker.drain();
    expect(teams.posted.map(({ to }) => to.user)).toEqual(['29:9', '29:1']);
  });
});
