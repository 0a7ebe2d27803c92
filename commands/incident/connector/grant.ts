/**
 * `/incident connector <channel> on|off <reason>`: whether the bot may use its token for a channel. If the channel is
 * in an incident, one person asks and a second one, from IT security or the lead, allows it.
 */

import { z } from 'zod';
import { refresh } from '../../../bot/delivery/effect.ts';
import { splitsOf } from '../../../bot/incident/selection.ts';
import {
  type Availability,
  CONNECTOR_NAMES,
  type ConnectorName,
  connectorRow,
  scopesOf,
} from '../../../bot/platform/connector.ts';
import { isRefusal, type Refusal, refuse } from '../../../bot/refusal.ts';
import type { Button, Card, Node } from '../../../cards/node.ts';
import { type Change, insert, update } from '../../../db/changes.ts';
import { type Incident, openIncidentChannelsOf, rolesHeld } from '../../../db/incident/incidents.ts';
import { type Grant, grantById } from '../../../db/platform/connectors.ts';
import { type Channel, channelById } from '../../../db/registry/dossiers.ts';
import { type By, type Context, command, type Outcome, type Rule } from '../../command.ts';
import { channelTitle } from '../channel-names.ts';
import { findSelection } from '../declaration/selection.ts';
import { incidentWord } from '../incident-command.ts';
import { entry } from '../timeline-entry.ts';

type Facts = {
  channel: Channel;
  connectors: { name: ConnectorName; reach: Availability }[];
  grant: Grant | null;
  /** The open incidents that include the channel. */
  open: Incident[];
  /** The open incidents this person leads. */
  leads: string[];
};

/** What the card shows of a grant. */
type Shown = Pick<Grant, 'on' | 'revokedAt' | 'version'>;

async function facts(channel: Channel, { tx, by, connectors }: Context): Promise<Facts> {
  const names = CONNECTOR_NAMES.filter((name) => connectorRow(name).platforms.includes(channel.platform));
  const held = await rolesHeld(tx, by.actor.person);
  return {
    channel,
    connectors: names.map((name) => ({ name, reach: connectors.reach(name, channel) })),
    grant: await grantById(tx, channel.id),
    open: (await openIncidentChannelsOf(tx, [channel.id])).map(({ incident }) => incident),
    leads: held.filter(({ role }) => role === 'lead').map(({ incident }) => incident.id),
  };
}

/** Channel, word and reason, as in "KulturDortmund on because …". */
const LINE = /^(.+?)(?:\s+(on|off|an|ein|aus)(?:\s+([\s\S]*))?)?$/i;
const ON = /^(?:on|an|ein)$/i;

/** IT security, and the lead of an incident that includes the channel. */
const granting: Rule<Facts> = {
  authority: { connector: 'grant' },
  blocker: ({ open, leads }, { actor }) =>
    actor.roles.includes('security') || open.some(({ id }) => leads.includes(id)) ? null : refuse('not-allowed'),
};

export const connector = command({
  ...incidentWord('connector'),
  aliases: ['anbindung'],
  rank: 490,
  authority: granting,
  positional: ['text'],
  args: z.object({ text: z.string().max(1500).default('') }),
  load: async ({ text }, context) => {
    const [, said = '', word, reason = ''] = LINE.exec(text.trim()) ?? [];
    if (said === '') return refuse('bad-arguments');
    const found = await findSelection({ all: false, splits: [splitsOf(`„${said}“`)[0]!] }, context);
    if (found.kind === 'several') return refuse('ambiguous', { what: said });
    if (found.kind !== 'channels') return refuse('not-found', { what: said });
    return { ...(await facts(found.channels[0]!.channel, context)), word, reason: reason.trim() };
  },
  about: (found) => (isRefusal(found) ? [] : [found]),
  decide: (_args, found, by) => {
    if (isRefusal(found)) return found;
    if (found.connectors.length === 0) return refuse('connector-unknown');
    if (found.word === undefined) return { answer: { card: grantCard(found, by) } };
    if (!ON.test(found.word)) return off(found, found.reason, by);
    return found.reason.length < 3 ? refuse('reason-missing') : on(found, found.reason, by);
  },
});

