import { describe, expect, it } from 'vitest';
import { type Arrival, isLoopback, refusal } from '../../../adapters/local/guard.ts';

function makeArrival(overrides: Partial<Arrival> = {}): Arrival {
  const own = { remoteAddress: '127.0.0.1', host: '127.0.0.1:3978', origin: undefined, site: undefined };
  return { ...own, forwarded: false, page: false, ...overrides };
}

describe('refusal', () => {
  it.each([
    ['our own page', { origin: 'http://127.0.0.1:3978', site: 'same-origin' }],
    ['a typed address', { site: 'none', page: true }],
    ['a link from elsewhere to the page itself', { site: 'cross-site', page: true }],
    ['localhost', { host: 'localhost:3978', origin: 'http://localhost:3978' }],
    ['IPv6', { remoteAddress: '::1', host: '[::1]:3978' }],
    ['IPv4 written as IPv6', { remoteAddress: '::ffff:127.0.0.1' }],
  ] as [string, Partial<Arrival>][])('lets %s pass', (_, overrides) => {
    expect(refusal(makeArrival(overrides))).toBeUndefined();
  });

  it.each([
    ['another machine', { remoteAddress: '192.168.1.20' }, 'address'],
    ['no address', { remoteAddress: undefined }, 'address'],
    ['a proxy on this machine', { forwarded: true }, 'proxy'],
    ['a name bent to this machine', { host: 'evil.example:3978' }, 'host'],
    ['a name that only begins like ours', { host: '127.0.0.1.evil.example' }, 'host'],
    ['no host', { host: undefined }, 'host'],
    ['another site', { origin: 'https://evil.example' }, 'origin'],
    ['a program on another port', { origin: 'http://127.0.0.1:8080' }, 'origin'],
    ['a sandboxed frame', { origin: 'null' }, 'origin'],
    ['another site without origin', { site: 'cross-site' }, 'origin'],
    ['another program on this machine', { site: 'same-site' }, 'origin'],
  ] as [string, Partial<Arrival>, string][])('refuses %s', (_, overrides, reason) => {
    expect(refusal(makeArrival(overrides))).toBe(reason);
  });

  it('knows this machine', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1', '[::1]', 'localhost', '::ffff:127.0.0.1'].filter(isLoopback)).toHaveLength(
      6,
    );
    expect(['10.0.0.1', '::ffff:10.0.0.1', '127.0.0.1.example', '', undefined, '::2'].filter(isLoopback)).toEqual([]);
  });
});
