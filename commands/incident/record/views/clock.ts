/** An incident's clock has fired: what is due, until when, and the button that settles it. */

import { afterActionDay, drillDay, gdprDeadline, gdprHoursLeft, updateDue } from '../../../../bot/incident/clock.ts';
import { isOpen, mayAct } from '../../../../bot/incident/lifecycle.ts';
import { isPossible, NEXT, type NextWord } from '../../../../bot/incident/next-steps.ts';
import type { Button, Card } from '../../../../cards/node.ts';
import { sayDay, sayTime } from '../../../../cards/text.ts';
import type { Incident } from '../../../../db/incident/incidents.ts';
import { keyed } from '../../../keyed.ts';
import { snoozeButton } from '../../../time/snooze.ts';
import { idOf, type Reader, type View } from '../../../view.ts';
import { type IncidentDossier, incidentDossier, standing } from '../../dossier.ts';
import { marked } from '../../drill-mark.ts';
import { mayRead, noPartCard } from '../../views/no-part.ts';

type Clock = {
  until: (row: Incident, reader: Reader) => string;
  /** `args.since`: when the clock on this card began. */
  isOpen: (row: Incident, args: Record<string, string>) => boolean;
  do: string;
  /** The word that decides who sees the button. Absent: everybody notified. */
  word?: NextWord;
  /** A second button, for people who may use it. */
  also?: NextWord;
  /** May be snoozed, because nobody else waits for it today. */
  snooze?: true;
};

/** When the update clock began. */
const lastWord = ({ updatedAt, confirmedAt, declaredAt }: Incident): Date => updatedAt ?? confirmedAt ?? declaredAt;
/** Asked for, the clock also runs while waiting for a platform. It ends with the next update. */
const isRunning = (row: Incident, { since, stage }: Record<string, string>) =>
  (stage === 'asked' ? isOpen(row.state) : row.state === 'confirmed' || row.state === 'contained') &&
  lastWord(row).toISOString() === since;

const CLOCKS: Record<string, Clock> = {
  'incident-reported': {
    until: (row, { lang }) => sayTime(lang, row.declaredAt),
    isOpen: (row) => row.state === 'reported',
    do: 'incident-confirm',
    word: 'confirm',
  },
  'incident-update': {
    until: (row, { lang }) => sayTime(lang, updateDue(lastWord(row), row.severity)),
    isOpen: isRunning,
    do: 'incident-update',
    word: 'update',
  },
  'gdpr-clock': {
    until: (row, { lang }) => sayTime(lang, gdprDeadline(row.awareAt)),
    isOpen: (row) => row.gdpr === null,
    do: 'incident-gdpr',
    word: 'gdpr',
    also: 'aware',
  },
  'after-action': {
    until: (row, { lang, calendar, now }) => sayDay(lang, afterActionDay(row.closedAt ?? now, calendar)),
    isOpen: (row) => row.state === 'closed' && row.afterAction === null,
    do: 'incident-report',
    word: 'report',
    snooze: true,
  },
  'drill-due': {
    until: (row, { lang, now }) => sayDay(lang, drillDay(row.closedAt ?? now)),
    isOpen: (row) => row.state === 'closed',
    // The drill's channels have to be typed, so the button opens the help.
    do: 'incident-help',
    snooze: true,
  },
};

/** A card read late shows that it is overdue. After a correction it shows the moment that counts now. */
function stageOf({ awareAt }: Incident, { clock, stage = '', since }: Record<string, string>, { now }: Reader): string {
  if (clock !== 'gdpr-clock') return stage;
  if (gdprDeadline(awareAt) <= now) return 'over';
  return since && since !== awareAt.toISOString() ? 'moved' : stage;
}

function buttonsOf(name: string, clock: Clock, file: IncidentDossier, { actor, lang, say }: Reader): Button[] {
  const { word, also } = clock;
  const { row } = file;
  const can = (what: NextWord) =>
    isPossible(what, row.state) && (actor === null || mayAct(NEXT[what].act, standing(actor, file)));
  const may = !word || can(word);
  const args = clock.do === 'incident-help' ? {} : { incident: row.id };
  return [
    ...(may ? [{ label: keyed(lang, `clock.${name}.do`), do: clock.do, style: 'primary' as const, args }] : []),
    ...(also && can(also) ? [{ label: keyed(lang, `incident.button.${also}`), do: `incident-${also}`, args }] : []),
    ...(clock.snooze ? [snoozeButton(say, `${name}:${row.id}`)] : []),
  ];
}

export const incidentClockView: View = async (tx, ref, reader) => {
  const { say, lang } = reader;
  const file = await incidentDossier(tx, idOf(ref.subject));
  const name = ref.args.clock ?? '';
  const clock = CLOCKS[name];
  if (!file || !clock) return null;
  // Heads at the top may not read the incident. They learn that nobody answers, not what it is about.
  const outside = !mayRead(file, reader);
  if (outside && name !== 'incident-reported') return noPartCard(reader);
  const { row } = file;
  const title = keyed(lang, `clock.${name}.title`, { number: row.number });
  const open = clock.isOpen(row, ref.args);
  const stage = stageOf(row, ref.args, reader);
  const facts = { until: clock.until(row, reader), hours: gdprHoursLeft(row.awareAt, reader.now) };
  const text = open ? keyed(lang, `clock.${name}.${stage}`, facts) : say('clock.settled');
  const buttons = open ? buttonsOf(name, clock, file, reader) : [];
  const card: Card = {
    title,
    summary: `${title}: ${text}`,
    lang,
    nodes: [
      { kind: 'banner', tone: open ? (stage === 'over' ? 'danger' : 'warning') : 'good', text },
      ...(outside ? [] : [{ kind: 'text', text: row.title } as const]),
      ...(buttons.length > 0 ? [{ kind: 'actions', buttons } as const] : []),
    ],
  };
  return marked(card, row, say);
};
