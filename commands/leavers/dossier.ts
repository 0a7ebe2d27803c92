/** Everything one case's card and decisions need, read together. */
import type { CaseFacts } from '../../bot/leavers/authority.ts';
import { lineAbove } from '../../bot/leavers/recipients.ts';
import type { Tx } from '../../db/connect.ts';
import {
  caseById,
  itemById,
  itemsOf,
  type LeaverCase,
  type LeaverItem,
  lastCaseOf,
  openCasesAbout,
  placesOf,
  rightsRemovalsOf,
} from '../../db/leavers/cases.ts';
import { managerChain } from '../../db/leavers/directory.ts';
import { namesOf, type Org } from '../../db/organisation/organisation.ts';
import type { Application, Channel } from '../../db/registry/dossiers.ts';
import { administratorsLeft } from './holders.ts';

/** An item with its channel and application. Seats have neither. */
export type ItemDossier = {
  item: LeaverItem;
  channel: Channel | null;
  application: Application | null;
  /** The administrators who remain without the person. */
  administrators: string[];
};

export type CaseDossier = {
  row: LeaverCase;
  items: ItemDossier[];
  facts: CaseFacts;
  names: ReadonlyMap<string, string>;
};

export async function caseDossier(tx: Tx, id: string, org: Org): Promise<CaseDossier | null> {
  const row = await caseById(tx, id);
  if (!row) return null;
  const items = await itemFiles(tx, row, org);
  const chain = await managerChain(tx, row.person);
  const offices = [...new Set(items.flatMap(({ channel }) => (channel ? [channel.office] : [])))];
  const line = lineAbove(row.person, { chain, org: { ...org.organisation, gone: org.gone }, places: offices });
  const facts: CaseFacts = {
    person: row.person,
    line: line.filter(({ as }) => as !== 'fb3').map(({ person }) => person),
    administrators: [...new Set(items.flatMap(({ administrators }) => administrators))],
    offices,
  };
  const people = items.flatMap(({ item }) => [item.removedBy, item.secondBy, item.credentialsBy]);
  const all = [row.person, row.manager, row.openedBy, ...people, ...facts.administrators];
  const names = await namesOf(
    tx,
    all.filter((one) => one !== null),
  );
  return { row, items, facts, names };
}

/** Runs a fixed number of queries, however many channels the person has. */
async function itemFiles(tx: Tx, row: LeaverCase, org: Org): Promise<ItemDossier[]> {
  const items = await itemsOf(tx, [row.id]);
  const { channels, applications } = await placesOf(tx, items);
  const removals = await rightsRemovalsOf(tx, [...applications.keys()]);
  const cases = await openCasesAbout(tx, ...channels.keys());
  return items.map((item) => {
    const channel = channels.get(item.channel ?? '') ?? null;
    const application = applications.get(channel?.application ?? item.application ?? '') ?? null;
    if (!channel || !application) return { item, channel, application, administrators: [] };
    const left = administratorsLeft({ channel, application }, removals, cases, org.gone);
    return { item, channel, application, administrators: left.filter((person) => person !== row.person) };
  });
}

/** The case file behind an item. */
export async function dossierOfItem(
  tx: Tx,
  id: string,
  org: Org,
): Promise<{ file: CaseDossier; own: ItemDossier } | null> {
  const item = await itemById(tx, id);
  const file = item ? await caseDossier(tx, item.case, org) : null;
  const own = file?.items.find((one) => one.item.id === id);
  return file && own ? { file, own } : null;
}

/** A case by its id, or the newest of a person. */
export async function namedCase(tx: Tx, what: string, person: string | null, org: Org): Promise<CaseDossier | null> {
  const known = await caseDossier(tx, what, org);
  if (known || !person) return known;
  const last = await lastCaseOf(tx, person);
  return last ? caseDossier(tx, last.id, org) : null;
}
