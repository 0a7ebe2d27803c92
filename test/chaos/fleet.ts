/** Two bots behind one address, as a load balancer puts them: whoever is there answers, and some requests reach both. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Child, startChild } from '../support/child.ts';
import type { ChaosOrders } from '../support/child-chaos.ts';
import type { Dice } from '../support/dice.ts';

export type Fleet = {
  url: string;
  /** Kills or stops one bot, and starts another in its place. Returns when that one is ready. */
  replace(how: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** From now on each request reaches one bot once. */
  calm(): void;
  counts: { requests: number; copies: number; kills: number; stops: number; died: number };
  /** What bots logged as errors, and how those ended that nobody had ended. */
  complaints: string[];
  close(): Promise<void>;
};

type Bot = { child: Child; url: string; wanted: boolean };

/** Chats deliver again what was not answered in time; a directory waits for its answer. */
const CHATS = /^\/(slack|api)\//;
/** One request in so many reaches both bots at the same moment, as after a vendor's timeout. */
const COPIES = 6;
const BOTS = 2;

export async function startFleet(orders: ChaosOrders, roll: Dice): Promise<Fleet> {
  const bots: Bot[] = [];
  const counts = { requests: 0, copies: 0, kills: 0, stops: 0, died: 0 };
  const complaints: string[] = [];
  let copying = true;
  let closing = false;

  async function raise(): Promise<void> {
    const child = startChild('child-chaos.ts', JSON.stringify(orders));
    const url = (await child.line('ready ')).slice('ready '.length);
    const bot: Bot = { child, url, wanted: true };
    bots.push(bot);
    void child.ended.then((code) => {
      bots.splice(bots.indexOf(bot), 1);
      if (!bot.wanted || closing) return;
      counts.died += 1;
      complaints.push(`a bot ended by itself with ${code}`);
      void raise();
    });
  }

  async function ask(bot: Bot, request: IncomingMessage, body: Buffer): Promise<Response> {
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    return fetch(`${bot.url}${request.url}`, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    counts.requests += 1;
    const first = bots[counts.requests % Math.max(bots.length, 1)];
    const second = bots.find((bot) => bot !== first);
    if (!first) return void response.writeHead(503).end();
    const copy = copying && second && CHATS.test(request.url ?? '') && roll(COPIES) === 0;
    if (copy) counts.copies += 1;
    const asked = [ask(first, request, body), ...(copy ? [ask(second, request, body)] : [])];
    const answer = await Promise.any(asked).catch(() => null);
    if (!answer) return void response.writeHead(502).end();
    const bytes = Buffer.from(await answer.arrayBuffer());
    response
      .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
      .end(bytes);
    // The vendor has its answer; the copy's does not count, but it must be over before the next act.
    await Promise.allSettled(asked);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  for (let n = 0; n < BOTS; n += 1) await raise();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    complaints,
    calm: () => {
      copying = false;
    },
    replace: async (how) => {
      const bot = bots[roll(bots.length)]!;
      bot.wanted = false;
      counts[how === 'SIGKILL' ? 'kills' : 'stops'] += 1;
      process.kill(bot.child.pid, how);
      await bot.child.ended;
      await raise();
    },
    close: async () => {
      closing = true;
      server.close();
      server.closeAllConnections();
      for (const { child } of [...bots]) await child.kill();
    },
  };
}
