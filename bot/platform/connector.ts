/**
 * Connectors: what the bot itself can do on a platform. The exact requests are planned before anything is sent: the dry
 * run shows the plan, the plan is stored, and the outbox sends what is stored.
 */

import type { Secret } from '../operation/secret.ts';
import { facebook, GRAPH } from './connector/facebook.ts';
import { mastodon, mastodonAdmin } from './connector/mastodon.ts';
import {
  asText,
  type ConnectorRow,
  type Facts,
  field,
  type Operation,
  type Plan,
  type PlatformRequest,
} from './connector/operation.ts';
import { wordpress } from './connector/wordpress.ts';
import { recognise } from './link.ts';

export { type Facts, PLAN_BLOCKERS, type Plan, type PlanBlocker, type PlatformRequest } from './connector/operation.ts';

const CONNECTORS = { mastodon, 'mastodon-admin': mastodonAdmin, wordpress, facebook } as const satisfies Record<
  string,
  ConnectorRow
>;
export type ConnectorName = keyof typeof CONNECTORS;
export const CONNECTOR_NAMES = Object.keys(CONNECTORS) as ConnectorName[];
export const isConnector = (name: string): name is ConnectorName => name in CONNECTORS;

/** The row without its literal types. */
export const connectorRow = (name: ConnectorName): ConnectorRow => CONNECTORS[name];

/** The operation of a connector; undefined: it has none of that name. */
export function operationOf(name: ConnectorName, operation: string): Operation | undefined {
  const { operations } = connectorRow(name);
  return Object.hasOwn(operations, operation) ? operations[operation] : undefined;
}

/** Which connector carries out an operation on a platform; null: none, it is done by hand. */
export function connectorFor(platform: string, operation: string): ConnectorName | null {
  const can = (name: ConnectorName) =>
    connectorRow(name).platforms.includes(platform) && operationOf(name, operation) !== undefined;
  return CONNECTOR_NAMES.find(can) ?? null;
}

/** @returns exactly the requests that will be sent, or what is missing for them */
export function plan(name: ConnectorName, operation: string, facts: Facts): Plan {
  const row = operationOf(name, operation);
  if (!row) throw new Error(`the connector ${name} has no operation ${operation}`);
  return row.plan(facts);
}

/** Every scope that the operations of a connector ask for, each once. */
export const scopesOf = (name: ConnectorName): string[] => [
  ...new Set(Object.values(connectorRow(name).operations).flatMap(({ scopes }) => scopes)),
];

/** The form an id from an answer must have to go into a later request. */
const ID = /^[\w-]{1,100}$/;
const PLACEHOLDER = /\{answer\.(\d+)\.id\}/g;
const ALONE = /^\{answer\.\d+\.id\}$/;

/**
 * Puts the ids that came back into a later request.
 * @returns null if an answer has no id, or one that could lead elsewhere
 */
export function filled(request: PlatformRequest, answers: readonly unknown[]): PlatformRequest | null {
  let missing = false;
  const put = (text: string): string =>
    text.replaceAll(PLACEHOLDER, (_, index: string) => {
      const id = asText(field(answers[Number(index)], 'id'));
      if (!ID.test(id)) missing = true;
      return id;
    });
  // In a body only a value that is nothing but a placeholder is filled: text for the public is sent literally.
  const value = (given: unknown): unknown => {
    if (typeof given !== 'string' || !ALONE.test(given)) return given;
    const text = put(given);
    // WordPress takes the id of a page only as a number.
    return /^\d{1,15}$/.test(text) ? Number(text) : text;
  };
  const body = request.body && Object.fromEntries(Object.entries(request.body).map(([key, one]) => [key, value(one)]));
  const whole = { ...request, url: put(request.url), ...(body ? { body } : {}) };
  return missing ? null : whole;
}

/** What is kept of an answer: ids and public addresses, nothing else (no mail addresses, no names of others). */
export type StoredAnswer = { id?: string; url?: string };

