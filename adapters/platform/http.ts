/**
 * The only way to call platforms: https to public addresses only, no redirects (a token must not follow them), one time
 * limit for the whole call, and a limit on the response size.
 */
import dns from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isLoopbackHost } from '../../bot/operation/config.ts';
import { isPrivateAddress } from '../../commands/platform/private-address.ts';

export type Sent = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/** Why there is no response. `sent`: the request may still have arrived. */
export class NoAnswer extends Error {
  readonly sent: boolean;
  readonly reason: string;
  /** Trying again will not help. */
  readonly final: boolean;
  constructor(reason: string, { sent, final = false }: { sent: boolean; final?: boolean }) {
    super(reason);
    this.name = 'NoAnswer';
    this.reason = reason;
    this.sent = sent;
    this.final = final;
  }
}

type Exchange = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: unknown;
  timeout: number;
  /** For tests, which run their own platform on this machine. */
  loopback?: boolean;
};

/** Larger responses are rejected; these platforms never send one. */
const MAX_BYTES = 1_000_000;

/** Checks every resolved address at connection time: a public name may resolve to a private address. */
const guarded: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    if (addresses.some(({ address }) => isPrivateAddress(address)))
      return callback(Object.assign(new Error('private address'), { code: 'EPRIVATE' }), []);
    if (options.all) return callback(null, addresses);
    return callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
  });
};

/** Failures before anything was sent: host unreachable, or not allowed. */
const NOT_SENT: Record<string, { reason: string; final?: boolean }> = {
  ECONNREFUSED: { reason: 'unreachable' },
  ENOTFOUND: { reason: 'no-such-host' },
  EAI_AGAIN: { reason: 'no-such-host' },
  EHOSTUNREACH: { reason: 'unreachable' },
  ENETUNREACH: { reason: 'unreachable' },
  EPRIVATE: { reason: 'private-address', final: true },
};
const CERTIFICATE = /^(CERT_|ERR_TLS|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO)/;

function faultOf(error: unknown): NoAnswer {
  const code = String((error as { code?: unknown }).code ?? '');
  const known = NOT_SENT[code];
  if (known) return new NoAnswer(known.reason, { sent: false, final: known.final ?? false });
  if (CERTIFICATE.test(code)) return new NoAnswer('certificate', { sent: false, final: true });
  const late = code === 'ABORT_ERR' || (error as Error).name === 'TimeoutError';
  return new NoAnswer(late ? 'timeout' : 'broken-off', { sent: true });
}

function refusal({ url, loopback = false }: Exchange): string | null {
  const { protocol, hostname, username } = new URL(url);
  const here = loopback && isLoopbackHost(hostname);
  if (username !== '') return 'bad-address';
  if (!here && protocol !== 'https:') return 'not-https';
  return !here && isPrivateAddress(hostname) ? 'private-address' : null;
}

/** @throws NoAnswer */
export async function exchange(what: Exchange): Promise<Sent> {
  if (!URL.canParse(what.url)) throw new NoAnswer('bad-address', { sent: false, final: true });
  const no = refusal(what);
  if (no) throw new NoAnswer(no, { sent: false, final: true });
  try {
    return await round(what);
  } catch (error) {
    throw error instanceof NoAnswer ? error : faultOf(error);
  }
}

function round({ method, url, headers, body, timeout, loopback = false }: Exchange): Promise<Sent> {
  const content = body === undefined ? undefined : JSON.stringify(body);
  const secure = url.startsWith('https:');
  return new Promise((resolve, reject) => {
    const call = (secure ? secureRequest : plainRequest)(url, {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'Kanalwacht',
        ...(content === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(content)) }),
        ...headers,
      },
      // The remaining time may be fractional, but AbortSignal.timeout accepts only integers.
      signal: AbortSignal.timeout(Math.max(1, Math.floor(timeout))),
      ...(loopback ? {} : { lookup: guarded }),
    });
    // An aborted call may emit a second error, and an unhandled one would end the bot.
    call.on('error', reject);
    call.once('response', (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size <= MAX_BYTES) return void parts.push(part);
        reject(new NoAnswer('too-long', { sent: true }));
        response.destroy();
      });
      response.on('error', reject);
      response.once('aborted', () => reject(new NoAnswer('broken-off', { sent: true })));
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(parts).toString('utf8'),
        }),
      );
    });
    call.end(content);
  });
}
