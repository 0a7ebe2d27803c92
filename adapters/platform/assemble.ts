/** All connectors behind one port, with the tokens of the configuration: nobody else ever holds one. */
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

/** For tests: what takes the place of a platform that has one address for everybody, by origin. */
type StandIns = Readonly<Record<string, string>>;

function placed(request: PlatformRequest, standIns: StandIns): PlatformRequest {
  const { origin } = new URL(request.url);
  return { ...request, url: request.url.replace(origin, standIns[origin] ?? origin) };
}

/** @param config absent: every connector is off */
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
      // The registry may say another address by now; the token is for the one that it was given for.
      if (!staysAt(name, request, channel)) return { outcome: 'failed', reason: 'address-changed' };
      return WIRES[name]({ now, loopback }).send(placed(request, standIns), token.secret, sending);
    },
  };
}
