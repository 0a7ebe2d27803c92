/**
 * Microsoft Graph, the authority on who works here. The sweep reads all changes since the last one. A change
 * notification triggers a lookup of one account; notifications may be late or lost, so they only make it faster.
 */
import { z } from 'zod';
import type { Intake, Sighting } from '../../commands/leavers/intake.ts';
import { type ChainOptions, snapshotChains } from './graph-chain.ts';
import { type OneByOne, oneByOne } from './one-by-one.ts';
import { AccountsLeft, type Directory, DirectoryFault, type Log } from './port.ts';

/** Without `$select` Graph omits `accountEnabled`. Nothing else is requested: data minimisation. */
const SELECT = 'id,accountEnabled,mail,userPrincipalName,department,manager';
const ALL = `/users/delta?$select=${SELECT}`;

const USER = z.object({
  id: z.string().min(1),
  accountEnabled: z.boolean().nullish(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  department: z.string().nullish(),
  /** `changed`: deleted, restorable for 30 days; `deleted`: permanently. */
  '@removed': z.object({ reason: z.string().optional() }).optional(),
  'manager@delta': z.array(z.object({ id: z.string(), '@removed': z.unknown().optional() })).optional(),
});
const DELTA = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});
const MANAGER = z.object({ id: z.string() });
/** The minimum that must be valid in an account so that it can be fetched again. */
const NAMED = USER.pick({ id: true });
const LEFT = z.array(z.string());

type GraphOptions = {
  /** `https://graph.microsoft.com/v1.0` */
  apiUrl: string;
  token: { get(): Promise<string>; drop(): void };
  intake: Pick<Intake, 'see'>;
  /** The delta link at which the last sweep ended. */
  cursor: { get(): Promise<string | null>; set(link: string | null): Promise<void> };
  /** Ids of accounts that failed to import. The delta link moves past them, so they are fetched by id. */
  left: { get(): Promise<string | null>; set(ids: string): Promise<void> };
  /** Ids of accounts that are active as far as we know and belong to a known person. */
  known: () => Promise<string[]>;
  /** Options of the nightly snapshot of manager chains. */
  chains: ChainOptions;
  log: Log;
  /** Milliseconds until a call counts as lost. */
  deadline?: number;
};

export type GraphDirectory = Directory & {
  /** Imports the changes since the last sweep, without the snapshot of managers. @returns the number of accounts */
  catchUp(): Promise<number>;
  /** Looks up one account now. */
  look(id: string): Promise<void>;
  /** A call with the bot's token. Returns 404 as a status and throws all other errors. */
  call(path: string, init?: RequestInit): Promise<{ status: number; body: unknown }>;
};

/** The delta link is too old, or Microsoft has lost its state. */
class Expired extends DirectoryFault {}

