/** An incident as rows, for tests of what follows a declaration. The declaration has its own tests. */
import type { IncidentRole, IncidentState, Severity } from '../../bot/incident/lifecycle.ts';
import { applyChanges, type Change, insert, type Row, type Stored } from '../../db/changes.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { localKey } from '../../db/delivery/local.ts';
import { incidentById } from '../../db/incident/incidents.ts';

type Given = {
  number?: string;
  state?: IncidentState;
  severity?: Severity;
  drill?: boolean;
  /** Ids in the organisation file, by role. */
  roles?: Partial<Record<IncidentRole, readonly string[]>>;
  /** One entry per channel; the first ones are `hit`. */
  places?: Partial<Row<'incidentChannels'>>[];
  set?: Partial<Row<'incidents'>>;
};

/** The demo city's usual cast. */
export const RESPONDERS = {
  lead: ['ciso'],
  owner: ['oeffentlichkeitsarbeit-kulturbetriebe'],
  press: ['pressestelle'],
  approver: ['stadtdirektion'],
  privacy: ['datenschutz'],
} as const;

export const keyOf = async (store: Store, ref: string): Promise<string> => {
  const key = await store.db.transaction((tx) => localKey(tx as Tx, ref));
  if (!key) throw new Error(`the demo city knows nobody as ${ref}`);
  return key;
};

/** @returns the ids of the incident, its places and their channels */
export async function incidentRows(store: Store, now: Date, given: Given = {}) {
  const { number = 'V-2026-0001', state = 'confirmed', severity = 2, drill = false, places = [{}] } = given;
  const id = `in_${number}`;
  const by = await keyOf(store, 'ciso');
  const office = 'kulturbetriebe';
  const channels = places.map((_, i) => `c_${number}_${i + 1}`);
  const changes: Change[] = [
    insert('incidents', {
      id,
      number,
      title: 'Facebook – Kulturbetriebe',
      state,
      severity,
      drill,
      declaredBy: by,
      declaredAt: now,
      awareAt: now,
      ...given.set,
    }),
  ];
  for (const [i, place] of places.entries()) {
    const channel = channels[i]!;
    const key = `facebook.com/${channel}`;
    const name = `Facebook ${i + 1}`;
    const times = { createdAt: now, changedAt: now };
    const url = `https://www.${key}`;
    changes.push(
      insert('channels', {
        id: channel,
        platform: 'facebook',
        name,
        handle: channel,
        url,
        key,
        office,
        state: 'compromised',
        ...times,
      }),
      insert('incidentChannels', {
        id: `${channel}_place`,
        incident: id,
        channel,
        part: 'hit',
        before: 'published',
        addedBy: by,
        addedAt: now,
        ...place,
      }),
    );
  }
  for (const [role, refs] of Object.entries(given.roles ?? RESPONDERS) as [IncidentRole, readonly string[]][]) {
    for (const ref of refs) {
      const person = await keyOf(store, ref);
      changes.push(
        insert('incidentRoles', { id: `${id} ${role} ${person}`, incident: id, role, person, by, since: now }),
      );
    }
  }
  await store.db.transaction((tx) => applyChanges(tx as Tx, changes));
  return { id, channels, places: channels.map((channel) => `${channel}_place`) };
}

export const incidentNow = async (store: Store, id: string): Promise<Stored<'incidents'>> => {
  const row = await store.db.transaction((tx) => incidentById(tx as Tx, id));
  if (!row) throw new Error(`no incident ${id}`);
  return row;
};
