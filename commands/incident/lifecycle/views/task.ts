/** A task in an incident, for its assignee, who needs no role; once overdue, for the lead as well. */
import { berlinDay } from '../../../../bot/time/day.ts';
import type { Card, Tone } from '../../../../cards/node.ts';
import { sayDay, sayTime } from '../../../../cards/text.ts';
import { type IncidentTask, taskIn } from '../../../../db/incident/incidents.ts';
import { namesOf } from '../../../../db/organisation/organisation.ts';
import type { Reader, View } from '../../../view.ts';
import { incidentDossier, nameIn } from '../../dossier.ts';
import { marked } from '../../drill-mark.ts';
import { mayRead, noPartCard } from '../../views/no-part.ts';
import { taskLine } from '../task.ts';

export const incidentTaskView: View = async (tx, ref, reader) => {
  const { say, lang, person } = reader;
  const task = await taskIn(tx, ref.args.task ?? '');
  // A merge moves the task to the other incident.
  const file = task && (await incidentDossier(tx, task.incident));
  if (!task || !file) return null;
  if (person !== task.assignee && !mayRead(file, reader)) return noPartCard(reader);
  const { row } = file;
  const names = await namesOf(tx, [task.assignee, ...(task.doneBy ? [task.doneBy] : [])]);
  const title = say('incident.task.title', { number: row.number });
  const { tone, text } = stateOf(task, names, reader);
  const card: Card = {
    title,
    summary: `${title}: ${task.text}`,
    lang,
    nodes: [
      { kind: 'banner', tone, text },
      { kind: 'text', text: task.text },
      { kind: 'note', text: taskLine(task, names, say) },
      ...(task.doneAt
        ? []
        : [
            {
              kind: 'actions' as const,
              buttons: [
                {
                  label: say('incident.task.tick'),
                  do: 'incident-task-done',
                  style: 'primary' as const,
                  args: { task: task.id },
                },
              ],
            },
          ]),
    ],
  };
  return marked(card, row, say);
};

function stateOf(
  { doneAt, doneBy, dueOn }: IncidentTask,
  names: ReadonlyMap<string, string>,
  reader: Reader,
): { tone: Tone; text: string } {
  const { say, lang, now } = reader;
  if (doneAt) {
    const by = nameIn(names, doneBy ?? '', reader);
    return { tone: 'good', text: say('incident.task.done-by', { by, at: sayTime(lang, doneAt) }) };
  }
  return dueOn && dueOn < berlinDay(now)
    ? { tone: 'warning', text: say('incident.task.late', { day: sayDay(lang, dueOn) }) }
    : { tone: 'info', text: say('incident.task.open') };
}
