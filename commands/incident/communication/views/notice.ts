/**
 * An internal notice: the required first one with its receipt, the warning to all staff, a status update, the
 * all-clear.
 */
import { mayAct } from '../../../../bot/incident/lifecycle.ts';
import type { Card, Node, Tone } from '../../../../cards/node.ts';
import { sayTime } from '../../../../cards/text.ts';
import {
  type Notice,
  noticeById,
  type Receipt,
  receiptById,
  receiptId,
} from '../../../../db/incident/communication.ts';
import { namesOf } from '../../../../db/organisation/organisation.ts';
import { idOf, type Reader, type View } from '../../../view.ts';
import { type IncidentDossier, incidentDossier, standing } from '../../dossier.ts';
import { marked } from '../../drill-mark.ts';
import { noPartCard } from '../../views/no-part.ts';
import { compose, readFacts } from '../compose.ts';

const TONE = { first: 'danger', staff: 'warning', update: 'info', 'all-clear': 'good' } as const satisfies Record<
  Notice['kind'],
  Tone
>;

/** `args.notice`: the notice. `args.as`: `again` for a reminder, `deputy` for a deputy's copy. */
export const incidentNoticeView: View = async (tx, ref, reader) => {
  const notice = await noticeById(tx, ref.args.notice ?? '');
  const file = await incidentDossier(tx, idOf(ref.subject));
  if (!notice || !file || notice.incident !== file.row.id) return null;
  const receipt = reader.person ? await receiptById(tx, receiptId(notice.id, reader.person)) : null;
  if (!mayRead(notice, file, receipt, ref.args.as, reader)) return noPartCard(reader);
  const facts = notice.kind === 'update' ? null : readFacts(notice);
  const names = await namesOf(tx, [notice.by, ...(facts ? [...facts.lead, ...facts.speaker] : [])]);
  const { say, lang } = reader;
  const title = say(`notice.title.${notice.kind}`);
  const paragraphs =
    facts && notice.kind !== 'update'
      ? compose(facts.falseAlarm ? 'called-off' : notice.kind, lang, facts, names).paragraphs
      : [notice.text];
  const [head = '', ...rest] = paragraphs;
  const by = names.get(notice.by) ?? say('word.deleted-person');
  const nodes: Node[] = [
    { kind: 'banner', tone: TONE[notice.kind], text: head },
    ...why(receipt, ref.args.as, reader),
    ...rest.map((text): Node => ({ kind: 'text', text })),
    ...receiptNodes(notice, receipt, reader),
    { kind: 'note', text: say('notice.from', { number: file.row.number, name: by, at: sayTime(lang, notice.at) }) },
    ...(notice.kind === 'first' ? [{ kind: 'note', text: say('notice.confidential') } as const] : []),
  ];
  const card: Card = { title, summary: `${title}: ${head}`, lang, nodes };
  return marked(card, file.row, say);
};

/** Anybody may read a message to all staff. The rest is for its recipients and people who may read the incident. */
function mayRead(
  notice: Notice,
  file: IncidentDossier,
  receipt: Receipt | null,
  as: string | undefined,
  { actor }: Reader,
) {
  if (actor === null || notice.kind === 'staff' || notice.kind === 'all-clear') return true;
  // Status updates go to recipients of the first notice. A deputy's copy has no receipt of its own.
  if (receipt !== null || notice.kind === 'update' || as === 'deputy') return true;
  return mayAct('read', standing(actor, file));
}

/** Why the notice came again, or to somebody not on the list. */
function why(receipt: Receipt | null, as: string | undefined, { say }: Reader): Node[] {
  if (as === 'deputy') return [{ kind: 'note', text: say('notice.deputy') }];
  return as === 'again' && receipt && !receipt.readAt ? [{ kind: 'note', text: say('notice.again') }] : [];
}

function receiptNodes(notice: Notice, receipt: Receipt | null, { say, lang }: Reader): Node[] {
  if (!receipt) return [];
  if (receipt.readAt) {
    return [{ kind: 'note', text: `✅ ${say('notice.read-at', { at: sayTime(lang, receipt.readAt) })}` }];
  }
  const button = {
    label: say('notice.read'),
    do: 'incident-read',
    style: 'primary',
    args: { notice: notice.id },
  } as const;
  return [
    { kind: 'note', text: say('notice.because', { why: say(`told.${receipt.because}`) }) },
    { kind: 'actions', buttons: [button] },
  ];
}
