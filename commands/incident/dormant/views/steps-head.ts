/** The nodes above a channel's steps: the snapshot, how to report a lost account, the notice text, the differences. */
import { recoveryLink } from '../../../../bot/incident/recovery.ts';
import type { Node } from '../../../../cards/node.ts';
import { sayTime } from '../../../../cards/text.ts';
import type { Ticket } from '../../../../db/incident/dormant.ts';
import { cut } from '../../../cut.ts';
import type { Reader } from '../../../view.ts';
import { nameIn } from '../../dossier.ts';
import type { IncidentChannelDossier } from '../incident-channel.ts';
import { noticeText } from '../notice-text.ts';
import { differing } from '../restore-check.ts';

/** Shows the newest tickets; the timeline has all. */
const TICKETS = 3;
const DIFFERENCES = 9;

export function headOf(dossier: IncidentChannelDossier, tickets: readonly Ticket[], reader: Reader): Node[] {
  return [
    ...snapshotOf(dossier, reader),
    ...lostOf(dossier, tickets, reader),
    ...noticeOf(dossier, reader),
    ...backOf(dossier, reader),
  ];
}

function snapshotOf({ place, names }: IncidentChannelDossier, reader: Reader): Node[] {
  const { say, lang } = reader;
  const isWanted = place.target !== null && place.target !== 'S0' && !place.restoredAt;
  if (place.snapshot) {
    const who = nameIn(names, place.snapshotBy ?? '', reader);
    const at = place.snapshotAt ? sayTime(lang, place.snapshotAt) : '–';
    return [{ kind: 'note', text: say('steps.snapshot-taken', { who, at }) }];
  }
  if (!isWanted) return [];
  return [
    { kind: 'banner', tone: 'warning', text: say('steps.snapshot-first') },
    {
      kind: 'actions',
      buttons: [
        {
          label: say('steps.snapshot'),
          do: 'incident-snapshot',
          args: { place: place.id, seen: place.version },
          style: 'primary',
        },
      ],
    },
  ];
}

function lostOf({ place, channel }: IncidentChannelDossier, tickets: readonly Ticket[], { say, lang }: Reader): Node[] {
  const link = place.control === 'secured' ? undefined : recoveryLink(channel.platform);
  const shown = tickets.slice(-TICKETS);
  return [
    ...(place.control === 'lost' && !place.restoredAt
      ? [{ kind: 'banner', tone: 'danger', text: say('steps.lost') } as const]
      : []),
    ...(link ? [{ kind: 'link', text: say('steps.recovery'), url: link } as const] : []),
    ...(shown.length > 0
      ? [
          {
            kind: 'facts',
            facts: shown.map(({ number, note, at }) => ({
              label: say('steps.ticket', { at: sayTime(lang, at) }),
              value: cut([number, note].filter((part) => part !== '').join(' · '), 300),
            })),
          } as const,
        ]
      : []),
  ];
}

function noticeOf({ place, channel, application }: IncidentChannelDossier, { say, org }: Reader): Node[] {
  const isWanted = place.target !== null && place.target !== 'S0' && !place.restoredAt && place.stage !== 'S3';
  if (!isWanted) return [];
  const city = org.organisation.city.name;
  const texts = [...new Set((['de', 'en'] as const).map((lang) => noticeText(channel, application, city, lang)))];
  const nodes = texts.map((text) => ({ kind: 'text' as const, text }));
  return [{ kind: 'fold', id: 'notice', title: say('steps.notice'), open: false, nodes }];
}

function backOf(dossier: IncidentChannelDossier, { say }: Reader): Node[] {
  const { place } = dossier;
  if (!place.found || place.restoredAt) return [];
  const all = differing(dossier);
  if (all.length === 0) return [{ kind: 'banner', tone: 'good', text: say('steps.no-difference') }];
  const lines = all.slice(0, DIFFERENCES).map(({ field, was, is }) => {
    const name = say(`field.snapshot.${field}`);
    const why = place.explained?.[field];
    const said = say('restore.difference', { field: name, was: cut(was, 150), is: cut(is, 150) || '–' });
    return `• ${said}${why ? ` (${cut(why, 150)})` : ''}`;
  });
  return [
    { kind: 'heading', text: say('steps.differences') },
    { kind: 'text', text: lines.join('\n') },
  ];
}
