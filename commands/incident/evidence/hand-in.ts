/** Files as evidence in an incident: stored as received, with hash, sender and time. A file may prove a named step. */
import { type Effect, refresh } from '../../../bot/delivery/effect.ts';
import { isOpen, mayAct } from '../../../bot/incident/lifecycle.ts';
import { type Refusal, refuse } from '../../../bot/refusal.ts';
import { FILES_PER_INCIDENT } from '../../../bot/registration/file-rules.ts';
import { insert } from '../../../db/changes.ts';
import { newId } from '../../../db/ids.ts';
import { evidenceCount } from '../../../db/incident/evidence.ts';
import { type IncidentChannelEntry, incidentOfRoom, openIncidents, type Step } from '../../../db/incident/incidents.ts';
import type { By, Context, Outcome } from '../../command.ts';
import { type Incoming, received } from '../../registration/incoming.ts';
import { channelTitle } from '../channel-names.ts';
import { administratorsOf, type IncidentChannelDossier } from '../dormant/incident-channel.ts';
import { codeOf } from '../dormant/settle.ts';
import { type IncidentDossier, incidentDossier, inIncident, standing } from '../dossier.ts';
import { subjectOf } from '../lifecycle/move.ts';
import { entry, type Line } from '../timeline-entry.ts';
import { proveStep } from './prove.ts';
import { refusedBecause } from './refused-because.ts';

/** Files handed in, for what, and what decides whether the sender may. */
export type Handing = {
  file: IncidentDossier;
  /** Whether the sender administers one of its channels, with or without a role. */
  administers: boolean;
  own: IncidentChannelEntry | null;
  /** The step the files prove. */
  at: { dossier: IncidentChannelDossier; step: Step } | null;
  files: readonly Incoming[];
  ids: readonly string[];
  /** How many files the incident already has. */
  count: number;
  note: string;
};

/** Reads everything needed to hand in a request's files to a known incident. */
export async function handingOf(
  file: IncidentDossier,
  { tx, org, by, files }: Context,
  more: Partial<Pick<Handing, 'own' | 'at' | 'note'>> = {},
): Promise<Handing> {
  return {
    file,
    administers: await administers(file, { tx, org, by }),
    files: files.map((one) => received(one, 'evidence')),
    ids: files.map(() => newId('evidence')),
    count: await evidenceCount(tx, file.row.id),
    own: null,
    at: null,
    note: '',
    ...more,
  };
}

async function administers({ places }: IncidentDossier, { tx, org, by }: Pick<Context, 'tx' | 'org' | 'by'>) {
  const channels = places.map(({ channel }) => channel.id);
  const people = await administratorsOf(tx, channels, org.gone);
  return [...people.values()].some((keys) => keys.includes(by.actor.person));
}

/**
 * The incident for a file sent without a command: the room's incident; in a DM, the only open one the sender may hand
 * in to.
 * @returns null: none; only `number`: several
 */
export async function incidentFor(
  context: Context,
): Promise<{ handing: Handing; number: string } | { number: string } | null> {
  const { tx, by } = context;
  if (!by.dm) {
    const here = await incidentOfRoom(tx, by.chat, by.room, by.thread);
    const file = here ? await incidentDossier(tx, here.id) : null;
    return file ? { handing: await handingOf(file, context), number: file.row.number } : null;
  }
  const mine: IncidentDossier[] = [];
  for (const { id } of await openIncidents(tx)) {
    const file = await incidentDossier(tx, id);
    if (file && (mayAct('hand-in', standing(by.actor, file)) || (await administers(file, context)))) mine.push(file);
  }
  const number = mine.map(({ row }) => row.number).join(', ');
  const [only] = mine;
  if (!only) return null;
  return mine.length === 1 ? { handing: await handingOf(only, context), number } : { number };
}

/** Anybody with a role in the incident, and the administrators of its channels. */
export const handsIn = ({ file, administers: isTheirs }: Handing, by: By): Refusal | null =>
  isTheirs ? null : inIncident('hand-in').blocker(file, by);

function barredFrom(handing: Handing, by: By): Refusal | null {
  const { number, state } = handing.file.row;
  return (
    handsIn(handing, by) ??
    (isOpen(state) ? null : refuse('incident-moved-on', { number, state: by.say(`incident.state.${state}`) }))
  );
}

export function handIn(handing: Handing, by: By): Outcome | Refusal {
  const { file, own, at, files, ids, count, note } = handing;
  const no = barredFrom(handing, by);
  if (no) return no;
  if (count + files.length > FILES_PER_INCIDENT) return refuse('too-much-evidence', { max: FILES_PER_INCIDENT });
  const { id: incident, number } = file.row;
  const base = {
    incident,
    place: at?.dossier.place.id ?? own?.place.id ?? null,
    step: at?.step.id ?? null,
    by: by.actor.person,
    at: by.now,
    chat: by.chat,
  };
  const kept = files.flatMap((one, index) =>
    one.state === 'refused'
      ? []
      : [{ ...one, ...base, id: ids[index]!, ...(one.state === 'stored' ? { storedAt: by.now } : {}) }],
  );
  const refused = files.filter((one) => one.state === 'refused');
  const stored = kept.flatMap((one) => (one.state === 'stored' ? [one] : []));
  const waiting = kept.filter(({ state }) => state === 'waiting');
  const channel = at?.dossier.channel ?? own?.channel;
  const about = channel ? channelTitle(channel) : '–';
  const lines: Line[] = [
    ...stored.map(({ name, sha256, size }, index) =>
      entry({
        incident,
        by: base.by,
        now: by.now,
        chat: by.chat,
        kind: 'evidence-file',
        // The note appears once, with the first file.
        text: index === 0 ? note : '',
        data: { name, sha256, size, about },
      }),
    ),
    ...waiting.map(({ name }, index) =>
      entry({
        incident,
        by: base.by,
        now: by.now,
        chat: by.chat,
        kind: 'evidence-announced',
        text: index === 0 && stored.length === 0 ? note : '',
        data: { name, about },
      }),
    ),
  ];
  const proved = at && stored[0] ? proveStep(at, stored[0].sha256, by) : null;
  const fetches = waiting.map(({ id }): Effect => ({ do: 'fetch', attachment: id }));
  const told = [
    ...stored.map(({ name, sha256 }) => by.say('evidence.kept', { name, number, sha256 })),
    ...(waiting.length > 0
      ? [by.say('evidence.loading', { files: waiting.map(({ name }) => name).join(', '), number })]
      : []),
    ...refused.map(({ name, problem }) => `${name}: ${refusedBecause(by.say.lang, problem)}`),
    ...(at && proved ? [by.say(`evidence.step.${proved.what}`, { code: codeOf(at.step) })] : []),
  ];
  return {
    answer: { notice: told.join('\n'), tone: refused.length > 0 ? 'warning' : 'good' },
    changes: [
      ...kept.map((row) => insert('incidentFiles', row)),
      ...lines.flatMap((line) => line.changes),
      ...(proved?.changes ?? []),
    ],
    effects: [...fetches, ...(proved?.effects ?? (kept.length > 0 ? [refresh(subjectOf(file))] : []))],
    audit: [...lines.flatMap((line) => line.audit), ...(proved?.audit ?? [])],
  };
}
