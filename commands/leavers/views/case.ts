/** A leaver case as a card: who leaves, which channels and seats, who remains, what to do. For DMs only. */

import { mayHandle, mayKnowDay, mayRead, mayTakeItBack } from '../../../bot/leavers/authority.ts';
import {
  isGone,
  mayTakeBack,
  reportedByDirectory,
  type Source,
  type Step,
  stepsOf,
} from '../../../bot/leavers/case.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import type { Button, Card, Node, Tone } from '../../../cards/node.ts';
import { sayDate, sayDay, sayTime } from '../../../cards/text.ts';
import { keyed } from '../../keyed.ts';
import { noRightCard } from '../../no-right.ts';
import { idOf, type Reader, type View } from '../../view.ts';
import { type CaseDossier, caseDossier, type ItemDossier } from '../dossier.ts';
import { placeName, rightName } from '../names.ts';

/** A chat would cut more; the rest goes on further pages. */
const PER_PAGE = 5;

/**
 * `args.as`: why the reader got it (manager, administrator, fb3, registrar). `args.stage`: which reminder it is.
 * `args.page`: the page.
 */
export const leaverView: View = async (tx, ref, reader) => {
  const file = await caseDossier(tx, idOf(ref.subject), reader.org);
  if (!file) return null;
  // Nobody in a room may learn who leaves.
  if (!reader.actor || !mayRead(reader.actor, file.facts)) return noRightCard(reader);
  return caseCard(file, reader, ref.args);
};

function caseCard(file: CaseDossier, reader: Reader, args: Record<string, string>): Card {
  const { say, lang } = reader;
  const name = nameIn(file, file.row.person, reader);
  const title = say('leaver.title', { name });
  const pages = Math.max(1, Math.ceil(file.items.length / PER_PAGE));
  const page = Math.min(Math.max(1, Number(args.page) || 1), pages);
  const shown = file.items.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const text = stateText(file, name, reader);
  const nodes: Node[] = [
    { kind: 'banner', tone: toneOf(file), text },
    ...(args.stage && file.row.state !== 'closed'
      ? [{ kind: 'banner', tone: 'warning', text: keyed(lang, `leaver.reminder.${args.stage}`) } as const]
      : []),
    { kind: 'facts', facts: factsOf(file, reader) },
    ...(file.row.state === 'closed' ? [] : [{ kind: 'text', text: keyed(lang, whyKey(args.as)) } as const]),
    ...shown.map((one) => itemNode(one, file, reader, page)),
    ...actions(file, reader, page, pages),
    ...(isForDirectory(file, reader) ? [{ kind: 'note', text: say('leaver.directory-decides') } as const] : []),
    { kind: 'note', text: say('leaver.confidential-note') },
  ];
  return { title, summary: `${title}. ${text}`, lang, nodes };
}

const whyKey = (as: string | undefined): string =>
  `leaver.why.${as && ['manager', 'administrator', 'fb3', 'registrar'].includes(as) ? as : 'manager'}`;

const toneOf = ({ row }: CaseDossier): Tone =>
  row.state === 'closed' ? 'good' : row.state === 'confirmed' ? 'danger' : 'warning';

function stateText({ row, items }: CaseDossier, name: string, { say, lang }: Reader): string {
  if (row.state === 'closed') {
    const at = row.closedAt ? sayTime(lang, row.closedAt) : '–';
    if (row.closedBecause === 'reactivated') return say('leaver.closed.reactivated', { name, at });
    return say(items.length === 0 ? 'leaver.closed.nothing' : 'leaver.closed.done', { name, at });
  }
  const open = items.filter(({ item }) => stepsOf(item).length > 0).length;
  return say(row.state === 'confirmed' ? 'leaver.confirmed' : 'leaver.suspected', { name, open });
}

function factsOf(file: CaseDossier, reader: Reader) {
  const { row, facts, names } = file;
  const { say, lang, actor } = reader;
  const who = maySayStays(file, reader) ? names.get(row.openedBy) : undefined;
  const sources = (Object.keys(row.reports) as Source[]).map((source) => {
    const text = keyed(lang, `leaver.source.${source}`);
    return source === 'command' && who ? `${text} (${who})` : text;
  });
  const manager = row.manager ? names.get(row.manager) : undefined;
  return [
    { label: say('leaver.reported'), value: sources.join(', ') || '–' },
    { label: say('leaver.since'), value: sayDate(lang, row.openedAt) },
    { label: say('leaver.in-charge'), value: manager ?? '–' },
    ...(row.leavesOn && actor && mayKnowDay(actor, facts)
      ? [
          { label: say('leaver.last-day'), value: sayDay(lang, row.leavesOn) },
          ...(row.reason ? [{ label: say('leaver.reason'), value: row.reason }] : []),
        ]
      : []),
  ];
}

