/** `/incident hand-over @person`: passes the lead on, with the situation on one card. */

import { openRooms, post, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import { refuse } from '../../../bot/refusal.ts';
import { remove, update } from '../../../db/changes.ts';
import { findPerson, personById } from '../../../db/organisation/people.ts';
import { part } from '../declaration/opening.ts';
import { peopleInRole, typedName } from '../dossier.ts';
import { incidentCommand } from '../incident-command.ts';
import { lineBy, subjectOf } from './move.ts';

export const handOver = incidentCommand({
  word: 'hand-over',
  aliases: ['übergeben', 'uebergeben', 'übergabe'],
  rank: 170,
  line: 300,
  load: async (_file, { tx, by }, { rest }) => {
    const person = await findPerson(tx, by.chat, by.tenant, typedName(rest));
    return person ? await personById(tx, person) : null;
  },
  decide: ({ file, rest, facts: known }, by) => {
    if (!known) return refuse('person-unknown', { name: rest });
    if (known.gone) return refuse('person-has-left', { name: known.name ?? rest });
    const me = by.actor.person;
    const leads = peopleInRole(file, 'lead');
    const own = file.roles.find(({ role, person }) => role === 'lead' && person === me);
    if (leads.includes(known.id) && (!own || known.id === me)) {
      return refuse('has-role-already', { name: known.name ?? rest, role: by.say('incident.role.lead') });
    }
    const line = lineBy(file, by, { kind: 'handed-over', data: { person: known.id, ...(own ? { from: me } : {}) } });
    const subject = subjectOf(file);
    return {
      answer: { notice: by.say('incident.hand-over.done', { name: known.name ?? rest }), tone: 'good' },
      changes: [
        ...(leads.includes(known.id) ? [] : [part(file.row.id, 'lead', known.id, by)]),
        ...(own ? [remove('incidentRoles', own)] : []),
        // Touches the incident: two people handing over to each other at once must not both step down.
        update('incidents', file.row, {}),
        ...line.changes,
      ],
      effects: [
        refresh(subject),
        ...openRooms(file.row.id),
        post(toPerson(known.id), 'incident-situation', subject, { from: me }),
      ],
      audit: line.audit,
    };
  },
});
