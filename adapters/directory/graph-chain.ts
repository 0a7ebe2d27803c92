/**
 * Who manages whom, asked of Graph each night for everybody with rights on a channel: the manager may leave the same day
 * and the link goes with them. `users/delta` tells of managers too, but only when it has something to tell.
 */
import { z } from 'zod';
import type { Intake } from '../../commands/leavers/intake.ts';
import { DirectoryFault, type Log } from './port.ts';

/** The whole chain in one answer, each manager within the one below. */
const CHAIN = '$select=id&$expand=manager($levels=max;$select=id)&$count=true';
/** Graph counts only with this, and without the count it expands no levels. */
const HEADERS = { ConsistencyLevel: 'eventual' };
/** Accounts between two notes of how far it has come. */
const PAGE = 50;

const LINK = z.object({
  id: z.string().min(1),
  get manager() {
    return LINK.nullish();
  },
});
type Link = z.infer<typeof LINK>;

export type ChainOptions = {
  /** Graph ids of those with rights, in order, from behind one on. */
  holders: (after: string, most: number) => Promise<string[]>;
  /** How far tonight's snapshot has come. */
  kept: { get(): Promise<string | null>; set(value: string | null): Promise<void> };
  /** ISO day. */
  today: () => string;
};

type Call = (path: string, init?: RequestInit) => Promise<{ status: number; body: unknown }>;

const KEPT = z.object({ day: z.string(), after: z.string() });

/**
 * Takes the snapshot, or goes on with tonight's where Graph asked for quiet.
 * @returns how many chains were looked at
 * @throws DirectoryFault also when Graph throttles, with the time to wait
 */
export async function snapshotChains(
  call: Call,
  intake: Pick<Intake, 'see'>,
  { holders, kept, today }: ChainOptions,
  log: Log,
): Promise<number> {
  const day = today();
  const known = KEPT.safeParse(JSON.parse((await kept.get()) ?? 'null'));
  const told = new Map<string, string>();
  let after = known.success && known.data.day === day ? known.data.after : '';
  let looked = 0;
  for (;;) {
    const page = await holders(after, PAGE);
    for (const id of page) {
      for (const [person, manager] of await chainOf(call, id, log)) {
        // Colleagues share their managers: each link is told once.
        if (told.get(person) === manager) continue;
        await intake
          .see({ source: 'graph', externalId: person, manager })
          // Asked for again tomorrow.
          .catch((err: unknown) => log.warn({ err }, 'a manager could not be noted; the others are'));
        told.set(person, manager);
      }
      after = id;
      looked += 1;
      await kept.set(JSON.stringify({ day, after }));
    }
    if (page.length < PAGE) return looked;
  }
}

async function chainOf(call: Call, id: string, log: Log): Promise<[person: string, manager: string][]> {
  const answer = await call(`/users/${encodeURIComponent(id)}?${CHAIN}`, { headers: HEADERS }).catch((err: unknown) => {
    // What is wrong with one account must not keep the others from being asked for.
    if (!(err instanceof DirectoryFault) || err.message !== 'http-400') throw err;
    log.warn({ err }, 'the managers of an account could not be asked for');
    return null;
  });
  // 404: in the bin since the delta; the next one says so.
  if (answer === null || answer.status === 404) return [];
  const read = LINK.safeParse(answer.body);
  if (!read.success) throw new DirectoryFault(`unexpected-answer-${answer.status}`);
  const links: [string, string][] = [];
  for (let at: Link = read.data; at.manager; at = at.manager) links.push([at.id, at.manager.id]);
  return links;
}
