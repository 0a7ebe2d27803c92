/** All connectors behind one port, with the configured tokens. No other code holds one. */
import {
  type ConnectorConfig,
  type ConnectorName,
  type PlatformRequest,
  staysAt,
  switchboard,
  tokenFor,
} from '../../bot/platform/connector.ts';
import { facebookConnector } from './facebook.ts';
import { mastodonConnector } from './mastodon.ts';
import type { Connector, Platforms } from './port.ts';
import type { Wire } from './wire.ts';
import { wordpressConnector } from './wordpress.ts';

const WIRES = {
  mastodon: mastodonConnector('mastodon'),
  'mastodon-admin': mastodonConnector('mastodon-admin'),
  wordpress: wordpressConnector,
  facebook: facebookConnector,
} as const satisfies Record<ConnectorName, (wire: Wire) => Connector>;

/** For tests: replaces the origin of a platform that has the same address for everybody. */
type StandIns = Readonly<Record<string, string>>;

function placed(request: PlatformRequest, standIns: StandIns): PlatformRequest {
  const { origin } = new URL(request.url);
  return { ...request, url: request.url.replace(origin, standIns[origin] ?? origin) };
}

/** @param config if absent, every connector is off */
export function assemblePlatforms(
  config: ConnectorConfig | undefined,
  { now, loopback = false, standIns = {} }: { now: () => Date; loopback?: boolean; standIns?: StandIns },
): Platforms {
  const board = switchboard(config);
  return {
    ...board,
    async send(name, request, channel, sending) {
      const token = config?.allowed.includes(name) ? tokenFor(config, name, channel) : null;
      if (!token) return { outcome: 'failed', reason: 'no-token' };
      // The address in the registry may have changed. The token is only for the address it was issued for.
      if (!staysAt(name, request, channel)) return { outcome: 'failed', reason: 'address-changed' };
      return WIRES[name]({ now, loopback }).send(placed(request, standIns), token.secret, sending);
    },
  };
}
