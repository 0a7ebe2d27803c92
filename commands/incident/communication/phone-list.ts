/** Whom to phone when the chat does not reach them, as a card to the people leading the incident. */
import { type Effect, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import type { Tx } from '../../../db/connect.ts';
import { noticeById, phoneListOut, type Receipt, receiptsOf } from '../../../db/incident/communication.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import { type IncidentDossier, incidentDossier, peopleInRole } from '../dossier.ts';
import { atOnce } from './urgent-post.ts';

/** Goes to the incident's lead, and to IT security while no lead has read the notice: the lead's chat may be down. */
export function phoneList(
  file: IncidentDossier,
  { organisation, gone }: Org,
  notice: string,
  receipts: readonly Receipt[],
): Effect[] {
  const here = (people: readonly string[]) => people.filter((one) => !gone.has(one));
  const leads = here(peopleInRole(file, 'lead'));
  const isThere = (one: string) =>
    receipts.some(({ person, readAt, phonedAt }) => person === one && (readAt !== null || phonedAt !== null));
  const people = leads.some(isThere) ? leads : [...new Set([...leads, ...here(organisation.roles.security)])];
  return people.map((one) => atOnce(toPerson(one), 'incident-phone', `incident:${file.row.id}`, { notice }));
}

/**
 * A notice whose delivery failed or is uncertain: the phone list goes out without waiting for the clock. It goes out
 * once; later failures only redraw it.
 * @param effect the message the outbox gave up on
 */
export async function afterLostNotice(tx: Tx, effect: Effect, org: Org): Promise<Effect[]> {
  if (effect.do !== 'post' || effect.card.view !== 'incident-notice' || effect.to.to !== 'person') return [];
  const notice = await noticeById(tx, effect.card.args.notice ?? '');
  if (notice?.kind !== 'first') return [];
  const file = await incidentDossier(tx, notice.incident);
  if (!file) return [];
  return (await phoneListOut(tx, notice.id))
    ? [refresh(`incident:${notice.incident}`)]
    : phoneList(file, org, notice.id, await receiptsOf(tx, notice.id));
}
