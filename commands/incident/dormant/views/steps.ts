/** One channel's checklist: every step to freeze or restore it, with its buttons. */
import { deletes } from '../../../../bot/incident/checklist/deleting.ts';
import { stepRow } from '../../../../bot/incident/checklist.ts';
import { awaitsSecond, isClosed, needsSnapshot } from '../../../../bot/incident/dormant.ts';
import { unexplained } from '../../../../bot/incident/snapshot.ts';
import { STAGES } from '../../../../bot/incident/stage.ts';
import type { Button, Card, Confirm, Node } from '../../../../cards/node.ts';
import { sayTime } from '../../../../cards/text.ts';
import { type Ticket, ticketsAt } from '../../../../db/incident/dormant.ts';
import { type Grant, grantsOn } from '../../../../db/incident/facts.ts';
import type { Step } from '../../../../db/incident/incidents.ts';
import { cut } from '../../../cut.ts';
import { keyed } from '../../../keyed.ts';
import type { Reader, View } from '../../../view.ts';
import { channelTitle } from '../../channel-names.ts';
import { nameIn } from '../../dossier.ts';
import { marked } from '../../drill-mark.ts';
import { mayRead, noPartCard } from '../../views/no-part.ts';
import { connectButtons, lookButtons } from '../connect-button.ts';
import { type IncidentChannelDossier, incidentChannelDossier } from '../incident-channel.ts';
import { awaiting, markOf } from '../second.ts';
import { codeOf } from '../settle.ts';
import { retryButton } from './board.ts';
import { headOf } from './steps-head.ts';

const PER_PAGE = 5;

/** `args.place`: the channel in its incident. `args.page`: the page; absent: the one with the first waiting step. */
export const incidentStepsView: View = async (tx, ref, reader) => {
  const dossier = await incidentChannelDossier(tx, ref.args.place ?? '', reader.org);
  if (!dossier) return null;
  const isTheirs = reader.actor !== null && dossier.administrators.includes(reader.actor.person);
  if (!isTheirs && !mayRead(dossier.file, reader)) return noPartCard(reader);
  const grants = await grantsOn(tx, [dossier.channel.id]);
  const tickets = await ticketsAt(tx, [dossier.place.id]);
  return marked(stepsCard(dossier, { grants, tickets }, ref.args, reader), dossier.file.row, reader.say);
};

type More = { grants: readonly Grant[]; tickets: readonly Ticket[] };

function stepsCard(
  dossier: IncidentChannelDossier,
  { grants, tickets }: More,
  args: Record<string, string>,
  reader: Reader,
): Card {
  const { say, lang } = reader;
  const { place, channel, steps } = dossier;
  const pages = Math.max(1, Math.ceil(steps.length / PER_PAGE));
  const firstOpen = Math.max(
    0,
    steps.findIndex((step) => !isClosed(step) || awaitsSecond(step, channel.platform)),
  );
  const page = Math.min(Math.max(1, Number(args.page) || Math.floor(firstOpen / PER_PAGE) + 1), pages);
  const title = say('steps.title', { channel: channelTitle(channel) });
  const done = steps.filter(isClosed).length;
  const line = say('steps.line', {
    control: keyed(lang, `incident.control.${place.control}`),
    stage: keyed(lang, `incident.stage.${place.stage ?? 'none'}`),
    done,
    all: steps.length,
  });
  const turn = (to: number, label: string): Button => ({
    label,
    do: 'incident-steps',
    args: { place: place.id, page: to, turned: true },
  });
  const turning = [
    ...(page > 1 ? [turn(page - 1, say('list.previous'))] : []),
    ...(page < pages ? [turn(page + 1, say('list.next'))] : []),
  ];
  const looking = lookButtons(dossier, grants, say);
  const nodes: Node[] = [
    { kind: 'text', text: line },
    ...headOf(dossier, tickets, reader),
    ...(looking.length > 0 ? [{ kind: 'actions', buttons: looking } as const] : []),
    ...steps.slice((page - 1) * PER_PAGE, page * PER_PAGE).map((step) => stepNode(step, dossier, grants, reader)),
    ...(pages > 1 ? [{ kind: 'note', text: say('list.page', { page, pages }) } as const] : []),
    ...(turning.length > 0 ? [{ kind: 'actions', buttons: turning } as const] : []),
    ...actionsOf(dossier, reader),
  ];
  return { title, summary: `${title}. ${line}`, lang, nodes };
}

const SIGN = { open: '⏳', running: '▶', done: '✅', failed: '⚠', 'not-applicable': '➖' } as const;

