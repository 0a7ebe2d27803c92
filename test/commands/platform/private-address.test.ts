import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPrivateAddress } from '../../../commands/platform/private-address.ts';

describe('isPrivateAddress', () => {
  it.each([
    'localhost',
    'LOCALHOST.',
    'app.localhost',
    'rathaus',
    'drucker.local',
    'wiki.stadt.internal',
    'intranet.stadt.intranet',
    'router.home.arpa',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.178.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    '[::ffff:7f00:1]',
    '::ffff:0:10.0.0.1',
    '::10.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'fe80::1%eth0',
    'fec0::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '1:2:3',
    '::ffff:1.2.3.999',
    '1.2.3.999',
    '010.0.0.1',
    '[::a00:1]',
    '[64:ff9b::a9fe:a9fe]',
    '[64:ff9b:0:1::1]',
    '[2002:a9fe:a9fe::1]',
    '[2002:c0a8:100::]',
    '3fff:fff::1',
    '4000::1',
  ])('keeps away from %s', (host) => {
    expect(isPrivateAddress(host)).toBe(true);
  });

  it.each([
    'dortmund.de',
    'localhost.de',
    'internal.example.org',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.255.255',
    '172.32.0.1',
    '192.169.0.1',
    '223.255.255.255',
    '2a00:1450:4001::200e',
    '[2606:4700::1111]',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '2002:808:808::1',
    '[::ffff:0:808:808]',
    '3fff:1000::1',
    '2001:200::1',
  ])('knows that %s is public', (host) => {
    expect(isPrivateAddress(host)).toBe(false);
  });

  it('judges an IPv4 address the same in IPv6 clothes', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const mapped = new URL(`http://[::ffff:${address}]/`).hostname;
        expect(isPrivateAddress(mapped)).toBe(isPrivateAddress(address));
      }),
    );
  });

  it.each(['0x7f.1', '0177.0.0.1', '2130706433', '127.1', '0xa9fea9fe', '１０.0.0.1'])(
    'reads %s as URL writes it',
    (typed) => {
      expect(isPrivateAddress(new URL(`http://${typed}/`).hostname)).toBe(true);
    },
  );

  it.each([
    ['translated', (hex: string) => `::ffff:0:${hex}`],
    ['NAT64', (hex: string) => `64:ff9b::${hex}`],
    ['6to4', (hex: string) => `2002:${hex}::1`],
  ])('judges an IPv4 address the same when it is %s', (_, spell) => {
    const group = (high = 0, low = 0) => (high * 256 + low).toString(16);
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a, b, c, d] = address.split('.').map(Number);
        expect(isPrivateAddress(spell(`${group(a, b)}:${group(c, d)}`))).toBe(isPrivateAddress(address));
      }),
    );
  });

  it('answers for any text without throwing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('1', 'a', ':', '.', '[', ']', '%') }),
        (text) => typeof isPrivateAddress(text) === 'boolean',
      ),
    );
  });
});
