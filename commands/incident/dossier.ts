/** Everything one incident's cards and decisions need, read together; and which incident somebody means. */
import { type IncidentAct, type IncidentRole, mayAct, type Standing } from '../../bot/incident/lifecycle.ts';
import { isPossible, type NextWord } from '../../bot/incident/next-steps.ts';
import type { Actor } from '../../bot/organisation/permission.ts';
import { type Refusal, refuse } from '../../bot/refusal.ts';
import type { Tx } from '../../db/connect.ts';
import {
  type Incident,
  type IncidentChannelEntry,
  type IncidentRoleRow,
  incidentById,
  incidentByNumber,
  incidentChannelsOf,
  incidentOfRoom,
  openIncidents,
  rolesIn,
  type Step,
  stepsAt,
} from '../../db/incident/incidents.ts';
import { namesOf } from '../../db/organisation/organisation.ts';
import type { By, Context, Rule } from '../command.ts';

export type IncidentDossier = {
  row: Incident;
  roles: IncidentRoleRow[];
  places: IncidentChannelEntry[];
  steps: Step[];
  names: ReadonlyMap<string, string>;
};

export async function incidentDossier(tx: Tx, id: string): Promise<IncidentDossier | null> {
  const row = await incidentById(tx, id);
  if (!row) return null;
  const roles = await rolesIn(tx, id);
  const places = await incidentChannelsOf(tx, id);
  const steps = await stepsAt(
    tx,
    places.map(({ place }) => place.id),
  );
  const doers = steps.flatMap(({ doneBy, secondBy }) => [doneBy, secondBy]);
  const people = [row.declaredBy, row.gdpr?.by, ...roles.map(({ person }) => person), ...doers];
  const names = await namesOf(
    tx,
    people.filter((one) => one !== null && one !== undefined),
  );
  return { row, roles, places, steps, names };
}

/** The people with a role, in the order they got it. */
export const peopleInRole = ({ roles }: Pick<IncidentDossier, 'roles'>, role: IncidentRole): string[] =>
  roles.filter((one) => one.role === role).map(({ person }) => person);

/** A person's roles and rights in an incident. */
export function standing(actor: Actor, { row, roles, places }: IncidentDossier): Standing {
  const offices = new Set(places.map(({ channel }) => channel.office));
  return {
    roles: roles.filter(({ person }) => person === actor.person).map(({ role }) => role),
    security: actor.roles.includes('security'),
    press: actor.roles.includes('press'),
    reader: actor.roles.includes('registrar') || actor.roles.includes('auditor'),
    head: [...actor.headOf, ...actor.deputyOf].some((office) => offices.has(office)),
    declarer: row.declaredBy === actor.person,
  };
}

/** May act in an incident. For people who may not read it, the incident does not exist. */
export const inIncident = (act: IncidentAct): Rule<IncidentDossier> => ({
  authority: { incident: act },
  blocker: (file, { actor }) => {
    const here = standing(actor, file);
    if (!mayAct('read', here)) return refuse('no-incident');
    return mayAct(act, here) ? null : refuse('not-in-this-role', { number: file.row.number });
  },
});

/** The subject of a command about one incident; empty if none was found. */
export const itself = ({ file }: { file: IncidentDossier | null }): readonly IncidentDossier[] => (file ? [file] : []);

/** Refuses if the incident's state does not allow it. Null: go ahead. */
export const notNow = (
  word: NextWord,
  { row: { number, state } }: Pick<IncidentDossier, 'row'>,
  { say }: Pick<By, 'say'>,
): Refusal | null =>
  isPossible(word, state) ? null : refuse('incident-moved-on', { number, state: say(`incident.state.${state}`) });

/**
 * The incident somebody means: by id or number; else the one whose room they are in; else the only open one they may
 * read.
 * Null: none, more than one, or one they may not read. A refusal must not reveal that it exists.
 */
export async function requestedIncident(
  what: string | undefined,
  context: Pick<Context, 'tx' | 'by'>,
): Promise<IncidentDossier | null> {
  const file = await named(what, context);
  return file && mayAct('read', standing(context.by.actor, file)) ? file : null;
}

async function named(
  what: string | undefined,
  { tx, by }: Pick<Context, 'tx' | 'by'>,
): Promise<IncidentDossier | null> {
  if (what) {
    const row = (await incidentById(tx, what)) ?? (await incidentByNumber(tx, numbered(what).what ?? what));
    return row ? incidentDossier(tx, row.id) : null;
  }
  const here = by.dm ? null : await incidentOfRoom(tx, by.chat, by.room, by.thread);
  if (here) return incidentDossier(tx, here.id);
  const mine: IncidentDossier[] = [];
  for (const { id } of await openIncidents(tx)) {
    const file = await incidentDossier(tx, id);
    if (file && mayAct('read', standing(by.actor, file))) mine.push(file);
  }
  return mine.length === 1 ? mine[0]! : null;
}

/** Parses "V-2026-0001 text that follows"; the number is optional. */
export function numbered(text: string): { what: string | undefined; rest: string } {
  const found = /^((?:V|Ü|UE)-\d{4}-\d{4,})(?:\s+|$)([\s\S]*)$/i.exec(text.trim());
  return found
    ? { what: found[1]!.replace(/^ue/i, 'Ü'), rest: found[2]!.trim() }
    : { what: undefined, rest: text.trim() };
}

/**
 * Finds the incident a typed line or a button is about.
 * @param text as typed; may begin with the number
 * @param incident from a button; takes precedence over the text
 * @returns the incident (null: see `requestedIncident`) and the trimmed text after the number
 */
export async function typedIncident(
  { text = '', incident }: { text?: string | undefined; incident?: string | undefined },
  context: Pick<Context, 'tx' | 'by'>,
): Promise<{ file: IncidentDossier | null; rest: string }> {
  const { what, rest } = numbered(text);
  return { file: await requestedIncident(incident ?? what, context), rest };
}

/** The name somebody typed, without quotes and the @ of a mention. */
export const typedName = (typed: string): string =>
  typed
    .replaceAll(/[„“”"]/g, '')
    .trim()
    .replace(/^@/, '');

/** The name behind a person's key, or the placeholder for a deleted one. */
export const nameIn = (names: ReadonlyMap<string, string>, key: string, { say }: Pick<By, 'say'>): string =>
  names.get(key) ?? say('word.deleted-person');
