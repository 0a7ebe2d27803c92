/** Which channels are related to those taken over. Three queries, however many channels there are. */
import { type BlastFacts, blastRadius, type Related, type Tie } from '../../bot/incident/blast-radius.ts';
import type { Say } from '../../cards/text.ts';
import type { Tx } from '../../db/connect.ts';
import { type Known, knownByIds, knownRunning } from '../../db/incident/facts.ts';
import { type RightsRemoval, rightsRemovalsOf } from '../../db/leavers/cases.ts';
import type { Channel } from '../../db/registry/dossiers.ts';
import { keyed } from '../keyed.ts';
import { holdersNow, isAdministrator } from '../leavers/holders.ts';

export type RelatedChannel = { channel: Channel; ties: Tie[] };

export const removalsOn = (tx: Tx, channels: readonly Known[]): Promise<RightsRemoval[]> =>
  rightsRemovalsOf(
    tx,
    channels.flatMap(({ application }) => (application ? [application.id] : [])),
  );

/** What ties a channel of the registry to others. */
export function blastFactsOf({ channel, application }: Known, removals: readonly RightsRemoval[]): BlastFacts {
  const { mailbox, phone, tools, persons } = application?.answers ?? {};
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const holders = application ? holdersNow(application, removals) : [];
  const own = Array.isArray(persons) ? (persons as Record<string, unknown>[]) : [];
  return {
    channel: channel.id,
    platform: channel.platform,
    handle: channel.handle,
    office: channel.office,
    administrators: holders.filter(({ role }) => isAdministrator(role)).map(({ person }) => person),
    portfolio: own.some(({ account }) => account === 'portfolio'),
    mailbox: text(mailbox),
    phone: text(phone),
    tools: text(tools),
  };
}

/** @param affected what was taken over; may include a channel the registry does not know yet */
export async function relatedToFacts(tx: Tx, affected: readonly BlastFacts[]): Promise<RelatedChannel[]> {
  const running = await knownRunning(tx);
  const removals = await removalsOn(tx, running);
  const byId = new Map(running.map(({ channel }) => [channel.id, channel]));
  const found: Related[] = blastRadius(
    affected,
    running.map((one) => blastFactsOf(one, removals)),
  );
  return found.map(({ channel, ties }) => ({ channel: byId.get(channel)!, ties }));
}

/**
 * The related channels of these, strongest ties first.
 * @param channelIds what was taken over; not part of the result
 */
export async function relatedTo(tx: Tx, channelIds: readonly string[]): Promise<RelatedChannel[]> {
  const affected = await knownByIds(tx, channelIds);
  const removals = await removalsOn(tx, affected);
  return relatedToFacts(
    tx,
    affected.map((one) => blastFactsOf(one, removals)),
  );
}

/**
 * For example "gleiches Postfach, gleiche Administration (…)".
 * @param names by person's key
 */
export function sayTies(ties: readonly string[], names: ReadonlyMap<string, string>, say: Say): string {
  return ties
    .map((tie) => {
      const at = tie.indexOf(':');
      const [kind, value] = at < 0 ? [tie, ''] : [tie.slice(0, at), tie.slice(at + 1)];
      const name = kind === 'administrator' ? (names.get(value) ?? say('word.deleted-person')) : value;
      return keyed(say.lang, `incident.tie.${kind}`, { name });
    })
    .join(', ');
}
