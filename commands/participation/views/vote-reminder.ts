/** A reminder of a vote: whose it is, its deadline, and a button to it. Redrawn once the vote is given. */

import { mayDecide, readRight } from '../../../bot/organisation/permission.ts';
import { type VoteClock, voteClock } from '../../../bot/participation/vote-clock.ts';
import { isOpen } from '../../../bot/registration/application.ts';
import type { Button, Card, Node } from '../../../cards/node.ts';
import { sayDay } from '../../../cards/text.ts';
import { dossier, factsOf, type Vote } from '../../../db/registry/dossiers.ts';
import { keyed } from '../../keyed.ts';
import { noRightCard } from '../../no-right.ts';
import { slotsToRead } from '../../registration/views/application.ts';
import { snoozeButton } from '../../time/snooze.ts';
import { idOf, type Reader, type View } from '../../view.ts';
import { voteTime } from '../vote-time.ts';
import { sayClock } from './vote-clock.ts';

/** `args.body`: whose vote. `args.to`: `department` or `fb11`, who are informed but do not vote. */
export const voteReminderView: View = async (tx, ref, reader) => {
  const file = await dossier(tx, idOf(ref.subject));
  const vote = file?.votes.find(({ body }) => body === ref.args.body);
  if (!file || !vote?.openedAt) return null;
  const { application, notes } = file;
  const { say, lang, org, now, calendar, actor } = reader;
  const facts = factsOf(application);
  // In a room the card goes to the body itself. People see it only if they may read the application.
  if (actor && readRight(actor, { ...facts, slots: slotsToRead(file) }, org.facts) === 'none')
    return noRightCard(reader);

  const clock = voteClock(calendar, voteTime(vote.body, vote.openedAt, notes, org), now);
  const isWaiting = isOpen(application.state) && vote.answer === 'open';
  const body = keyed(lang, `body.${vote.body}`);
  const text = isWaiting ? headline(reader, vote, clock, ref.args.to) : say('reminder.over', { body });
  const about = `${application.number ?? ''} – ${application.title}`;
  const mine = actor !== null && typeof mayDecide(actor.person, vote.body, facts, org.facts) === 'object';
  const show: Button = { label: say('button.show'), do: 'show', args: { what: application.id } };
  const decide: Button = {
    label: say('tasks.decide'),
    do: 'show',
    style: 'primary',
    args: { what: application.id, as: vote.body },
  };
  const nodes: Node[] = [
    { kind: 'banner', tone: isWaiting ? (clock.state === 'overdue' ? 'danger' : 'warning') : 'good', text },
    { kind: 'text', text: about },
    ...(isWaiting ? [{ kind: 'text', text: sayClock(say, body, clock) } as const] : []),
    ...(isWaiting && ref.args.to === 'fb11' ? [{ kind: 'note', text: say('reminder.fb11') } as const] : []),
    {
      kind: 'actions',
      buttons: [
        ...(isWaiting && mine ? [decide] : [show]),
        ...(isWaiting && actor ? [snoozeButton(say, `vote:${vote.id}`)] : []),
      ],
    },
  ];
  const card: Card = { title: text, summary: `${text} ${about}`, lang, nodes };
  return card;
};

function headline({ say, lang }: Reader, vote: Vote, clock: VoteClock, to: string | undefined): string {
  const body = keyed(lang, `body.${vote.body}`);
  if (clock.state === 'paused') return say('reminder.paused', { body });
  const date = sayDay(lang, clock.deadline);
  if (clock.state === 'overdue') return say(to ? 'reminder.overdue.told' : 'reminder.overdue', { body, date });
  return say(clock.daysLeft === 0 ? 'reminder.today' : 'reminder.running', { body, date });
}
