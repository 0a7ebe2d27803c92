/** What a connector's operation is: the requests it makes, planned from facts before anything is sent, and what they need. */

/**
 * One call to a platform as the dry run shows it, as it is stored and as it is sent; a token is never part of it.
 * `{answer.0.id}` stands for the id that the first request of the plan will bring.
 */
export type PlatformRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  body?: Record<string, unknown>;
  /**
   * It makes something new, so it must not arrive twice. `key`: the platform takes a key and drops the second one;
   * `never`: it does not, and after a lost answer somebody has to look. Absent: repeating it changes nothing.
   */
  once?: 'key' | 'never';
};

export type Facts = {
  /** The channel's address as the registry has it. */
  url: string;
  handle: string;
  /** What the platform calls the account (Facebook: the page's id); stands beside the token in the configuration. */
  account?: string;
  /** `V-2026-0001`, for the platform's own log. */
  incident: string;
  /** The approved text for the outside, and its language. */
  notice?: { text: string; lang: 'de' | 'en' };
  /** How the channel looked before. */
  snapshot: Readonly<Record<string, string>>;
};

/** What a plan can't be made without; words `connector.lacks.<lack>`. */
export const PLAN_BLOCKERS = ['notice', 'snapshot', 'address', 'account', 'too-many'] as const;
export type PlanBlocker = (typeof PLAN_BLOCKERS)[number];

export type Plan = PlatformRequest[] | PlanBlocker;

export type Operation = {
  /** The least that the token has to be allowed, in the platform's own words. */
  scopes: readonly string[];
  plan: (facts: Facts) => Plan;
  /** Said on the dry run (words `connector.warning.<warning>`). */
  warning?: 'suspend' | 'own-access' | 'front-page';
};

/** Fills the snapshot from the answers of `snapshot`: the fields people compare, and `<platform>.<setting>` for the way back. */
type Picture = (answers: readonly unknown[]) => Record<string, string>;

export type ConnectorRow = {
  /** As shown to people. */
  label: string;
  platforms: readonly string[];
  /** Works from the outside, past a lost account; its token has the suffix `#admin`. */
  lever?: true;
  operations: Readonly<Record<string, Operation>>;
  picture?: Picture;
};

/** Cuts a text to what the platform takes. */
export const cut = (text: string, max: number): string =>
  [...text].length <= max ? text : `${[...text].slice(0, max - 1).join('')}…`;

/** An object's own property, whatever the platform sent. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** What a text, number or switch of an answer looks like in a snapshot; nothing else is taken over. */
export const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
