/**
 * `/incident connectors`: which connectors there are and what they may do. `off` stops them all at once; `on` needs a
 * reason.
 */

import { z } from 'zod';
import { refresh } from '../../../bot/delivery/effect.ts';
import {
  CONNECTOR_NAMES,
  connectorRow,
  KILL_SWITCH,
  type Switchboard,
  scopesOf,
} from '../../../bot/platform/connector.ts';
import { refuse } from '../../../bot/refusal.ts';
import type { Card, Node } from '../../../cards/node.ts';
import { sayTime } from '../../../cards/text.ts';
import { type Change, insert, update } from '../../../db/changes.ts';
import { type Known, knownByIds } from '../../../db/incident/facts.ts';
import { type Incident, openIncidents } from '../../../db/incident/incidents.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import { allGrants, type Grant } from '../../../db/platform/connectors.ts';
import { type By, type Context, command, type Outcome } from '../../command.ts';
import { channelTitle } from '../channel-names.ts';
import { nameIn } from '../dossier.ts';
import { incidentWord } from '../incident-command.ts';
import { entry } from '../timeline-entry.ts';

type Facts = {
  grants: Grant[];
  known: Known[];
  open: Incident[];
  names: ReadonlyMap<string, string>;
  board: Switchboard;
};

async function facts({ tx, connectors }: Context): Promise<Facts> {
  const grants = await allGrants(tx);
  const people = grants.flatMap(({ by, revokedBy }) => [by, ...(revokedBy ? [revokedBy] : [])]);
  return {
    grants,
    known: await knownByIds(
      tx,
      grants.map(({ id }) => id).filter((id) => id !== KILL_SWITCH),
    ),
    open: await openIncidents(tx),
    names: await namesOf(tx, people),
    board: connectors,
  };
}

const WORDS: Record<string, 'on' | 'off'> = { on: 'on', an: 'on', ein: 'on', off: 'off', aus: 'off' };

/** A card lists this many channels and counts the rest. */
const LISTED = 20;

export const connectors = command({
  ...incidentWord('connectors'),
  aliases: ['anbindungen'],
  rank: 480,
  authority: { role: 'security' },
  positional: ['state', 'reason'],
  args: z.object({ state: z.string().max(40).optional(), reason: z.string().max(1000).default('') }),
  load: (_args, context) => facts(context),
  decide: ({ state, reason }, found, by) => {
    if (state === undefined) return { answer: { card: overview(found, by) } };
    const to = WORDS[state.toLowerCase()];
    if (!to) return refuse('bad-arguments');
    // Stopping never requires a reason.
    if (to === 'on' && reason.trim().length < 3) return refuse('reason-missing');
    return switched(to === 'on', reason.trim(), found, by);
  },
});

function switched(on: boolean, reason: string, { grants, open }: Facts, by: By): Outcome {
  const row = grants.find(({ id }) => id === KILL_SWITCH);
  const set = on
    ? { on, by: by.actor.person, at: by.now, revokedBy: null, revokedAt: null, reason }
    : { on, revokedBy: by.actor.person, revokedAt: by.now, reason: reason || null };
  const change: Change = row
    ? update('connectorGrants', row, set)
    : insert('connectorGrants', { id: KILL_SWITCH, connector: KILL_SWITCH, by: by.actor.person, at: by.now, ...set });
  const kind = on ? 'connectors-on' : 'connectors-off';
  // Tells every open incident, because steps waiting for a connector must now be done by hand.
  const lines = open.map(({ id }) =>
    entry({ incident: id, kind, by: by.actor.person, now: by.now, chat: by.chat, text: reason }),
  );
  return {
    answer: {
      notice: by.say(on ? 'connectors.switched-on' : 'connectors.switched-off'),
      tone: on ? 'good' : 'warning',
    },
    changes: [change, ...lines.flatMap((line) => line.changes)],
    effects: open.map(({ id }) => refresh(`incident:${id}`)),
    audit: [{ action: kind, subject: 'connectors', data: {} }, ...lines.flatMap((line) => line.audit)],
  };
}

function overview({ grants, known, names, board }: Facts, by: By): Card {
  const { say } = by;
  const title = say('connectors.title');
  const killed = grants.find(({ id }) => id === KILL_SWITCH)?.on === false;
  const text = say(killed ? 'connectors.killed' : 'connectors.running');
  const rows = grants.filter(({ id }) => id !== KILL_SWITCH);
  // Whether a connector is allowed at all does not depend on a channel; only its token does.
  const nowhere = { id: '', key: null, url: null };
  const lines = rows.slice(0, LISTED).map((grant) => {
    const channel = known.find(({ channel: one }) => one.id === grant.id)?.channel;
    const who = nameIn(names, grant.on ? grant.by : (grant.revokedBy ?? grant.by), by);
    const at = sayTime(say.lang, grant.on ? grant.at : (grant.revokedAt ?? grant.at));
    const state = grant.on ? 'on' : grant.revokedAt === null ? 'asked' : 'off';
    return say(`connectors.grant.${state}`, { channel: channel ? channelTitle(channel) : grant.id, who, at });
  });
  const nodes: Node[] = [
    { kind: 'banner', tone: killed ? 'danger' : 'info', text },
    {
      kind: 'facts',
      facts: CONNECTOR_NAMES.map((name) => ({
        label: connectorRow(name).label,
        value: say(board.reach(name, nowhere) === 'off' ? 'connectors.not-allowed' : 'connectors.allowed', {
          scopes: scopesOf(name).join(', '),
        }),
      })),
    },
    { kind: 'heading', text: say('connectors.channels') },
    { kind: 'text', text: lines.length > 0 ? lines.join('\n') : say('connectors.none') },
    ...(rows.length > LISTED
      ? [{ kind: 'note', text: say('connectors.more', { count: rows.length - LISTED }) } as const]
      : []),
    { kind: 'note', text: say('connectors.how') },
  ];
  return { title, summary: `${title}: ${text}`, lang: say.lang, nodes };
}
