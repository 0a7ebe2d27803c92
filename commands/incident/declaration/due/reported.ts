/** An unconfirmed report: IT security is told, then the heads of the offices; at night as well. */

import { toPerson } from '../../../../bot/delivery/effect.ts';
import { unconfirmed } from '../../../../db/incident/clocks.ts';
import type { Kind } from '../../../time/due-kind.ts';
import { leadersOf } from '../../communication/required-recipients.ts';
import { atOnce } from '../../communication/urgent-post.ts';
import { incidentDossier } from '../../dossier.ts';
import { entry } from '../../timeline-entry.ts';

export const incidentReported: Kind<'incident-reported'> = {
  subjects: async ({ tx }) =>
    (await unconfirmed(tx)).map(({ id, declaredAt }) => ({ kind: 'incident-reported', id, declaredAt })),

  async act({ tx, org, now }, { id, stage }) {
    const file = await incidentDossier(tx, id);
    if (file?.row.state !== 'reported') return {};
    const { row, roles } = file;
    const security = org.organisation.roles.security;
    const people = stage === 'over' ? [...security, ...(await leadersOf(tx, file, org))] : security;
    const own = new Set(roles.map(({ person }) => person));
    // A drill stays among its participants.
    const told = [...new Set(people)].filter((person) => !org.gone.has(person) && (!row.drill || own.has(person)));
    if (told.length === 0) return {};
    const data = { stage, people: told.length };
    const line = entry({ incident: id, kind: 'clock-incident-reported', by: 'system', now, data });
    const args = { clock: 'incident-reported', stage };
    return {
      changes: line.changes,
      audit: line.audit,
      effects: told.map((person) => atOnce(toPerson(person), 'incident-clock', `incident:${id}`, args)),
    };
  },
};
