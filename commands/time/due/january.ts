/**
 * In January every office reviews its channels. Head and deputies get the list, then reminders; then FB 3 and the
 * registrars are told.
 */

import { type Effect, post, toPerson } from '../../../bot/delivery/effect.ts';
import { wallTime } from '../../../bot/time/calendar.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import type { Tx } from '../../../db/connect.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import { begunAt } from '../../../db/organisation/people.ts';
import { lastDone, snoozedBy } from '../../../db/time/due.ts';
import { type JanuaryList, type JanuaryRow, januaryList, officesWithChannels } from '../../../db/time/january.ts';
import { type Kind, remind } from '../due-kind.ts';
import { answering, legalBodyOf } from '../responsible.ts';

export const yearOf = (now: Date): number => Number(berlinDay(now).slice(0, 4));

/** An office's list, from the registry and this year's answers. */
export const listOf = (tx: Tx, office: string, year: number): Promise<JanuaryList> =>
  januaryList(tx, office, year, wallTime(`${year}-01-01`, '00:00'));

/** Confirmed, or a new version or closure was submitted this year. A draft is not an answer. */
export const isAnswered = ({ confirmed, applied }: JanuaryRow): boolean => confirmed !== null || applied !== null;

/** Received, and every channel answered: no more reminders. */
export const isSettled = ({ rows, receipt }: JanuaryList): boolean => receipt !== null && rows.every(isAnswered);

export const januarySubject = (office: string, year: number): string => `january:${office}:${year}`;

const FIRST = 'list';

export const january: Kind<'january-list'> = {
  async subjects({ tx, now }) {
    const since = await begunAt(tx);
    if (!since) return [];
    const year = yearOf(now);
    const sent = await lastDone(tx, 'january-list', FIRST);
    const escalated = await lastDone(tx, 'january-list', 'escalate');
    const over = (office: string) => (escalated.has(office) ? yearOf(escalated.get(office)!) === year : false);
    const lists = [];
    for (const id of await officesWithChannels(tx)) {
      const sentAt = sent.get(id) ?? null;
      // Only a sent list can be settled. After the last stage nothing follows this year.
      if (over(id) || (sentAt && yearOf(sentAt) === year && isSettled(await listOf(tx, id, year)))) continue;
      lists.push({ kind: 'january-list' as const, id, since, sentAt });
    }
    return lists;
  },
  async act({ tx, org, now }, { id, stage }) {
    const year = yearOf(now);
    const list = await listOf(tx, id, year);
    if (list.rows.length === 0 || isSettled(list)) return {};
    const subject = januarySubject(id, year);
    const open = list.rows.filter((row) => !isAnswered(row)).length;
    const audit = [
      { action: `january-${stage}`, subject: `office:${id}`, data: { year, channels: list.rows.length, open } },
    ];
    if (stage === 'escalate') return { effects: escalation(org, id, subject), audit };
    const asleep = await snoozedBy(tx, subject, berlinDay(now));
    const awake = answering(org, id).filter((person) => !asleep.has(person));
    // The list itself must arrive, and all its copies are redrawn. Repetitions are only reminders.
    const send = stage === FIRST ? post : remind;
    return { effects: awake.map((person) => send(toPerson(person), 'january', subject)), audit };
  },
};

function escalation(org: Org, office: string, subject: string): Effect[] {
  const args = { as: 'escalation' };
  return [
    remind({ to: 'body', body: 'fb3', legalBody: legalBodyOf(org, office) }, 'january', subject, args),
    remind({ to: 'role', role: 'registrar' }, 'january', subject, args),
  ];
}
