/** One step in the life of an incident, as data: the row, the line of the timeline, all cards drawn anew. */
import { refresh } from '../../../bot/delivery/effect.ts';
import { type IncidentEvent, incidentAfter } from '../../../bot/incident/lifecycle.ts';
import { type Change, update } from '../../../db/changes.ts';
import type { Incident } from '../../../db/incident/incidents.ts';
import { combine, type Written } from '../../combine.ts';
import type { By } from '../../command.ts';
import type { IncidentDossier } from '../dossier.ts';
import { type EntryOf, entry } from '../timeline-entry.ts';

export const subjectOf = ({ row }: Pick<IncidentDossier, 'row'>): string => `incident:${row.id}`;

/** A line of the timeline by whoever asks, now. */
export const lineBy = (file: Pick<IncidentDossier, 'row'>, by: By, line: Pick<EntryOf, 'kind' | 'text' | 'data'>) =>
  entry({ incident: file.row.id, by: by.actor.person, now: by.now, chat: by.chat, ...line });

type Step = {
  set?: Partial<Omit<Incident, 'id' | 'version' | 'state'>>;
  text?: string;
  data?: EntryOf['data'];
  /** Word of the timeline, where it is not the event's own name. */
  kind?: string;
  more?: readonly Change[];
};

/**
 * Everything that follows from one event but the answer. The state is taken from the table; a step that is not in it is a
 * bug, since `blockerFor` has asked before.
 */
export function move(file: IncidentDossier, event: IncidentEvent, by: By, step: Step = {}): Written {
  const { row } = file;
  const state = incidentAfter(row.state, event);
  if (!state) throw new Error(`no ${event} from ${row.state}`);
  const line = lineBy(file, by, {
    kind: step.kind ?? event,
    ...(step.text ? { text: step.text } : {}),
    data: { from: row.state, to: state, ...step.data },
  });
  const changes = [update('incidents', row, { state, ...step.set }), ...(step.more ?? [])];
  return combine({ changes, effects: [refresh(subjectOf(file))] }, line);
}

/** The head card in the place of the one that was clicked, or as an answer to what was typed. */
export const headCard = (file: Pick<IncidentDossier, 'row'>, replace: boolean) =>
  ({ show: { view: 'incident', subject: subjectOf(file), args: {} }, replace }) as const;
