/** `/incident task @person text [31.12.2026]`: what has to be done, by whom, until when. */

import { z } from 'zod';
import { post, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import { mayAct } from '../../../bot/incident/lifecycle.ts';
import { refuse } from '../../../bot/refusal.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import type { Node } from '../../../cards/node.ts';
import { sayDay } from '../../../cards/text.ts';
import { insert, update } from '../../../db/changes.ts';
import type { Tx } from '../../../db/connect.ts';
import { newId } from '../../../db/ids.ts';
import { type IncidentTask, taskIn, tasksIn } from '../../../db/incident/incidents.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import { personById } from '../../../db/organisation/people.ts';
import { type By, command, type Rule } from '../../command.ts';
import { readLeaveLine, splitLine } from '../../leavers/leave-line.ts';
import { type IncidentDossier, incidentDossier, inIncident, itself, nameIn, standing } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { incidentCommand } from '../incident-command.ts';
import { reasonOr } from '../reason.ts';
import { lineBy, subjectOf } from './move.ts';

/** How many tasks a card lists. */
const SHOWN = 15;

async function listFacts(tx: Tx, file: IncidentDossier | null) {
  const tasks = file ? await tasksIn(tx, file.row.id) : [];
  return {
    tasks,
    names: await namesOf(
      tx,
      tasks.map(({ assignee }) => assignee),
    ),
  };
}

export const task = incidentCommand({
  word: 'task',
  aliases: ['aufgabe'],
  rank: 240,
  bare: true,
  line: 1500,
  load: async (file, { tx, by }, { rest }) => {
    // The day may be anywhere in the line. The rest begins with the person.
    const { before, on, after } = splitLine(rest);
    const read = await readLeaveLine(tx, before, by);
    const todo = [read.reason, after].filter((part) => part !== '').join(' ');
    const known = read.person ? await personById(tx, read.person) : null;
    return { known, who: read.who, on, todo, ...(await listFacts(tx, file)) };
  },
  decide: ({ file, rest, facts: { known, who, on, todo, tasks, names } }, by) => {
    if (rest === '') return { answer: { card: listCard(file, tasks, names, by) } };
    if (on === 'bad') return refuse('no-such-day');
    if (on !== null && on < berlinDay(by.now)) return refuse('day-over', { day: sayDay(by.say.lang, on) });
    if (!known) return refuse('person-unknown', { name: who });
    if (known.gone) return refuse('person-has-left', { name: known.name ?? who });
    const person = known.id;
    if (todo === '') return refuse('bad-arguments');
    const id = newId('todo');
    const line = lineBy(file, by, { kind: 'task', text: todo, data: { person } });
    const row = {
      id,
      incident: file.row.id,
      text: todo,
      assignee: person,
      dueOn: on,
      by: by.actor.person,
      createdAt: by.now,
    };
    return {
      answer: { notice: by.say('incident.task.saved'), tone: 'good' },
      changes: [insert('incidentTasks', row), update('incidents', file.row, {}), ...line.changes],
      effects: [post(toPerson(person), 'incident-task', subjectOf(file), { task: id }), refresh(subjectOf(file))],
      audit: line.audit,
    };
  },
});

/** The task list, for a button. */
export const tasksOfIncident = command({
  name: 'incident-tasks',
  authority: inIncident('read'),
  args: z.object({ incident: z.string() }),
  load: async ({ incident }, { tx }) => {
    const file = await incidentDossier(tx, incident);
    return { file, ...(await listFacts(tx, file)) };
  },
  about: itself,
  decide: (_args, { file, tasks, names }, by) =>
    file ? { answer: { card: listCard(file, tasks, names, by) } } : refuse('no-incident'),
});

/** The assignee may have no role in the incident, and a task may outlive its incident. */
const ticking: Rule<{ row: IncidentTask; file: IncidentDossier }> = {
  authority: { incident: 'lead', or: 'assignee' },
  blocker: ({ row, file }, by) => (row.assignee === by.actor.person ? null : inIncident('lead').blocker(file, by)),
};

export const taskDone = command({
  name: 'incident-task-done',
  authority: ticking,
  args: z.object({ task: z.string(), sent: z.boolean().optional() }),
  load: async ({ task: id }, { tx, inputs }) => {
    const row = await taskIn(tx, id);
    const file = row ? await incidentDossier(tx, row.incident) : null;
    return { row, file, inputs, names: await namesOf(tx, row?.doneBy ? [row.doneBy] : []) };
  },
  about: ({ row, file }) => (row && file ? [{ row, file }] : []),
  decide: ({ sent }, { row, file, inputs, names }, by) => {
    if (!row || !file) return refuse('not-found');
    if (row.doneBy) return refuse('task-done-already', { name: nameIn(names, row.doneBy, by) });
    // A task from the bot (a justification) needs a text, not only a tick.
    const given =
      row.by === 'system'
        ? reasonOr({ ...asking(row, by), drill: file.row.drill }, { sent, inputs }, by)
        : { reason: '' };
    if ('answer' in given) return { answer: given.answer };
    const text = [row.text, given.reason].filter((part) => part !== '').join('\n');
    const line = lineBy(file, by, { kind: 'task-done', text });
    return {
      answer: { notice: by.say('incident.task.done'), tone: 'good' },
      changes: [update('incidentTasks', row, { doneBy: by.actor.person, doneAt: by.now }), ...line.changes],
      effects: [refresh(subjectOf(file))],
      audit: line.audit,
    };
  },
});

const mayTick = ({ assignee }: IncidentTask, file: IncidentDossier, { actor }: By): boolean =>
  assignee === actor.person || mayAct('lead', standing(actor, file));

const asking = ({ id, text }: IncidentTask, { say }: By) => ({
  title: say('incident.task.tick'),
  about: text,
  intro: say('incident.task.done-intro'),
  submit: { label: say('incident.task.tick'), do: 'incident-task-done', args: { task: id } },
});

function listCard(file: IncidentDossier, tasks: readonly IncidentTask[], names: ReadonlyMap<string, string>, by: By) {
  const { say } = by;
  const open = tasks.filter(({ doneAt }) => doneAt === null);
  const title = say('incident.tasks.title', { number: file.row.number, count: open.length });
  const nodes: Node[] = [
    ...(open.length === 0 ? [{ kind: 'banner', tone: 'good', text: say('incident.tasks.none') } as const] : []),
    ...open.slice(0, SHOWN).map(
      (one): Node => ({
        kind: 'item',
        title: one.text,
        text: taskLine(one, names, say),
        buttons: mayTick(one, file, by)
          ? [{ label: say('incident.task.tick'), do: 'incident-task-done', args: { task: one.id } }]
          : [],
      }),
    ),
    ...(open.length > SHOWN
      ? [{ kind: 'note', text: say('incident.tasks.more', { count: open.length - SHOWN }) } as const]
      : []),
  ];
  return marked({ title, summary: title, lang: say.lang, nodes }, file.row, say);
}

/** For example "Pressestelle, bis 31.12.2026". */
export function taskLine(
  { assignee, dueOn }: IncidentTask,
  names: ReadonlyMap<string, string>,
  say: By['say'],
): string {
  const name = nameIn(names, assignee, { say });
  return dueOn ? say('incident.task.until', { name, day: sayDay(say.lang, dueOn) }) : name;
}
