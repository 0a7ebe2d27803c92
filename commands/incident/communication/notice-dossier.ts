/** The internal notices of one incident: what was sent, who has read the first one, and phone numbers. */
import type { Tx } from '../../../db/connect.ts';
import { type Notice, noticesOf, type Receipt, receiptsOf } from '../../../db/incident/communication.ts';
import { namesOf, type Org } from '../../../db/organisation/organisation.ts';
import type { IncidentDossier } from '../dossier.ts';

export type NoticeDossier = {
  notices: Notice[];
  first: Notice | undefined;
  receipts: Receipt[];
  /** Neither read nor reached by phone. */
  unread: Receipt[];
  names: ReadonlyMap<string, string>;
  phone: (person: string) => string | undefined;
};

export async function noticeDossier(
  tx: Tx,
  { row }: Pick<IncidentDossier, 'row'>,
  { organisation }: Org,
): Promise<NoticeDossier> {
  const notices = await noticesOf(tx, row.id);
  const first = notices.findLast(({ kind }) => kind === 'first');
  const receipts = first ? await receiptsOf(tx, first.id) : [];
  const people = receipts.flatMap(({ person, phonedBy }) => [person, phonedBy]);
  const names = await namesOf(
    tx,
    [...people, ...notices.map(({ by }) => by)].filter((one) => one !== null),
  );
  return {
    notices,
    first,
    receipts,
    unread: receipts.filter(({ readAt, phonedAt }) => readAt === null && phonedAt === null),
    names,
    phone: (person) => organisation.incident?.phones.find((line) => line.person === person)?.phone,
  };
}
