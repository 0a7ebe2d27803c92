/** The board: every channel of an incident, how far it is frozen, what is open and what failed. */
import { isClosed } from '../../../../bot/incident/dormant.ts';
import type { Button, Card, Node } from '../../../../cards/node.ts';
import { type Grant, grantsOn } from '../../../../db/incident/facts.ts';
import type { IncidentChannelEntry, Step } from '../../../../db/incident/incidents.ts';
import { cut } from '../../../cut.ts';
import { keyed } from '../../../keyed.ts';
import { idOf, type Reader, type View } from '../../../view.ts';
import { channelTitle } from '../../channel-names.ts';
import { type IncidentDossier, incidentDossier } from '../../dossier.ts';
import { marked } from '../../drill-mark.ts';
import { mayRead, noPartCard } from '../../views/no-part.ts';
import { connectButtons } from '../connect-button.ts';

/** A chat would cut more; the rest goes on further pages. */
const PER_PAGE = 5;
const FAILED = 2;

/** `args.page`: the page. */
export const incidentBoardView: View = async (tx, ref, reader) => {
  const file = await incidentDossier(tx, idOf(ref.subject));
  if (!file) return null;
  if (!mayRead(file, reader)) return noPartCard(reader);
  const { first } = failedFirst(file);
  const grants = await grantsOn(
    tx,
    first.map(({ channel }) => channel.id),
  );
  return marked(boardCard(file, grants, ref.args, reader), file.row, reader.say);
};

/** How many channels are dormant or stopped, of those that should be. */
function tally({ places }: Pick<IncidentDossier, 'places'>) {
  const now = places.filter(({ place }) => place.restoredAt === null).map(({ place }) => place);
  const wanted = now.filter(({ part, target }) => part === 'hit' || (target !== null && target !== 'S0'));
  const stops = now.filter(({ target }) => target !== null);
  return {
    dormant: wanted.filter(({ stage }) => stage !== null && stage !== 'S0').length,
    toBeDormant: wanted.length,
    stopped: stops.filter(({ stage }) => stage !== null).length,
    toBeStopped: stops.length,
    restored: places.length - now.length,
  };
}

/** Failed channels come first: nobody pages through two hundred to find three. */
function failedFirst({ places, steps }: IncidentDossier): {
  first: IncidentChannelEntry[];
  rest: IncidentChannelEntry[];
} {
  const failed = new Set(steps.filter(({ state }) => state === 'failed').map(({ place }) => place));
  const waits = ({ place }: IncidentChannelEntry) => place.restoredAt === null && failed.has(place.id);
  return { first: places.filter(waits), rest: places.filter((one) => !waits(one)) };
}

function boardCard(
  file: IncidentDossier,
  grants: readonly Grant[],
  args: Record<string, string>,
  { say, lang }: Reader,
): Card {
  const { row } = file;
  const { first, rest } = failedFirst(file);
  const places = [...first, ...rest];
  const { dormant, toBeDormant, stopped, toBeStopped, restored } = tally(file);
  const pages = Math.max(1, Math.ceil(places.length / PER_PAGE));
  const page = Math.min(Math.max(1, Number(args.page) || 1), pages);
  const title = say('board.title', { number: row.number, count: dormant, all: toBeDormant });
  const line = say('board.line', { stopped, all: toBeStopped, restored });
  // The posted card always shows the first page. Only a later page is replaced in place.
  const turned = page > 1 ? { turned: true } : {};
  const turn = (to: number, label: string): Button => ({
    label,
    do: 'incident-board',
    args: { incident: row.id, page: to, ...turned },
  });
  const buttons = [
    ...(page > 1 ? [turn(page - 1, say('list.previous'))] : []),
    ...(page < pages ? [turn(page + 1, say('list.next'))] : []),
  ];
  const shown = places.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const nodes: Node[] = [
    { kind: 'text', text: line },
    ...(places.length === 0 ? [{ kind: 'text', text: say('incident.no-channels') } as const] : []),
    ...shown.map((one) => placeNode(one, file, grants, { say, lang })),
    ...(pages > 1 ? [{ kind: 'note', text: say('list.page', { page, pages }) } as const] : []),
    ...(buttons.length > 0 ? [{ kind: 'actions', buttons } as const] : []),
  ];
  return { title, summary: `${title}. ${line}`, lang, nodes };
}

function placeNode(
  { place, channel }: IncidentChannelEntry,
  file: IncidentDossier,
  grants: readonly Grant[],
  { say, lang }: Pick<Reader, 'say' | 'lang'>,
): Node {
  const steps = file.steps.filter((step) => step.place === place.id);
  const open = steps.filter((step) => !isClosed(step)).length;
  const failed = place.restoredAt ? [] : steps.filter(({ state }) => state === 'failed');
  const state = place.restoredAt
    ? say('board.restored')
    : `${keyed(lang, `incident.control.${place.control}`)} · ${keyed(lang, `incident.stage.${place.stage ?? 'none'}`)}`;
  const lines = [
    state,
    ...(place.target && !place.restoredAt
      ? [say('board.target', { stage: keyed(lang, `incident.stage.${place.target}`), open, all: steps.length })]
      : []),
    ...(place.replacement ? [say('board.replaced')] : []),
    ...failed.slice(0, FAILED).map(({ step, problem }) =>
      say('board.failed', {
        step: cut(keyed(lang, `step.${step}`), 80),
        problem: cut(problem ?? '–', 150),
      }),
    ),
  ];
  return {
    kind: 'item',
    title: channelTitle(channel),
    text: lines.join('\n'),
    buttons: [
      { label: say('board.steps'), do: 'incident-steps', args: { place: place.id } },
      ...failed
        .slice(0, 1)
        .map((step) => retryButton(step, connectButtons({ file, place, channel }, step, grants, say), say)),
    ],
  };
}

/**
 * Retries a failed step by connector if one is still switched on, starting with the dry run. Otherwise reopens it for a
 * person.
 */
export const retryButton = (step: Step, [connect]: readonly Button[], say: Reader['say']): Button => ({
  ...(connect ?? { do: 'incident-retry', args: { step: step.id, seen: step.version } }),
  label: say('board.retry'),
});
