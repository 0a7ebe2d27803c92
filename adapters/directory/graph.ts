/**
 * Microsoft Graph, the authority on who works here: what has changed since the last sweep, and one account when a change
 * notification names it. Notifications may be late or lost, so the sweep decides and they only make it faster.
 */
import { z } from 'zod';
import type { Intake, Sighting } from '../../commands/leavers/intake.ts';
import { type ChainOptions, snapshotChains } from './graph-chain.ts';
import { type OneByOne, oneByOne } from './one-by-one.ts';
import { AccountsLeft, type Directory, DirectoryFault, type Log } from './port.ts';

/** Without `$select` Graph leaves `accountEnabled` out. Nothing else is asked for: data minimisation. */
const SELECT = 'id,accountEnabled,mail,userPrincipalName,department,manager';
const ALL = `/users/delta?$select=${SELECT}`;

const USER = z.object({
  id: z.string().min(1),
  accountEnabled: z.boolean().nullish(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  department: z.string().nullish(),
  /** `changed`: in the bin for 30 days; `deleted`: for good. */
  '@removed': z.object({ reason: z.string().optional() }).optional(),
  'manager@delta': z.array(z.object({ id: z.string(), '@removed': z.unknown().optional() })).optional(),
});
const DELTA = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});
const MANAGER = z.object({ id: z.string() });
/** What must be right of an account so that it can be asked for again. */
const NAMED = USER.pick({ id: true });
const LEFT = z.array(z.string());

type GraphOptions = {
  /** `https://graph.microsoft.com/v1.0` */
  apiUrl: string;
  token: { get(): Promise<string>; drop(): void };
  intake: Pick<Intake, 'see'>;
  /** Where the last sweep ended. */
  cursor: { get(): Promise<string | null>; set(link: string | null): Promise<void> };
  /** Accounts that could not be taken in: the link leads past them, so they are asked for by id. */
  left: { get(): Promise<string | null>; set(ids: string): Promise<void> };
  /** Ids of the accounts that are open as far as we know, and whose person is known. */
  known: () => Promise<string[]>;
  /** Whose managers are asked for each night. */
  chains: ChainOptions;
  log: Log;
  /** Milliseconds until a call counts as lost. */
  deadline?: number;
};

export type GraphDirectory = Directory & {
  /** What has changed since the last sweep, without the nightly snapshot of managers. @returns how many accounts */
  catchUp(): Promise<number>;
  /** Looks at one account now. */
  look(id: string): Promise<void>;
  /** A call with the bot's token; 404 is given back, other faults are thrown. */
  call(path: string, init?: RequestInit): Promise<{ status: number; body: unknown }>;
};

/** The delta link is too old, or its state is lost on Microsoft's side. */
class Expired extends DirectoryFault {}

export function graphDirectory(options: GraphOptions): GraphDirectory {
  const { apiUrl, token, intake, cursor, left, known, chains, log, deadline = 30_000 } = options;

  async function call(path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
    const url = path.startsWith('https://') || path.startsWith('http://') ? path : `${apiUrl}${path}`;
    // The links come from Graph itself, but a token must not follow them anywhere else.
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

  /** @returns whom it named, how often, and the link for the next time */
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

  /** Everybody, and those who should be among them and are not: whoever went while Graph had forgotten us is in no list. */
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
      // The intake compares with what it knows, so looking at everybody again tells nobody twice.
      log.info({}, 'Graph has forgotten where we were; looking at everybody again');
      await cursor.set(null);
      result = await walkAll(taking);
    }
    const still = await lookAgain();
    for (const id of taking.left) still.add(id);
    await left.set(JSON.stringify([...still]));
    // Kept only now: a sweep that breaks off begins where the last whole one ended.
    await cursor.set(result.next);
    return { seen: result.seen, missed: still.size };
  }

  /** At those who could not be taken in last time; however many they are, they must not stop the sweep. */
  async function lookAgain(): Promise<Set<string>> {
    const again = oneByOne(log, Number.POSITIVE_INFINITY);
    for (const id of LEFT.parse(JSON.parse((await left.get()) ?? '[]'))) await again.take(id, () => look(id));
    return new Set(again.left);
  }

  async function look(id: string): Promise<void> {
    const path = `/users/${encodeURIComponent(id)}`;
    const { status, body } = await call(`${path}?$select=${SELECT.replace(',manager', '')}`);
    // In the bin: Graph no longer shows it under its own address.
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
