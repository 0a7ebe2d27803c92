/** The channels that no administrator is left for. */

import { mayRead } from '../../../bot/leavers/authority.ts';
import { stepsOf } from '../../../bot/leavers/case.ts';
import type { Card, Node } from '../../../cards/node.ts';
import { noRightCard } from '../../no-right.ts';
import { idOf, type View } from '../../view.ts';
import { caseDossier } from '../dossier.ts';
import { placeName } from '../names.ts';

const SHOWN = 8;

export const leaverAlarmView: View = async (tx, ref, reader) => {
  const file = await caseDossier(tx, idOf(ref.subject), reader.org);
  if (!file) return null;
  const { say, lang, org } = reader;
  const orphaned = file.items.filter(
    ({ item, channel, administrators }) => channel && administrators.length === 0 && stepsOf(item).length > 0,
  );
  const isOver = orphaned.length === 0 || file.row.state === 'closed';
  const title = say('leaver.alarm.title');
  // Without a reader the card hangs in a room. It may say which channels nobody can manage, but not who leaves.
  const actor = reader.actor;
  if (actor && !mayRead(actor, file.facts)) return noRightCard(reader);
  const text = isOver ? say('leaver.alarm.over') : say('leaver.alarm.text', { count: orphaned.length });
  const nodes: Node[] = [
    { kind: 'banner', tone: isOver ? 'good' : 'danger', text },
    ...(isOver ? [] : [{ kind: 'text', text: say('leaver.alarm.todo') } as const]),
    ...(isOver ? [] : orphaned.slice(0, SHOWN)).map(
      (one): Node => ({
        kind: 'item',
        title: placeName(one, lang, org),
        ...(one.channel?.url ? { text: one.channel.url } : {}),
        buttons: one.application ? [{ label: say('button.show'), do: 'show', args: { what: one.application.id } }] : [],
      }),
    ),
    ...(!isOver && orphaned.length > SHOWN
      ? [{ kind: 'note', text: say('leaver.alarm.more', { count: orphaned.length - SHOWN }) } as const]
      : []),
    ...(actor
      ? [
          {
            kind: 'actions' as const,
            buttons: [
              { label: say('leaver.open'), do: 'leaver', style: 'primary' as const, args: { what: file.row.id } },
            ],
          },
        ]
      : []),
  ];
  const card: Card = { title, summary: `${title}: ${text}`, lang, nodes };
  return card;
};
