/**
 * Runs every minute. Each due is carried out in its own transaction together with its key, so it happens once however
 * many processes tick. A failed due is rolled back with its key and retried a minute later; the others go on.
 */

import type { ChatName } from '../../bot/chat.ts';
import type { Calendar } from '../../bot/time/calendar.ts';
import { type Due, dueNow } from '../../bot/time/due.ts';
import { appendAudit } from '../../db/audit.ts';
import { applyChanges, isLostRace } from '../../db/changes.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { enqueue } from '../../db/delivery/outbox.ts';
import { route } from '../../db/delivery/routes.ts';
import { loadOrganisation, type Org } from '../../db/organisation/organisation.ts';
import { takeDue, takenKeys } from '../../db/time/due.ts';
import { act, KINDS, KNOWN_KINDS } from './due-table.ts';

export type TickDeps = {
  store: Store;
  /** The chats that are switched on. Effects are routed to these only. */
  chats: () => readonly ChatName[];
  calendar: Calendar;
  /** Called once if anything went into the outbox. */
  wake: () => void;
  /** A bug or outage in one due (`key`) or in reading one kind. The others go on. */
  onFault: (fault: { error: unknown; key: string }) => void;
  /** The most dues per call; the rest waits until the next minute. */
  atMost?: number;
};

/** Some seconds' work on a small machine. */
const AT_MOST = 500;

/** @returns how many dues this call carried out, and how many it left for the next */
export async function tick(deps: TickDeps, now: Date): Promise<{ done: number; left: number }> {
  const org = await deps.store.db.transaction((tx) => loadOrganisation(tx as Tx));
  if (!org) return { done: 0, left: 0 };
  const { atMost = AT_MOST } = deps;
  const due = await dueAt(deps, org, now);
  let done = 0;
  let tried = 0;
  for (const one of due) {
    // Only successes count, so broken rows at the front cannot block the others.
    if (done >= atMost) break;
    tried += 1;
    if (await attempt(deps, org, one, now)) done += 1;
  }
  if (done > 0) deps.wake();
  return { done, left: due.length - tried };
}

/** What is due and not done, oldest first. */
async function dueAt(deps: TickDeps, org: Org, now: Date): Promise<Due[]> {
  const all: Due[] = [];
  for (const name of KNOWN_KINDS) {
    try {
      all.push(...(await deps.store.db.transaction((tx) => dueOf(deps, tx as Tx, name, org, now))));
    } catch (error) {
      deps.onFault({ error, key: name });
    }
  }
  return all.sort((a, b) => a.from.getTime() - b.from.getTime());
}

async function dueOf(
  { calendar, onFault }: TickDeps,
  tx: Tx,
  name: (typeof KNOWN_KINDS)[number],
  org: Org,
  now: Date,
): Promise<Due[]> {
  const due: Due[] = [];
  for (const subject of await KINDS[name].subjects({ tx, org, now, calendar })) {
    try {
      due.push(...dueNow([subject], calendar, now));
    } catch (error) {
      onFault({ error, key: `${name} ${subject.id}` });
    }
  }
  const keys = due.map(({ key }) => key);
  const taken = await takenKeys(tx, keys);
  return due.filter(({ key }) => !taken.has(key));
}

/** @returns whether this call carried it out */
async function attempt(deps: TickDeps, org: Org, due: Due, now: Date): Promise<boolean> {
  try {
    return await deps.store.db.transaction(
      async (tx) => (await takeDue(tx as Tx, due, now)) && (await carryOut(deps, tx as Tx, org, due, now)),
    );
  } catch (error) {
    // Somebody pressed a button at the same moment. The next tick decides on the new state.
    if (!isLostRace(error)) deps.onFault({ error, key: due.key });
    return false;
  }
}

async function carryOut({ chats, calendar }: TickDeps, tx: Tx, org: Org, due: Due, now: Date): Promise<true> {
  const {
    effects = [],
    changes = [],
    audit = [],
  } = await act({ tx, org, now, calendar }, due as Parameters<typeof act>[1]);
  await applyChanges(tx, changes);
  if (effects.length > 0) await enqueue(tx, await route(tx, effects, org, chats(), now), now);
  await appendAudit(
    tx,
    audit.map(({ action, subject, data = {} }) => ({
      at: now,
      actor: 'system',
      action,
      subject,
      data,
      cause: due.key,
    })),
  );
  return true;
}