export function storedAnswer(answer: unknown): StoredAnswer {
  const id = asText(field(answer, 'id'));
  const url = [field(answer, 'url'), field(answer, 'link')].map(asText).find((one) => /^https?:\/\//.test(one));
  return { ...(ID.test(id) ? { id } : {}), ...(url ? { url } : {}) };
}

/** A call waits, or has ended. `unknown`: nobody knows whether it arrived. */
export type CallState = 'waiting' | 'done' | 'failed' | 'unknown' | 'refused';
/** How far a call has come. `reason`: a code. `sha256`: hash of the kept answers, once it has ended. */
export type CallAnswer = { answers: readonly StoredAnswer[]; reason: string; sha256?: string };

/** How a call ended, and the answers it received until then. */
type Broken = {
  state: CallState;
  request: readonly PlatformRequest[];
  answers: readonly StoredAnswer[];
  reason: string;
};

/**
 * The remaining requests of a call that broke off. They must be kept if nobody knows whether the next one arrived, or
 * if an earlier one created something that must not be created twice.
 * @returns those requests with the ids that came back; null: a new plan is safe and duplicates nothing
 */
export function remainingRequests({ state, request, answers, reason }: Broken): PlatformRequest[] | null {
  const made = request.slice(0, answers.length).some(({ once }) => once !== undefined);
  // What it created no longer exists.
  const isGone = reason.startsWith('404');
  if (state !== 'unknown' && !(made && !isGone && (state === 'failed' || state === 'refused'))) return null;
  return request.slice(answers.length).map((one) => filled(one, answers) ?? one);
}

/** The channel as the registry has it. */
export type Addressed = { id: string; key: string | null; url: string | null };

/** What the configuration says: the connector is off, has no token for this channel, or can be used. */
export type Availability = 'off' | 'no-token' | { account?: string };
export type Switchboard = { reach(connector: ConnectorName, channel: Addressed): Availability };

/** Nothing is configured. */
export const ALL_OFF: Switchboard = { reach: () => 'off' };

/** What the environment configures. */
export type ConnectorConfig = { allowed: readonly ConnectorName[]; tokens: ReadonlyMap<string, Secret> };

const ADMIN = '#admin';

/** Whether a token's key names this channel: by its key, its id or any spelling of its address. */
function names(said: string, channel: Addressed): boolean {
  if (said === channel.key || said === channel.id || said === channel.url) return true;
  const link = recognise(said);
  return channel.key !== null && 'key' in link && link.key === channel.key;
}

/** The token of a channel, and the account it belongs to; null: none was given. */
export function tokenFor(
  { tokens }: ConnectorConfig,
  connector: ConnectorName,
  channel: Addressed,
): { secret: Secret; account?: string } | null {
  const lever = connectorRow(connector).lever === true;
  for (const [said, secret] of tokens) {
    if (said.endsWith(ADMIN) !== lever || !names(lever ? said.slice(0, -ADMIN.length) : said, channel)) continue;
    if (connector !== 'facebook') return { secret };
    const account = /^(\d{1,30}):./.exec(secret.reveal())?.[1];
    if (account) return { secret, account };
  }
  return null;
}

/** Whether a request goes to the channel's own platform, the only place where its token may be sent. */
export function staysAt(name: ConnectorName, { url }: PlatformRequest, channel: Addressed): boolean {
  const home = name === 'facebook' ? GRAPH : channel.url;
  return home !== null && URL.canParse(home) && URL.canParse(url) && new URL(home).origin === new URL(url).origin;
}

export function switchboard(config: ConnectorConfig | undefined): Switchboard {
  if (!config) return ALL_OFF;
  return {
    reach(connector, channel) {
      if (!config.allowed.includes(connector)) return 'off';
      const token = tokenFor(config, connector, channel);
      if (!token) return 'no-token';
      return token.account === undefined ? {} : { account: token.account };
    },
  };
}

/** The row of `connectorGrants` that stops everything. */
export const KILL_SWITCH = '*';

/** What can block a call, checked when it is confirmed and again before it is sent; words `connector.bar.<bar>`. */
export const BLOCKERS = [
  'drill',
  'closed',
  'killed',
  'not-granted',
  'off',
  'no-token',
  'removed',
  'overtaken',
] as const;
export type Blocker = (typeof BLOCKERS)[number];

export type Circumstances = {
  drill: boolean;
  /** The incident is open. */
  open: boolean;
  /** The channel is still in it. */
  inside: boolean;
  /**
   * Its step still waits for it, and the channel was not restored. Absent at confirmation: nothing can have overtaken
   * it yet.
   */
  awaited?: boolean;
  killed: boolean;
  granted: boolean;
  reach: Availability;
};

/** The first blocker; null: go ahead. A drill comes first: it never sends anything. */
export function blockerOf({
  drill,
  open,
  inside,
  awaited = true,
  killed,
  granted,
  reach,
}: Circumstances): Blocker | null {
  if (drill) return 'drill';
  if (!open) return 'closed';
  if (!inside) return 'removed';
  if (!awaited) return 'overtaken';
  if (killed) return 'killed';
  if (reach === 'off') return 'off';
  if (!granted) return 'not-granted';
  return reach === 'no-token' ? 'no-token' : null;
}
