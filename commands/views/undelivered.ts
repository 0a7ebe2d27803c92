/** What the outbox could not deliver, for the operators: what, where, why, and a button to send it once more. */
import type { Node } from '../../cards/node.ts';
import { sayTime } from '../../cards/text.ts';
import { outboxRow } from '../../db/outbox.ts';
import { idOf, type View } from '../view.ts';

export const undeliveredView: View = async (tx, ref, { say, lang }) => {
  const row = await outboxRow(tx, idOf(ref.subject));
  if (!row) return null;
  const open = row.state === 'dead' || row.state === 'doubtful';
  const subject = row.effect.do === 'post' ? row.effect.card.subject : row.effect.do;
  const title = say('undelivered.title');
  const text = say(row.state === 'doubtful' ? 'undelivered.doubtful' : open ? 'undelivered.dead' : 'undelivered.again');
  const nodes: Node[] = [
    { kind: 'banner', tone: open ? 'danger' : 'good', text },
    {
      kind: 'facts',
      facts: [
        { label: say('undelivered.what'), value: subject },
        { label: say('undelivered.where'), value: row.lane },
        { label: say('undelivered.why'), value: row.lastError ?? '–' },
        { label: say('undelivered.tries'), value: String(row.attempts) },
        { label: say('undelivered.since'), value: sayTime(lang, row.createdAt) },
      ],
    },
    ...(open
      ? [
          {
            kind: 'actions' as const,
            buttons: [{ label: say('undelivered.retry'), do: 'retry', args: { effect: row.id } }],
          },
        ]
      : []),
  ];
  return { title, summary: `${title}: ${text}`, lang, nodes };
};
