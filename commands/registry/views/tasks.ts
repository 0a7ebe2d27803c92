/** What waits for one person: votes, questions, tasks, drafts. Also shown on Slack's App Home. */

import { mayDecide } from '../../../bot/organisation/permission.ts';
import { approvalBlockers, isOpen } from '../../../bot/registration/application.ts';
import type { Card, Node } from '../../../cards/node.ts';
import { sayDate } from '../../../cards/text.ts';
import type { Tx } from '../../../db/connect.ts';
import {
  applicationById,
  draftsOf,
  factsOf,
  openApplications,
  openQuestionsFor,
  openTasks,
} from '../../../db/registry/dossiers.ts';
import { keyed } from '../../keyed.ts';
import { leaverTasks } from '../../leavers/waiting.ts';
import { taskButtons } from '../../participation/views/task.ts';
import { asSlot } from '../../registration/views/application-buttons.ts';
import type { Reader, View } from '../../view.ts';

export const tasksView: View = async (tx, _ref, reader) => tasksCard(tx, reader);

async function tasksCard(tx: Tx, reader: Reader): Promise<Card> {
  const { say, lang, actor } = reader;
  const items = actor
    ? [
        ...(await votesFor(tx, reader)),
        ...(await questionsFor(tx, reader)),
        ...(await tasksFor(tx, reader)),
        ...(await leaverTasks(tx, reader)),
      ]
    : [];
  const drafts = actor ? await draftsFor(tx, reader) : [];
  const title = say('tasks.title');
  const count = items.length;
  return {
    title,
    lang,
    summary: say('tasks.summary', { count }),
    nodes: [
      ...(count === 0 ? [{ kind: 'banner', tone: 'good', text: say('tasks.none') } as const] : items),
      ...(drafts.length > 0 ? [{ kind: 'heading', text: say('tasks.drafts') } as const, ...drafts] : []),
      { kind: 'divider' },
      {
        kind: 'actions',
        buttons: [
          { label: say('button.register'), do: 'register', style: 'primary' },
          { label: say('button.list'), do: 'list' },
          { label: say('button.help'), do: 'help' },
        ],
      },
    ],
  };
}

/** Votes this person can cast now, as deputy too, and opinions they have to weigh as head. */
export async function votesFor(tx: Tx, { actor, org, say, lang }: Reader): Promise<Node[]> {
  const open = await openApplications(tx);
  return open.flatMap(({ application, votes }): Node[] => {
    const facts = factsOf(application);
    const title = `${application.number} – ${application.title}`;
    const since = (at: Date | null) => (at ? sayDate(lang, at) : '');
    const mine = votes.filter((vote) => {
      if (vote.answer !== 'open' || !vote.openedAt) return false;
      return typeof mayDecide(actor!.person, vote.body, facts, org.facts) === 'object';
    });
    const { toWeigh } = approvalBlockers(application.kind, votes.map(asSlot));
    const heads = toWeigh.length > 0 && typeof mayDecide(actor!.person, 'head', facts, org.facts) === 'object';
    return [
      ...mine.map(
        (vote): Node => ({
          kind: 'item',
          title,
          text: say('tasks.vote', { body: keyed(lang, `body.${vote.body}`), since: since(vote.openedAt) }),
          buttons: [
            { label: say('tasks.decide'), do: 'show', style: 'primary', args: { what: application.id, as: vote.body } },
          ],
        }),
      ),
      ...(heads
        ? [
            {
              kind: 'item' as const,
              title,
              text: say('tasks.weigh', { bodies: toWeigh.map((body) => keyed(lang, `body.${body}`)).join(', ') }),
              buttons: [
                {
                  label: say('tasks.decide'),
                  do: 'show',
                  style: 'primary' as const,
                  args: { what: application.id, as: 'head' },
                },
              ],
            },
          ]
        : []),
    ];
  });
}

export async function questionsFor(tx: Tx, { actor, say, lang }: Reader): Promise<Node[]> {
  const rows = await openQuestionsFor(tx, actor!.person);
  return rows
    .filter(({ application }) => isOpen(application.state))
    .map(
      ({ note, application }): Node => ({
        kind: 'item',
        title: `${application.number} – ${application.title}`,
        text: say('tasks.question', { body: note.body ? keyed(lang, `body.${note.body}`) : '', text: note.text }),
        buttons: [{ label: say('reply.button'), do: 'reply', style: 'primary', args: { note: note.id } }],
      }),
    );
}

export async function tasksFor(tx: Tx, { actor, say, lang, org }: Reader): Promise<Node[]> {
  const bodies = actor!.bodies.map(({ body }) => `body:${body}`);
  const mine = await openTasks(tx, [actor!.person, ...actor!.roles.map((role) => `role:${role}`), ...bodies]);
  const nodes: Node[] = [];
  for (const task of mine) {
    const application = await applicationById(tx, task.application);
    const name = org.organisation.people.find((person) => person.id === task.about)?.name ?? '';
    nodes.push({
      kind: 'item',
      title: keyed(lang, `task.${task.kind}.title`, { name }),
      text: [
        `${application?.number ?? ''} – ${application?.title ?? ''}`,
        task.dueAt ? say('tasks.due', { date: sayDate(lang, task.dueAt) }) : say('task.open'),
      ].join('\n'),
      buttons: taskButtons(task, { say }),
    });
  }
  return nodes;
}

async function draftsFor(tx: Tx, { actor, say, lang }: Reader): Promise<Node[]> {
  const drafts = await draftsOf(tx, actor!.person);
  return drafts.slice(0, 8).map(
    (draft): Node => ({
      kind: 'item',
      title: draft.title || say('application.draft'),
      text: say('tasks.draft', { kind: keyed(lang, `kind.${draft.kind}`), date: sayDate(lang, draft.createdAt) }),
      buttons: [
        { label: say('edit.button'), do: 'edit', args: { what: draft.id } },
        {
          label: say('discard.button'),
          do: 'discard',
          args: { draft: draft.id },
          confirm: {
            title: say('discard.button'),
            text: say('discard.confirm'),
            yes: say('discard.button'),
            no: say('word.cancel'),
          },
        },
      ],
    }),
  );
}
