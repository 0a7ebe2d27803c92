/** Who has read the required notice, who has not, and their phone numbers. */
import { isOpen, mayAct } from '../../../../bot/incident/lifecycle.ts';
import type { Button, Card, Node } from '../../../../cards/node.ts';
import { sayTime } from '../../../../cards/text.ts';
import type { Notice, Receipt } from '../../../../db/incident/communication.ts';
import { keyed } from '../../../keyed.ts';
import { idOf, type Reader, type View } from '../../../view.ts';
import { type IncidentDossier, incidentDossier, nameIn, standing } from '../../dossier.ts';
import { marked } from '../../drill-mark.ts';
import { noPartCard } from '../../views/no-part.ts';
import { internalButtons } from '../internal-buttons.ts';
import { type NoticeDossier, noticeDossier } from '../notice-dossier.ts';

/** No chat shows more rows with buttons well. People reached make room for the next. */
const PER_CARD = 12;

type RecipientKind = { file: IncidentDossier; told: NoticeDossier; reader: Reader };

const drawn =
  (draw: (told: RecipientKind) => { title: string; nodes: Node[]; summary: string }): View =>
  async (tx, ref, reader) => {
    const file = await incidentDossier(tx, idOf(ref.subject));
    if (!file) return null;
    if (reader.actor && !mayAct('notify', standing(reader.actor, file))) return noPartCard(reader);
    const told = await noticeDossier(tx, file, reader.org);
    const card: Card = { ...draw({ file, told, reader }), lang: reader.lang };
    return marked(card, file.row, reader.say);
  };

/** `/incident internal`: everything sent internally. */
export const incidentInternalView: View = drawn(({ file, told, reader }) => {
  const { say } = reader;
  const title = say('internal.title', { number: file.row.number });
  const status = statusText(told, reader);
  const actions = reader.actor ? internalButtons(file, told, standing(reader.actor, file), say) : [];
  return {
    title,
    summary: `${title}. ${status}`,
    nodes: [
      { kind: 'banner', tone: told.unread.length === 0 && told.first ? 'good' : 'warning', text: status },
      ...unreadNodes({ file, told, reader }),
      ...readNodes(told, reader),
      ...sentNodes(told, reader),
      ...(actions.length > 0 ? [{ kind: 'actions', buttons: actions } as const] : []),
    ],
  };
});

/** For the lead when the chat does not reach people: who has not read the notice, with phone numbers. */
export const incidentPhoneView: View = drawn(({ file, told, reader }) => {
  const { say } = reader;
  const title = say('phone.title', { number: file.row.number });
  const open = told.unread.length;
  const text = open === 0 ? say('phone.all-reached') : say('phone.text', { count: open });
  return {
    title,
    summary: `${title}. ${text}`,
    nodes: [{ kind: 'banner', tone: open === 0 ? 'good' : 'danger', text }, ...unreadNodes({ file, told, reader })],
  };
});

export function statusText({ first, receipts, unread }: NoticeDossier, { say }: Pick<Reader, 'say'>): string {
  if (!first) return say('internal.not-sent');
  const read = receipts.filter(({ readAt }) => readAt !== null).length;
  const phoned = receipts.length - read - unread.length;
  const text = say('internal.read', { read, of: receipts.length });
  return phoned > 0 ? `${text} ${say('internal.phoned', { count: phoned })}` : text;
}

const because = ({ because: why }: Receipt, { lang }: Reader): string => keyed(lang, `told.${why}`);

function unreadNodes({ file, told, reader }: RecipientKind): Node[] {
  const { say, actor } = reader;
  const mayHandleText = isOpen(file.row.state) && (actor === null || mayAct('notify', standing(actor, file)));
  const shown = told.unread.slice(0, PER_CARD);
  const more = told.unread.length - shown.length;
  return [
    ...shown.map((receipt): Node => {
      const number = told.phone(receipt.person);
      const button: Button = {
        label: say('phone.reached'),
        do: 'incident-phoned',
        args: { notice: receipt.notice, person: receipt.person },
      };
      return {
        kind: 'item',
        title: nameIn(told.names, receipt.person, reader),
        text: `${because(receipt, reader)}\n☎ ${number ?? say('phone.none')}`,
        buttons: mayHandleText ? [button] : [],
      };
    }),
    ...(more > 0 ? [{ kind: 'note', text: say('internal.more', { count: more }) } as const] : []),
  ];
}

function readNodes({ receipts, names }: NoticeDossier, reader: Reader): Node[] {
  const { say, lang } = reader;
  const lines = receipts.flatMap(({ person, readAt, phonedAt, phonedBy }): string[] => {
    const name = nameIn(names, person, reader);
    if (readAt) return [`✅ ${name}: ${sayTime(lang, readAt)}`];
    if (!phonedAt) return [];
    return [`☎ ${say('phone.by', { name, by: nameIn(names, phonedBy ?? '', reader), at: sayTime(lang, phonedAt) })}`];
  });
  if (lines.length === 0) return [];
  const nodes: Node[] = [{ kind: 'text', text: lines.join('\n') }];
  return [{ kind: 'fold', id: 'read', title: say('internal.who-read', { count: lines.length }), open: false, nodes }];
}

function sentNodes({ notices, names }: NoticeDossier, reader: Reader): Node[] {
  const { say, lang } = reader;
  const line = (notice: Notice): string =>
    `${sayTime(lang, notice.at)}: ${say(`notice.title.${notice.kind}`)} (${nameIn(names, notice.by, reader)})`;
  if (notices.length === 0) return [];
  return [{ kind: 'note', text: notices.slice(-10).map(line).join('\n') }];
}