function nameIn({ names }: CaseDossier, id: string | null, { say }: Reader): string {
  return (id && names.get(id)) || say('word.deleted-person');
}

function itemNode(one: ItemDossier, file: CaseDossier, reader: Reader, page: number): Node {
  const { item, administrators } = one;
  const { say, lang, actor, org } = reader;
  const steps = stepsOf(item);
  const by = (key: 'leaver.removed' | 'leaver.seconded' | 'leaver.changed', who: string | null, at: Date | null) =>
    at ? [`✅ ${say(key, { who: nameIn(file, who, reader), at: sayTime(lang, at) })}`] : [];
  const left = administrators.map((person) => nameIn(file, person, reader)).join(', ');
  const lines = [
    say('leaver.right', { right: rightName(item, lang) }),
    ...(item.kind === 'channel'
      ? [left === '' ? `⚠ ${say('leaver.nobody-left')}` : say('leaver.left', { names: left })]
      : []),
    ...by('leaver.removed', item.removedBy, item.removedAt),
    ...by('leaver.seconded', item.secondBy, item.secondAt),
    ...by('leaver.changed', item.credentialsBy, item.credentialsAt),
    ...(item.struck ? [`✅ ${keyed(lang, `leaver.struck.${item.struck}`)}`] : []),
    ...(steps.length > 0 ? [`⏳ ${steps.map((step) => keyed(lang, `leaver.step.${step}`)).join('; ')}`] : []),
  ];
  const isOpen = file.row.state !== 'closed';
  const may = actor !== null && mayHandle(actor, file.facts);
  return {
    kind: 'item',
    title: placeName(one, lang, org),
    text: lines.join('\n'),
    buttons:
      isOpen && may
        ? steps.flatMap((step) =>
            step === 'second' && item.removedBy === actor.person ? [] : [button(step, one, reader, page)],
          )
        : [],
  };
}

const COMMAND = {
  remove: 'leaver-removed',
  second: 'leaver-second',
  credentials: 'leaver-credentials',
  apply: 'leaver-apply',
  seat: 'leaver-seat',
} as const satisfies Record<Step, string>;

function button(step: Step, { item }: ItemDossier, { say, lang }: Reader, page: number): Button {
  const label = keyed(lang, `leaver.button.${step}`);
  const confirm = {
    title: label,
    text: keyed(lang, `leaver.confirm.${step}`),
    yes: say('word.yes'),
    no: say('word.cancel'),
  };
  return {
    label,
    do: COMMAND[step],
    args: { item: item.id, seen: item.version, page },
    ...(step === 'remove' ? { style: 'primary' as const } : {}),
    ...(step === 'remove' || step === 'second' ? { confirm } : {}),
  };
}

/** The case rests on a hint or a typed report, and the reader could have reported it. */
function maySayStays({ row, facts }: CaseDossier, { actor }: Reader): boolean {
  const state = row.state;
  return actor !== null && mayTakeItBack(actor, facts, state) && mayTakeBack(state, row.reports);
}

const isLeft = ({ row }: CaseDossier, now: Date): boolean => isGone(row.reports, row.leavesOn, berlinDay(now));

/** Whether the card explains why the reader cannot take the report back. */
const isForDirectory = (file: CaseDossier, { actor, now }: Reader): boolean =>
  actor !== null &&
  file.row.state === 'confirmed' &&
  isLeft(file, now) &&
  reportedByDirectory(file.row.reports) &&
  mayTakeItBack(actor, file.facts, 'confirmed');

function actions(file: CaseDossier, reader: Reader, page: number, pages: number): Node[] {
  const { row } = file;
  const { say } = reader;
  // The posted card always shows the first page. Only a later page is replaced in place.
  const turned = page > 1 ? { turned: true } : {};
  const turn = (to: number, label: string): Button => ({
    label,
    do: 'leaver',
    args: { what: row.id, page: to, ...turned },
  });
  const buttons: Button[] = [
    ...(page > 1 ? [turn(page - 1, say('list.previous'))] : []),
    ...(page < pages ? [turn(page + 1, say('list.next'))] : []),
    ...(maySayStays(file, reader) ? [staysButton(row, say)] : []),
  ];
  return [
    ...(pages > 1 ? [{ kind: 'note', text: say('list.page', { page, pages }) } as const] : []),
    ...(buttons.length > 0 ? [{ kind: 'actions', buttons } as const] : []),
  ];
}

function staysButton({ id, version, state }: CaseDossier['row'], say: Reader['say']): Button {
  const label = say('leaver.stays');
  const text = say(state === 'suspected' ? 'leaver.stays-confirm' : 'leaver.stays-confirm-reported');
  const confirm = { title: label, text, yes: say('word.yes'), no: say('word.cancel') };
  return { label, do: 'leaver-stays', args: { case: id, seen: version }, confirm };
}
