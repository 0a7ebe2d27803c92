/**
 * `/incident role lead @person`, `… role lead -@person`: gives or takes a role. New people get the rooms and the card
 * at once.
 */

import { z } from 'zod';
import { type Effect, openRooms, post, refresh, toPerson } from '../../../bot/delivery/effect.ts';
import { INCIDENT_ROLES, type IncidentRole } from '../../../bot/incident/lifecycle.ts';
import { refuse } from '../../../bot/refusal.ts';
import { remove, update } from '../../../db/changes.ts';
import type { Org } from '../../../db/organisation/organisation.ts';
import { findPerson, personById } from '../../../db/organisation/people.ts';
import { part } from '../declaration/opening.ts';
import { nameIn, peopleInRole, typedName } from '../dossier.ts';
import { incidentCommand } from '../incident-command.ts';
import { headCard, lineBy, subjectOf } from './move.ts';

const WORDS: Record<string, IncidentRole> = {
  lead: 'lead',
  leitung: 'lead',
  einsatzleitung: 'lead',
  el: 'lead',
  owner: 'owner',
  kanalverantwortung: 'owner',
  kv: 'owner',
  press: 'press',
  presse: 'press',
  kom: 'press',
  approver: 'approver',
  freigabe: 'approver',
  fg: 'approver',
  privacy: 'privacy',
  datenschutz: 'privacy',
  dsb: 'privacy',
  legal: 'legal',
  recht: 'legal',
  rechtsamt: 'legal',
  ra: 'legal',
};

/** Reads role, person and the minus sign for removal, as in "presse -@person". */
function read(rest: string) {
  const [word = '', ...who] = rest.split(/\s+/);
  const named = who.join(' ');
  const off = /^(?:-|weg\s|off\s)/i.test(named);
  return {
    role: WORDS[word.toLowerCase()] ?? null,
    who: typedName(named.replace(/^(?:-|weg\s|off\s)/i, '')),
    off,
  };
}

/** These roles check the others: nobody may take one themselves, and only some people may hold one. */
const APPOINTED: readonly IncidentRole[] = ['privacy', 'approver'];

function isEntitled(person: string, wanted: IncidentRole, { organisation }: Org): boolean {
  const { offices, bodies, incident } = organisation;
  if (wanted === 'privacy') {
    const sits = bodies.some(
      ({ body, lead, members, deputies }) => body === 'privacy' && [lead, ...members, ...deputies].includes(person),
    );
    return sits || offices.some(({ privacy }) => privacy.includes(person));
  }
  const leads = offices.some(({ head, deputies }) => head === person || deputies.includes(person));
  return leads || (incident?.approvers.includes(person) ?? false);
}

export const role = incidentCommand({
  word: 'role',
  aliases: ['rolle'],
  rank: 110,
  line: 500,
  args: { take: z.enum(INCIDENT_ROLES).optional() },
  load: async (_file, { tx, by, org }, { rest, args: { take } }) => {
    const asked = take ? { role: take, who: '', off: false } : read(rest);
    const person = take ? by.actor.person : await findPerson(tx, by.chat, by.tenant, asked.who);
    return { asked, known: person ? await personById(tx, person) : null, org };
  },
  decide: ({ file, facts: { asked, known, org } }, by) => {
    const { role: wanted, off, who } = asked;
    if (!wanted) return refuse('bad-arguments');
    if (!known) return refuse('person-unknown', { name: who });
    if (known.gone && !off) return refuse('person-has-left', { name: known.name ?? who });
    if (!off && APPOINTED.includes(wanted)) {
      if (known.id === by.actor.person)
        return refuse('appoints-themselves', { role: by.say(`incident.role.${wanted}`) });
      if (!isEntitled(known.id, wanted, org))
        return refuse('not-entitled', { name: known.name ?? who, role: by.say(`incident.role.${wanted}`) });
    }
    const roleName = by.say(`incident.role.${wanted}`);
    const name = nameIn(new Map([[known.id, known.name ?? who]]), known.id, by);
    const row = file.roles.find((one) => one.role === wanted && one.person === known.id);
    if (off) {
      if (!row) return refuse('has-no-such-role', { name, role: roleName });
      // An incident must always have a lead who can act.
      if (wanted === 'lead' && !peopleInRole(file, 'lead').some((one) => one !== known.id && !org.gone.has(one)))
        return refuse('last-lead', { number: file.row.number });
    } else if (row) return refuse('has-role-already', { name, role: roleName });
    const { id } = file.row;
    const line = lineBy(file, by, { kind: off ? 'role-off' : 'role-on', data: { role: wanted, person: known.id } });
    const change = off ? remove('incidentRoles', row!) : part(id, wanted, known.id, by);
    const called: Effect[] = off
      ? openRooms(id)
      : [
          ...openRooms(id),
          ...(file.roles.some(({ person }) => person === known.id)
            ? []
            : [post(toPerson(known.id), 'incident', subjectOf(file))]),
        ];
    return {
      answer: headCard(file, false),
      // Touches the incident, so two people removing each other's role conflict.
      changes: [change, update('incidents', file.row, {}), ...line.changes],
      effects: [refresh(subjectOf(file)), ...called],
      audit: line.audit,
    };
  },
});
