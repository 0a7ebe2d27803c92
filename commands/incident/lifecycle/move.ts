/** One step in an incident's life as data: the row, a timeline line, all cards redrawn. */
import { refresh } from '../../../bot/delivery/effect.ts';
import { type IncidentEvent, incidentAfter } from '../../../bot/incident/lifecycle.ts';
import { type Change, update } from '../../../db/changes.ts';
import type { Incident } from '../../../db/incident/incidents.ts';
import { combine, type Written } from '../../combine.ts';
import type { By } from '../../command.ts';
import type { IncidentDossier } from '../dossier.ts';
import { type EntryOf, entry } from '../timeline-entry.ts';

export const subjectOf = ({ row }: Pick<IncidentDossier, 'row'>): string => `incident:${row.id}`;

/** A timeline line by the actor, now. */
export const lineBy = (file: Pick<IncidentDossier, 'row'>, by: By, line: Pick<EntryOf, 'kind' | 'text' | 'data'>) =>
  entry({ incident: file.row.id, by: by.actor.person, now: by.now, chat: by.chat, ...line });

type Step = {
  set?: Partial<Omit<Incident, 'id' | 'version' | 'state'>>;
  text?: string;
  data?: EntryOf['data'];
  /** Kind of the timeline line, if it differs from the event. */
  kind?: string;
  more?: readonly Change[];
};

/**
 * Everything an event changes, without the answer. The state comes from the table. An event missing there is a bug,
 * because `notNow` has already checked it.
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

/** The head card, in place of the clicked one or as the answer to a typed command. */
export const headCard = (file: Pick<IncidentDossier, 'row'>, replace: boolean) =>
  ({ show: { view: 'incident', subject: subjectOf(file), args: {} }, replace }) as const;
