/** Takes in what directories report: compares it with the stored account, reports departures and returns, writes. */
import type { ChatName } from '../../bot/chat.ts';
import { refresh } from '../../bot/delivery/effect.ts';
import type { Certainty, DirectorySource } from '../../bot/leavers/case.ts';
import { appendAudit } from '../../db/audit.ts';
import { applyChanges, isLostRace } from '../../db/changes.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { enqueue } from '../../db/delivery/outbox.ts';
import { route } from '../../db/delivery/routes.ts';
import { casesPastLastDay, channelsNaming } from '../../db/leavers/cases.ts';
import { type Account, accountToWrite, personBehind, saveAccount } from '../../db/leavers/directory.ts';
import { loadOrganisation, type Org } from '../../db/organisation/organisation.ts';
import { storable } from '../storable.ts';
import { reportReturn } from './come-back.ts';
import { reportDeparture } from './depart.ts';
import { type Consequences, NOTHING } from './departure.ts';

/** An account as a directory describes it. Absent fields are unknown. */
export type Sighting = {
  source: DirectorySource;
  externalId: string;
  /** Absent: the directory did not say. Never read as true or false. */
  active?: boolean | undefined;
  email?: string | undefined;
  login?: string | undefined;
  manager?: string | null | undefined;
  department?: string | null | undefined;
  /** When the change happened, by the directory's clock. */
  changedAt?: Date | undefined;
};

/** How much each directory's report counts, and in which chats its ids identify people. */
export const SOURCE_TRUST = {
  graph: { certainty: 'confirmed', chats: ['teams'] },
  slack: { certainty: 'suspected', chats: ['slack'] },
  scim: { certainty: 'suspected', chats: ['teams'] },
} as const satisfies Record<DirectorySource, { certainty: Certainty; chats: readonly ChatName[] }>;

type IntakeDeps = {
  store: Store;
  chats: () => readonly ChatName[];
  now: () => Date;
  wake: () => void;
};

export type Intake = {
  /** Takes in one account, in its own transaction. Safe to repeat. */
  see(sighting: Sighting): Promise<void>;
  /** Marks somebody as gone or back in the local workspace's directory. */
  mark(person: string, gone: boolean): Promise<void>;
  /**
   * Reports everybody whose announced last day has passed.
   * @returns how many
   */
  passLastDays(): Promise<number>;
};

/** More retries than a click gets: when a whole team leaves at once, each report touches the cases of the others. */
const ROUNDS = 10;

/** Loads the organisation on first use: hardly any account in a nightly sweep has changed. */
type Reading = () => Promise<Org>;

function reading(tx: Tx): Reading {
  let known: Org | null = null;
  return async () => {
    known ??= await loadOrganisation(tx);
    if (!known) throw new Error('no organisation applied: npm run organisation -- apply FILE');
    return known;
  };
}

export function createIntake(deps: IntakeDeps): Intake {
  /** Runs the work again on a conflict: somebody may press a button of the same case at this moment. */
  async function within(work: (tx: Tx, org: Reading, now: Date) => Promise<Consequences>): Promise<void> {
    for (let round = 1; ; round++) {
      try {
        await deps.store.db.transaction(async (tx) => {
          const org = reading(tx as Tx);
          const now = deps.now();
          await write(deps, tx as Tx, org, await work(tx as Tx, org, now), now);
        });
        break;
      } catch (error) {
        if (!isLostRace(error) || round === ROUNDS) throw error;
      }
    }
    deps.wake();
  }

  return {
    see: (sighting) => within((tx, org, now) => takeIn(tx, readable(sighting), org, now)),
    mark: (person, gone) =>
      within(async (tx, org, now) => {
        const report = { person, source: 'local', by: 'system' } as const;
        return gone
          ? reportDeparture(tx, { ...report, certainty: 'confirmed' }, await org(), now)
          : // Marking somebody as back in the local directory overrules all earlier reports.
            reportReturn(tx, { ...report, silences: ['command', 'graph', 'slack', 'scim'] }, now);
      }),
    async passLastDays() {
      const rows = await deps.store.db.transaction((tx) => casesPastLastDay(tx as Tx, deps.now()));
      for (const { id, person } of rows) {
        await within(async (tx, org, now) => {
          const report = { person, source: 'command', certainty: 'confirmed', by: 'system' } as const;
          const after = await reportDeparture(tx, report, await org(), now);
          return { ...after, effects: [...after.effects, refresh(`leaver:${id}`)] };
        });
      }
      return rows.length;
    },
  };
}

async function write(deps: IntakeDeps, tx: Tx, org: Reading, after: Consequences, now: Date): Promise<void> {
  await applyChanges(tx, after.changes);
  if (after.effects.length > 0) await enqueue(tx, await route(tx, after.effects, await org(), deps.chats(), now), now);
  await appendAudit(
    tx,
    after.audit.map(({ action, subject, data = {} }) => ({
      at: now,
      actor: 'system',
      action,
      subject,
      data,
      cause: null,
    })),
  );
}

async function takeIn(tx: Tx, sighting: Sighting, org: Reading, now: Date): Promise<Consequences> {
  const { source, externalId } = sighting;
  const { certainty, chats } = SOURCE_TRUST[source];
  const before = await accountToWrite(tx, source, externalId);
  // Events may arrive out of order; older ones are ignored.
  if (before?.changedAt && sighting.changedAt && sighting.changedAt < before.changedAt) return NOTHING;
  // A delta or a patch may contain only the change. A closed account keeps its name, but a successor may have the
  // address now.
  const kept = before?.active === false ? null : before;
  const addresses = [sighting.email ?? kept?.email, sighting.login ?? kept?.login].filter((one) => one != null);
  const person = before?.person ?? (await personBehind(tx, source, externalId, { chats, addresses }));
  const after: Account = {
    source,
    externalId,
    person,
    // The link to the manager may vanish with the person, so the last known one is kept.
    manager: sighting.manager ?? before?.manager ?? null,
    active: sighting.active ?? before?.active ?? null,
    department: sighting.department ?? before?.department ?? null,
    login: sighting.login ?? before?.login ?? null,
    email: sighting.email?.toLowerCase() ?? before?.email ?? null,
    changedAt: sighting.changedAt ?? before?.changedAt ?? null,
    seenAt: now,
  };
  await saveAccount(tx, after);
  if (!person) return NOTHING;
  const isNew = before?.person !== person;
  const report = { person, source, by: 'system' } as const;
  if (after.active === false && (isNew || before?.active !== false))
    return reportDeparture(tx, { ...report, certainty }, await org(), now);
  if (after.active === true && before?.active === false) return reportReturn(tx, report, now);
  const moved = before?.department && after.department && bare(before.department) !== bare(after.department);
  if (!moved || (await channelsNaming(tx, person)).length === 0) return NOTHING;
  return reportDeparture(tx, { person, source: 'moved', certainty: 'suspected', by: 'system' }, await org(), now);
}

/** Makes the profile's fields storable, so odd text in a profile does not keep the account out. */
function readable({ email, login, department, manager, ...rest }: Sighting): Sighting {
  return { ...rest, ...storable({ email, login, department, manager }) };
}

/** Directories spell one department in several ways; a different spelling is not a move. */
const bare = (department: string): string => department.replaceAll(/\s+/g, ' ').trim().toLowerCase();
