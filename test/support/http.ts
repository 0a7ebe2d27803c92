/**
 * The one door to nock: no test reaches the network, and a call without a mock or a mock without a call fails the test
 * that caused it. Local fakes on loopback are let through, because sockets that really break are worth more than mocks.
 */
import nock from 'nock';
import { afterEach } from 'vitest';

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[?::1\]?)(:\d+)?$/;
let strays: string[] = [];

/** Starts mocking an origin: `mockHttp('https://slack.com').post('/api/auth.test').reply(200, { ok: true })`. */
export function mockHttp(origin: string): nock.Scope {
  return nock(origin);
}

/** Called once by the setup file, before any client is built: clients keep the fetch that they find. */
export function guardNetwork(): void {
  nock.disableNetConnect();
  nock.enableNetConnect((host) => LOOPBACK.test(host));
  // nock tells its two kinds of misses in two shapes.
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
 * Runs something on Node's own sockets, for faults of a body that has begun: nock reads each body a second time, and that
 * copy turns an abort into an unhandled rejection. Without mocks and without the guard, so for local fakes only.
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

/** What is wrong after a test, with what to do about it; undefined when each call met its mock. */
export function faultOf(missing: readonly string[], unused: readonly string[]): string | undefined {
  if (missing.length > 0) {
    return `This test called the outside world without a mock:\n  ${missing.join('\n  ')}\nWrite the answer down first: mockHttp('https://host').post('/path').reply(200, {…}), or point the client at a local fake.`;
  }
  if (unused.length > 0) {
    return `This test expected calls that never came:\n  ${unused.join('\n  ')}\nEither the code no longer makes them (then delete the mock), or it stopped too early (then that is the fault).`;
  }
  return undefined;
}
