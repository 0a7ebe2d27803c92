/**
 * Who may use the local workspace: a browser on this machine that shows our own page. There is no login, so everything
 * else is refused: other machines, proxies, other sites in the same browser, and foreign names that resolve to
 * 127.0.0.1 (DNS rebinding).
 */
import type { RequestHandler } from 'express';
import { errorBody } from './local-words.ts';

/** The parts of a request that the guard checks. */
export type Arrival = {
  remoteAddress: string | undefined;
  host: string | undefined;
  origin: string | undefined;
  /** `Sec-Fetch-Site`: where the request comes from, according to the browser. */
  site: string | undefined;
  /** A header that only proxies set. */
  forwarded: boolean;
  /** True for opening the page itself, which a link on another site may do. */
  page: boolean;
};

/** Why a request is refused, or undefined if it may pass. */
export function refusal(arrival: Arrival): 'address' | 'proxy' | 'host' | 'origin' | undefined {
  if (!isLoopback(arrival.remoteAddress)) return 'address';
  if (arrival.forwarded) return 'proxy';
  if (!arrival.host || !URL.canParse(`http://${arrival.host}`)) return 'host';
  if (!isLoopback(new URL(`http://${arrival.host}`).hostname)) return 'host';
  if (arrival.origin !== undefined && arrival.origin !== `http://${arrival.host}`) return 'origin';
  const foreign = arrival.site !== undefined && arrival.site !== 'same-origin' && arrival.site !== 'none';
  return foreign && !arrival.page ? 'origin' : undefined;
}

/** True for this machine: `localhost`, 127.0.0.0/8 and ::1, including IPv4 written as IPv6. */
export function isLoopback(address: string | undefined): boolean {
  const plain = (address ?? '').replace(/^\[(.*)\]$/, '$1').replace(/^::ffff:(?=127\.)/i, '');
  return plain === 'localhost' || plain === '::1' || /^127(\.\d{1,3}){3}$/.test(plain);
}

const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const;

export const loopbackOnly: RequestHandler = (request, response, next) => {
  const reason = refusal({
    // The socket's address, not Express' `ip`, which trusts a proxy's header once `trust proxy` is set.
    remoteAddress: request.socket.remoteAddress,
    host: request.headers.host,
    origin: request.headers.origin,
    site: request.get('sec-fetch-site'),
    forwarded: PROXY_HEADERS.some((name) => request.headers[name] !== undefined),
    page: request.method === 'GET' && request.baseUrl === '' && request.path === '/',
  });
  if (reason === undefined) next();
  else response.status(403).json(errorBody('de', 'foreign', reason));
};

/** No foreign code may run in the page, no site may frame it, and nothing is cached. */
export const shielded: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'Cache-Control': 'no-store',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  next();
};
