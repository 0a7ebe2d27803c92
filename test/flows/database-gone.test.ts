/** The database goes away and comes back: nothing is lost, nothing is doubled, and nobody has to start anything again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres, type Store } from '../../db/connect.ts';
import { ownDatabase, postgresUrl } from '../support/db.ts';
import { type TcpProxy, tcpProxy } from '../support/proxy.ts';
import { scriptedChat } from '../support/scripted-chat.ts';
import { type Bench, workerBench } from '../support/worker-bench.ts';

const server = postgresUrl('the database does not go away in any test');

describe.runIf(server)('database gone', () => {
  let store: Store;
  let proxy: TcpProxy;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const own = await ownDatabase(server!);
    drop = own.drop;
    const url = new URL(own.url);
    proxy = await tcpProxy(url.hostname, Number(url.port || 5432));
    url.host = `127.0.0.1:${proxy.port}`;
    store = await openPostgres(url.href);
  });
  afterAll(async () => {
    await store?.close();
    await proxy?.close();
    await drop?.();
  });

  /** A started worker whose log can be waited for. */
  async function startedWorker() {
    const waiting: { message: string; heard: () => void }[] = [];
    const receiveText = (_data: object, message: string) => {
      for (const wait of waiting.filter((one) => one.message === message)) wait.heard();
    };
    const slack = scriptedChat('slack');
    const bench = await workerBench(store, [slack], {
      log: { info: receiveText, warn: receiveText, error: receiveText },
      pollMs: 100,
    });
    await bench.meet('clerk', 'slack', 'U1');
    bench.worker.start();
    const logged = (message: string) => new Promise<void>((heard) => waiting.push({ message, heard }));
    return { slack, bench, logged };
  }
  const ended = async (bench: Bench) => (await bench.rows()).map(({ state }) => state);

  it('while nothing is sent: the worker goes on by itself', async () => {
    const { slack, bench, logged } = await startedWorker();
    const noticed = logged('the outbox can not be read; trying until it can');
    await proxy.cut();
    await noticed;
    await expect(store.ping()).rejects.toThrow();
    const back = logged('the outbox works again');
    await proxy.mend();
    await back;
    await store.ping();
    const sent = new Promise<void>((resolve) => {
      slack.script.post = [async () => resolve()];
    });
    await bench.send(bench.card('clerk'));
    await sent;
    await bench.worker.stop();
    expect(await ended(bench)).toEqual(['sent']);
  });

  it('while a card is under way: what was sent is written down afterwards and not sent again', async () => {
    const { slack, bench, logged } = await startedWorker();
    const failed = logged('the database does not take how an effect ended; trying again');
    // Both have to notice before it comes back: a worker that looked before and after, but not during, has nothing to tell.
    const noticed = logged('the outbox can not be read; trying until it can');
    slack.script.post = [() => proxy.cut()];
    await bench.send(bench.card('clerk'));
    await Promise.all([failed, noticed]);
    const back = logged('the outbox works again');
    await proxy.mend();
    await back;
    await bench.worker.stop();
    expect(slack.tries).toHaveLength(1);
    expect(await ended(bench)).toEqual(['sent']);
    expect(await bench.messages()).toHaveLength(1);
    expect(await bench.audit()).toHaveLength(1);
  });
});