export function graphDirectory(options: GraphOptions): GraphDirectory {
  const { apiUrl, token, intake, cursor, left, known, chains, log, deadline = 30_000 } = options;

  async function call(path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
    const url = path.startsWith('https://') || path.startsWith('http://') ? path : `${apiUrl}${path}`;
    // These links come from Graph, but the token must not follow one to another host.
    if (new URL(url).origin !== new URL(apiUrl).origin) throw new DirectoryFault('foreign-link');
    for (let attempt = 1; ; attempt++) {
      const response = await reach(url, init);
      if (response.status === 401 && attempt === 1) {
        await response.body?.cancel();
        token.drop();
        continue;
      }
      return read(response);
    }
  }

  async function reach(url: string, init: RequestInit): Promise<Response> {
    const authorization = `Bearer ${await token.get()}`;
    try {
      return await fetch(url, {
        ...init,
        headers: { accept: 'application/json', ...init.headers, authorization },
        redirect: 'error',
        signal: AbortSignal.timeout(deadline),
      });
    } catch {
      throw new DirectoryFault('unreachable');
    }
  }

  /** @returns the ids named, the number of entries, and the link for the next sweep */
  async function walk(from: string, taking: OneByOne): Promise<{ named: Set<string>; seen: number; next: string }> {
    const named = new Set<string>();
    let seen = 0;
    for (let link = from; ; ) {
      const { status, body } = await call(link, { headers: { prefer: 'return=minimal' } });
      const page = DELTA.safeParse(body);
      if (status !== 200 || !page.success) throw new DirectoryFault(`unexpected-answer-${status}`);
      for (const one of page.data.value) {
        const user = USER.safeParse(one);
        const id = user.data?.id ?? NAMED.safeParse(one).data?.id;
        if (id === undefined) {
          log.warn({}, 'Graph names an account without its id');
          continue;
        }
        named.add(id);
        await taking.take(id, async () => {
          if (!user.success) throw new DirectoryFault('unexpected-account');
          await intake.see(toSighting(user.data));
        });
        seen += 1;
      }
      const { '@odata.nextLink': following, '@odata.deltaLink': end } = page.data;
      if (end !== undefined) return { named, seen, next: end };
      if (following === undefined) throw new DirectoryFault('no-link');
      link = following;
    }
  }

  /**
   * Reads all accounts, then looks up known accounts missing from the list. A person who left while the delta link was
   * invalid appears in no list.
   */
  async function walkAll(taking: OneByOne): Promise<{ seen: number; next: string }> {
    const { named, ...rest } = await walk(ALL, taking);
    for (const id of await known()) if (!named.has(id)) await taking.take(id, () => look(id));
    return rest;
  }

  async function catchUp(): Promise<{ seen: number; missed: number }> {
    const taking = oneByOne(log);
    const last = await cursor.get();
    let result: { seen: number; next: string };
    try {
      result = last === null ? await walkAll(taking) : await walk(last, taking);
    } catch (error) {
      if (!(error instanceof Expired) || last === null) throw error;
      // The intake compares with stored values, so reading everybody again reports nobody twice.
      log.info({}, 'Graph has forgotten where we were; looking at everybody again');
      await cursor.set(null);
      result = await walkAll(taking);
    }
    const still = await lookAgain();
    for (const id of taking.left) still.add(id);
    await left.set(JSON.stringify([...still]));
    // Saved only now: an interrupted sweep restarts from the last complete one.
    await cursor.set(result.next);
    return { seen: result.seen, missed: still.size };
  }

  /** Fetches the accounts that failed last time. Any number of failures here must not stop the sweep. */
  async function lookAgain(): Promise<Set<string>> {
    const again = oneByOne(log, Number.POSITIVE_INFINITY);
    for (const id of LEFT.parse(JSON.parse((await left.get()) ?? '[]'))) await again.take(id, () => look(id));
    return new Set(again.left);
  }

  async function look(id: string): Promise<void> {
    const path = `/users/${encodeURIComponent(id)}`;
    const { status, body } = await call(`${path}?$select=${SELECT.replace(',manager', '')}`);
    // Deleted: Graph no longer returns it under its own URL.
    if (status === 404) return intake.see({ source: 'graph', externalId: id, active: false });
    const user = USER.safeParse(body);
    if (!user.success) throw new DirectoryFault(`unexpected-answer-${status}`);
    const above = await call(`${path}/manager?$select=id`);
    const manager = MANAGER.safeParse(above.body);
    const managed = above.status === 200 && manager.success ? { manager: manager.data.id } : {};
    await intake.see({ ...toSighting(user.data), ...managed });
  }

  return {
    source: 'graph',
    call,
    look,
    catchUp: async () => (await catchUp()).seen,
    async sweep() {
      const { seen, missed } = await catchUp();
      await snapshotChains(call, intake, chains, log);
      if (missed > 0) throw new AccountsLeft(missed);
      return seen;
    },
  };
}

function toSighting(user: z.infer<typeof USER>): Sighting {
  const managers = (user['manager@delta'] ?? []).filter((link) => link['@removed'] === undefined);
  return {
    source: 'graph',
    externalId: user.id,
    active: user['@removed'] ? false : (user.accountEnabled ?? undefined),
    email: user.mail ?? undefined,
    login: user.userPrincipalName ?? undefined,
    department: user.department ?? undefined,
    manager: managers.at(-1)?.id,
  };
}

async function read(response: Response): Promise<{ status: number; body: unknown }> {
  const { status } = response;
  const text = await response.text().catch(() => {
    throw new DirectoryFault('broken-off');
  });
  if (status === 429 || status === 503 || status === 504) {
    const seconds = Number(response.headers.get('retry-after'));
    throw new DirectoryFault(`http-${status}`, Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined);
  }
  if (status === 410 || /syncStateNotFound|resyncRequired/i.test(text)) throw new Expired(`http-${status}`);
  if (status >= 400 && status !== 404) throw new DirectoryFault(`http-${status}`);
  try {
    return { status, body: text === '' ? {} : JSON.parse(text) };
  } catch {
    throw new DirectoryFault('no-json');
  }
}
