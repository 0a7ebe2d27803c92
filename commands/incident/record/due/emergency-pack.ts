/**
 * Rebuilds the emergency pack behind every valid link each night, and offers it to IT security monthly for printing.
 */

import { toPerson } from '../../../../bot/delivery/effect.ts';
import { actorOf } from '../../../../bot/organisation/permission.ts';
import { berlinDay } from '../../../../bot/time/day.ts';
import { remove, update } from '../../../../db/changes.ts';
import { downloadsAbout } from '../../../../db/delivery/downloads.ts';
import { presentPeople } from '../../../../db/organisation/people.ts';
import { type Kind, remind } from '../../../time/due-kind.ts';
import { packFile } from '../pack.ts';
import { mayHavePack, PACK } from '../pack-command.ts';

export const emergencyPack: Kind<'emergency-pack'> = {
  subjects: async ({ tx, now }) =>
    (await downloadsAbout(tx, PACK, now)).map(({ id, at }) => ({ kind: 'emergency-pack', id, madeAt: at })),
  async act({ tx, org, now }, { id }) {
    const row = (await downloadsAbout(tx, PACK, now)).find((one) => one.id === id);
    if (!row) return {};
    const actor = actorOf(row.person, org.organisation, org.gone, berlinDay(now));
    // Its owner has left or changed roles, so the link is removed.
    if (!actor || !mayHavePack(actor)) return { changes: [remove('downloads', row)] };
    const made = await packFile(tx, org, row.subject.endsWith(':en') ? 'en' : 'de', now);
    return { changes: [update('downloads', row, { ...made, at: now })] };
  },
};

export const packCard: Kind<'pack-card'> = {
  async subjects({ tx, org }) {
    const { security } = org.organisation.roles;
    return (await presentPeople(tx))
      .filter(({ id }) => security.includes(id))
      .map(({ id, createdAt }) => ({ kind: 'pack-card', id, since: createdAt }));
  },
  async act(_ground, { id, day }) {
    return { effects: [remind(toPerson(id), 'emergency-pack', `${PACK}:${day}`)] };
  },
};
