/** A fake platform on this machine: records every request, and answers as told or breaks the connection. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: unknown;
};
/** `reset`: the request is received, then the connection ends without a response. */
export type FakeAnswer = { status?: number; body?: unknown; headers?: Record<string, string> } | 'reset';

export type PlatformFake = {
  url: string;
  asked: Asked[];
  /** The response to each request. Default: Mastodon's response to a status, also for everything else. */
  answer: (asked: Asked) => FakeAnswer | Promise<FakeAnswer>;
  close(): Promise<void>;
};

export async function platformFake(): Promise<PlatformFake> {
  const sockets = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString('utf8');
    const { method = '', url = '', headers } = request;
    const asked: Asked = { method, path: url, headers, body: text === '' ? undefined : JSON.parse(text) };
    fake.asked.push(asked);
    const said = await fake.answer(asked);
    if (said === 'reset') return void request.socket.destroy();
    response.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers });
    response.end(JSON.stringify(said.body ?? {}));
  });
  await new Promise<void>((resolve) => sockets.listen(0, '127.0.0.1', resolve));
  const fake: PlatformFake = {
    url: `http://127.0.0.1:${(sockets.address() as AddressInfo).port}`,
    asked: [],
    answer: ({ method, path }) =>
      method === 'POST' && path === '/api/v1/statuses' ? { body: { id: '103254962155278888' } } : {},
    close: () =>
      new Promise((resolve) => {
        sockets.closeAllConnections();
        sockets.close(() => resolve());
      }),
  };
  return fake;
}
