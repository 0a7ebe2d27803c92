/** A lost account that is being followed up, and its replacement. */
import { recoveryLink } from '../../../../bot/incident/recovery.ts';
import type { Card, Node } from '../../../../cards/node.ts';
import { sayTime } from '../../../../cards/text.ts';
import { ticketsAt } from '../../../../db/incident/dormant.ts';
import { snoozeButton } from '../../../time/snooze.ts';
import type { Reader, View } from '../../../view.ts';
import { channelTitle } from '../../channel-names.ts';
import { marked } from '../../drill-mark.ts';
import { mayRead, noPartCard } from '../../views/no-part.ts';
import { type IncidentChannelDossier, incidentChannelDossier } from '../incident-channel.ts';

/** `args.place`: the channel in its incident. `args.as`: `reminder`, or `replacement` for the applicant. */
export const incidentLostView: View = async (tx, ref, reader) => {
  const dossier = await incidentChannelDossier(tx, ref.args.place ?? '', reader.org);
  if (!dossier) return null;
  const isTheirs = reader.actor !== null && dossier.administrators.includes(reader.actor.person);
  if (!isTheirs && !mayRead(dossier.file, reader)) return noPartCard(reader);
  const tickets = await ticketsAt(tx, [dossier.place.id]);
  const last = tickets.at(-1);
  const card =
    ref.args.as === 'replacement'
      ? replacementCard(dossier, reader)
      : reminderCard(dossier, last ? `${last.number} (${sayTime(reader.lang, last.at)})` : null, reader);
  return marked(card, dossier.file.row, reader.say);
};

function reminderCard(
  { place, channel, file }: IncidentChannelDossier,
  ticket: string | null,
  { say, lang }: Reader,
): Card {
  const title = say('lost.title', { channel: channelTitle(channel) });
  const isOver = place.control !== 'lost' || place.restoredAt !== null || place.replacement !== null;
  if (isOver) {
    const text = say('lost.over');
    return { title, summary: `${title}. ${text}`, lang, nodes: [{ kind: 'banner', tone: 'good', text }] };
  }
  const text = ticket ? say('lost.ask', { ticket }) : say('lost.ask-first');
  const link = recoveryLink(channel.platform);
  const nodes: Node[] = [
    { kind: 'banner', tone: 'warning', text },
    { kind: 'text', text: say('lost.how', { number: file.row.number }) },
    ...(link ? [{ kind: 'link', text: say('steps.recovery'), url: link } as const] : []),
    {
      kind: 'actions',
      buttons: [
        { label: say('board.steps'), do: 'incident-steps', args: { place: place.id } },
        ...(file.row.state === 'lost'
          ? [{ label: say('lost.replace'), do: 'incident-replace', args: { place: place.id } }]
          : []),
        snoozeButton(say, `account-lost:${place.id}`),
      ],
    },
  ];
  return { title, summary: `${title}. ${text}`, lang, nodes };
}

function replacementCard({ place, channel }: IncidentChannelDossier, { say, lang }: Reader): Card {
  const title = say('replace.card', { channel: channelTitle(channel) });
  const text = say('replace.next');
  const { replacement } = place;
  const nodes: Node[] = [{ kind: 'text', text }];
  if (replacement !== null) {
    const args = { what: replacement };
    nodes.push({ kind: 'actions', buttons: [{ label: say('replace.edit'), do: 'edit', args, style: 'primary' }] });
  }
  return { title, summary: `${title}. ${text}`, lang, nodes };
}