function stepNode(step: Step, dossier: IncidentChannelDossier, grants: readonly Grant[], reader: Reader): Node {
  const { say, lang } = reader;
  const { channel, names } = dossier;
  const who = (key: string | null) => (key ? nameIn(names, key, reader) : '–');
  const at = (when: Date | null) => (when ? sayTime(lang, when) : '–');
  const lines = [
    keyed(lang, `step.${step.step}`),
    ...(isClosed(step) ? [say(`steps.${step.state}`, { who: who(step.doneBy), at: at(step.doneAt) })] : []),
    ...(!isClosed(step) && deletes(step.step) ? [say('steps.screenshots-first')] : []),
    ...(step.evidence ? [say('steps.evidence', { evidence: step.evidence })] : []),
    ...(step.note ? [cut(step.note, 200)] : []),
    ...(step.secondBy ? [say('steps.seconded', { who: who(step.secondBy), at: at(step.secondAt) })] : []),
    ...(awaitsSecond(step, channel.platform) ? [say('steps.awaits-second')] : []),
    ...(step.problem ? [say('steps.problem', { problem: cut(step.problem, 200) })] : []),
  ];
  return {
    kind: 'item',
    title: `${codeOf(step)} ${SIGN[step.state]} ${say(`steps.state.${step.state}`)}`,
    text: lines.join('\n'),
    buttons: stepButtons(step, dossier, grants, reader),
  };
}

const screenshots = (say: Reader['say']): Confirm => ({
  title: say('steps.tick'),
  text: say('steps.screenshots-ask'),
  yes: say('steps.screenshots-yes'),
  no: say('word.cancel'),
});

function stepButtons(step: Step, dossier: IncidentChannelDossier, grants: readonly Grant[], { say }: Reader): Button[] {
  const { place, channel } = dossier;
  if (isClosed(step) || place.restoredAt || (needsSnapshot(step.stage) && !place.snapshot)) return [];
  const demand = stepRow(channel.platform, step.stage, step.step)?.evidence ?? 'none';
  const args = { step: step.id, seen: step.version };
  const connecting = connectButtons(dossier, step, grants, say);
  return [
    {
      label: demand === 'none' ? say('steps.tick') : say('steps.tick-proof'),
      do: 'incident-tick',
      args: demand === 'none' ? args : { ...args, ask: true },
      style: 'primary',
      // The form asks for evidence by itself. Without a form, this confirmation asks for the screenshot before a
      // deletion.
      ...(demand === 'none' && deletes(step.step) ? { confirm: screenshots(say) } : {}),
    },
    { label: say('steps.skip'), do: 'incident-skip', args },
    ...(step.state === 'failed' ? [retryButton(step, connecting, say)] : connecting),
  ];
}

/**
 * Actions on the whole channel: second person, control, restore. A room shows them to all; the click checks who may.
 */
function actionsOf(dossier: IncidentChannelDossier, { say, lang }: Reader): Node[] {
  const { place, steps } = dossier;
  if (place.restoredAt) return [];
  const waiting = STAGES.filter((stage) => awaiting(dossier, stage).length > 0);
  const back = steps.filter(({ stage }) => stage === 'restore');
  const left = place.snapshot ? unexplained(place.snapshot, place.found ?? {}, place.explained ?? {}) : [];
  const release: Button = {
    label: say('steps.release'),
    do: 'incident-release',
    args: { place: place.id, seen: place.version },
    style: 'primary',
    confirm: {
      title: say('steps.release'),
      text: say('steps.release-confirm'),
      yes: say('word.yes'),
      no: say('word.cancel'),
    },
  };
  const buttons: Button[] = [
    ...waiting.map((stage) => ({
      label: say('steps.second', { stage: keyed(lang, `incident.stage.${stage}`) }),
      do: 'incident-second',
      args: { place: place.id, stage, seen: markOf(awaiting(dossier, stage)) },
    })),
    ...(place.target && place.control === 'secured'
      ? [{ label: say('steps.restore'), do: 'incident-restore', args: { place: place.id } }]
      : []),
    ...(place.restoreBy && place.found && left.length > 0
      ? [{ label: say('steps.explain'), do: 'incident-explain', args: { place: place.id } }]
      : []),
    ...(place.restoreBy && left.length === 0 && back.length > 0 && back.every(isClosed) ? [release] : []),
    ...(['secured', 'lost'] as const)
      .filter((to) => to !== place.control)
      .map((to) => ({
        label: say(`steps.control.${to}`),
        do: 'incident-control',
        args: { place: place.id, to },
        ...(to === 'lost' ? { style: 'danger' as const } : {}),
      })),
  ];
  return buttons.length > 0 ? [{ kind: 'actions', buttons }] : [];
}
