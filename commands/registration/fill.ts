/**
 * One step of the form. Keeps what was typed in any case, then shows the next screen, or the same one with its
 * problems.
 */
import { z } from 'zod';
import { platformRow } from '../../bot/platform/platform.ts';
import { refuse } from '../../bot/refusal.ts';
import { entriesOf, fieldsOf, problemsOn, type Screen, screens, takeIn, type Values } from '../../cards/form.ts';
import { FORM_VERSION } from '../../cards/registration/registration-form.ts';
import { type Change, insert, update } from '../../db/changes.ts';
import { dossier } from '../../db/registry/dossiers.ts';
import { command } from '../command.ts';
import { peopleWhoLeft } from '../leavers/departed.ts';
import { addressOf } from './address.ts';
import { departed, fitted, form } from './check.ts';
import { aboutDraft, draftCard, drafting, platformIn, REVIEW, setting, takenOn, titleOf, today } from './draft.ts';
import { nextOpen } from './open-questions.ts';
import { resolvePeople, withFresh } from './people-fields.ts';
import { questionCard } from './question.ts';

const GOES = ['next', 'back', 'save', 'stay', 'open', 'add', 'remove', 'talk', 'review'] as const;

export const fill = command({
  name: 'fill',
  authority: drafting,
  opensForm: (args) => args.go !== 'talk' && args.go !== 'save',
  args: z.object({ draft: z.string(), page: z.coerce.number().int().min(0), go: z.enum(GOES) }),
  load: async ({ draft, page, go }, context) => {
    const file = await dossier(context.tx, draft);
    if (!file) return null;
    const { values: before, dropped } = fitted(file.application);
    const screen = go === 'open' ? undefined : screens(form, before)[page];
    const found = screen ? await resolvePeople(context, screen) : { inputs: {}, fresh: [] };
    const values = screen ? takeIn(screen, before, found.inputs) : before;
    const address = await addressOf(context.tx, file.application, values);
    const left = await peopleWhoLeft(context.tx, context.org, context.by.now);
    return { file, dropped, screen, found, values, address, gone: departed(values, left), org: context.org };
  },
  about: (facts) => aboutDraft(facts?.file),
  decide: ({ page, go }, facts, by) => {
    if (!facts) return refuse('not-found');
    const { file, screen, values, found, address, gone, dropped, org } = facts;
    const draft = file.application;
    if (draft.state !== 'draft') return refuse('moved-on');

    const wrong =
      (go === 'next' || go === 'review') && screen
        ? [
            ...problemsOn(screen, values, today(by.now)),
            ...(hasAddress(screen, values) ? address.problems : []),
            ...gone.filter(({ path }) => screen.prefix !== '' && path.startsWith(screen.prefix)),
          ]
        : [];
    // The review is one past the last screen, whatever number a button carries.
    const at = Math.min(page, screens(form, values).length);
    const talking = go === 'talk' ? nextOpen(values, undefined) : undefined;
    // If every question is answered there is nothing left to ask, so the review opens instead.
    const way = go === 'talk' && !talking ? 'review' : go;
    const step = wrong.length > 0 ? { values, page: at } : move(way, at, screen, values);
    const reviewed = step.page >= screens(form, step.values).length;
    const problems = reviewed ? [...address.problems, ...gone] : wrong;
    const platform = platformIn(values);
    const title = platform ? titleOf(platformRow(platform).name, values) : draft.title;
    const set = {
      answers: step.values,
      formVersion: FORM_VERSION,
      place: { page: step.page, ...(talking ? { question: talking.path, asked: by.now.toISOString() } : {}) },
      platform,
      key: address.key,
      title,
      ...takenOn(draft, by),
    };
    const changes: Change[] = [
      ...found.fresh.map(({ id, name }) => insert('people', { id, name, createdAt: by.now })),
      update('applications', draft, set),
    ];
    if (go === 'save') return { answer: { notice: by.say('form.saved'), tone: 'good' }, changes };
    const view = {
      ...withFresh(setting(org, draft, by), found),
      values: step.values,
      page: step.page,
      problems,
      dropped,
      files: file.attachments,
    };
    const card = talking ? questionCard({ ...view, question: talking }) : draftCard(view);
    // A question is a new message in the conversation; it does not replace the form.
    return { answer: { card, replace: !talking }, changes };
  },
});

const hasAddress = (screen: Screen, values: Values): boolean =>
  fieldsOf(screen, values).some(([name]) => name === 'url');

function move(
  go: (typeof GOES)[number],
  page: number,
  screen: Screen | undefined,
  values: Values,
): { values: Values; page: number } {
  if (go === 'next') return { values, page: page + 1 };
  if (go === 'review') return { values, page: REVIEW };
  if (go === 'back') return { values, page: Math.max(0, page - 1) };
  if ((go === 'add' || go === 'remove') && screen?.entry !== undefined) {
    const entries = entriesOf(screen.page, values);
    if (go === 'add') return { values: { ...values, [screen.page.name]: [...entries, {}] }, page: page + 1 };
    const left = entries.filter((_, index) => index !== screen.entry);
    return {
      values: { ...values, [screen.page.name]: left },
      page: Math.max(0, page - (screen.entry === entries.length - 1 ? 1 : 0)),
    };
  }
  return { values, page };
}
