/** A public text as read before its release: its full wording, who wrote it, who agreed, what is missing. */
import { pagesOf } from '../../../../bot/incident/external-check.ts';
import { awaitsCoSign, needsCoSign, releaseBlocker, textAfter } from '../../../../bot/incident/external-text.ts';
import { isOpen, type TextAct } from '../../../../bot/incident/lifecycle.ts';
import type { Button, Card, Node, Tone } from '../../../../cards/node.ts';
import { sayTime } from '../../../../cards/text.ts';
import type { Reader, View } from '../../../view.ts';
import { nameIn } from '../../dossier.ts';
import { marked } from '../../drill-mark.ts';
import { noPartCard } from '../../views/no-part.ts';
import { findingLines, findingsIn } from '../findings.ts';
import { mayHandleText, seal, type TextDossier, textDossier } from '../text-dossier.ts';

const TONE = {
  draft: 'info',
  review: 'warning',
  approved: 'good',
  published: 'good',
  withdrawn: 'danger',
} as const satisfies Record<TextDossier['text']['state'], Tone>;

/** `args.text`: the text. `args.page`: a page of a text too long for one card. */
export const incidentTextView: View = async (tx, ref, reader) => {
  const known = await textDossier(tx, ref.args.text ?? '', reader.org);
  if (!known) return null;
  const { actor, say, lang } = reader;
  if (actor && !mayHandleText('read', { actor }, known)) return noPartCard(reader);
  const { text, file } = known;
  const pages = pagesOf(text.body);
  const page = Math.min(Math.max(1, Number(ref.args.page) || 1), pages.length);
  const name = say('text.name', { kind: say(`text.kind.${text.kind}`), number: text.number });
  const title = `${file.row.number} – ${name}`;
  const state = stateText(known, reader);
  const nodes: Node[] = [
    { kind: 'banner', tone: TONE[text.state], text: state },
    ...flags(known, reader),
    { kind: 'facts', facts: facts(known, reader) },
    { kind: 'divider' },
    ...(pages.length > 1 ? [{ kind: 'note', text: say('text.page', { page, of: pages.length }) } as const] : []),
    ...paragraphs(pages[page - 1]!),
    { kind: 'divider' },
    ...findings(known, reader),
    ...(text.link && text.state === 'published' ? [{ kind: 'link', text: text.link, url: text.link } as const] : []),
    ...actions(known, reader, page, pages.length),
    { kind: 'note', text: say('text.seal', { hash: seal(text) }) },
  ];
  const card: Card = { title, summary: `${title}: ${state}`, lang, nodes };
  return marked(card, file.row, say);
};

/** What every chat fits into one node. A longer paragraph continues in the next. */
const NODE = 2500;

function paragraphs(page: string): Node[] {
  return page
    .split(/\n{2,}/)
    .flatMap(pieces)
    .map((text): Node => ({ kind: 'text', text }));
}

/** Cuts between words if there are any, never inside a surrogate pair. */
function pieces(paragraph: string): string[] {
  if (paragraph.length <= NODE) return [paragraph];
  const head = paragraph.slice(0, NODE);
  const space = head.lastIndexOf(' ');
  const at = space > NODE / 2 ? space : /[\uD800-\uDBFF]$/.test(head) ? NODE - 1 : NODE;
  return [paragraph.slice(0, at), ...pieces(paragraph.slice(at).trimStart())];
}

function stateText({ text, names }: TextDossier, reader: Reader): string {
  const { say, lang } = reader;
  const who = (key: string | null) => nameIn(names, key ?? '', reader);
  const at = (date: Date | null) => (date ? sayTime(lang, date) : '–');
  switch (text.state) {
    case 'draft':
      return text.reason ? say('text.is.returned', { reason: text.reason }) : say('text.is.draft');
    case 'review':
      return say('text.is.review', { who: who(text.asked.at(-1) ?? null), at: at(text.askedAt) });
    case 'approved':
      return say('text.is.approved', { who: approver({ text, names }, reader), at: at(text.approvedAt) });
    case 'published':
      return say('text.is.published', { who: who(text.publishedBy), at: at(text.publishedAt) });
    case 'withdrawn':
      return say('text.is.withdrawn', {
        who: who(text.withdrawnBy),
        at: at(text.withdrawnAt),
        reason: text.reason ?? '–',
      });
  }
}

/** For example "Stadtdirektion i. V. für Oberbürgermeister*in". */
function approver({ text, names }: Pick<TextDossier, 'text' | 'names'>, reader: Reader): string {
  const by = nameIn(names, text.approvedBy ?? '', reader);
  return acting(by, text.approvedFor, names, reader);
}

const acting = (by: string, head: string | null, names: TextDossier['names'], reader: Reader): string =>
  head ? reader.say('application.acting', { by, head: nameIn(names, head, reader) }) : by;

