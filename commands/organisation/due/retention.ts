/** A name is deleted once its person has had no task for as long as the city keeps names. */
import { RETENTION_DAYS } from '../../../bot/time/due.ts';
import { forgetPerson, idleSince, noteIdle } from '../../../db/organisation/retention.ts';
import type { Kind } from '../../time/due-kind.ts';
import { seated } from '../../time/responsible.ts';

export const retention: Kind<'retention'> = {
  async subjects({ tx, org, now }) {
    const days = org.organisation.city.retentionDays ?? RETENTION_DAYS;
    await noteIdle(tx, seated(org), now);
    return (await idleSince(tx)).map(({ person, since }) => ({
      kind: 'retention',
      id: person,
      taskEndedAt: since,
      days,
    }));
  },
  async act({ tx, org, now }, { id, day }) {
    // Somebody may have named them in an application this very minute.
    await noteIdle(tx, seated(org), now);
    if (!(await forgetPerson(tx, id))) return {};
    return { audit: [{ action: 'name-deleted', subject: `person:${id}`, data: { due: day } }] };
  },
};
