/**
 * Which hosts are not on the public internet, as data. No channel is there, and no link check may ever go there.
 * Names are judged here; `commands/platform/private-address.ts` compares addresses, with Node's own parser.
 */

/** Names that only mean something inside a network or a machine (RFC 6761, RFC 6762, RFC 8375, ICANN's `.internal`). */
const INNER_NAMES = /(?:^|\.)(?:localhost|local|internal|intranet|private|corp|home|lan|localdomain|arpa|onion|test)$/;

/** IPv4 ranges that are not public: IANA's special-purpose registry, multicast and reserved space. */
export const PRIVATE_IPV4 = [
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
] as const;

/** Inside global unicast: Teredo, ORCHID and other protocol assignments, documentation. */
export const PRIVATE_IPV6 = ['2001::/23', '2001:db8::/32', '3fff::/20'] as const;

/** Global unicast, and the ranges that carry an IPv4 address. Whatever lies outside is local, multicast or reserved. */
export const PUBLIC_IPV6 = ['2000::/3', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96'] as const;

/**
 * Says whether a host, written as by `URL`, is private. Callers that can compare addresses pass one to the link rules.
 */
export type IsPrivate = (host: string) => boolean;

/** @returns whether a host name means nothing outside a network: one word, or an ending kept for inner use */
export const isInnerName: IsPrivate = (name) => !name.includes('.') || INNER_NAMES.test(name);

/**
 * For callers that can't compare addresses: every address counts as private (`URL` leaves no name ending in a number).
 */
export const isInnerOrAddress: IsPrivate = (host) => /^\[|(?:^|\.)\d+$/.test(host) || isInnerName(host);