/** The second person allows it. */
export const connectorSecond = command({
  name: 'incident-connector-second',
  authority: granting,
  args: z.object({ channel: z.string(), seen: z.coerce.number().int() }),
  load: async ({ channel: id }, context) => {
    const channel = await channelById(context.tx, id);
    return channel ? facts(channel, context) : refuse('moved-on');
  },
  about: (found) => (isRefusal(found) ? [] : [found]),
  decide: ({ seen }, found, by) => {
    if (isRefusal(found)) return found;
    if (found.connectors.length === 0) return refuse('connector-unknown');
    const { grant } = found;
    if (!grant || !isAsked(grant) || grant.version !== seen) return refuse('moved-on');
    if (grant.by === by.actor.person) return refuse('same-person');
    const set = { on: true, at: by.now };
    return changed(found, update('connectorGrants', grant, set), 'connector-on', '', by, { p_asked: grant.by });
  },
});

/** Requested by one person, not yet allowed by a second. */
const isAsked = ({ on, revokedAt }: Shown): boolean => !on && revokedAt === null;

function off(found: Facts, reason: string, by: By): Outcome | Refusal {
  const { grant } = found;
  if (!grant || (!grant.on && grant.revokedAt !== null)) return refuse('moved-on');
  const set = { on: false, revokedBy: by.actor.person, revokedAt: by.now, reason: reason || null };
  return changed(found, update('connectorGrants', grant, set), 'connector-off', reason, by);
}

function on(found: Facts, reason: string, by: By): Outcome | Refusal {
  const { channel, grant, open, connectors } = found;
  if (grant?.on) return refuse('moved-on');
  const alone = open.length === 0;
  const set = { on: alone, by: by.actor.person, at: by.now, revokedBy: null, revokedAt: null, reason };
  const name = connectors[0]!.name;
  const change: Change = grant
    ? update('connectorGrants', grant, set)
    : insert('connectorGrants', { id: channel.id, connector: name, ...set });
  return changed(found, change, alone ? 'connector-on' : 'connector-asked', reason, by);
}

type What = 'connector-on' | 'connector-off' | 'connector-asked';

function changed(
  found: Facts,
  change: Change,
  kind: What,
  reason: string,
  by: By,
  more: Record<string, string> = {},
): Outcome {
  const { channel, open, grant } = found;
  const data = { channel: channelTitle(channel), ...more };
  const lines = open.map(({ id }) =>
    entry({ incident: id, kind, by: by.actor.person, now: by.now, chat: by.chat, text: reason, data }),
  );
  const after = {
    ...found,
    grant:
      kind === 'connector-asked'
        ? { on: false, revokedAt: null, version: (grant?.version ?? -1) + 1 }
        : { on: kind === 'connector-on', revokedAt: by.now, version: 0 },
  };
  return {
    answer: { card: grantCard(after, by), replace: true },
    changes: [
      change,
      // Touches the channel, so a simultaneous report of the channel conflicts and one of them is decided again.
      update('channels', channel, {}),
      ...lines.flatMap((line) => line.changes),
    ],
    effects: open.map(({ id }) => refresh(`incident:${id}`)),
    audit: [{ action: kind, subject: `channel:${channel.id}`, data: more }, ...lines.flatMap((line) => line.audit)],
  };
}

/** State and rights. While requested, also the second person's button. */
function grantCard(
  { channel, connectors, grant, open }: Omit<Facts, 'grant'> & { grant: Shown | null },
  { say }: By,
): Card {
  const title = say('connector.title', { channel: channelTitle(channel) });
  const state = grant?.on ? 'on' : grant && isAsked(grant) ? 'asked' : 'off';
  const text = say(`connector.state.${state}`);
  const second: Button = {
    label: say('connector.second'),
    do: 'incident-connector-second',
    args: { channel: channel.id, seen: grant?.version ?? 0 },
    style: 'danger',
  };
  const nodes: Node[] = [
    { kind: 'banner', tone: state === 'on' ? 'good' : 'info', text },
    ...(open.length > 0 ? [{ kind: 'text', text: say('connector.in-incident') } as const] : []),
    {
      kind: 'facts',
      facts: connectors.map(({ name, reach }) => ({
        label: connectorRow(name).label,
        value: `${say(`connector.reach.${typeof reach === 'object' ? 'ready' : reach}`)} · ${scopesOf(name).join(', ')}`,
      })),
    },
    ...(state === 'asked' ? [{ kind: 'actions' as const, buttons: [second] }] : []),
  ];
  return { title, summary: `${title}: ${text}`, lang: say.lang, nodes };
}
