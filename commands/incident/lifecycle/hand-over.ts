/** `/incident hand-over @person`: the lead passes on, with the situation in one card. */
import { z } from 'zod';
import { openRooms, post, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import { refuse } from '../../../bot/refusal.ts';
import { remove, update } from '../../../db/changes.ts';
import { findPerson, personById } from '../../../db/organisation/people.ts';
import { command } from '../../command.ts';
import { part } from '../declaration/opening.ts';
import { blockerFor, peopleInRole, typedIncident, typedName } from '../dossier.ts';
import { lineBy, subjectOf } from './move.ts';

export const handOver = command({
  name: 'incident-hand-over',
  group: 'incident',
  word: 'hand-over',
  aliases: ['übergeben', 'uebergeben', 'übergabe'],
  permission: 'known',
  positional: ['text'],
  summary: 'help.incident-hand-over',
  usage: 'usage.incident-hand-over',
  args: z.object({ text: z.string().max(300).optional(), incident: z.string().optional() }),
  load: async (args, context) => {
    const { tx, by } = context;
    const { file, rest } = await typedIncident(args, context);
    const person = await findPerson(tx, by.chat, by.tenant, typedName(rest));
    return { file, rest, known: person ? await personById(tx, person) : null };
  },
  decide: (_args, { file, rest, known }, by) => {
    if (!file) return refuse('no-incident');
    const no = blockerFor('hand-over', by, file);
    if (no) return no;
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
        // Touched: two who hand over to each other at once must not both step down.
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
