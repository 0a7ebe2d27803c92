/** A city with two hundred channels of one office, to measure what grows with the number of channels in an incident. */
import type { Inbound } from '../bot/chat.ts';
import { handle, type ShellDeps } from '../commands/run.ts';
import { applyChanges, insert } from '../db/changes.ts';
import type { Db, Store, Tx } from '../db/connect.ts';
import { localKey } from '../db/delivery/local.ts';
import { openIncidents } from '../db/incident/incidents.ts';

export const MANY = 200;

/**
 * Each channel has its own application; every pair of people runs ten of them. The last one is unrelated to the others.
 */
export async function seedChannels(store: Store, now: Date, people: readonly string[]): Promise<void> {
  await store.db.transaction(async (tx) => {
    const keys = await Promise.all(people.map((ref) => localKey(tx, ref)));
    const known = keys.filter((key) => key !== null);
    const rows = Array.from({ length: MANY + 1 }, (_, n) => {
      const alone = n === MANY;
      const pair = alone
        ? [0, 1]
        : [2 + (Math.floor(n / 10) % (known.length - 3)), 3 + (Math.floor(n / 10) % (known.length - 3))];
      const persons = pair.map((at) => ({ person: known[at], role: 'administrator' }));
      const common = {
        platform: alone ? ('x' as const) : ('facebook' as const),
        office: alone ? 'fb-37' : 'kulturbetriebe',
        state: 'published' as const,
        createdAt: now,
      };
      const key = `${common.platform}:bench${n}`;
      return { n, key, persons, common };
    });
    await applyChanges(tx, [
      ...rows.map(({ n, key, common }) =>
        insert('channels', {
          ...common,
          id: `c_bench${n}`,
          name: `Bezirk ${n}`,
          handle: `bezirk${n}`,
          url: `https://example.org/${n}`,
          key,
          application: `a_bench${n}`,
          changedAt: now,
        }),
      ),
      ...rows.map(({ n, key, persons, common }) =>
        insert('applications', {
          ...common,
          id: `a_bench${n}`,
          number: `SN-2026-${5000 + n}-v1`,
          root: `SN-2026-${5000 + n}`,
          kind: 'new',
          legalBody: 'stadt',
          applicant: known[0]!,
          channel: `c_bench${n}`,
          title: `Bezirk ${n}`,
          key,
          formVersion: 1,
          answers: { persons, secondFactor: 'all' },
        }),
      ),
    ]);
  });
}

type Do = Extract<Inbound['do'], { kind: 'press' }>;
const SECURITY = 'ciso';
let deliveries = 0;

/** A click of IT security. */
export async function press(deps: ShellDeps, name: string, args: Do['args']): Promise<void> {
  const reply = await handle(deps, {
    key: `bench-incident:${++deliveries}`,
    who: { chat: 'local', tenant: 'local', id: SECURITY },
    where: { id: `dm:${SECURITY}`, dm: true },
    lang: 'de',
    do: { kind: 'press', name, args, inputs: {} },
  });
  if (reply.kind !== 'card') throw new Error(`${name}: ${JSON.stringify(reply)}`);
}

class Undone extends Error {}

/** The same, then rolled back: every round finds the same city. */
export async function pressAndUndo(deps: ShellDeps, name: string, args: Do['args']): Promise<void> {
  const work = async (tx: Tx) => {
    await press({ ...deps, store: { ...deps.store, db: tx as unknown as Db } }, name, args);
    throw new Undone();
  };
  await deps.store.db
    .transaction((tx) => work(tx))
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
}

/** Id of the open incident whose title matches. */
export const incidentTitled = async (store: Store, title: RegExp): Promise<string> => {
  const found = (await store.db.transaction((tx) => openIncidents(tx))).find((row) => title.test(row.title));
  if (!found) throw new Error(`no incident ${title}`);
  return found.id;
};
