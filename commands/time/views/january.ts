/** An office's channels for the January review: their state, what is open, and one answer per row. */

import { platformRow } from '../../../bot/platform/platform.ts';
import { target } from '../../../bot/registration/application.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import type { Button, Card, Node } from '../../../cards/node.ts';
import { sayTime } from '../../../cards/text.ts';
import { openConsents } from '../../../db/time/deadlines.ts';
import type { JanuaryRow } from '../../../db/time/january.ts';
import { keyed } from '../../keyed.ts';
import { noRightCard } from '../../no-right.ts';
import { lacking } from '../../registration/check.ts';
import { officeName } from '../../registration/views/application.ts';
import { isRunning } from '../../registration/views/application-buttons.ts';
import { idOf, type Reader, type View } from '../../view.ts';
import { isAnswered, listOf } from '../due/january.ts';
import { officeAndYear } from '../due/snooze.ts';
import { answering } from '../responsible.ts';
import { snoozeButton } from '../snooze.ts';

/** More would not fit into one message. Answered rows make room for the next. */
const SHOWN = 8;
const READS_ALL = ['registrar', 'security', 'auditor', 'reviewer'] as const;

/** `args.as` is `escalation` in the copies of FB 3 and the registrars: the same list without the buttons. */
export const januaryView: View = async (tx, ref, reader) => {
  const { say, lang } = reader;
  const { office, year } = officeAndYear(idOf(ref.subject));
  const told = ref.args.as === 'escalation';
  if (!told && !mayRead(reader, office)) return noRightCard(reader);
  const list = await listOf(tx, office, year);
  const waiting = new Set((await openConsents(tx)).map(({ channel }) => channel.id));
  const open = list.rows.filter((row) => !isAnswered(row));
  const answered = list.rows.filter(isAnswered);
  const nameOf = (id: string) =>
    reader.org.organisation.people.find((person) => person.id === id)?.name ?? say('word.deleted-person');
  const { receipt } = list;
  const title = say('january.title', { year, office: officeName(reader, office) });
  const state = receipt
    ? say('january.received', { who: nameOf(receipt.by), at: sayTime(lang, receipt.at) })
    : say('january.unreceived');
  const done = receipt !== null && open.length === 0;
  const nodes: Node[] = [
    {
      kind: 'banner',
      tone: done ? 'good' : told ? 'danger' : 'warning',
      text: done
        ? say('january.complete')
        : say(told ? 'january.escalated' : 'january.open', { open: open.length, of: list.rows.length }),
    },
    { kind: 'text', text: state },
    ...(told || done ? [] : [{ kind: 'text', text: say('january.how') } as const]),
    ...open.slice(0, SHOWN).map((row) => openRow(row, { reader, office, year, told, waiting, nameOf })),
    ...(open.length > SHOWN
      ? [{ kind: 'note', text: say('january.more', { count: open.length - SHOWN }) } as const]
      : []),
    ...(answered.length > 0
      ? [
          { kind: 'heading', text: say('january.answered', { count: answered.length }) } as const,
          { kind: 'text', text: answered.map((row) => answeredLine(row, reader, nameOf)).join('\n') } as const,
        ]
      : []),
    {
      kind: 'actions',
      buttons: [
        ...(told || receipt ? [] : [receive(reader, office, year)]),
        { label: say('january.all'), do: 'list', args: { office } },
        ...(told || done ? [] : [snoozeButton(say, ref.subject)]),
      ],
    },
  ];
  const card: Card = {
    title,
    summary: `${title}. ${say('january.open', { open: open.length, of: list.rows.length })}`,
    lang,
    nodes,
  };
  return card;
};

/** A copy in a room is the office's own. A person must lead the office or read everything anyway. */
function mayRead({ actor, org }: Reader, office: string): boolean {
  if (!actor) return true;
  return answering(org, office).includes(actor.person) || READS_ALL.some((role) => actor.roles.includes(role));
}

const receive = ({ say }: Reader, office: string, year: number): Button => ({
  label: say('january.receive'),
  do: 'january-receive',
  style: 'primary',
  args: { office, year },
});

type Shape = {
  reader: Reader;
  office: string;
  year: number;
  told: boolean;
  waiting: ReadonlySet<string>;
  nameOf: (id: string) => string;
};

const titleOf = ({ channel }: JanuaryRow): string => `${platformRow(channel.platform).name} – ${channel.name}`;

function openRow(row: JanuaryRow, { reader, office, year, told, waiting, nameOf }: Shape): Node {
  const { say, lang } = reader;
  const { channel, application, begun } = row;
  const items = openItems(row, reader, waiting.has(channel.id));
  const lines = [
    [
      keyed(lang, `channel.${channel.state}`),
      ...(application ? [`${application.number ?? ''} ${keyed(lang, `state.${application.state}`)}`.trim()] : []),
    ].join(' · '),
    ...(items.length > 0 ? [say('january.items', { items: items.join('; ') })] : []),
    ...(begun ? [say('january.begun', { who: nameOf(begun.applicant) })] : []),
  ];
  const what = application?.id;
  const closable = application && isRunning(channel.state) && target(application.state, 'renew');
  const buttons: Button[] = told
    ? []
    : [
        {
          label: say('january.confirm'),
          do: 'january-confirm',
          style: 'primary',
          args: { office, year, channel: channel.id },
        },
        ...(what ? [{ label: say('january.correct'), do: 'renew', args: { what } }] : []),
        ...(what && closable ? [{ label: say('january.close'), do: 'close', args: { what } }] : []),
      ];
  return { kind: 'item', title: titleOf(row), text: lines.join('\n'), buttons };
}

/** What is left to do, whatever the row's answer. */
function openItems({ channel, application }: JanuaryRow, { say, now }: Reader, consentOpen: boolean): string[] {
  const missing = application?.state === 'draft' ? lacking(application.answers, berlinDay(now)).length : 0;
  const { administrators } = channel;
  return [
    ...(missing > 0 ? [say('january.missing', { count: missing })] : []),
    ...(administrators !== null && administrators < 2 ? [say('january.single', { count: administrators })] : []),
    ...(consentOpen ? [say('january.consent')] : []),
  ];
}

function answeredLine(row: JanuaryRow, { say, lang }: Reader, nameOf: (id: string) => string): string {
  const { confirmed, applied } = row;
  const what = applied
    ? say('january.applied', { kind: keyed(lang, `kind.${applied.kind}`), number: applied.number ?? '' })
    : say('january.confirmed', { who: nameOf(confirmed!.by), at: sayTime(lang, confirmed!.at) });
  return `${titleOf(row)}: ${what}`;
}
