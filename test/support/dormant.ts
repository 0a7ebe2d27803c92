/** An incident on running channels with administrators, and shortcuts for their checklists and the restore. */
import { stepRow } from '../../bot/incident/checklist.ts';
import { isClosed } from '../../bot/incident/dormant.ts';
import { type Button, buttons } from '../../cards/node.ts';
import type { Reply } from '../../cards/reply.ts';
import { applyChanges, type Change, insert, type Row } from '../../db/changes.ts';
import type { Store, Tx } from '../../db/connect.ts';
import {
  entriesOf,
  type IncidentChannelEntry,
  incidentChannelById,
  incidentChannelsOf,
  type Step,
  stepsAt,
} from '../../db/incident/incidents.ts';
import { channelById } from '../../db/registry/dossiers.ts';
import { cardOf } from './acts.ts';
import { incidentRows, keyOf } from './incident.ts';
import { type Names, registered, two } from './leavers.ts';
import { plain, type Stage } from './stage.ts';

export const LINK = 'https://ablage.dortmund.example/nachweis';
export const SNAPSHOT = {
  name: 'Kulturbetriebe Dortmund',
  handle: 'KulturDortmund',
  bio: 'Kultur in Dortmund',
  links: 'https://www.dortmund.de/kultur',
  pinned: '4711',
  visibility: 'öffentlich',
  administrators: 'Konto A, Konto B',
};

const inTx = <T>(store: Store, work: (tx: Tx) => Promise<T>): Promise<T> =>
  store.db.transaction((tx) => work(tx as Tx));

export const write = (store: Store, ...changes: Change[]): Promise<unknown> =>
  inTx(store, (tx) => applyChanges(tx, changes));

type Given = Parameters<typeof incidentRows>[2] & { persons?: Names[]; answers?: Record<string, unknown> };

/** One channel that was taken over, with its application and two administrators. */
export async function takenOver(
  store: Store,
  now: Date,
  given: Given = {},
  place: Partial<Row<'incidentChannels'>> = {},
) {
  const { persons = two(), answers = {}, ...rest } = given;
  const application = await registered(store, now, persons, answers);
  const channel = application.replace(/^a_/, 'c_');
  const { id } = await incidentRows(store, now, { ...rest, places: [] });
  const by = await keyOf(store, 'ciso');
  const row = {
    id: `${channel}_place`,
    incident: id,
    channel,
    part: 'hit' as const,
    before: 'published' as const,
    addedBy: by,
    addedAt: now,
    ...place,
  };
  await write(store, insert('incidentChannels', row));
  return { id, channel, place: row.id, application };
}

export async function placeNow(store: Store, id: string): Promise<IncidentChannelEntry & { steps: Step[] }> {
  const own = await inTx(store, (tx) => incidentChannelById(tx, id));
  if (!own) throw new Error(`no place ${id}`);
  return { ...own, steps: await inTx(store, (tx) => stepsAt(tx, [id])) };
}
export const placesNow = (store: Store, incident: string) => inTx(store, (tx) => incidentChannelsOf(tx, incident));
export const stateOf = async (store: Store, channel: string) =>
  (await inTx(store, (tx) => channelById(tx, channel)))?.state;
export const kindsOf = async (store: Store, incident: string) =>
  (await inTx(store, (tx) => entriesOf(tx, incident))).map(({ kind }) => kind);
export const entries = (store: Store, incident: string) => inTx(store, (tx) => entriesOf(tx, incident));

export async function stepOf(store: Store, place: string, key: string, stage?: string): Promise<Step> {
  const { steps } = await placeNow(store, place);
  const found = steps.find((step) => step.step === key && (!stage || step.stage === stage));
  if (!found) throw new Error(`no step ${key}: ${steps.map(({ step }) => step).join(', ')}`);
  return found;
}

/** Ticks off one step on the card, with the evidence it requires. */
export async function tickOff(city: Stage, place: string, step: Step, who = 'ciso'): Promise<Reply> {
  const { channel } = await placeNow(city.store, place);
  const demand = stepRow(channel.platform, step.stage, step.step)?.evidence ?? 'none';
  const args = { step: step.id, seen: step.version };
  return demand === 'none'
    ? city.as(who).press('incident-tick', args)
    : city.as(who).press('incident-tick', { ...args, ask: true, sent: true }, { evidence: LINK });
}

/** All open steps of a stage, in order. */
export async function tickAll(city: Stage, place: string, stage: string, who = 'ciso'): Promise<void> {
  const { steps } = await placeNow(city.store, place);
  for (const step of steps.filter((one) => one.stage === stage && !isClosed(one))) {
    const reply = await tickOff(city, place, step, who);
    if (reply.kind === 'notice') throw new Error(`${step.step}: ${plain(reply)}`);
  }
}

export async function takeSnapshot(
  city: Stage,
  place: string,
  values: Record<string, string> = SNAPSHOT,
  who = 'ciso',
) {
  const { version } = (await placeNow(city.store, place)).place;
  return city.as(who).press('incident-snapshot', { place, seen: version, sent: true }, values);
}

/** Makes the channel dormant: snapshot, all of S0 and S1, the second person. */
export async function madeDormant(city: Stage, id: string, place: string): Promise<void> {
  await city.as('ciso').press('incident-dormant', { incident: id, sure: true });
  await takeSnapshot(city, place);
  await tickAll(city, place, 'S0');
  await tickAll(city, place, 'S1');
  await second(city, place, 'S1');
}

/** Confirms on the current list. If the list has no such button, sends the press anyway, like a forger. */
export async function second(city: Stage, place: string, stage: string, who = 'it-sicherheit'): Promise<Reply> {
  const list = cardOf(await city.as('ciso').press('incident-steps', { place }));
  const isIt = ({ do: name, args }: Button) => name === 'incident-second' && args?.stage === stage;
  return city.as(who).press('incident-second', buttons(list).find(isIt)?.args ?? { place, stage });
}

/** Records what is found on the channel before a restore, based on the snapshot. */
export const look = (city: Stage, place: string, found: Record<string, string> = {}, who = 'ciso'): Promise<Reply> =>
  city.as(who).press('incident-restore', { place, sent: true }, { ...SNAPSHOT, ...found });

/** Explains differences on the form that shows what is found now. */
export async function explain(city: Stage, place: string, said: Record<string, string>, who = 'ciso'): Promise<Reply> {
  const submit = cardOf(await city.as(who).press('incident-explain', { place })).form!.submit;
  return city.as(who).press(submit.do, submit.args ?? {}, said);
}

/** Releases the channel from the current list. */
export async function release(city: Stage, place: string, who = 'it-sicherheit'): Promise<Reply> {
  const { version } = (await placeNow(city.store, place)).place;
  return city.as(who).press('incident-release', { place, seen: version });
}

/** Restores the channel: access secured, inspected, all steps done, released by somebody else. */
export async function broughtBack(city: Stage, place: string): Promise<void> {
  await city.as('ciso').press('incident-control', { place, to: 'secured' });
  await look(city, place);
  await tickAll(city, place, 'restore');
  await release(city, place);
}