function flags(known: TextDossier, reader: Reader): Node[] {
  const coSign = coSignText(known, reader);
  return [
    ...(known.file.row.prosecutor
      ? [{ kind: 'banner', tone: 'danger', text: reader.say('text.prosecutor') } as const]
      : []),
    ...(coSign ? [{ kind: 'banner', tone: 'warning', text: coSign } as const] : []),
  ];
}

/** Says that data protection has to co-sign; and, if only that is missing or somebody was asked, who and since when. */
function coSignText({ file, text, names }: TextDossier, reader: Reader): string {
  const { say, lang } = reader;
  if (text.state === 'draft') return needsCoSign(file.row.dataLoss) ? say('text.needs-co-sign') : '';
  if (!awaitsCoSign(text, file.row)) return '';
  const last = text.coAsked.at(-1);
  const sentences = [
    say(text.state === 'approved' ? 'text.only-co-sign' : 'text.needs-co-sign'),
    ...(last && text.coAskedAt
      ? [say('text.co-sign-asked', { who: nameIn(names, last, reader), at: sayTime(lang, text.coAskedAt) })]
      : []),
    ...(!last && text.coAskedAt ? [say('text.co-sign-nobody')] : []),
  ];
  return sentences.join(' ');
}

function facts(known: TextDossier, reader: Reader) {
  const { text, authors, names } = known;
  const { say, lang } = reader;
  const people = (keys: readonly string[]) => keys.map((key) => nameIn(names, key, reader)).join(', ');
  const signed = text.coSignedBy && text.coSignedAt;
  return [
    { label: say('text.lang'), value: say(`text.lang.${text.lang}`) },
    { label: say('text.authors'), value: people(authors) },
    ...(text.asked.length > 0 ? [{ label: say('text.asked'), value: people(text.asked) }] : []),
    ...(text.coAsked.length > 0 ? [{ label: say('text.co-asked'), value: people(text.coAsked) }] : []),
    ...(text.approvedAt
      ? [{ label: say('text.approved-by'), value: `${approver(known, reader)}, ${sayTime(lang, text.approvedAt)}` }]
      : []),
    ...(signed
      ? [
          {
            label: say('text.co-signed-by'),
            value: `${acting(nameIn(names, text.coSignedBy ?? '', reader), text.coSignedFor, names, reader)}, ${sayTime(lang, signed)}`,
          },
        ]
      : []),
  ];
}

function findings({ text, file }: TextDossier, { say, lang }: Reader): Node[] {
  if (text.state !== 'draft') return [];
  const found = findingsIn(text.body, file);
  if (found.length === 0) return [];
  return [{ kind: 'banner', tone: 'warning', text: [say('text.findings'), ...findingLines(found, lang)].join('\n') }];
}

function actions(known: TextDossier, reader: Reader, page: number, pages: number): Node[] {
  const { text, file } = known;
  const { say, actor } = reader;
  const possible = (event: Parameters<typeof textAfter>[1], act: TextAct) =>
    textAfter(text.state, event) !== undefined &&
    (isOpen(file.row.state) || event === 'withdraw') &&
    (actor === null || mayHandleText(act, { actor }, known));
  const bound = { text: text.id, hash: seal(text) };
  const go = (label: string, name: string, args: Button['args'], style?: Button['style']): Button => ({
    label,
    do: name,
    ...(args ? { args } : {}),
    ...(style ? { style } : {}),
  });
  const turn = (to: number, label: string) =>
    go(label, 'incident-text-show', { text: text.id, page: to, ...(page > 1 ? { turned: true } : {}) });
  const coSigned = text.coSignedHash === text.hash;
  const ready = releaseBlocker(text, needsCoSign(file.row.dataLoss)) === undefined && !file.row.drill;
  // Approving requires having seen the whole text, so these buttons stand on the last page only.
  const last = page === pages;
  const buttons = [
    ...(page > 1 ? [turn(page - 1, say('text.page-back'))] : []),
    ...(page < pages ? [turn(page + 1, say('text.page-on'))] : []),
    ...(last && possible('approve', 'approve')
      ? [go(say('text.approve'), 'incident-text-approve', bound, 'primary')]
      : []),
    ...(last && !coSigned && needsCoSign(file.row.dataLoss) && possible('co-sign', 'co-sign')
      ? [go(say('text.co-sign'), 'incident-text-co-sign', bound, 'primary')]
      : []),
    ...(possible('submit', 'write') ? [go(say('text.submit'), 'incident-text-submit', bound, 'primary')] : []),
    ...(ready && possible('publish', 'publish')
      ? [go(say('text.publish'), 'incident-text-publish', bound, 'primary')]
      : []),
    ...(possible('return', 'return') ? [go(say('text.return'), 'incident-text-return', bound)] : []),
    ...(possible('edit', 'write') ? [go(say('text.edit'), 'incident-text', { text: text.id })] : []),
    ...(possible('withdraw', 'withdraw')
      ? [go(say('text.withdraw'), 'incident-text-withdraw', { text: text.id }, 'danger')]
      : []),
  ];
  return buttons.length > 0 ? [{ kind: 'actions', buttons }] : [];
}
