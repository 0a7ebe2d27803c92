/** One channel in one incident with everything a click on its checklist needs, and which channel somebody means. */

import type { IncidentAct } from '../../../bot/incident/lifecycle.ts';
import { splitsOf } from '../../../bot/incident/selection.ts';
import { isRefusal, type Refusal, refuse } from '../../../bot/refusal.ts';
import type { Tx } from '../../../db/connect.ts';
import { stepById } from '../../../db/incident/dormant.ts';
import { knownByIds } from '../../../db/incident/facts.ts';
import {
  type IncidentChannel,
  type IncidentChannelEntry,
  incidentChannelById,
  type Step,
} from '../../../db/incident/incidents.ts';
import { rightsRemovalsOf } from '../../../db/leavers/cases.ts';
import { namesOf, type Org } from '../../../db/organisation/organisation.ts';
import type { Application, Channel } from '../../../db/registry/dossiers.ts';
import type { Context, Rule } from '../../command.ts';
import { holdersNow, isAdministrator } from '../../leavers/holders.ts';
import { channelTitle } from '../channel-names.ts';
import { type IncidentDossier, incidentDossier, inIncident, typedIncident } from '../dossier.ts';

export type IncidentChannelDossier = {
  file: IncidentDossier;
  place: IncidentChannel;
  channel: Channel;
  application: Application | null;
  steps: Step[];
  /** Keys of the people who can log in, by the registry. */
  administrators: string[];
  names: ReadonlyMap<string, string>;
};

/** The present administrators of each channel, without those who left. */
export async function administratorsOf(
  tx: Tx,
  channelIds: readonly string[],
  gone: ReadonlySet<string>,
): Promise<Map<string, string[]>> {
  const known = await knownByIds(tx, channelIds);
  const removals = await rightsRemovalsOf(
    tx,
    known.flatMap(({ application }) => (application ? [application.id] : [])),
  );
  const present = (application: Application | null) =>
    application
      ? holdersNow(application, removals)
          .filter(({ role, person }) => isAdministrator(role) && !gone.has(person))
          .map(({ person }) => person)
      : [];
  return new Map(known.map(({ channel, application }) => [channel.id, [...new Set(present(application))]]));
}

/** @returns null: no such place, or taken out of its incident */
export async function incidentChannelDossier(tx: Tx, id: string, org: Org): Promise<IncidentChannelDossier | null> {
  const own = await incidentChannelById(tx, id);
  const file = own && !own.place.removedAt ? await incidentDossier(tx, own.place.incident) : null;
  if (!own || !file) return null;
  const [known] = await knownByIds(tx, [own.channel.id]);
  const administrators = (await administratorsOf(tx, [own.channel.id], org.gone)).get(own.channel.id) ?? [];
  const { place, channel } = own;
  const people = [place.snapshotBy, place.restoreBy, place.restoredBy, ...administrators];
  const more = await namesOf(
    tx,
    people.filter((one) => one !== null),
  );
  return {
    file,
    place,
    channel,
    application: known?.application ?? null,
    steps: file.steps.filter((step) => step.place === place.id),
    administrators,
    names: new Map([...file.names, ...more]),
  };
}

export async function dossierOfStep(
  tx: Tx,
  id: string,
  org: Org,
): Promise<{ dossier: IncidentChannelDossier; step: Step } | null> {
  const step = await stepById(tx, id);
  const dossier = step ? await incidentChannelDossier(tx, step.place, org) : null;
  return step && dossier ? { dossier, step } : null;
}

/** May act on one channel of an incident. Its administrators may, with or without a role in the incident. */
export const atChannel = (act: IncidentAct): Rule<Pick<IncidentChannelDossier, 'file' | 'administrators'>> => ({
  authority: { incident: act, or: 'administrator' },
  blocker: ({ file, administrators }, by) =>
    administrators.includes(by.actor.person) ? null : inIncident(act).blocker(file, by),
});

const key = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^(?:www|m)\./, '')
    .replace(/\/+$/, '')
    .replace(/^@/, '');

const isCalled = ({ place, channel }: IncidentChannelEntry, typed: string): boolean =>
  place.id === typed ||
  channel.id === typed ||
  [channel.handle, channel.name, channelTitle(channel), channel.url ?? ''].some(
    (name) => name !== '' && key(name) === key(typed),
  );

type NamedChannel = { own: IncidentChannelEntry; rest: string } | Refusal;

/** The channel a line begins with, longest name first. Without a name: the only affected one, else the only one. */
export function channelNamed(file: IncidentDossier, line: string): NamedChannel {
  const { places, row } = file;
  for (const { said: typed, text } of line.trim() === '' ? [] : splitsOf(line.trim())) {
    const found = places.filter((one) => isCalled(one, typed));
    if (found.length === 1) return { own: found[0]!, rest: text };
    if (found.length > 1) return refuse('ambiguous');
  }
  const affected = places.filter(({ place }) => place.part === 'hit');
  const only = affected.length === 1 ? affected[0] : places.length === 1 ? places[0] : undefined;
  return only ? { own: only, rest: line.trim() } : refuse('no-place', { number: row.number });
}

/** Requires that a typed name matches: an unknown name must not select another channel. */
export function channelCalled(file: IncidentDossier, line: string): NamedChannel {
  const named = channelNamed(file, line);
  const isPassedOver = !isRefusal(named) && line.trim() !== '' && named.rest === line.trim();
  return isPassedOver ? refuse('no-place', { number: file.row.number }) : named;
}

/** The channel a typed line begins with, after an optional incident number. */
export async function channelTyped(text: string, context: Pick<Context, 'tx' | 'by'>): Promise<string | Refusal> {
  const { file, rest } = await typedIncident({ text }, context);
  if (!file) return refuse('no-incident');
  const found = channelCalled(file, rest);
  return isRefusal(found) ? found : found.own.place.id;
}
