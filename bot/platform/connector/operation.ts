/** What a connector's operation is: the requests it makes, planned before anything is sent, and what they need. */

/**
 * One call to a platform as it is shown in the dry run, stored and sent; it never contains a token.
 * `{answer.0.id}` stands for the id that the plan's first request will return.
 */
export type PlatformRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  body?: Record<string, unknown>;
  /**
   * It creates something, so it must not arrive twice. `key`: the platform takes a key and drops duplicates.
   * `never`: it does not, so somebody must look after a lost answer. Absent: repeating it changes nothing.
   */
  once?: 'key' | 'never';
};

export type Facts = {
  /** The channel's address as the registry has it. */
  url: string;
  handle: string;
  /** The platform's id for the account (Facebook: of the page); configured beside the token. */
  account?: string;
  /** `V-2026-0001`, for the platform's own log. */
  incident: string;
  /** The approved text for the outside, and its language. */
  notice?: { text: string; lang: 'de' | 'en' };
  /** How the channel looked before. */
  snapshot: Readonly<Record<string, string>>;
};

/** What can be missing for a plan; words `connector.lacks.<lack>`. */
export const PLAN_BLOCKERS = ['notice', 'snapshot', 'address', 'account', 'too-many'] as const;
export type PlanBlocker = (typeof PLAN_BLOCKERS)[number];

export type Plan = PlatformRequest[] | PlanBlocker;

export type Operation = {
  /** The least permissions the token needs, in the platform's own words. */
  scopes: readonly string[];
  plan: (facts: Facts) => Plan;
  /** Shown in the dry run (words `connector.warning.<warning>`). */
  warning?: 'suspend' | 'own-access' | 'front-page';
};

/**
 * Fills the snapshot from the answers of `snapshot`: fields that people compare, and `<platform>.<setting>` for
 * restoring.
 */
type Picture = (answers: readonly unknown[]) => Record<string, string>;

export type ConnectorRow = {
  /** As shown to people. */
  label: string;
  platforms: readonly string[];
  /** Works from the outside even when the account is lost; its token has the suffix `#admin`. */
  lever?: true;
  operations: Readonly<Record<string, Operation>>;
  picture?: Picture;
};

/** Cuts a text to `max` characters, the last one "…". */
export const cut = (text: string, max: number): string =>
  [...text].length <= max ? text : `${[...text].slice(0, max - 1).join('')}…`;

/** A property of an answer; undefined if the answer is not an object. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** A text, number or boolean of an answer as text for the snapshot; everything else is ''. */
export const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
