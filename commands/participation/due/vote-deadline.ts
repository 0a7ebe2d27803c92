/**
 * Reminders for a vote: three days before to the holders, on the day also to the deputies, three days after to the
 * body's lead and the department. Silence never counts as Ja.
 */

import { type Effect, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import { bodySet, deciders, officesAbove } from '../../../bot/organisation/permission.ts';
import type { Body } from '../../../bot/participation/body.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import type { Due, Stage } from '../../../bot/time/due.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import { factsOf } from '../../../db/registry/dossiers.ts';
import { type OpenVote, openVote, openVotes, questionsOf } from '../../../db/time/deadlines.ts';
import { snoozedBy } from '../../../db/time/due.ts';
import { type Kind, remind } from '../../time/due-kind.ts';
import { leadsOf } from '../../time/responsible.ts';
import { voteTime } from '../vote-time.ts';

type Reminded = { slot: string[]; department: string[] };

/** The people reminded of a vote's deadline, by stage. */
export function reminded({ vote, application }: OpenVote, org: Org): Record<Stage<'vote-deadline'>, Reminded> {
  const all = deciders(vote.body, factsOf(application), org.facts);
  const own = all.filter(({ level }) => level === 'own').map(({ person }) => person);
  const everybody = all.map(({ person }) => person);
  // If nobody holds the seat in their own name, the deputies count as holders.
  const holders = own.length > 0 ? own : everybody;
  const department = [application.applicant, ...leadsOf(org, application.office)].filter(
    (person) => org.organisation.people.some(({ id }) => id === person) && !org.gone.has(person),
  );
  return {
    before: { slot: holders, department: [] },
    due: { slot: everybody, department: [] },
    after: { slot: leadsOver(vote.body, application, org, everybody), department },
  };
}

/** The body's lead. For a head: all deciders and the heads of the level above. */
function leadsOver(
  body: Body,
  { office, legalBody }: OpenVote['application'],
  org: Org,
  everybody: readonly string[],
): string[] {
  if (body === 'head') {
    const [above] = officesAbove(office, org.facts);
    return [...everybody, ...(above ? leadsOf(org, above) : [])];
  }
  const lead = bodySet(body, legalBody, org.facts)?.lead;
  return lead && !org.gone.has(lead) ? [lead] : [...everybody];
}

function effectsOf(
  open: OpenVote,
  stage: Due<'vote-deadline'>['stage'],
  org: Org,
  asleep: ReadonlySet<string>,
): Effect[] {
  const { vote, application } = open;
  const subject = `application:${application.id}`;
  const { slot, department } = reminded(open, org)[stage];
  const awake = (people: readonly string[]) => [...new Set(people)].filter((person) => !asleep.has(person));
  const also = awake(department).filter((person) => !slot.includes(person));
  return [
    ...awake(slot).map((person) => remind(toPerson(person), 'vote-reminder', subject, { body: vote.body })),
    ...also.map((person) => remind(toPerson(person), 'vote-reminder', subject, { body: vote.body, to: 'department' })),
    // Only FB 11 may invoke § 66 (2) LPVG NRW, in writing and with a reason; a clock never does.
    ...(stage === 'after' && vote.body === 'council'
      ? [
          remind({ to: 'body', body: 'fb11', legalBody: application.legalBody }, 'vote-reminder', subject, {
            body: vote.body,
            to: 'fb11',
          }),
        ]
      : []),
    ...(stage === 'after' ? [refresh(subject)] : []),
  ];
}

export const voteDeadline: Kind<'vote-deadline'> = {
  async subjects({ tx, org }) {
    const votes = await openVotes(tx);
    const questions = await questionsOf(tx, [...new Set(votes.map(({ application }) => application))]);
    return votes.map(({ id, application, body, openedAt }) => {
      const own = questions.filter((note) => note.application === application);
      return { kind: 'vote-deadline', id, ...voteTime(body, openedAt, own, org) };
    });
  },
  async act({ tx, org, now }, { id, stage, day }) {
    const open = await openVote(tx, id);
    if (!open) return {};
    const asleep = await snoozedBy(tx, `vote:${id}`, berlinDay(now));
    const subject = `application:${open.application.id}`;
    return {
      effects: effectsOf(open, stage, org, asleep),
      audit: [{ action: 'reminded', subject, data: { body: open.vote.body, stage, deadline: day } }],
    };
  },
};
