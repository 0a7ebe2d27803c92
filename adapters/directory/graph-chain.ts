/**
 * Reads from Graph, every night, the manager chain of everybody with rights on a channel. When a manager leaves, Graph
 * may drop the link the same day. `users/delta` reports managers too, but only when one changes.
 */
import { z } from 'zod';
import type { Intake } from '../../commands/leavers/intake.ts';
import { DirectoryFault, type Log } from './port.ts';

/** Returns the whole chain in one response, each manager nested in the report below. */
const CHAIN = '$select=id&$expand=manager($levels=max;$select=id)&$count=true';
/** Without this header Graph does not count, and without the count it does not expand levels. */
const HEADERS = { ConsistencyLevel: 'eventual' };
/** Accounts per page of holders. */
const PAGE = 50;

const LINK = z.object({
  id: z.string().min(1),
  get manager() {
    return LINK.nullish();
  },
});
type Link = z.infer<typeof LINK>;

export type ChainOptions = {
  /** Graph ids of people with rights on a channel, in order, starting after `after`. */
  holders: (after: string, most: number) => Promise<string[]>;
  /** How far tonight's snapshot has come. */
  kept: { get(): Promise<string | null>; set(value: string | null): Promise<void> };
  /** The current ISO day. */
  today: () => string;
};

type Call = (path: string, init?: RequestInit) => Promise<{ status: number; body: unknown }>;

const KEPT = z.object({ day: z.string(), after: z.string() });

/**
 * Takes the snapshot, or resumes tonight's after Graph has throttled it.
 * @returns the number of chains read
 * @throws DirectoryFault, also if Graph throttles; it then carries the time to wait
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
        // Colleagues share managers; report each link once.
        if (told.get(person) === manager) continue;
        await intake
          .see({ source: 'graph', externalId: person, manager })
          // It is read again tomorrow.
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
    // A bad response for one account must not block the others.
    if (!(err instanceof DirectoryFault) || err.message !== 'http-400') throw err;
    log.warn({ err }, 'the managers of an account could not be asked for');
    return null;
  });
  // 404: deleted since the last delta query. The next one reports it.
  if (answer === null || answer.status === 404) return [];
  const read = LINK.safeParse(answer.body);
  if (!read.success) throw new DirectoryFault(`unexpected-answer-${answer.status}`);
  const links: [string, string][] = [];
  for (let at: Link = read.data; at.manager; at = at.manager) links.push([at.id, at.manager.id]);
  return links;
}
