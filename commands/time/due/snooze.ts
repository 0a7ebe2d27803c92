/** A snoozed reminder comes back to the person who snoozed it, if it still applies. */

import { type Effect, toPerson } from '../../../bot/delivery/effect.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import { remove } from '../../../db/changes.ts';
import { openVote, standingConsents } from '../../../db/time/deadlines.ts';
import { allSnoozes, type Snooze, snoozeById } from '../../../db/time/due.ts';
import { lostReminder, stillLost } from '../../incident/dormant/due/account-lost.ts';
import { rearm } from '../../incident/record/due/clocks.ts';
import { oldEnough } from '../../leavers/due/consent.ts';
import { reminded } from '../../participation/due/vote-deadline.ts';
import { type DueContext, type Kind, remind } from '../due-kind.ts';
import { answering } from '../responsible.ts';
import { isSettled, listOf } from './january.ts';

/** What can be snoozed, by the first word of its name: `vote:v_1`, `january:fb-41:2027`, `after-action:in_1`. */
const SNOOZED = ['vote', 'january', 'consent', 'after-action', 'drill-due', 'account-lost'] as const;
type Snoozed = (typeof SNOOZED)[number];

type Again = (context: DueContext, about: string, snooze: Snooze) => Promise<Effect[]>;

const AGAIN = {
  async vote({ tx, org }, id, { person }) {
    const open = await openVote(tx, id);
    if (!open) return [];
    const { before, due, after } = reminded(open, org);
    const isSlot = [before, due, after].some(({ slot }) => slot.includes(person));
    if (!isSlot && !after.department.includes(person)) return [];
    const args = { body: open.vote.body, ...(isSlot ? {} : { to: 'department' }) };
    return [remind(toPerson(person), 'vote-reminder', `application:${open.application.id}`, args)];
  },
  async january({ tx, org }, about, { person, what }) {
    const { office, year } = officeAndYear(about);
    if (!answering(org, office).includes(person) || isSettled(await listOf(tx, office, year))) return [];
    return [remind(toPerson(person), 'january', what)];
  },
  async consent({ tx, now }, id, { person }) {
    const [standing] = await standingConsents(tx, oldEnough(now), id);
    return standing?.task.assignee === person ? [remind(toPerson(person), 'consent-yearly', `task:${id}`)] : [];
  },
  'after-action': (context, id, { person }) => rearm(context, 'after-action', id, person),
  'drill-due': (context, id, { person }) => rearm(context, 'drill-due', id, person),
  async 'account-lost'(context, id, { person }) {
    const lost = await stillLost(context, id);
    return lost?.people.includes(person) ? [lostReminder(lost.file, id, person, berlinDay(context.now))] : [];
  },
} as const satisfies Record<Snoozed, Again>;

/** Parses `fb-41:2027`. An office unknown to the organisation may have any name. */
export function officeAndYear(about: string): { office: string; year: number } {
  const at = about.lastIndexOf(':');
  return { office: about.slice(0, at), year: Number(about.slice(at + 1)) };
}

export const snoozed: Kind<'snooze'> = {
  async subjects({ tx }) {
    return (await allSnoozes(tx)).map(({ id, until }) => ({ kind: 'snooze', id, until }));
  },
  async act(context, { id }) {
    const snooze = await snoozeById(context.tx, id);
    if (!snooze) return {};
    const at = snooze.what.indexOf(':');
    const kind = SNOOZED.find((one) => one === snooze.what.slice(0, at));
    const effects = kind ? await AGAIN[kind](context, snooze.what.slice(at + 1), snooze) : [];
    return { effects, changes: [remove('snoozes', snooze)] };
  },
};
