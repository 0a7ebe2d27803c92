/** How an incident's cards name channels. */
import { platformRow } from '../../bot/platform/platform.ts';
import type { Say } from '../../cards/text.ts';
import type { Channel } from '../../db/registry/dossiers.ts';
import { keyed } from '../keyed.ts';
import { titleOf } from '../registration/draft.ts';

/** For example "Facebook – Kulturbetriebe Dortmund". */
export const channelTitle = (channel: Pick<Channel, 'platform' | 'name'>): string =>
  titleOf(platformRow(channel.platform).name, channel);

/** Registry state and address, one per line. */
export const channelLine = ({ state, url }: Pick<Channel, 'state' | 'url'>, say: Say): string =>
  [keyed(say.lang, `channel.${state}`), ...(url ? [url] : [])].join('\n');
