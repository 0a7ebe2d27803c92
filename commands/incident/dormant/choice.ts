/** Which channels a freeze is about: the incident's own, its related channels, or all unprotected ones. */

import type { NextWord } from '../../../bot/incident/next-steps.ts';
import type { Stage } from '../../../bot/incident/stage.ts';
import { isRefusal, type Refusal, refuse } from '../../../bot/refusal.ts';
import { type MessageRow, messagesAbout } from '../../../db/delivery/messages.ts';
import { takenOut } from '../../../db/incident/dormant.ts';
import type { IncidentChannelEntry } from '../../../db/incident/incidents.ts';
import { namesOf } from '../../../db/organisation/organisation.ts';
import type { Channel } from '../../../db/registry/dossiers.ts';
import type { Context } from '../../command.ts';
import { relatedTo } from '../blast.ts';
import { findSelection } from '../declaration/selection.ts';
import { type IncidentDossier, typedIncident } from '../dossier.ts';
import type { ToFreeze } from './freeze.ts';
import { administratorsOf, channelNamed } from './incident-channel.ts';

/** A channel this decision adds to the incident. */
export type Fresh = { channel: Channel; ties: string[] };
export type Choice = {
  file: IncidentDossier;
  ready: ToFreeze[];
  fresh: Fresh[];
  /** Named by the person, or all unprotected. Repeated on confirmation. */
  place?: string;
  unprotected?: boolean;
  administrators: ReadonlyMap<string, readonly string[]>;
  names: ReadonlyMap<string, string>;
  /** The incident's cards already in the chats. */
  posted: readonly MessageRow[];
};

type Asked = {
  text?: string | undefined;
  incident?: string | undefined;
  place?: string | undefined;
  unprotected?: boolean | undefined;
};

const UNPROTECTED = /^(?:--)?(?:alle\s+|all\s+)?(?:ungeschützten?|ungeschuetzten?|unprotected)$/i;

/** Reads what to freeze. The posting stop includes related channels; later stages only the affected ones. */
export async function choose(word: NextWord, stage: Stage, asked: Asked, context: Context): Promise<Choice | Refusal> {
  const { tx } = context;
  const { file, rest } = await typedIncident(asked, context);
  if (!file) return refuse('no-incident');
  const open = file.places.filter(({ place }) => place.restoredAt === null);
  const unprotected = asked.unprotected ?? (word === 'dormant' && UNPROTECTED.test(rest));
  if (unprotected) return { ...(await ground(file, await unprotectedOf(file, context), context)), unprotected };
  const name = asked.place ?? rest;
  if (name !== '') {
    const named = channelNamed({ ...file, places: open }, name);
    if (isRefusal(named)) return named;
    if (named.rest !== '') return refuse('no-place', { number: file.row.number });
    return { ...(await ground(file, { places: [named.own], fresh: [] }, context)), place: named.own.place.id };
  }
  const affected = open.filter(({ place }) => place.part === 'hit');
  if (stage !== 'S0') return ground(file, { places: affected, fresh: [] }, context);
  const out = await takenOut(tx, file.row.id);
  const known = new Set(file.places.map(({ channel }) => channel.id));
  const related = await relatedTo(
    tx,
    affected.map(({ channel }) => channel.id),
  );
  const fresh = related.filter(({ channel }) => !known.has(channel.id) && !out.has(channel.id));
  return ground(file, { places: open, fresh }, context);
}

type Which = { places: readonly IncidentChannelEntry[]; fresh: Fresh[] };

async function unprotectedOf(file: IncidentDossier, { tx, org, by }: Context): Promise<Which> {
  const found = await findSelection({ all: 'unprotected', text: '' }, { tx, org, by });
  const channels = found.kind === 'channels' ? found.channels.map(({ channel }) => channel) : [];
  const out = await takenOut(tx, file.row.id);
  const ids = new Set(channels.map(({ id }) => id));
  const known = new Set(file.places.map(({ channel }) => channel.id));
  return {
    places: file.places.filter(({ place, channel }) => ids.has(channel.id) && place.restoredAt === null),
    fresh: channels
      .filter(({ id, state }) => !known.has(id) && !out.has(id) && state !== 'dormant')
      .map((channel) => ({ channel, ties: ['unprotected'] })),
  };
}

async function ground(file: IncidentDossier, { places, fresh }: Which, { tx, org }: Context): Promise<Choice> {
  const ready = places.map((one) => ({ ...one, steps: file.steps.filter(({ place }) => place === one.place.id) }));
  const ids = [...ready, ...fresh].map(({ channel }) => channel.id);
  const administrators = await administratorsOf(tx, ids, org.gone);
  const tied = fresh.flatMap(({ ties }) => ties.map((tie) => tie.split(':')[1] ?? ''));
  return {
    file,
    ready,
    fresh,
    administrators,
    names: await namesOf(
      tx,
      tied.filter((one) => one.startsWith('p_')),
    ),
    posted: await messagesAbout(tx, `incident:${file.row.id}`),
  };
}
