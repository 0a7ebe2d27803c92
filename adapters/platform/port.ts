/** The port of every platform connector: one request out, one classified response back. */

import type { Secret } from '../../bot/operation/secret.ts';
import type { Addressed, ConnectorName, PlatformRequest, Switchboard } from '../../bot/platform/connector.ts';

/** `reason` is our code or the platform's, never its text, which could repeat a token. */
export type Answer =
  | { outcome: 'done'; body: unknown }
  /** The platform rejected it and would reject it again. */
  | { outcome: 'failed'; reason: string }
  /** Certainly without effect. Try again, but not before `after` milliseconds. */
  | { outcome: 'later'; reason: string; after?: number }
  /** It may have arrived. */
  | { outcome: 'unknown'; reason: string };

type Sending = {
  /** Milliseconds for the whole call, from name lookup to the last byte. */
  timeout: number;
  /** The same for each attempt of one request. Platforms with idempotency keys drop the repetition. */
  key: string;
};

export type Connector = {
  name: ConnectorName;
  /** Never throws. */
  send(request: PlatformRequest, token: Secret, sending: Sending): Promise<Answer>;
};

/** All connectors with their configuration, as used by the outbox. */
export type Platforms = Switchboard & {
  /** Sends one request of a stored plan to the channel's own platform, with the channel's token. Never throws. */
  send(name: ConnectorName, request: PlatformRequest, channel: Addressed, sending: Sending): Promise<Answer>;
};
