/** What is known about a person and an address before the two are linked. */
import { type LinkPlan, type Other, planLink } from '../../bot/leavers/account-link.ts';
import { mayLink } from '../../bot/leavers/authority.ts';
import { certaintyOf, type DirectorySource, type Reports } from '../../bot/leavers/case.ts';
import type { Actor } from '../../bot/organisation/permission.ts';
import type { Say } from '../../cards/text.ts';
import { type Change, update } from '../../db/changes.ts';
import type { Tx } from '../../db/connect.ts';
import {
  type AddressAccount,
  accountsAt,
  accountsLinked,
  directoriesInUse,
  personAt,
} from '../../db/leavers/accounts.ts';
import { channelsNaming, type Held } from '../../db/leavers/cases.ts';
import type { AccountLink } from '../../db/leavers/directory.ts';
import { namesOf, type Org } from '../../db/organisation/organisation.ts';
import { personById } from '../../db/organisation/people.ts';
import { keyed } from '../keyed.ts';
import { reportDeparture } from './depart.ts';
import { type Consequences, NOTHING } from './departure.ts';
import { SOURCE_TRUST } from './intake.ts';

type PersonRow = NonNullable<Awaited<ReturnType<typeof personById>>>;

export type LinkFile = {
  row: PersonRow;
  /** Whether the actor may link accounts to this person. */
  may: boolean;
  /** In lower case. */
  address: string;
  /** Running channels that name the person. */
  held: Held[];
  at: AddressAccount[];
  other: (Other & { row: PersonRow }) | null;
  plan: LinkPlan;
  names: ReadonlyMap<string, string>;
};

export async function linkFile(
  tx: Tx,
  person: string,
  address: string,
  org: Org,
  actor: Actor,
): Promise<LinkFile | null> {
  const row = await personById(tx, person);
  if (!row) return null;
  const sources = await directoriesInUse(tx);
  const at = (await accountsAt(tx, address))
    .filter(({ source }) => sources === null || sources.some((one) => one === source))
    .sort((a, b) => b.seenAt.getTime() - a.seenAt.getTime());
  const found = await otherOf(tx, person, at, address);
  const held = await channelsNaming(tx, person);
  const may = (who: string, channels: readonly Held[]) =>
    mayLink(actor, {
      person: who,
      listed: org.listed.has(who),
      offices: channels.map(({ channel }) => channel.office),
    });
  const isFree = found !== null && !found.keeps && may(found.person, await channelsNaming(tx, found.person));
  const other = found && { ...found, keeps: !isFree };
  const own = await accountsLinked(tx, person);
  return {
    row,
    may: may(person, held),
    address,
    held,
    at,
    other,
    plan: planLink({ person, at, own, other }),
    names: await namesOf(tx, [person, ...(other ? [other.person] : [])]),
  };
}

/**
 * The person with this address in the registry, else the one the account is linked to. If these differ, the first keeps
 * it.
 */
async function otherOf(tx: Tx, person: string, at: readonly AddressAccount[], address: string) {
  const holder = await personAt(tx, address);
  const linked = at.find((one) => one.person !== null && one.person !== person)?.person ?? null;
  const isOther = holder !== null && holder.id !== person;
  const row = isOther ? holder : linked === null ? null : await personById(tx, linked);
  if (!row) return null;
  const isClear = !isOther || linked === null || linked === row.id;
  return { person: row.id, gone: row.gone && isClear, keeps: row.ref !== null || !isClear, row };
}

/** The plan's accounts as stored in the database. */
const takenOf = ({ at, plan }: LinkFile): AddressAccount[] =>
  plan.kind === 'link'
    ? plan.accounts.flatMap(({ source, externalId }) =>
        at.filter((one) => one.source === source && one.externalId === externalId),
      )
    : [];

/** What linking closed accounts reports: a leaver case opens, as it would after the next sweep. */
export async function departureOf(tx: Tx, file: LinkFile, by: string, org: Org, now: Date): Promise<Consequences> {
  const linked = takenOf(file);
  const closed = linked.filter(({ active }) => active === false).map(({ source }) => source);
  const also: Reports = Object.fromEntries(closed.map((source) => [source, SOURCE_TRUST[source].certainty]));
  const [source] = closed.sort((a, b) => Number(isProof(b)) - Number(isProof(a)));
  if (!source) return NOTHING;
  const report = { person: file.row.id, source, certainty: SOURCE_TRUST[source].certainty, also, linked, by };
  return reportDeparture(tx, report, org, now);
}

const isProof = (source: DirectorySource): boolean =>
  certaintyOf({ [source]: SOURCE_TRUST[source].certainty }) === 'confirmed';

/**
 * The links, and the address of a person whom no organisation file lists: later accounts and the chats find them by it.
 * @param before what the same decision writes first
 */
export function linkChanges(file: LinkFile, { changes: before }: Consequences): Change[] {
  const { row, address, other, plan } = file;
  if (plan.kind !== 'link') return [];
  // Moving an account moves its chat identity: to the new person or nobody, never to the one linked by mistake.
  const speaks = (source: DirectorySource, ...as: (string | null | undefined)[]): AccountLink['speaks'] => ({
    chats: SOURCE_TRUST[source].chats,
    as: as.filter((one) => one != null),
  });
  const links: Change[] = [
    ...plan.instead.map((link) => ({ link, seen: row.id, person: null, speaks: speaks(link.source, row.id) })),
    ...takenOf(file).map((account) => ({
      ...{ link: account, seen: account.linked, person: row.id },
      speaks: speaks(account.source, account.linked, other?.person),
    })),
  ];
  const gets = row.ref === null && row.email !== address;
  const isWritten = before.some((change) => 'update' in change && change.update === 'people' && change.id === row.id);
  const now = { id: row.id, version: row.version + (isWritten ? 1 : 0) };
  // An address belongs to one person, so the former holder loses it first, even if the new one keeps another address.
  const givesBack = other?.row.email === address && (gets || other.row.ref === null);
  return [
    ...links,
    ...(givesBack ? [update('people', other.row, { email: null })] : []),
    ...(gets ? [update('people', now, { email: address })] : []),
  ];
}

export const accountNames = (file: LinkFile, say: Say): string =>
  takenOf(file)
    .map(({ source, active }) =>
      say(active === false ? 'account.is-closed' : 'account.is-open', {
        source: keyed(say.lang, `leaver.source.${source}`),
      }),
    )
    .join(', ');
