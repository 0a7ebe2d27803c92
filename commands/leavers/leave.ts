/** `/channel leave @person [date] [reason]`: reports that a person leaves. In a DM only. */
import { z } from 'zod';
import { mayReport } from '../../bot/leavers/authority.ts';
import { mayTakeBack } from '../../bot/leavers/case.ts';
import { lineAbove } from '../../bot/leavers/recipients.ts';
import { type Refusal, refuse } from '../../bot/refusal.ts';
import type { Card } from '../../cards/node.ts';
import { sayDay } from '../../cards/text.ts';
import { channelsNaming, type LeaverCase, lastCaseOf } from '../../db/leavers/cases.ts';
import { managerChain } from '../../db/leavers/directory.ts';
import { namesOf } from '../../db/organisation/organisation.ts';
import { type By, command, type Outcome, type Rule } from '../command.ts';
import { reportDeparture } from './depart.ts';
import { type Consequences, NOTHING } from './departure.ts';
import { type LeaveLine, readLeaveLine } from './leave-line.ts';

const REASON_MAX = 200;

const reporting: Rule<{ person: string; line: readonly string[]; name: string }> = {
  authority: { person: 'report' },
  blocker: ({ person, line, name }, { actor }) =>
    mayReport(actor, person, line) ? null : refuse('not-your-person', { name }),
};

export const leave = command({
  name: 'leave',
  group: 'channel',
  aliases: ['weggang melden', 'geht', 'scheidet aus', 'verlässt uns'],
  rank: 150,
  authority: reporting,
  positional: ['text'],
  summary: 'help.leave',
  usage: 'usage.leave',
  args: z.object({
    text: z.string().max(500).optional(),
    /** From the card that asks for confirmation. */
    person: z.string().optional(),
    on: z.iso.date().optional(),
    reason: z.string().max(REASON_MAX).optional(),
    sure: z.boolean().optional(),
  }),
  load: async ({ text, person, on, reason }, { tx, org, by }) => {
    const said: LeaveLine = person
      ? { who: person, person, on: on ?? null, reason: reason ?? '' }
      : await readLeaveLine(tx, text ?? '', by);
    if (!said.person) return { said, line: [], name: '', gone: null, after: NOTHING };
    const chain = await managerChain(tx, said.person);
    const places = (await channelsNaming(tx, said.person)).map(({ channel }) => channel.office);
    const line = lineAbove(said.person, { chain, org: { ...org.organisation, gone: org.gone }, places });
    const report = {
      person: said.person,
      source: 'command' as const,
      certainty: 'confirmed' as const,
      by: by.actor.person,
      ...(said.on && said.on !== 'bad' ? { leavesOn: said.on } : {}),
      ...(said.reason ? { reason: said.reason.slice(0, REASON_MAX) } : {}),
    };
    return {
      said,
      line: line.filter(({ as }) => as !== 'fb3').map((told) => told.person),
      name: (await namesOf(tx, [said.person])).get(said.person) ?? '',
      gone: org.gone.has(said.person) ? { last: await lastCaseOf(tx, said.person) } : null,
      // Only reads. The card that asks for confirmation shows what would follow.
      after: await reportDeparture(tx, report, org, by.now),
    };
  },
  // Nobody else may read what somebody reports about a colleague.
  about: ({ said, line, name }, by) =>
    by.dm && said.person && said.on !== 'bad' ? [{ person: said.person, line, name }] : [],
  decide: ({ sure }, { said, name, gone, after }, by) => {
    if (!by.dm) return refuse('confidential');
    if (said.who === '') return refuse('bad-arguments');
    if (!said.person) return refuse('person-unknown', { name: said.who });
    if (said.on === 'bad') return refuse('no-such-day');
    if (gone) return known(gone.last, name);
    if (!after.case) return { answer: { notice: by.say('leave.nothing', { name }), tone: 'good' } };
    if (!sure) return { answer: { card: askOnce(said, name, after, by) } };
    const { changes, effects, audit } = after;
    return { answer: shown(after.case), changes, effects, audit };
  },
});

const shown = (id: string): Outcome['answer'] => ({
  show: { view: 'leaver', subject: `leaver:${id}`, args: { as: 'manager' } },
  replace: true,
});

/** The person has already left: shows the case that can take the report back, else refers to the directory. */
function known(last: LeaverCase | null, name: string): Outcome | Refusal {
  if (last && (last.state !== 'closed' || mayTakeBack('closed', last.reports))) return { answer: shown(last.id) };
  return refuse('directory-decides', { name });
}

/** What the report leads to, for the person and for those who then have to act. */
function consequences({ changes }: Consequences, name: string, { say }: By): string[] {
  const isNow = changes.some((change) => 'update' in change && change.update === 'people');
  const isOver = changes.some(
    (change) => 'insert' in change && change.insert === 'leaverCases' && change.row.state === 'closed',
  );
  return [
    say(isNow ? 'leave.gone-now' : 'leave.gone-later', { name }),
    isOver ? say('leave.nothing-to-do', { name }) : say('leave.what-follows'),
    say('leave.way-back'),
  ];
}

function askOnce(said: LeaveLine, name: string, after: Consequences, by: By): Card {
  const { say } = by;
  const day = said.on === null ? say('leave.at-once') : sayDay(say.lang, said.on);
  const title = say('leave.title', { name });
  const args = {
    person: said.person!,
    sure: true,
    ...(said.on ? { on: said.on } : {}),
    ...(said.reason ? { reason: said.reason.slice(0, REASON_MAX) } : {}),
  };
  return {
    title,
    summary: title,
    lang: say.lang,
    nodes: [
      {
        kind: 'facts',
        facts: [
          { label: say('leaver.last-day'), value: day },
          ...(said.reason ? [{ label: say('leaver.reason'), value: said.reason }] : []),
        ],
      },
      ...consequences(after, name, by).map((text) => ({ kind: 'text', text }) as const),
      { kind: 'actions', buttons: [{ label: say('leave.yes'), do: 'leave', style: 'danger', args }] },
    ],
  };
}
