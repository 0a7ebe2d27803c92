/** Whether a host is on the public internet: the ranges of `bot/platform/private-ranges.ts`, compared by Node. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import {
  type IsPrivate,
  isInnerName,
  PRIVATE_IPV4,
  PRIVATE_IPV6,
  PUBLIC_IPV6,
} from '../../bot/platform/private-ranges.ts';

type Range = [start: string, bits: number];
const rangeOf = (text: string): Range => {
  const [start = '', bits] = text.split('/');
  return [start, Number(bits)];
};

/** An IPv4 range in every IPv6 spelling that leads to it: mapped, translated, NAT64, 6to4. */
function inIpv6([start, bits]: Range): Range[] {
  const hex = Buffer.from(start.split('.').map(Number)).toString('hex');
  return [
    [`::ffff:${start}`, 96 + bits],
    [`::ffff:0:${start}`, 96 + bits],
    [`64:ff9b::${start}`, 96 + bits],
    [`2002:${hex.slice(0, 4)}:${hex.slice(4)}::`, 16 + bits],
  ];
}

const blocked = new BlockList();
const reachable = new BlockList();
for (const range of PRIVATE_IPV4.map(rangeOf)) {
  blocked.addSubnet(...range, 'ipv4');
  for (const spelling of inIpv6(range)) blocked.addSubnet(...spelling, 'ipv6');
}
for (const range of PRIVATE_IPV6) blocked.addSubnet(...rangeOf(range), 'ipv6');
for (const range of PUBLIC_IPV6) reachable.addSubnet(...rangeOf(range), 'ipv6');

/**
 * Whether a host is private, local or reserved.
 * @param host as `URL` writes it, which turns decimal, octal and hexadecimal IPv4 into dots; or an address from a
 * resolver. Brackets, zone and trailing dot are optional. A name that is public here may resolve to a private address,
 * so callers check each resolved address again.
 */
export const isPrivateAddress: IsPrivate = (host) => {
  const plain = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
    .replace(/\.$/, '');
  if (isIPv4(plain)) return blocked.check(plain, 'ipv4');
  if (isIPv6(plain)) return blocked.check(plain, 'ipv6') || !reachable.check(plain, 'ipv6');
  // A name neither contains a colon nor ends in a number. This is an address we cannot read, so it counts as private.
  return /:|(?:^|\.)\d+$/.test(plain) || isInnerName(plain);
};
