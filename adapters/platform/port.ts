/** The port that every platform's connector fills: one request out, and what became of it. */

import type { Secret } from '../../bot/operation/secret.ts';
import type { Addressed, ConnectorName, PlatformRequest, Switchboard } from '../../bot/platform/connector.ts';

/** Reasons are codes of ours or of the platform; never a sentence of it that could repeat a token. */
export type Answer =
  | { outcome: 'done'; body: unknown }
  /** The platform said no; asking again would bring the same. */
  | { outcome: 'failed'; reason: string }
  /** It surely had no effect; to be tried again, not before `after` milliseconds. */
  | { outcome: 'later'; reason: string; after?: number }
  /** It may have arrived. */
  | { outcome: 'unknown'; reason: string };

type Sending = {
  /** Milliseconds for everything, from the name's look-up to the last byte. */
  timeout: number;
  /** The same for each try of one request: platforms that know such keys drop the second one. */
  key: string;
};

export type Connector = {
  name: ConnectorName;
  /** Never throws. */
  send(request: PlatformRequest, token: Secret, sending: Sending): Promise<Answer>;
};

/** All connectors with what the configuration says about them: what the outbox works with. */
export type Platforms = Switchboard & {
  /** One request of a stored plan to the channel's own platform, with the channel's token. Never throws. */
  send(name: ConnectorName, request: PlatformRequest, channel: Addressed, sending: Sending): Promise<Answer>;
};
