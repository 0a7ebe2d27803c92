/** A task after approval: unblocking, conduct rules, consent, going public, closing down. */

import { CONDUCT_RULES } from '../../../bot/participation/task.ts';
import type { Button, Card, Node } from '../../../cards/node.ts';
import { sayTime } from '../../../cards/text.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import { applicationById, type Task, taskById } from '../../../db/registry/dossiers.ts';
import { keyed } from '../../keyed.ts';
import { idOf, type Reader, type View } from '../../view.ts';

export const taskView: View = async (tx, ref, reader) => {
  const task = await taskById(tx, idOf(ref.subject));
  if (!task) return null;
  const application = await applicationById(tx, task.application);
  const names = await namesOf(
    tx,
    [task.about, task.doneBy].filter((id) => id !== null),
  );
  const nameOf = (id: string | null) => (id ? (names.get(id) ?? reader.say('word.deleted-person')) : '');
  const title = keyed(reader.lang, `task.${task.kind}.title`, { name: nameOf(task.about) });
  const channel = `${application?.number ?? ''} (${application?.title ?? ''})`;
  const state = taskState(task, nameOf(task.doneBy), reader);
  const card: Card = {
    title,
    lang: reader.lang,
    summary: `${title}: ${channel}. ${state}`,
    nodes: [
      { kind: 'banner', tone: task.state === 'open' ? 'info' : task.answer === 'no' ? 'warning' : 'good', text: state },
      { kind: 'text', text: keyed(reader.lang, `task.${task.kind}.text`, { channel, name: nameOf(task.about) }) },
      ...rules(task, reader),
      { kind: 'actions', buttons: taskButtons(task, reader) },
    ],
  };
  return card;
};

function taskState(task: Task, by: string, { say, lang }: Reader): string {
  if (task.state === 'open' || !task.doneAt) return say('task.open');
  const at = sayTime(lang, task.doneAt);
  if (task.kind === 'consent') return say(task.answer === 'no' ? 'task.consent.no' : 'task.consent.yes', { by, at });
  return say('task.done', { by, at });
}

function rules(task: Task, { say }: Reader): Node[] {
  if (task.kind !== 'conduct') return [];
  return [
    { kind: 'text', text: CONDUCT_RULES.map((rule, index) => `${index + 1}. ${say(`conduct.${rule}`)}`).join('\n') },
  ];
}

/** The buttons of one task. A consent can be revoked at any time. */
export function taskButtons(task: Task, { say }: Pick<Reader, 'say'>): Button[] {
  const kind = task.kind;
  const args = { task: task.id, seen: task.version };
  const show: Button = { label: say('button.show'), do: 'show', args: { what: task.application } };
  if (kind === 'consent') {
    const no: Button = {
      label: say(task.state === 'open' ? 'task.consent.refuse' : 'task.consent.revoke'),
      do: 'done',
      style: 'danger',
      args: { ...args, answer: 'no' },
      confirm: {
        title: say('task.consent.title'),
        text: say('task.consent.confirm'),
        yes: say('word.yes'),
        no: say('word.cancel'),
      },
    };
    const yes: Button = {
      label: say('task.consent.give'),
      do: 'done',
      style: 'primary',
      args: { ...args, answer: 'yes' },
    };
    return [...(task.answer === 'yes' ? [] : [yes]), ...(task.answer === 'no' ? [] : [no]), show];
  }
  if (task.state !== 'open') return [show];
  return [{ label: say(`task.${kind}.done`), do: 'done', style: 'primary', args }, show];
}
