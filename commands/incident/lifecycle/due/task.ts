/** An incident's overdue task: reminds its assignee, then tells the lead as well. */
import { type Effect, toPerson, withNormalPriority } from '../../../../bot/delivery/effect.ts';
import { keepsTasks } from '../../../../bot/incident/lifecycle.ts';
import { openTasks, taskIn } from '../../../../db/incident/incidents.ts';
import { type Kind, remind } from '../../../time/due-kind.ts';
import { incidentDossier } from '../../dossier.ts';
import { peopleWith } from '../../record/due/clocks.ts';
import { entry } from '../../timeline-entry.ts';

export const incidentTask: Kind<'incident-task'> = {
  subjects: async ({ tx }) =>
    (await openTasks(tx)).flatMap(({ id, dueOn }) => (dueOn ? [{ kind: 'incident-task', id, dueOn }] : [])),
  async act({ tx, org, now }, { id, stage }) {
    const task = await taskIn(tx, id);
    const file = task && !task.doneAt ? await incidentDossier(tx, task.incident) : null;
    if (!task || !file || !keepsTasks(file.row.state)) return {};
    const assignee = task.assignee === '' || org.gone.has(task.assignee) ? [] : [task.assignee];
    // Without an assignee who is still here, the lead is told at once.
    const leads = stage === 'lead' || assignee.length === 0 ? peopleWith(file, ['lead'], org) : [];
    const told = [...new Set([...assignee, ...leads])];
    if (told.length === 0) return {};
    const data = { stage, people: told.length };
    const line = entry({
      incident: task.incident,
      kind: 'clock-incident-task',
      by: 'system',
      now,
      text: task.text,
      data,
    });
    const effects = told.map(
      (person): Effect =>
        withNormalPriority(remind(toPerson(person), 'incident-task', `incident:${task.incident}`, { task: id })),
    );
    return { changes: line.changes, audit: line.audit, effects };
  },
};
