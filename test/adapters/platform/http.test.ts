/** The door to platforms on real sockets: private addresses behind public names, silence, broken and endless answers. */
import dns from 'node:dns';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { exchange, NoAnswer } from '../../../adapters/platform/http.ts';
import { onBareSockets } from '../../support/http.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const close of closing.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
const faultOf = async (url: string, more: { loopback?: boolean; timeout?: number } = {}): Promise<NoAnswer> =>
  onBareSockets(async () => {
    try {
      await exchange({ method: 'GET', url, headers: {}, timeout: 5000, loopback: true, ...more });
    } catch (error) {
      if (error instanceof NoAnswer) return error;
      throw error;
    }
    throw new Error('there was an answer');
  });

describe('the door to platforms', () => {
  it('does not connect to a private address behind a public name', async () => {
    const seen = vi
      .spyOn(dns, 'lookup')
      .mockImplementation(((
        _name: string,
        _options: unknown,
        callback: (error: null, addresses: { address: string; family: number }[]) => void,
      ) => callback(null, [{ address: '127.0.0.1', family: 4 }])) as never);
    const fault = await faultOf('https://public.example/', { loopback: false });
    expect(seen).toHaveBeenCalled();
    expect(fault).toMatchObject({ reason: 'private-address', sent: false, final: true });
  });

  it('counts silence as something that may have arrived', async () => {
    const url = await serve(() => {});
    expect(await faultOf(url, { timeout: 60 })).toMatchObject({ reason: 'timeout', sent: true });
  });

  it('takes what is left of a patience for a limit, which is no whole number', async () => {
    const url = await serve((_request, response) => response.end('{}'));
    const answer = await onBareSockets(() =>
      exchange({ method: 'GET', url, headers: {}, timeout: 5000.25, loopback: true }),
    );
    expect(answer.text).toBe('{}');
  });

  it('counts a connection that breaks off as something that may have arrived, before and in the answer', async () => {
    const before = await serve((request) => request.socket.destroy());
    expect(await faultOf(before)).toMatchObject({ reason: 'broken-off', sent: true });
    const within = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id"', () => request.socket.destroy());
    });
    expect(await faultOf(within)).toMatchObject({ reason: 'broken-off', sent: true });
  });

  it('knows that nothing was sent where nobody listens', async () => {
    const url = await serve(() => {});
    for (const close of closing.splice(0)) close();
    expect(await faultOf(url)).toMatchObject({ reason: 'unreachable', sent: false, final: false });
  });

  it('stops reading an answer without an end', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200);
      response.end('x'.repeat(1_500_000));
    });
    expect(await faultOf(url)).toMatchObject({ reason: 'too-long', sent: true });
  });

  it('does not follow a redirect, and does not go out in plain text', async () => {
    const url = await serve((_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    const answer = await onBareSockets(() =>
      exchange({ method: 'GET', url, headers: {}, timeout: 5000, loopback: true }),
    );
    expect(answer.status).toBe(302);
    expect(await faultOf('http://public.example/')).toMatchObject({ reason: 'not-https', sent: false });
    expect(await faultOf(url, { loopback: false })).toMatchObject({ reason: 'not-https' });
  });
});
