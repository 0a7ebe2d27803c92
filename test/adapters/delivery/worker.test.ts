/** The worker as a whole, on the embedded database, where one process is all there is: side by side, woken, stopped, and going on after what goes wrong in the house. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chat } from '../../../adapters/chat.ts';
import type { ChatName } from '../../../bot/chat.ts';
import { toPerson } from '../../../bot/delivery/effect.ts';
import type { Store } from '../../../db/connect.ts';
import { claimNext } from '../../../db/delivery/outbox.ts';
import { embeddedStore } from '../../support/db.ts';
import { scriptedChat } from '../../support/scripted-chat.ts';
import { NOW, workerBench } from '../../support/worker-bench.ts';

let store: Store;
beforeAll(async () => {
  store = await embeddedStore();
});
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

describe('trouble in the house', () => {
  it('takes over what a dead worker left, looking first', async () => {
    const { slack, bench } = await clerkInSlack({ canFind: true });
    await bench.send(bench.card('clerk'));
    const left = await claimNext(store.db, { slack: slack.pace }, NOW, 60_000);
    await slack.post({ chat: 'slack', user: 'U1' }, { title: '', nodes: [], summary: '', lang: 'de' }, left!.id);
    await bench.another().drain();
    expect(slack.tries).toHaveLength(1);
    expect((await bench.rows())[0]).toMatchObject({ state: 'sent', doubt: 'crash', attempts: 2 });
  });

  it('gives up an effect at which the process dies each time', async () => {
    const { slack, bench } = await clerkInSlack({}, { attempts: 2 });
    await bench.send(bench.card('clerk'));
    for (let death = 0; death < 2; death++) {
      await claimNext(store.db, { slack: slack.pace }, NOW, 60_000);
      await store.db.execute("update outbox set state = 'waiting', doubt = 'crash', lease_until = null");
    }
    await bench.worker.drain();
    expect(slack.tries.filter(({ to }) => to.user === 'U1')).toEqual([]);
    expect((await bench.rows())[0]).toMatchObject({ state: 'dead', lastError: 'crash' });
  });

  it('goes on when a view has a bug: logged, tried again, given up', async () => {
    const { slack, bench } = await clerkInSlack({}, { attempts: 2, draw: () => Promise.reject(new Error('a bug')) });
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    expect(slack.tries).toEqual([]);
    expect((await bench.rows())[0]).toMatchObject({ state: 'dead', lastError: 'fault' });
    expect(bench.log.some(({ level }) => level === 'error')).toBe(true);
  });

  it("counts an adapter's bug as unknown: it may have arrived", async () => {
    const { slack, bench } = await clerkInSlack();
    slack.script.post = [() => Promise.reject(new TypeError('a bug'))];
    await bench.send(bench.card('clerk', { doubt: 'show' }));
    await bench.worker.drain();
    expect((await bench.rows())[0]).toMatchObject({ state: 'doubtful', lastError: 'fault:TypeError' });
  });

  it('ends what has no way before an organisation has been applied', async () => {
    const { bench } = await clerkInSlack({}, { org: async () => null });
    await bench.send(bench.card('clerk', { to: toPerson('p_unknown') }));
    await bench.worker.drain();
    expect((await bench.rows())[0]).toMatchObject({ state: 'dead' });
  });
});

describe('side by side', () => {
  it('writes to eight rooms at once, and to one room one after the other', async () => {
    const { slack, bench } = await clerkInSlack();
    const busy = new Set<string>();
    const gates: (() => void)[] = [];
    const clashes: string[] = [];
    // Nobody gets through before eight are there.
    const together = async () => {
      const { to } = slack.tries.at(-1)!;
      const room = `${to.user ?? to.email}`;
      if (busy.has(room)) clashes.push(room);
      busy.add(room);
      await new Promise<void>((open) => {
        gates.push(open);
        if (gates.length === 8) for (const gate of gates.splice(0)) gate();
      });
      busy.delete(room);
    };
    slack.script.post = Array.from({ length: 16 }, () => together);
    const refs = ['clerk', 'head', 'deputy', 'fb3-lead', 'fb3-member', 'privacy-lead', 'registrar', 'operator'];
    const cards = refs.flatMap((ref) => [bench.card(ref), bench.card(ref, { subject: 'application:a_2' })]);
    await bench.send(...cards);
    await bench.worker.drain();
    expect([slack.posted.length, clashes]).toEqual([16, []]);
  });

  it('stops only after what is under way has ended and been written down', async () => {
    const { slack, bench } = await clerkInSlack();
    let open = () => {};
    const begun = new Promise<void>((resolve) => {
      slack.script.post = [
        () => {
          resolve();
          return new Promise<void>((done) => {
            open = done;
          });
        },
      ];
    });
    await bench.send(bench.card('clerk'));
    bench.worker.start();
    await begun;
    const stopped = bench.worker.stop();
    await bench.send(bench.card('head'));
    open();
    await stopped;
    expect((await bench.rows()).map(({ state }) => state)).toEqual(['sent', 'waiting']);
  });

  it('serves a chat that is switched on after it was made', async () => {
    const slack = scriptedChat('slack');
    const bench = await workerBench(store, [slack]);
    const chats = new Map<ChatName, Chat>();
    const worker = bench.another({ chats });
    await bench.send(bench.card('clerk'));
    await worker.drain();
    expect(slack.posted).toHaveLength(0);
    chats.set('slack', slack);
    await worker.drain();
    expect(slack.posted).toHaveLength(1);
  });

  it('sends by itself once started and woken', async () => {
    let sent = () => {};
    const done = new Promise<void>((resolve) => {
      sent = resolve;
    });
    const slack = scriptedChat('slack');
    const bench = await workerBench(store, [slack], { pollMs: 60_000, onOutcome: () => sent() });
    bench.worker.start();
    await bench.send(bench.card('clerk'));
    bench.worker.wake();
    await done;
    await bench.worker.stop();
    expect(slack.posted).toHaveLength(1);
  });
});
