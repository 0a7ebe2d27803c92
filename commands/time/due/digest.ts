/** Monthly, one card per person with everything that waits for them; no card if nothing does. */

import { toPerson } from '../../../bot/delivery/effect.ts';
import { berlinDay } from '../../../bot/time/day.ts';
import { presentPeople } from '../../../db/organisation/people.ts';
import { readerOf } from '../../view.ts';
import { type Kind, remind } from '../due-kind.ts';
import { digestSections } from '../views/digest.ts';

export const digest: Kind<'digest'> = {
  async subjects({ tx }) {
    return (await presentPeople(tx)).map(({ id, createdAt }) => ({ kind: 'digest', id, since: createdAt }));
  },
  async act({ tx, org, now, calendar }, { id, day }) {
    const reader = readerOf(org, { person: id, lang: 'de' }, now, calendar);
    const sections = reader.actor ? await digestSections(tx, reader) : [];
    if (sections.length === 0) return {};
    return {
      effects: [remind(toPerson(id), 'digest', `person:${id}`, { day })],
      audit: [{ action: 'digest', subject: `person:${id}`, data: { month: berlinDay(now).slice(0, 7) } }],
    };
  },
};
