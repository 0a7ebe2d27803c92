/** Reminders of an unfinished leaver case escalate: manager, then head and deputies, then IT security. */
import { toPerson } from '../../../bot/delivery/effect.ts';
import { stepsOf } from '../../../bot/leavers/case.ts';
import { headAndDeputies } from '../../../bot/leavers/recipients.ts';
import { leaverSubjects } from '../../../db/leavers/cases.ts';
import { type Kind, remind } from '../../time/due-kind.ts';
import { caseDossier } from '../dossier.ts';

export const leaverReminder: Kind<'leaver-reminder'> = {
  subjects: ({ tx }) => leaverSubjects(tx),
  async act({ tx, org }, { id, stage }) {
    const file = await caseDossier(tx, id, org);
    const isOpen = file?.row.state === 'confirmed' && file.items.some(({ item }) => stepsOf(item).length > 0);
    if (!file || !isOpen) return {};
    const { person, manager } = file.row;
    const lines = { org: { ...org.organisation, gone: org.gone }, places: file.facts.offices };
    const people = [
      ...(manager ? [manager] : []),
      ...(stage === 'first' ? [] : headAndDeputies(person, lines)),
      ...(stage === 'third' ? org.organisation.roles.security : []),
    ].filter((one) => one !== person && !org.gone.has(one));
    const subject = `leaver:${id}`;
    return {
      effects: [...new Set(people)].map((one) => remind(toPerson(one), 'leaver', subject, { as: 'manager', stage })),
      audit: [{ action: `leaver-reminded-${stage}`, subject, data: { people: people.length } }],
    };
  },
};
