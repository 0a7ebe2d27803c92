/** `/channel edit [what]`: continues a draft where it was left, in any chat. */
import { z } from 'zod';
import { refuse } from '../../bot/refusal.ts';
import { screens } from '../../cards/form.ts';
import type { Tx } from '../../db/connect.ts';
import { type Application, chain, dossier, draftsOf, findApplications } from '../../db/registry/dossiers.ts';
import { command } from '../command.ts';
import { recognise } from '../platform/link.ts';
import { addressOf } from './address.ts';
import { fitted, form } from './check.ts';
import { aboutDraft, draftCard, drafting, setting } from './draft.ts';
import { pageOf } from './open-questions.ts';

export const edit = command({
  name: 'edit',
  group: 'channel',
  aliases: ['bearbeiten', 'weiter', 'fortsetzen', 'entwurf'],
  rank: 20,
  bare: true,
  authority: drafting,
  positional: ['what'],
  opensForm: true,
  summary: 'help.edit',
  args: z.object({ what: z.string().max(500).optional() }),
  load: async ({ what }, { tx, org, by }) => {
    const drafts = await draftsOf(tx, by.actor.person);
    const found = what ? await draftNamed(tx, what, drafts) : (drafts[0] ?? null);
    const file = found ? await dossier(tx, found.id) : null;
    if (!file) return { file: null, org };
    const { values, dropped } = fitted(file.application);
    return { file, org, values, dropped, address: await addressOf(tx, file.application, values) };
  },
  about: ({ file }) => aboutDraft(file),
  decide: ({ what }, { file, org, ...facts }, by) => {
    if (!file) return refuse(what ? 'not-found' : 'no-draft');
    const draft = file.application;
    if (draft.state !== 'draft') return refuse('wrong-state', { state: by.say(`state.${draft.state}`) });
    const { values = {}, dropped = [], address } = facts;
    const { page: left, question } = draft.place;
    const page = question === undefined ? left : pageOf(values, question);
    const reviewed = page >= screens(form, values).length;
    const card = draftCard({
      ...setting(org, draft, by),
      values,
      page,
      problems: reviewed ? (address?.problems ?? []) : [],
      dropped,
      files: file.attachments,
    });
    return { answer: { card } };
  },
});

/** The draft named by number, link or handle. A channel's next version comes before its current one. */
async function draftNamed(tx: Tx, what: string, mine: readonly Application[]): Promise<Application | null> {
  const link = recognise(what);
  const key = 'key' in link ? link.key : null;
  const [found] = await findApplications(tx, what, key);
  if (found?.state === 'draft') return found;
  const versions = found?.root ? await chain(tx, found.root) : [];
  const lower = what.trim().replace(/^@/, '').toLowerCase();
  const isNamed = (draft: Application) =>
    (key !== null && draft.key === key) ||
    [draft.answers.handle, draft.answers.name].some((name) => String(name ?? '').toLowerCase() === lower);
  return versions.find(({ state }) => state === 'draft') ?? mine.find(isNamed) ?? found ?? null;
}
