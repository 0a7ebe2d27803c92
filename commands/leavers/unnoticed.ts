/** Whose leaving nobody would notice: people with rights on a running channel or a seat, of whom no directory speaks. */
import type { Source } from '../../bot/leavers/case.ts';
import { SOURCES } from '../../bot/leavers/case.ts';
import { noticedBy, type Way } from '../../bot/leavers/noticed.ts';
import { type Seat, seatsOf } from '../../bot/leavers/recipients.ts';
import type { Tx } from '../../db/connect.ts';
import { accountsBehind, directoriesInUse, type OwnAccount, runningChannels } from '../../db/leavers/accounts.ts';
import { type Held, openCases, type RightsRemoval, rightsRemovalsOf } from '../../db/leavers/cases.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { contractsNow, holdersNow } from './holders.ts';

/** What the house hears of people. */
export type Watch = {
  sources: readonly Source[];
  accounts: ReadonlyMap<string, readonly OwnAccount[]>;
  /** Of whom it is said already that they leave. */
  reported: ReadonlySet<string>;
};

/** @returns null while no house has said which directories there are */
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

/** Which way a leaving would become known for this channel; null: none. */
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

/** A person with the channels, or seats, that they would take with them. */
export type Unnoticed = { person: string; held: Held[]; seats: Seat[] };

/**
 * @param offices whose channels are looked at; null: all, and the seats of the organisation too
 * @returns holders first; null when it is not known which directories there are
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

/** Heads, deputies, members of bodies, roles. */
function seatsIn({ organisation, gone }: Org): { person: string; seats: Seat[] }[] {
  const { people, roles } = organisation;
  return people
    .filter(({ id }) => !gone.has(id))
    .map(({ id }) => ({ person: id, seats: seatsOf(id, { ...organisation, gone }, roles) }))
    .filter(({ seats }) => seats.length > 0);
}
