/**
 * The only use of nock: no test reaches the network. A call without a mock, or a mock without a call, fails the test
 * that caused it. Local fakes on loopback are allowed, because sockets that really break are worth more than mocks.
 */
import nock from 'nock';
import { afterEach } from 'vitest';

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[?::1\]?)(:\d+)?$/;
let strays: string[] = [];

/** Mocks an origin: `mockHttp('https://slack.com').post('/api/auth.test').reply(200, { ok: true })`. */
export function mockHttp(origin: string): nock.Scope {
  return nock(origin);
}

/** Called once by the setup file before any client is created, because clients keep the fetch they find. */
export function guardNetwork(): void {
  nock.disableNetConnect();
  nock.enableNetConnect((host) => LOOPBACK.test(host));
  // nock reports its two kinds of misses in two formats.
  nock.emitter.on('no match', (request: Seen, options?: Seen) => {
    const host = request.host ?? options?.host ?? options?.hostname ?? 'an unknown host';
    if (!LOOPBACK.test(host)) strays.push(`${request.method ?? 'GET'} ${host}${request.path ?? ''}`);
  });
  afterEach(() => {
    const fault = faultOf(strays, nock.pendingMocks());
    strays = [];
    nock.cleanAll();
    if (fault) throw new Error(fault);
  });
}

/**
 * Runs work on Node's own sockets, for failures in the middle of a response body: nock reads each body a second time,
 * and that copy turns an abort into an unhandled rejection. No mocks and no guard apply, so use it for local fakes
 * only.
 */
export async function onBareSockets<T>(work: () => Promise<T>): Promise<T> {
  nock.restore();
  try {
    return await work();
  } finally {
    nock.activate();
  }
}

type Seen = { method?: string; host?: string; hostname?: string; path?: string };

/** The error after a test, with advice; undefined if every call met its mock. */
export function faultOf(missing: readonly string[], unused: readonly string[]): string | undefined {
  if (missing.length > 0) {
    return `This test called the outside world without a mock:\n  ${missing.join('\n  ')}\nWrite the answer down first: mockHttp('https://host').post('/path').reply(200, {…}), or point the client at a local fake.`;
  }
  if (unused.length > 0) {
    return `This test expected calls that never came:\n  ${unused.join('\n  ')}\nEither the code no longer makes them (then delete the mock), or it stopped too early (then that is the fault).`;
  }
  return undefined;
}
