/** Checks the address in a draft: readable, public, on the chosen platform, and not taken by another channel. */
import type { LinkProblem } from '../../bot/platform/link.ts';
import { platformRow } from '../../bot/platform/platform.ts';
import { isEmpty, type Problem, type Values } from '../../cards/form.ts';
import type { Tx } from '../../db/connect.ts';
import {
  type Application,
  activeApplicationByKey,
  applicationById,
  type Channel,
  channelByKey,
} from '../../db/registry/dossiers.ts';
import { recognise } from '../platform/link.ts';

export type Address = {
  /** The same for every spelling of the address. Null if the address is missing or unreadable. */
  key: string | null;
  problems: Problem[];
  /** The application that already has this address. */
  taken: Application | null;
  /** The registry's channel with this key, from the same read as `taken`: a second read could return another one. */
  channel: Channel | null;
};

export async function addressOf(tx: Tx, draft: Application, values: Values): Promise<Address> {
  if (isEmpty(values.url)) return { key: null, problems: [], taken: null, channel: null };
  const recognised = recognise(String(values.url));
  if ('problem' in recognised) {
    return { key: null, problems: [linkProblem(recognised)], taken: null, channel: null };
  }
  const { key, platform } = recognised;
  const { taken, channel } = await occupantOf(tx, draft, key);
  const problems: Problem[] = [
    ...(platform !== values.platform && platform !== 'other'
      ? [{ path: 'platform', code: 'mismatch' as const, args: { platform: platformRow(platform).name } }]
      : []),
    ...(taken ? [{ path: 'url', code: 'taken' as const, args: { number: taken.number ?? '–' } }] : []),
  ];
  return { key, problems, taken, channel };
}

/** The channel with this key, and another channel's application for it. An unsubmitted draft takes no address. */
async function occupantOf(tx: Tx, draft: Application, key: string): Promise<Pick<Address, 'taken' | 'channel'>> {
  const twin = await activeApplicationByKey(tx, key, draft.id);
  const channel = await channelByKey(tx, key);
  if (twin && twin.number !== null && twin.root !== draft.root) return { taken: twin, channel };
  if (!channel?.application || channel.id === draft.channel) return { taken: null, channel };
  // A new application may take up a closed channel. A running channel cannot move to its address: one key, one channel.
  if (channel.state === 'closed' && draft.channel === null) return { taken: null, channel };
  return { taken: await applicationById(tx, channel.application), channel };
}

/** Describes what is wrong with a typed link, and offers the account it probably means. */
export function linkProblem({ problem, profile }: LinkProblem): Problem {
  if (profile) return { path: 'url', code: 'link-meant', args: { profile } };
  if (problem === 'scheme') return { path: 'url', code: 'link-scheme' };
  return { path: 'url', code: problem === 'private-address' ? 'link-private' : 'not-a-link' };
}
