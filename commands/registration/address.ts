/** The channel's address in a draft, looked at closely: readable, public, of the chosen network, and nobody else's. */
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
  /** The same for every spelling of the address; null while there is none that can be read. */
  key: string | null;
  problems: Problem[];
  /** Whose channel it is already. */
  taken: Application | null;
  /** The registry's channel with this key, as `taken` was judged by: read twice, it could be another one. */
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

/** The channel with this key, and another channel's application for it. A draft that nobody has handed in takes nothing. */
async function occupantOf(tx: Tx, draft: Application, key: string): Promise<Pick<Address, 'taken' | 'channel'>> {
  const twin = await activeApplicationByKey(tx, key, draft.id);
  const channel = await channelByKey(tx, key);
  if (twin && twin.number !== null && twin.root !== draft.root) return { taken: twin, channel };
  if (!channel?.application || channel.id === draft.channel) return { taken: null, channel };
  // A closed channel is taken up again by a new application; a running one can't move to its address: one key, one channel.
  if (channel.state === 'closed' && draft.channel === null) return { taken: null, channel };
  return { taken: await applicationById(tx, channel.application), channel };
}

/** What is wrong with a typed link, in the form's words; the account it tells of is offered. */
export function linkProblem({ problem, profile }: LinkProblem): Problem {
  if (profile) return { path: 'url', code: 'link-meant', args: { profile } };
  if (problem === 'scheme') return { path: 'url', code: 'link-scheme' };
  return { path: 'url', code: problem === 'private-address' ? 'link-private' : 'not-a-link' };
}
