/** The January round: an office's list of channels, and its answers so far. */
import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, notInArray, or } from 'drizzle-orm';
import type { ChannelState } from '../../bot/registry/channel.ts';
import type { Stored } from '../changes.ts';
import type { Tx } from '../connect.ts';
import type { Application, Channel } from '../registry/dossiers.ts';
import { applications, channels, confirmations } from '../schema.ts';

export type Confirmation = Stored<'confirmations'>;
/** `applied`: a new version or closure submitted since the year began. `begun`: one that is still a draft. */
export type JanuaryRow = {
  channel: Channel;
  application: Application | null;
  confirmed: Confirmation | null;
  applied: Application | null;
  begun: Application | null;
};
export type JanuaryList = { rows: JanuaryRow[]; receipt: Confirmation | null };

/** Channels that are not public yet, or no longer, appear on no list. */
const SILENT: ChannelState[] = ['planned', 'closed'];

/** @param since the start of the year in Berlin */
export async function januaryList(tx: Tx, office: string, year: number, since: Date): Promise<JanuaryList> {
  const found = await tx
    .select({ channel: channels, application: applications })
    .from(channels)
    .leftJoin(applications, eq(applications.id, channels.application))
    .where(and(eq(channels.office, office), notInArray(channels.state, SILENT)))
    .orderBy(asc(channels.platform), asc(channels.name), asc(channels.id));
  const given = await tx
    .select()
    .from(confirmations)
    .where(and(eq(confirmations.office, office), eq(confirmations.year, year)));
  const ids = found.map(({ channel }) => channel.id);
  const versions = ids.length === 0 ? [] : await versionsSince(tx, ids, since);
  return {
    rows: found.map(({ channel, application }) => {
      const own = versions.filter((version) => version.channel === channel.id);
      return {
        channel,
        application,
        confirmed: given.find((one) => one.channel === channel.id) ?? null,
        applied: own.find(({ submittedAt }) => submittedAt !== null) ?? null,
        begun: own.find(({ state, predecessor }) => state === 'draft' && predecessor !== null) ?? null,
      };
    }),
    receipt: given.find((one) => one.channel === null) ?? null,
  };
}

function versionsSince(tx: Tx, ids: string[], since: Date): Promise<Application[]> {
  return tx
    .select()
    .from(applications)
    .where(
      and(
        inArray(applications.channel, ids),
        notInArray(applications.state, ['withdrawn', 'rejected']),
        or(
          gte(applications.submittedAt, since),
          and(isNull(applications.submittedAt), gte(applications.createdAt, since)),
        ),
      ),
    )
    .orderBy(desc(applications.revision));
}

/** Offices with channels to review. */
export async function officesWithChannels(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ office: channels.office })
    .from(channels)
    .where(notInArray(channels.state, SILENT))
    .orderBy(asc(channels.office));
  return rows.map(({ office }) => office);
}

/** Channels in use with fewer than two administrators, if their number is known. */
export function singleAdministrators(tx: Tx): Promise<{ channel: Channel; application: Application | null }[]> {
  return tx
    .select({ channel: channels, application: applications })
    .from(channels)
    .leftJoin(applications, eq(applications.id, channels.application))
    .where(and(isNotNull(channels.administrators), lt(channels.administrators, 2), notInArray(channels.state, SILENT)))
    .orderBy(asc(channels.platform), asc(channels.name), asc(channels.id));
}

/**
 * Late applications that are not yet complete.
 * @param whose only applications by this person or of these offices; absent: all
 */
export function lateDrafts(tx: Tx, whose?: { applicant: string; offices: string[] }): Promise<Application[]> {
  const theirs = whose && or(eq(applications.applicant, whose.applicant), inArray(applications.office, whose.offices));
  return tx
    .select()
    .from(applications)
    .where(and(eq(applications.kind, 'late'), eq(applications.state, 'draft'), theirs))
    .orderBy(asc(applications.number));
}
