/** Moves an incident's contents to another one: channels with steps, people, texts, files, tasks, tickets. */
import { isFurther, stateBefore } from '../../../bot/incident/merge.ts';
import { type Change, insert, remove, update } from '../../../db/changes.ts';
import type { Tx } from '../../../db/connect.ts';
import { type OutsideText, textsOf } from '../../../db/incident/communication.ts';
import { type Ticket, ticketsAt } from '../../../db/incident/dormant.ts';
import { type Evidence, evidenceOf } from '../../../db/incident/evidence.ts';
import { type IncidentTask, tasksIn } from '../../../db/incident/incidents.ts';
import type { IncidentDossier } from '../dossier.ts';

type Mergeables = {
  tasks: IncidentTask[];
  texts: OutsideText[];
  files: Evidence[];
  tickets: Ticket[];
  /** The highest text number in the other incident. */
  numbered: number;
};

export async function mergeables(tx: Tx, file: IncidentDossier, into: string): Promise<Mergeables> {
  const from = file.row.id;
  return {
    tasks: await tasksIn(tx, from),
    texts: await textsOf(tx, from),
    files: await evidenceOf(tx, from),
    tickets: await ticketsAt(
      tx,
      file.places.map(({ place }) => place.id),
    ),
    numbered: Math.max(0, ...(await textsOf(tx, into)).map(({ number }) => number)),
  };
}

/** Texts get new numbers after the existing ones. Their approvals stay, because their wording does. */
export const moveMergeables = (
  { tasks, texts, files, tickets, numbered }: Mergeables,
  incident: string,
  twins: ReadonlyMap<string, string>,
): Change[] => [
  ...tasks.map((task) => update('incidentTasks', task, { incident })),
  ...texts.map((text, i) => update('incidentTexts', text, { incident, number: numbered + i + 1 })),
  ...files.map((file) =>
    update('incidentFiles', file, { incident, place: file.place && (twins.get(file.place) ?? file.place) }),
  ),
  ...tickets.map((ticket) =>
    update('incidentTickets', ticket, { incident, place: twins.get(ticket.place) ?? ticket.place }),
  ),
];

/** For channels in both incidents: from the record that ends to the one that stays. */
export const duplicatesOf = (file: IncidentDossier, other: IncidentDossier): Map<string, string> =>
  new Map(
    file.places.flatMap(({ place }) => {
      const twin = other.places.find((one) => one.place.channel === place.channel);
      return twin ? [[place.id, twin.place.id] as const] : [];
    }),
  );

/** Moves channels with their snapshot and steps. If a channel is in both, the record that is further along survives. */
export function placesInto(file: IncidentDossier, other: IncidentDossier, now: Date): Change[] {
  const incident = other.row.id;
  return file.places.flatMap(({ place }): Change[] => {
    const steps = file.steps.filter((step) => step.place === place.id);
    const twin = other.places.find((one) => one.place.channel === place.channel)?.place;
    if (!twin) {
      return [
        update('incidentChannels', place, { incident }),
        ...steps.map((step) => update('incidentSteps', step, { incident })),
      ];
    }
    const gone = update('incidentChannels', place, { removedAt: now });
    const first = stateBefore(place, twin);
    if (!isFurther(place, twin)) return [gone, update('incidentChannels', twin, { before: first })];
    const {
      id: _id,
      version: _version,
      incident: _incident,
      channel: _channel,
      removedAt: _removed,
      ...further
    } = place;
    const old = other.steps.filter((step) => step.place === twin.id);
    return [
      gone,
      update('incidentChannels', twin, { ...further, before: first }),
      ...old.map((step) => remove('incidentSteps', step)),
      ...steps.map((step) => update('incidentSteps', step, { incident, place: twin.id })),
    ];
  });
}

export function rolesInto(file: IncidentDossier, other: IncidentDossier): Change[] {
  const there = new Set(other.roles.map(({ role, person }) => `${role} ${person}`));
  const incident = other.row.id;
  return file.roles
    .filter(({ role, person }) => !there.has(`${role} ${person}`))
    .map(({ role, person, by, since }) =>
      insert('incidentRoles', { id: `${incident} ${role} ${person}`, incident, role, person, by, since }),
    );
}
