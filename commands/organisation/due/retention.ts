/** Deletes a name once its person has had no task for the city's retention period. */
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
    // Somebody may have named them in an application since the list was made.
    await noteIdle(tx, seated(org), now);
    if (!(await forgetPerson(tx, id))) return {};
    return { audit: [{ action: 'name-deleted', subject: `person:${id}`, data: { due: day } }] };
  },
};
