/** Display names of the places and rights in a case. */
import type { Lang } from '../../cards/node.ts';
import type { LeaverItem } from '../../db/leavers/cases.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { keyed } from '../keyed.ts';
import type { ItemDossier } from './dossier.ts';

/** "Facebook – Kulturbetriebe (SN-2026-0001-v1)", "FB 3 – Dortmund-Agentur". */
export function placeName({ item, channel, application }: ItemDossier, lang: Lang, org: Org): string {
  if (channel) return application?.number ? `${application.title} (${application.number})` : channel.name;
  return seatName(item.place, lang, org);
}

/** @param place `office:fb-3`, `body:council`, `role:press` */
export function seatName(place: string, lang: Lang, org: Org): string {
  const [kind, id] = [place.slice(0, place.indexOf(':')), place.slice(place.indexOf(':') + 1)];
  if (kind === 'office') {
    const office = org.organisation.offices.find((candidate) => candidate.id === id);
    return office ? `${office.short} – ${office.name}` : id;
  }
  if (kind === 'body') {
    const [body = '', legal] = id.split('@');
    const whose = org.organisation.legalBodies.find((candidate) => candidate.id === legal)?.name;
    return [keyed(lang, `body.${body}`), ...(whose ? [whose] : [])].join(' – ');
  }
  return keyed(lang, `leaver.role.${id}`);
}

export const rightName = ({ kind, right }: Pick<LeaverItem, 'kind' | 'right'>, lang: Lang): string =>
  keyed(lang, kind === 'seat' ? `leaver.seat.${right}` : `option.role.${right}`);
