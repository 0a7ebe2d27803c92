/** A year after the consent: does this person still look after the channel? The same two buttons as the first time. */
import { addYears } from '../../../bot/time/calendar.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import type { Card, Node } from '../../../cards/node.ts';
import { sayDate, sayTime } from '../../../cards/text.ts';
import { channelById, taskById } from '../../../db/registry/dossiers.ts';
import { noRightCard } from '../../no-right.ts';
import { taskButtons } from '../../participation/views/task.ts';
import { snoozeButton } from '../../time/snooze.ts';
import { idOf, type View } from '../../view.ts';

export const consentYearlyView: View = async (tx, ref, reader) => {
  const task = await taskById(tx, idOf(ref.subject));
  if (task?.kind !== 'consent' || !task.doneAt) return null;
  const { say, lang, now, actor, org } = reader;
  if (actor && actor.person !== task.assignee) return noRightCard(reader);
  const channel = task.channel ? await channelById(tx, task.channel) : null;
  const by = org.organisation.people.find(({ id }) => id === task.assignee)?.name ?? say('word.deleted-person');
  const isDue = task.answer === 'yes' && addYears(berlinDay(task.doneAt), 1) <= berlinDay(now);
  const state = isDue
    ? say('consent-yearly.due', { date: sayDate(lang, task.doneAt) })
    : say(task.answer === 'no' ? 'task.consent.no' : 'task.consent.yes', { by, at: sayTime(lang, task.doneAt) });
  const [revoke, ...others] = taskButtons(task, { say });
  const again = {
    label: say('consent-yearly.again'),
    do: 'done',
    style: 'primary',
    args: { task: task.id, seen: task.version, answer: 'yes' },
  } as const;
  const title = say('consent-yearly.title', { channel: channel?.name ?? '' });
  const nodes: Node[] = [
    { kind: 'banner', tone: isDue ? 'info' : task.answer === 'no' ? 'warning' : 'good', text: state },
    { kind: 'text', text: say('consent-yearly.text', { channel: channel?.name ?? '' }) },
    {
      kind: 'actions',
      buttons: [
        ...(isDue ? [again] : []),
        ...(revoke ? [revoke] : []),
        ...(isDue ? [snoozeButton(say, `consent:${task.id}`)] : []),
        ...others,
      ],
    },
  ];
  const card: Card = { title, summary: `${title}. ${state}`, lang, nodes };
  return card;
};
