/** The alarm for channels that have lost their last administrator. */
import { type Effect, post, toPerson } from '../../bot/delivery/effect.ts';
import { certaintyOf, type Reports } from '../../bot/leavers/case.ts';
import { fb3, lineAbove } from '../../bot/leavers/recipients.ts';
import type { Row } from '../../db/changes.ts';
import type { Held, LeaverCase } from '../../db/leavers/cases.ts';
import type { Org } from '../../db/organisation/organisation.ts';

/** The remaining administrators of each channel. */
export type RemainingAdministrators = { held: Held; administrators: string[] }[];

type Alarming = {
  reports: Reports;
  person: string;
  row: LeaverCase | null;
  added: Row<'leaverItems'>[];
  left: RemainingAdministrators;
  after: Org;
  chain: string[];
};

/**
 * One card for all channels without an administrator, to manager, heads, FB 3 and IT security. Only in a confirmed
 * case.
 */
export function alarmFor(id: string, { person, reports, row, added, left, after, chain }: Alarming): Effect[] {
  if (certaintyOf(reports) !== 'confirmed') return [];
  const known =
    row?.state === 'confirmed' ? added.map(({ channel }) => channel) : left.map(({ held }) => held.channel.id);
  const orphaned = left.filter(
    ({ held, administrators }) => administrators.length === 0 && known.includes(held.channel.id),
  );
  if (orphaned.length === 0) return [];
  const org = { ...after.organisation, gone: after.gone };
  const offices = new Set(orphaned.map(({ held }) => held.channel.office));
  const heads = after.organisation.offices
    .filter((office) => offices.has(office.id))
    .flatMap(({ head, deputies }) => [...(head ? [head] : []), ...deputies]);
  const [manager] = lineAbove(person, { chain, org });
  const people = [...(manager ? [manager.person] : []), ...heads, ...fb3(org), ...after.organisation.roles.security];
  return [...new Set(people)]
    .filter((one) => one !== person && !after.gone.has(one))
    .map((one) => post(toPerson(one), 'leaver-alarm', `leaver:${id}`));
}
