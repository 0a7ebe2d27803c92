/** A short message about an application, with a button to it: a Nein, a question, an answer, a decision. */
import type { Card, Node } from '../../../cards/node.ts';
import { sayIfKnown, sayTime } from '../../../cards/text.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import { dossier } from '../../../db/registry/dossiers.ts';
import { idOf, type View } from '../../view.ts';

/** `args.event` selects the sentence. `body`, `note`, `person` and `file` fill it in. */
export const newsView: View = async (tx, ref, { say, lang }) => {
  const file = await dossier(tx, idOf(ref.subject));
  if (!file) return null;
  const { application } = file;
  const event = ref.args.event ?? '';
  const body = ref.args.body ? (sayIfKnown(lang, `body.${ref.args.body}`) ?? ref.args.body) : '';
  const name = ref.args.person
    ? ((await namesOf(tx, [ref.args.person])).get(ref.args.person) ?? say('word.deleted-person'))
    : '';
  const attachment = file.attachments.find(({ id }) => id === ref.args.file);
  const title = `${application.number ?? say('application.draft')} (${application.title})`;
  const text = sayIfKnown(lang, `news.${event}`, { body, title, name, file: attachment?.name ?? '' }) ?? event;
  const vote = file.votes.find((candidate) => candidate.body === ref.args.body);
  // The card may outlive the Nein it reports.
  const changed = event === 'no' && vote && vote.answer !== 'no' && vote.by && vote.at;
  const now = changed
    ? say('application.voted', {
        body,
        answer: say(`answer.${vote.answer}`),
        who: (await namesOf(tx, [vote.by!])).get(vote.by!) ?? say('word.deleted-person'),
        at: sayTime(lang, vote.at!),
      })
    : undefined;
  const note = file.notes.find((candidate) => candidate.id === ref.args.note);
  const quote = note?.text ?? (event === 'no' || event === 'rejected' ? vote?.reason : undefined) ?? '';
  const why = attachment?.problem ? sayIfKnown(lang, `file.${attachment.problem}`) : undefined;
  const hint = now ?? why ?? (ref.args.hint ? sayIfKnown(lang, `news.${ref.args.hint}`) : undefined);
  const open = note?.kind === 'query' && note.closedAt === null;
  const nodes: Node[] = [
    { kind: 'banner', tone: TONE[event] ?? 'info', text },
    ...(quote === '' ? [] : [{ kind: 'text', text: `„${quote}“` } as const]),
    ...(hint ? [{ kind: 'note', text: hint } as const] : []),
    {
      kind: 'actions',
      buttons: [
        ...(open
          ? [{ label: say('reply.button'), do: 'reply', style: 'primary', args: { note: note.id } } as const]
          : []),
        { label: say('button.show'), do: 'show', args: { what: application.id } },
      ],
    },
  ];
  const card: Card = { title: text, summary: text, lang, nodes };
  return card;
};

const TONE: Record<string, 'good' | 'warning' | 'danger'> = {
  no: 'danger',
  rejected: 'danger',
  'given-up': 'danger',
  approved: 'good',
  published: 'good',
  query: 'warning',
  withdrawn: 'warning',
  replaced: 'warning',
  'consent-no': 'warning',
  'file-refused': 'warning',
  'consent-missed': 'warning',
  'holder-left': 'warning',
  'holder-gone': 'danger',
};
