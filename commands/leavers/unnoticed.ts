/** Whose departure nobody would notice: holders and seat holders whom no directory reports. */
import type { Source } from '../../bot/leavers/case.ts';
import { SOURCES } from '../../bot/leavers/case.ts';
import { noticedBy, type Way } from '../../bot/leavers/noticed.ts';
import { type Seat, seatsOf } from '../../bot/leavers/recipients.ts';
import type { Tx } from '../../db/connect.ts';
import { accountsBehind, directoriesInUse, type OwnAccount, runningChannels } from '../../db/leavers/accounts.ts';
import { type Held, openCases, type RightsRemoval, rightsRemovalsOf } from '../../db/leavers/cases.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { contractsNow, holdersNow } from './holders.ts';

/** Through which sources this installation learns of departures. */
export type Watch = {
  sources: readonly Source[];
  accounts: ReadonlyMap<string, readonly OwnAccount[]>;
  /** People already reported as leaving. */
  reported: ReadonlySet<string>;
};

/** @returns null until the configured directories are recorded */
export async function watchOver(tx: Tx, people: readonly string[]): Promise<Watch | null> {
  const sources = await directoriesInUse(tx);
  if (sources === null) return null;
  const leaving = (await openCases(tx)).filter(({ reports }) =>
    (Object.keys(reports) as Source[]).some((source) => SOURCES[source].leaves),
  );
  return {
    sources,
    accounts: await accountsBehind(tx, people),
    reported: new Set(leaving.map(({ person }) => person)),
  };
}

/** How a departure would become known for this channel. Null: not at all. */
export function wayOf(
  person: string,
  application: Held['application'],
  removals: readonly RightsRemoval[],
  { sources, accounts, reported }: Watch,
): Way | null {
  const contract = contractsNow(application, removals).find((one) => one.person === person);
  return noticedBy({
    accounts: accounts.get(person) ?? [],
    sources,
    contractEnd: contract?.endsOn ?? null,
    reported: reported.has(person),
  });
}

/** A person with the channels and seats at stake. */
export type Unnoticed = { person: string; held: Held[]; seats: Seat[] };

/**
 * @param offices whose channels are checked; null: all channels, and the organisation's seats
 * @returns holders first; null until the configured directories are recorded
 */
export async function unnoticedIn(
  tx: Tx,
  org: Org,
  offices: readonly string[] | null,
): Promise<{ sources: readonly Source[]; people: Unnoticed[] } | null> {
  const running = await runningChannels(tx, offices);
  const removals = await rightsRemovalsOf(
    tx,
    running.map(({ application }) => application.id),
  );
  const holders = running.flatMap((held) =>
    holdersNow(held.application, removals)
      .filter(({ person }) => !org.gone.has(person))
      .map(({ person }) => ({ person, held })),
  );
  const seated = offices === null ? seatsIn(org) : [];
  const all = [...new Set([...holders, ...seated].map(({ person }) => person))];
  const watch = await watchOver(tx, all);
  if (!watch) return null;
  const found = new Map<string, Unnoticed>();
  const entry = (person: string): Unnoticed => {
    const known = found.get(person) ?? { person, held: [], seats: [] };
    found.set(person, known);
    return known;
  };
  for (const { person, held } of holders)
    if (wayOf(person, held.application, removals, watch) === null) entry(person).held.push(held);
  for (const { person, seats } of seated) {
    const facts = { accounts: watch.accounts.get(person) ?? [], sources: watch.sources, contractEnd: null };
    if (noticedBy({ ...facts, reported: watch.reported.has(person) }) === null) entry(person).seats.push(...seats);
  }
  return { sources: watch.sources, people: [...found.values()] };
}

/** Everybody who heads an office, deputises, sits in a body or has a role. */
function seatsIn({ organisation, gone }: Org): { person: string; seats: Seat[] }[] {
  const { people, roles } = organisation;
  return people
    .filter(({ id }) => !gone.has(id))
    .map(({ id }) => ({ person: id, seats: seatsOf(id, { ...organisation, gone }, roles) }))
    .filter(({ seats }) => seats.length > 0);
}
