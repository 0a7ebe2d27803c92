/**
 * A proxy between the bot and its chats: it forwards requests, drops some responses, and kills the bot where a test
 * says.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The state of a request when the bot is killed. `asked`: the chat has not received it. `done`: the chat has executed
 * it and no response was sent. `half`: half of the response was sent. `answered`: all of it was sent.
 */
export const PLACES = ['asked', 'done', 'half', 'answered'] as const;
export type IncidentChannel = (typeof PLACES)[number];

export type KillDoor = {
  url: string;
  host: string;
  /**
   * Sends this process SIGKILL at the `at`-th request about messages, counted from the start (searching and opening a
   * chat count too). Resolves at that moment.
   */
  strike(at: number, place: IncidentChannel, pid: number): Promise<void>;
  /** Drops the responses to these requests; the bot lives on. */
  lose(numbers: readonly number[]): void;
  /** Answers a bot that requests `/orders/NAME`, which waits until then. */
  order(name: string, orders: object): void;
  /** Resolves when no request to a chat is in progress. */
  quiet(): Promise<void>;
  close(): Promise<void>;
};

/** @param targets origins by the first path segment; `*` for all others */
export async function killDoor(targets: Record<string, string>): Promise<KillDoor> {
  const lost = new Set<number>();
  const waiting = new Map<string, (orders: object) => void>();
  const given = new Map<string, Promise<object>>();
  const underWay = new Set<Promise<unknown>>();
  let armed: { at: number; place: IncidentChannel; kill: () => void } | null = null;
  let count = 0;

  const ordersFor = (name: string): Promise<object> => {
    const known = given.get(name) ?? new Promise<object>((resolve) => waiting.set(name, resolve));
    given.set(name, known);
    return known;
  };

  async function pass(request: IncomingMessage, body: string) {
    const [, area = ''] = (request.url ?? '').split('/');
    const { authorization, 'content-type': type } = request.headers;
    const answer = await fetch(`${targets[area] ?? targets['*']}${request.url}`, {
      method: request.method ?? 'GET',
      headers: { ...(authorization ? { authorization } : {}), ...(type ? { 'content-type': type } : {}) },
      ...(body === '' ? {} : { body }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const headers = {
      'content-type': answer.headers.get('content-type') ?? 'text/plain',
      'content-length': bytes.length,
    };
    return { status: answer.status, headers, bytes };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, area, name = ''] = (request.url ?? '').split('/');
    if (area === 'orders') return void response.end(JSON.stringify(await ordersFor(name)));
    const body = await read(request);
    const number = /chat\.|conversations/.test(request.url ?? '') ? ++count : 0;
    const stroke = armed && number >= armed.at ? armed : null;
    if (stroke) armed = null;
    if (stroke?.place === 'asked') return stroke.kill();
    const work = pass(request, body);
    underWay.add(work);
    const { status, headers, bytes } = await work.finally(() => underWay.delete(work));
    if (stroke?.place === 'done') return stroke.kill();
    if (!stroke && lost.delete(number)) return void request.socket.resetAndDestroy();
    response.writeHead(status, headers);
    if (stroke?.place === 'half') response.write(bytes.subarray(0, bytes.length / 2), stroke.kill);
    else response.end(bytes, stroke?.kill);
  }

  const server = createServer((request, response) => {
    // The bot dies during its requests, so nobody is left to receive an error.
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    strike: (at, place, pid) =>
      new Promise((resolve) => {
        const kill = () => {
          process.kill(pid, 'SIGKILL');
          resolve();
        };
        armed = { at, place, kill };
      }),
    lose: (numbers) => {
      for (const number of numbers) lost.add(number);
    },
    order: (name, orders) => {
      void ordersFor(name);
      waiting.get(name)?.(orders);
    },
    quiet: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += part;
  return text;
}
