/** The channel's address in a draft, looked at closely: readable, public, of the chosen network, and nobody else's. */
import type { LinkProblem } from '../../bot/platform/link.ts';
import { platformRow } from '../../bot/platform/platform.ts';
import { isEmpty, type Problem, type Values } from '../../cards/form.ts';
import type { Tx } from '../../db/connect.ts';
import { type Application, activeApplicationByKey, applicationById, channelByKey } from '../../db/registry/dossiers.ts';
import { recognise } from '../platform/link.ts';

export type Address = {
  /** The same for every spelling of the address; null while there is none that can be read. */
  key: string | null;
  problems: Problem[];
  /** Whose channel it is already. */
  taken: Application | null;
};

export async function addressOf(tx: Tx, draft: Application, values: Values): Promise<Address> {
  if (isEmpty(values.url)) return { key: null, problems: [], taken: null };
  const recognised = recognise(String(values.url));
  if ('problem' in recognised) {
    return { key: null, problems: [linkProblem(recognised)], taken: null };
  }
  const { key, platform } = recognised;
  const taken = await takenBy(tx, draft, key);
  const problems: Problem[] = [
    ...(platform !== values.platform && platform !== 'other'
      ? [{ path: 'platform', code: 'mismatch' as const, args: { platform: platformRow(platform).name } }]
      : []),
    ...(taken ? [{ path: 'url', code: 'taken' as const, args: { number: taken.number ?? '–' } }] : []),
  ];
  return { key, problems, taken };
}

/** Another channel's application for this address. A draft that nobody has handed in takes nothing from anybody. */
async function takenBy(tx: Tx, draft: Application, key: string): Promise<Application | null> {
  const twin = await activeApplicationByKey(tx, key, draft.id);
  if (twin && twin.number !== null && twin.root !== draft.root) return twin;
  const channel = await channelByKey(tx, key);
  if (!channel?.application || channel.id === draft.channel) return null;
  // A closed channel is taken up again by a new application; a running one can't move to its address: one key, one channel.
  if (channel.state === 'closed' && draft.channel === null) return null;
  return applicationById(tx, channel.application);
}

/** What is wrong with a typed link, in the form's words; the account it tells of is offered. */
export function linkProblem({ problem, profile }: LinkProblem): Problem {
  if (profile) return { path: 'url', code: 'link-meant', args: { profile } };
  if (problem === 'scheme') return { path: 'url', code: 'link-scheme' };
  return { path: 'url', code: problem === 'private-address' ? 'link-private' : 'not-a-link' };
}
