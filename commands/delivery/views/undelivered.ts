/**
 * What a chat refused or left unclear for one reason: how much, the newest items by name, and buttons to resend it. For
 * operators. `skip` shows an older page.
 */
import type { Button, Node } from '../../../cards/node.ts';
import { type Say, sayTime } from '../../../cards/text.ts';
import type { OutboxRow } from '../../../db/delivery/outbox.ts';
import { readerOf } from '../../../db/delivery/routes.ts';
import { type Cause, causeIn, countUndelivered, undelivered } from '../../../db/delivery/undelivered.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import { keyed } from '../../keyed.ts';
import type { View } from '../../view.ts';

/** Items per card. */
const SHOWN = 10;
type Page = { count: number; skip: number; shown: number };

export const undeliveredView: View = async (tx, { subject, args }, { say, lang }) => {
  const cause = causeIn(subject);
  if (!cause) return null;
  const count = await countUndelivered(tx, cause);
  // Everything on the last page may have been resent meanwhile.
  const skip = Math.min(Number(args.skip ?? 0), Math.max(0, Math.ceil(count / SHOWN) - 1) * SHOWN);
  const rows = await undelivered(tx, cause, SHOWN, skip);
  const names = await namesOf(
    tx,
    rows.flatMap((row) => readerOf(row) ?? []),
  );
  const title = count === 0 ? say('undelivered.settled') : say(`undelivered.${cause.state}.title`, { count });
  const text = count === 0 ? say('undelivered.nothing') : say(`undelivered.${cause.state}`, { count });
  const facts = [
    { label: say('undelivered.chat'), value: keyed(lang, `undelivered.chat.${cause.chat}`) },
    { label: say('undelivered.why'), value: cause.reason },
  ];
  return {
    title,
    summary: `${title}: ${text}`,
    lang,
    nodes: [
      { kind: 'banner', tone: count === 0 ? 'good' : 'danger', text },
      { kind: 'facts', facts },
      ...rows.map((row) => itemOf(row, names, skip, say)),
      ...below(subject, cause, { count, skip, shown: rows.length }, say),
    ],
  };
};

function itemOf(row: OutboxRow, names: ReadonlyMap<string, string>, skip: number, say: Say): Node {
  const { effect, lane, attempts, createdAt } = row;
  const what = effect.do === 'post' ? effect.card.subject : keyed(say.lang, `undelivered.do.${effect.do}`);
  return {
    kind: 'item',
    title: names.get(readerOf(row) ?? '') ?? lane,
    text: say('undelivered.line', { what, at: sayTime(say.lang, createdAt), tries: attempts }),
    buttons: [{ label: say('undelivered.retry'), do: 'retry', args: { effect: row.id, skip } }],
  };
}

function below(cause: string, { state }: Cause, { count, skip, shown }: Page, say: Say): Node[] {
  const next = skip + shown;
  const confirm = {
    title: say('undelivered.retry-all.sure'),
    text: say('undelivered.retry-all.twice'),
    yes: say('undelivered.retry-all.yes'),
    no: say('word.cancel'),
  };
  const all: Button = { label: say('undelivered.retry-all', { count }), do: 'retry-all', args: { cause } };
  const older: Button = {
    label: say('undelivered.older'),
    do: 'undelivered',
    args: { cause, skip: next, page: skip > 0 },
  };
  const buttons = [
    ...(count > 1 ? [state === 'doubtful' ? { ...all, confirm } : all] : []),
    ...(count > next ? [older] : []),
  ];
  return [
    ...(count > next ? [{ kind: 'note', text: say('undelivered.more', { count: count - next }) } as const] : []),
    ...(buttons.length > 0 ? [{ kind: 'actions', buttons } as const] : []),
  ];
}
