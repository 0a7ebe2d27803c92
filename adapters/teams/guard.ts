/**
 * Our own guard in front of Microsoft's SDK. The SDK accepts a body without serviceUrl and one from a foreign tenant.
 * With an empty app id it requires no token at all (measured, 4.23.3). Pure functions over the request.
 */
import { z } from 'zod';

/**
 * Hosts of Microsoft's Bot Connector, one per cloud, as listed in Microsoft's newer Teams SDK. No wildcard: any Azure
 * customer may register a name under trafficmanager.net, and our token goes to this host.
 */
export const SERVICE_HOSTS = [
  'smba.trafficmanager.net',
  'smba.onyx.prod.teams.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
  'frontend.botapi.msg.infra.teams.microsoftonline.cn',
  'smba.teams.sovcloud-core.fr',
] as const;

/** The configuration that the guard needs. `tenants: null` allows any tenant and requires `auth: 'off'`. */
export type GuardRules = {
  auth: 'on' | 'off';
  appId: string;
  /** The issuer of the Bot Connector's tokens. */
  issuer: string;
  tenants: readonly string[] | null;
  /** `host:port` of a fake connector, for tests. Empty in production. */
  testHosts: readonly string[];
};

/** Why a request is rejected. The code is for the log; the caller gets only the status. */
export type Refused = { status: 400 | 401 | 403; code: string };

/** The parts of an HTTP request that the guard checks. */
export type Arrival = {
  authorization: string | undefined;
  remoteAddress: string | undefined;
  host: string | undefined;
  forwarded: boolean;
  body: unknown;
};

const head = z.object({
  type: z.string().min(1),
  channelId: z.string(),
  from: z.object({ id: z.string().min(1) }),
  recipient: z.object({ id: z.string().min(1) }),
  conversation: z.object({ id: z.string().min(1) }),
});
const place = z.object({ serviceUrl: z.string().min(1) });
const tenancy = z.object({
  conversation: z.object({ tenantId: z.string().nullish() }).nullish(),
  channelData: z.object({ tenant: z.object({ id: z.string() }).nullish() }).nullish(),
});

/** The tenant an activity came from, or undefined if it names none. */
export function tenantOf(body: unknown): string | undefined {
  const read = tenancy.safeParse(body);
  if (!read.success) return undefined;
  return read.data.conversation?.tenantId ?? read.data.channelData?.tenant?.id;
}

/** True for an address of this machine, including IPv4 written as IPv6. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:/i, '').replace(/^\[(.*)\]$/, '$1');
  return plain === '::1' || plain === 'localhost' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain);
}

/** Whether our answers, and with them our token, may go to this address. */
export function isServiceUrl(url: string, rules: Pick<GuardRules, 'auth' | 'testHosts'>): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, host, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (rules.testHosts.includes(host) && isLoopback(hostname)) return true;
  if (rules.auth === 'off') return isLoopback(hostname);
  return protocol === 'https:' && (SERVICE_HOSTS as readonly string[]).includes(host);
}

/** First check, before the signature: who could be asking, and where would the answer go? */
export function refuseArrival(arrival: Arrival, rules: GuardRules): Refused | null {
  if (rules.auth === 'on') {
    if (!/^Bearer \S+$/.test(arrival.authorization ?? '')) return { status: 401, code: 'no-token' };
  } else {
    // A tunnel or proxy on this machine would make the whole internet look like loopback.
    if (arrival.forwarded || !isLoopback(arrival.remoteAddress)) return { status: 403, code: 'not-loopback' };
    // A web page in a local browser could reach us under a foreign name that resolves to 127.0.0.1.
    if (!isLoopback(arrival.host?.replace(/:\d+$/, ''))) return { status: 403, code: 'foreign-host-header' };
  }
  const service = place.safeParse(arrival.body);
  if (!service.success) return { status: 403, code: 'no-service-url' };
  if (!isServiceUrl(service.data.serviceUrl, rules)) return { status: 403, code: 'foreign-service-url' };
  const activity = head.safeParse(arrival.body);
  if (!activity.success) return { status: 400, code: 'not-an-activity' };
  if (activity.data.channelId !== 'msteams') return { status: 403, code: 'foreign-channel' };
  return null;
}

/** Second check, on the token's claims. The SDK has verified signature, time and audience (no claims with auth off). */
export function refuseClaims(
  claims: (name: string) => unknown,
  activity: { serviceUrl: string },
  rules: GuardRules,
): Refused | null {
  if (rules.auth === 'on') {
    // The SDK also accepts tokens of the Bot Framework Emulator, which bind no service URL. We know of no legitimate
    // sender.
    if (claims('iss') !== rules.issuer) return { status: 401, code: 'foreign-issuer' };
    if (claims('aud') !== rules.appId) return { status: 401, code: 'foreign-audience' };
    if (claims('serviceurl') !== activity.serviceUrl) return { status: 401, code: 'service-url-not-signed' };
  }
  if (rules.tenants === null) return null;
  const tenant = tenantOf(activity);
  if (tenant === undefined || !rules.tenants.includes(tenant)) return { status: 403, code: 'foreign-tenant' };
  return null;
}
