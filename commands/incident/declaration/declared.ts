/** The receipt for the reporter: the number, what happens now, related channels, and possible next steps. */
import type { IncidentRole } from '../../../bot/incident/lifecycle.ts';
import type { Button, Card, Node } from '../../../cards/node.ts';
import type { Incident } from '../../../db/incident/incidents.ts';
import type { Channel } from '../../../db/registry/dossiers.ts';
import type { By } from '../../command.ts';
import { keyed } from '../../keyed.ts';
import { type RelatedChannel, sayTies } from '../blast.ts';
import { channelTitle } from '../channel-names.ts';
import type { Responder } from '../responders.ts';
import type { AffectedChannel, Opened } from './opening.ts';

const SHOWN = 8;

type Receipt = {
  opening: Opened;
  place: {
    affected: readonly AffectedChannel[];
    responders: readonly Responder[];
    related: readonly RelatedChannel[];
    elsewhere: readonly { place: { channel: string }; incident: Incident }[];
    names: ReadonlyMap<string, string>;
  };
};

export function receiptCard({ opening, place }: Receipt, by: By): Card {
  const { say } = by;
  const { row } = opening;
  const { affected, responders, names } = place;
  const leads = by.actor.roles.includes('security') || responders.some(isPart(by.actor.person, 'lead'));
  const title = say('incident.declared.title', { number: row.number });
  const lead = responders.filter(({ role }) => role === 'lead').map(({ person }) => names.get(person) ?? '');
  const summary = say('incident.declared.summary', { number: row.number, title: row.title });
  return {
    title,
    summary,
    lang: say.lang,
    nodes: [
      { kind: 'banner', tone: 'good', text: summary },
      {
        kind: 'facts',
        facts: [
          {
            label: say('incident.channels'),
            value: listed(
              affected.map(({ channel }) => channel),
              by,
            ),
          },
          { label: say('incident.severity'), value: keyed(say.lang, `incident.severity.${row.severity}`) },
          { label: say('incident.role.lead'), value: lead.join(', ') || say('incident.nobody') },
        ],
      },
      { kind: 'text', text: say('incident.declared.next') },
      ...(affected.some(({ late }) => late) ? [{ kind: 'note', text: say('incident.declared.late') } as const] : []),
      ...relatedNodes(String(row.id), place.related, names, leads, by),
      ...elsewhereNodes(String(row.id), place.elsewhere, leads, by),
      {
        kind: 'actions',
        buttons: [
          ...(leads
            ? [
                {
                  label: say('incident.button.confirm'),
                  do: 'incident-confirm',
                  style: 'primary' as const,
                  args: { incident: row.id, seen: 0 },
                },
              ]
            : []),
          { label: say('button.show'), do: 'incident-show', args: { what: row.id } },
        ],
      },
    ],
  };
}

const isPart = (person: string, role: IncidentRole) => (one: Responder) => one.person === person && one.role === role;

function listed(channels: readonly Channel[], { say }: By): string {
  const shown = channels.slice(0, SHOWN).map(channelTitle);
  const more = channels.length - shown.length;
  return [...shown, ...(more > 0 ? [say('incident.more', { count: more })] : [])].join('\n');
}

/** The ties name people, so only people who may act see them. Everybody else sees the number. */
function relatedNodes(
  incident: string,
  related: readonly RelatedChannel[],
  names: ReadonlyMap<string, string>,
  leads: boolean,
  { say }: By,
): Node[] {
  const count = related.length;
  if (count === 0) return [];
  const banner: Node = { kind: 'banner', tone: 'warning', text: say('incident.related', { count }) };
  if (!leads) return [banner];
  const items = related.slice(0, SHOWN).map(
    ({ channel, ties }): Node => ({
      kind: 'item',
      title: channelTitle(channel),
      text: sayTies(ties, names, say),
      buttons: [],
    }),
  );
  return [
    banner,
    ...items,
    ...(count > SHOWN ? [{ kind: 'note', text: say('incident.more', { count: count - SHOWN }) } as const] : []),
    {
      kind: 'actions',
      buttons: [
        { label: say('incident.stop-all', { count }), do: 'incident-stop', style: 'danger', args: { incident } },
      ],
    },
  ];
}

/** Channels already handled in another incident stay there. */
function elsewhereNodes(from: string, elsewhere: Receipt['place']['elsewhere'], leads: boolean, { say }: By): Node[] {
  const incidents = [...new Map(elsewhere.map(({ incident }) => [incident.id, incident])).values()];
  return incidents.slice(0, SHOWN).map((incident): Node => {
    const count = elsewhere.filter((one) => one.incident.id === incident.id).length;
    const merge: Button = {
      label: say('incident.button.merge'),
      do: 'incident-merge',
      args: { from, into: incident.id },
    };
    return {
      kind: 'item',
      title: `${incident.number} – ${incident.title}`,
      text: say('incident.elsewhere', { count }),
      buttons: leads ? [merge] : [],
    };
  });
}

/** The incident is already open. */
export function alreadyCard(incidents: readonly Incident[], { say }: By): Card {
  const title = say('incident.already.title');
  const numbers = incidents.map(({ number }) => number).join(', ');
  const summary = say('incident.already.summary', { numbers });
  return {
    title,
    summary,
    lang: say.lang,
    nodes: [
      { kind: 'banner', tone: 'info', text: summary },
      ...incidents.slice(0, SHOWN).map(
        (incident): Node => ({
          kind: 'item',
          title: `${incident.number} – ${incident.title}`,
          text: keyed(say.lang, `incident.state.${incident.state}`),
          buttons: [{ label: say('button.show'), do: 'incident-show', args: { what: incident.id } }],
        }),
      ),
      { kind: 'note', text: say('incident.already.note') },
    ],
  };
}
