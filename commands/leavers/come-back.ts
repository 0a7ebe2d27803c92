/** The other door: somebody is back, or never left. */
import { berlinDay } from '../../bot/day.ts';
import { refresh } from '../../bot/effect.ts';
import { certaintyOf, isGone, type Reports, SOURCES, type Source } from '../../bot/leaver.ts';
import { type Change, update } from '../../db/changes.ts';
import type { Tx } from '../../db/connect.ts';
import { isClosedIn } from '../../db/directory.ts';
import { openCaseOf } from '../../db/leavers.ts';
import { personById } from '../../db/people.ts';
import type { AuditNote } from '../command.ts';
import { type Consequences, NOTHING } from './depart.ts';

export type Return = {
  person: string;
  source: Source;
  by: string;
  /** Whose reports this overrules besides its own. */
  silences?: readonly Source[];
};

/** Takes in that a source no longer says so: the person is back. The case closes with a note when nobody is left who says so. */
export async function reportReturn(
  tx: Tx,
  { person: key, source, by, silences = [] }: Return,
  now: Date,
): Promise<Consequences> {
  const person = await personById(tx, key);
  if (!person) return NOTHING;
  const row = await openCaseOf(tx, key);
  const taken: readonly string[] = [source, ...silences];
  const all = Object.entries(row?.reports ?? {});
  const reports = Object.fromEntries(all.filter(([name]) => !taken.includes(name))) as Reports;
  const isSaid = all.length > Object.keys(reports).length;
  const stillGone = isGone(reports, row?.leavesOn ?? null, berlinDay(now));
  // Entra has the last word: a Slack account that is opened again brings nobody back whom Entra has closed.
  const closedElsewhere = !taken.includes('graph') && (await isClosedIn(tx, key, 'graph'));
  const isBack = person.gone && !stillGone && !closedElsewhere && SOURCES[source].leaves;
  const changes: Change[] = isBack ? [update('people', person, { gone: false })] : [];
  const audit: AuditNote[] = isBack ? [{ action: 'person-back', subject: `person:${key}`, data: { source } }] : [];
  if (!row || !isSaid) return { case: row?.id ?? null, changes, effects: [], audit };
  const state = certaintyOf(reports);
  const subject = `leaver:${row.id}`;
  const closed = { state: 'closed', closedAt: now, closedBecause: 'reactivated' as const };
  return {
    case: row.id,
    changes: [...changes, update('leaverCases', row, { reports, ...(state === null ? closed : { state }) })],
    effects: [refresh(subject)],
    audit: [
      ...audit,
      {
        action: state === null ? 'leaver-closed' : 'leaver-taken-back',
        subject,
        data: { source, by, because: 'reactivated' },
      },
    ],
  };
}
