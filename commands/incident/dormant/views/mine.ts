/** For one administrator, by DM: their channels in the incident, and one click to report that posting is stopped. */
import { isClosed } from '../../../../bot/incident/dormant.ts';
import { isOpen } from '../../../../bot/incident/lifecycle.ts';
import type { Button, Card, Node } from '../../../../cards/node.ts';
import { keyed } from '../../../keyed.ts';
import { idOf, type Reader, type View } from '../../../view.ts';
import { channelTitle } from '../../channel-names.ts';
import { type IncidentDossier, incidentDossier } from '../../dossier.ts';
import { marked } from '../../drill-mark.ts';
import { noPartCard } from '../../views/no-part.ts';
import { administratorsOf } from '../incident-channel.ts';

const PER_PAGE = 5;

/** `args.person`: the administrator. `args.stage`: what was decided when it was sent. `args.page`: the page. */
export const incidentMineView: View = async (tx, ref, reader) => {
  const file = await incidentDossier(tx, idOf(ref.subject));
  if (!file) return null;
  const { person } = ref.args;
  // For this person only; a room does not see an administrator's tasks.
  if (!person || reader.actor?.person !== person) return noPartCard(reader);
  if (!isOpen(file.row.state)) return marked(overCard(file, reader), file.row, reader.say);
  const ids = file.places.map(({ channel }) => channel.id);
  const administrators = await administratorsOf(tx, ids, reader.org.gone);
  const places = file.places.filter(
    ({ place, channel }) => place.restoredAt === null && administrators.get(channel.id)?.includes(person),
  );
  if (places.length === 0) return marked(liftedCard(file, reader), file.row, reader.say);
  return marked(mineCard({ ...file, places }, ref.args, reader), file.row, reader.say);
};

/** All their channels may be used again while the incident goes on. */
function liftedCard({ row }: IncidentDossier, { say, lang }: Reader): Card {
  const title = say('mine.over-title', { number: row.number });
  const text = say('mine.lifted');
  return { title, summary: `${title}. ${text}`, lang, nodes: [{ kind: 'banner', tone: 'good', text }] };
}

/** Tells everybody who had to stop posting that it is over. */
function overCard({ row }: IncidentDossier, { say, lang }: Reader): Card {
  const merged = row.state === 'merged';
  const title = say(merged ? 'mine.title' : 'mine.over-title', { number: row.number });
  const text = merged ? say('mine.merged') : say('mine.over', { state: say(`incident.state.${row.state}`) });
  return {
    title,
    summary: `${title}. ${text}`,
    lang,
    nodes: [{ kind: 'banner', tone: merged ? 'info' : 'good', text }],
  };
}

function mineCard(file: IncidentDossier, args: Record<string, string>, { say, lang }: Reader): Card {
  const { row, places, steps } = file;
  const open = (place: string, stage?: string) =>
    steps.filter((step) => step.place === place && !isClosed(step) && (stage === undefined || step.stage === stage))
      .length;
  const toStop = places.filter(({ place }) => open(place.id, 'S0') > 0);
  // Channels still to stop come first, so nobody has to page to find them.
  const sorted = [...toStop, ...places.filter((one) => !toStop.includes(one))];
  const pages = Math.max(1, Math.ceil(sorted.length / PER_PAGE));
  const page = Math.min(Math.max(1, Number(args.page) || 1), pages);
  const title = say('mine.title', { number: row.number });
  const text =
    toStop.length > 0 ? say('mine.stop', { count: toStop.length }) : say('mine.stopped', { count: places.length });
  const turned = page > 1 ? { turned: true } : {};
  const turn = (to: number, label: string): Button => ({
    label,
    do: 'incident-mine',
    args: { incident: row.id, page: to, ...turned },
  });
  const buttons: Button[] = [
    ...(toStop.length > 1
      ? [
          {
            label: say('mine.all', { count: toStop.length }),
            do: 'incident-stopped',
            args: { incident: row.id },
            style: 'primary' as const,
          },
        ]
      : []),
    ...(page > 1 ? [turn(page - 1, say('list.previous'))] : []),
    ...(page < pages ? [turn(page + 1, say('list.next'))] : []),
  ];
  const nodes: Node[] = [
    { kind: 'banner', tone: toStop.length > 0 ? 'danger' : 'good', text },
    ...(toStop.length > 0 ? [{ kind: 'text', text: say('mine.how') } as const] : []),
    ...sorted.slice((page - 1) * PER_PAGE, page * PER_PAGE).map(({ place, channel }): Node => {
      const stage = keyed(lang, `incident.stage.${place.stage ?? 'none'}`);
      return {
        kind: 'item',
        title: channelTitle(channel),
        text: `${stage} · ${say('mine.open', { count: open(place.id) })}`,
        buttons: [
          ...(open(place.id, 'S0') > 0
            ? [{ label: say('mine.one'), do: 'incident-stopped', args: { incident: row.id, place: place.id } }]
            : []),
          { label: say('board.steps'), do: 'incident-steps', args: { place: place.id } },
        ],
      };
    }),
    ...(pages > 1 ? [{ kind: 'note', text: say('list.page', { page, pages }) } as const] : []),
    ...(buttons.length > 0 ? [{ kind: 'actions', buttons } as const] : []),
    { kind: 'note', text: say('incident.confidential') },
  ];
  return { title, summary: `${title}. ${text}`, lang, nodes };
}
