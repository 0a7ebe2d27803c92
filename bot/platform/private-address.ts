/** Which hosts are not on the public internet. Nobody's channel lives there, and no link check may ever go there. */

/** Names that only mean something inside a network or a machine (RFC 6761, RFC 6762, RFC 8375, ICANN's `.internal`). */
const INNER_NAMES = /(?:^|\.)(?:localhost|local|internal|intranet|private|corp|home|lan|localdomain|arpa|onion|test)$/;

/** IPv4 ranges that are not public: IANA's special-purpose registry, multicast and reserved space. */
const INNER_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
].map((range) => {
  const [start = '', bits = '32'] = range.split('/');
  return { start: ipv4(start)!, size: 2 ** (32 - Number(bits)) };
});

function ipv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

const innerIpv4 = (address: number) => INNER_IPV4.some(({ start, size }) => address >= start && address < start + size);

/** The eight groups of an IPv6 address without brackets; undefined when it is none. */
function ipv6(text: string): number[] | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const last = dotted ? ipv4(dotted[2]!) : 0;
  if (last === undefined) return undefined;
  const plain = dotted ? `${dotted[1]}${Math.floor(last / 65536).toString(16)}:${(last % 65536).toString(16)}` : text;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const [before = [], after = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const gap = halves.length === 2 ? 8 - before.length - after.length : 0;
  const groups = [...before, ...Array.from({ length: Math.max(gap, 0) }, () => '0'), ...after];
  if (groups.length !== 8 || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16));
}

function innerIpv6(groups: readonly number[]): boolean {
  const [a = 0, b = 0, c = 0] = groups;
  const v4At = (index: number) => innerIpv4((groups[index] ?? 0) * 65536 + (groups[index + 1] ?? 0));
  const zeros = (count: number) => groups.slice(0, count).every((group) => group === 0);
  // An IPv4 address in IPv6 clothes is judged by what is inside: mapped, compatible, translated, NAT64, 6to4.
  if (zeros(5) && groups[5] === 0xffff) return v4At(6);
  if (zeros(4) && groups[4] === 0xffff && groups[5] === 0) return v4At(6);
  if (zeros(6)) return true;
  if (a === 0x64 && b === 0xff9b) return c !== 0 || v4At(6);
  if (a === 0x2002) return v4At(1);
  // Everything outside global unicast (2000::/3) is local, multicast or reserved; inside it, Teredo, ORCHID, documentation.
  if ((a & 0xe000) !== 0x2000) return true;
  return (a === 0x2001 && (b < 0x200 || b === 0xdb8)) || (a === 0x3fff && b < 0x1000);
}

/**
 * Whether a host is private, local or reserved. Takes a host as `URL` writes it (decimal, octal and hexadecimal
 * spellings of IPv4 are already dotted there) or an address as a resolver returns it, with or without brackets, zone or
 * trailing dot. A name that is public here may still resolve to a private address: whoever connects asks again for
 * each resolved address.
 */
export function isPrivateAddress(host: string): boolean {
  const plain = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
    .replace(/\.$/, '');
  if (plain.includes(':')) {
    const groups = ipv6(plain);
    return !groups || innerIpv6(groups);
  }
  const address = ipv4(plain);
  if (address !== undefined) return innerIpv4(address);
  return !plain.includes('.') || INNER_NAMES.test(plain);
}
