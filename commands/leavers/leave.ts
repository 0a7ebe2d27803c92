/** `/channel leave @person [date] [reason]`: somebody who has to know says that a person leaves. In a DM only. */
import { z } from 'zod';
import { mayReport } from '../../bot/leaver-right.ts';
import { lineAbove } from '../../bot/leaver-told.ts';
import { refuse } from '../../bot/refusal.ts';
import type { Card } from '../../cards/node.ts';
import { sayDay } from '../../cards/text.ts';
import { managerChain } from '../../db/directory.ts';
import { channelsNaming } from '../../db/leavers.ts';
import { namesOf } from '../../db/organisation.ts';
import { type By, command } from '../command.ts';
import { reportDeparture } from './depart.ts';
import { readSaid, type Said } from './said.ts';

const REASON_MAX = 200;

export const leave = command({
  name: 'leave',
  group: 'channel',
  aliases: ['weggang melden', 'geht', 'scheidet aus', 'verlässt uns'],
  permission: 'known',
  positional: ['text'],
  summary: 'help.leave',
  usage: 'usage.leave',
  args: z.object({
    text: z.string().max(500).optional(),
    /** From the card that asks once more. */
    person: z.string().optional(),
    on: z.iso.date().optional(),
    reason: z.string().max(REASON_MAX).optional(),
    sure: z.boolean().optional(),
  }),
  load: async ({ text, person, on, reason, sure }, { tx, org, by }) => {
    const said: Said = person
      ? { who: person, person, on: on ?? null, reason: reason ?? '' }
      : await readSaid(tx, text ?? '', by);
    if (!said.person) return { said, line: [], name: '', after: null };
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
      after: sure ? await reportDeparture(tx, report, org, by.now) : null,
    };
  },
  decide: (_args, { said, line, name, after }, by) => {
    // What somebody says about a colleague is for nobody else to read.
    if (!by.dm) return refuse('confidential');
    if (said.who === '') return refuse('bad-arguments');
    if (!said.person) return refuse('person-unknown', { name: said.who });
    if (said.on === 'bad') return refuse('no-such-day');
    if (!mayReport(by.actor, said.person, line)) return refuse('not-your-person', { name });
    if (!after) return { answer: { card: askOnce(said, name, by) } };
    const { changes, effects, audit } = after;
    const notice = by.say('leave.nothing', { name });
    return {
      answer: after.case
        ? { show: { view: 'leaver', subject: `leaver:${after.case}`, args: { as: 'manager' } }, replace: true }
        : { notice, tone: 'good' },
      changes,
      effects,
      audit,
    };
  },
});

function askOnce(said: Said, name: string, { say }: By): Card {
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
      { kind: 'text', text: say('leave.what-follows') },
      { kind: 'actions', buttons: [{ label: say('leave.yes'), do: 'leave', style: 'danger', args }] },
    ],
  };
}
