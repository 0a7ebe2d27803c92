/**
 * `/incident break-glass reason`: any participant may take the lead by giving a reason. Everybody who has to know is
 * told, and they justify it later. If the lead was active minutes ago the bot asks again but does not refuse: an
 * emergency must lock nobody out.
 */

import { openRooms, post, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import { activeMinutes } from '../../../bot/incident/lead-activity.ts';
import { refuse } from '../../../bot/refusal.ts';
import { addDays } from '../../../bot/time/calendar.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import { sayTime } from '../../../cards/text.ts';
import { insert, update } from '../../../db/changes.ts';
import { newId } from '../../../db/ids.ts';
import { type Entry, lastEntryBy } from '../../../db/incident/incidents.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import { combine } from '../../combine.ts';
import type { By } from '../../command.ts';
import { part } from '../declaration/opening.ts';
import { type IncidentDossier, nameIn, peopleInRole } from '../dossier.ts';
import type { Asking } from '../reason.ts';
import { lineBy, subjectOf } from './move.ts';
import { reasoned } from './reasoned.ts';

/** Days to justify breaking the glass. */
const JUSTIFY_DAYS = 2;

type Facts = {
  org: Org;
  todo: string;
  /** The leads who have not left. */
  leads: readonly string[];
  /** Their last line in the timeline. */
  heard: Entry | null;
};

export const breakGlass = reasoned<Facts>({
  word: 'break-glass',
  rank: 180,
  aliases: ['notfall', 'notfallzugriff'],
  load: async (file, { tx, org }) => {
    const leads = peopleInRole(file, 'lead').filter((person) => !org.gone.has(person));
    return { org, todo: newId('todo'), leads, heard: await lastEntryBy(tx, file.row.id, leads) };
  },
  form: asked,
  decide: (file, { org, todo, heard }, by) => {
    const me = by.actor.person;
    if (peopleInRole(file, 'lead').includes(me)) {
      return refuse('has-role-already', { name: by.actor.name, role: by.say('incident.role.lead') });
    }
    const { roles } = org.organisation;
    const alarmed = [...peopleInRole(file, 'lead'), ...roles.security, ...roles.registrar, ...roles.auditor];
    const told = [...new Set(alarmed)].filter((person) => person !== me && !org.gone.has(person));
    const subject = subjectOf(file);
    const task = {
      id: todo,
      incident: file.row.id,
      text: by.say('incident.break-glass.justify'),
      assignee: me,
      dueOn: addDays(berlinDay(by.now), JUSTIFY_DAYS),
      by: 'system',
      createdAt: by.now,
    };
    const args = { by: me, at: by.now.toISOString() };
    const effects = [
      refresh(subject),
      ...openRooms(file.row.id),
      ...told.map((person) => post(toPerson(person), 'incident-glass', subject, args)),
      post(toPerson(me), 'incident-task', subject, { task: todo }),
    ];
    const changes = [
      part(file.row.id, 'lead', me, by),
      insert('incidentTasks', task),
      // Touches the incident, so closing it at the same moment conflicts and is decided again.
      update('incidents', file.row, {}),
    ];
    // Reviewers see that the lead was active.
    const minutes = activeMinutes(heard?.at ?? null, by.now);
    const data = minutes === null ? {} : { minutes };
    return (text) => combine({ changes, effects }, lineBy(file, by, { kind: 'break-glass', text, data }));
  },
});

/** The form names the lead and their last activity. If that is recent, it must be sent twice. */
function asked(asking: Asking, file: IncidentDossier, { org, leads, heard }: Facts, { say, now }: By): Asking {
  const { phones = [] } = org.organisation.incident ?? {};
  const called = (person: string) => {
    const phone = phones.find((one) => one.person === person)?.phone;
    return [nameIn(file.names, person, { say }), ...(phone ? [phone] : [])].join(', ');
  };
  const names = leads.map(called).join(' · ');
  const name = nameIn(file.names, heard?.by ?? '', { say });
  const lead =
    leads.length === 0
      ? say('incident.break-glass.no-lead')
      : heard
        ? say('incident.break-glass.heard', { names, name, at: sayTime(say.lang, heard.at) })
        : say('incident.break-glass.unheard', { names });
  const minutes = activeMinutes(heard?.at ?? null, now);
  return {
    ...asking,
    intro: `${lead}\n\n${asking.intro}`,
    submit: { ...asking.submit, style: 'danger' },
    ...(heard && minutes !== null
      ? {
          doubt: {
            text: say('incident.break-glass.active', { name: called(heard.by), minutes }),
            label: say('incident.break-glass.anyway'),
          },
        }
      : {}),
  };
}
