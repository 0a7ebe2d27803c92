/** `/channel edit [what]`: goes on with a draft where it was left, in whatever chat that was. */
import { z } from 'zod';
import { recognise } from '../../bot/link.ts';
import { refuse } from '../../bot/refusal.ts';
import { FORM_VERSION, fit } from '../../cards/registration-form.ts';
import { dossier, draftsOf, findApplications } from '../../db/registry.ts';
import { command } from '../command.ts';
import { draftCard, mayEdit, namesFrom, peopleOptions, today } from './draft.ts';

export const edit = command({
  name: 'edit',
  group: 'channel',
  aliases: ['bearbeiten', 'weiter', 'fortsetzen', 'entwurf'],
  permission: 'known',
  positional: ['what'],
  opensForm: true,
  summary: 'help.edit',
  usage: 'usage.edit',
  args: z.object({ what: z.string().max(500).optional() }),
  load: async ({ what }, { tx, org, by }) => {
    const link = what ? recognise(what) : undefined;
    const found = what
      ? (await findApplications(tx, what, link && 'key' in link ? link.key : null))[0]
      : (await draftsOf(tx, by.actor.person))[0];
    return { file: found ? await dossier(tx, found.id) : null, org };
  },
  decide: ({ what }, { file, org }, by) => {
    if (!file) return refuse(what ? 'not-found' : 'no-draft');
    const draft = file.application;
    if (draft.state !== 'draft') return refuse('wrong-state', { state: by.say(`state.${draft.state as 'head'}`) });
    if (!mayEdit(by.actor, draft)) return refuse('not-applicant');
    const { values, dropped } =
      draft.formVersion === FORM_VERSION ? { values: draft.answers, dropped: [] } : fit(draft.answers);
    const card = draftCard({
      draft: draft.id,
      values,
      page: draft.place.page,
      problems: [],
      dropped,
      files: file.attachments,
      people: peopleOptions(org, draft.office),
      names: namesFrom(org, by.say),
      say: by.say,
      today: today(by.now),
    });
    return { answer: { card } };
  },
});
