/** One step of the form: what was typed is kept whatever happens, then the next screen, or the same one with its problems. */
import { z } from 'zod';
import { type Platform, platformRow } from '../../bot/platform/platform.ts';
import { refuse } from '../../bot/refusal.ts';
import { clean, entriesOf, fieldsOf, problemsOn, type Screen, screens, takeIn, type Values } from '../../cards/form.ts';
import { FORM_VERSION } from '../../cards/registration/registration-form.ts';
import { type Change, insert, update } from '../../db/changes.ts';
import { newId } from '../../db/ids.ts';
import { findPerson } from '../../db/organisation/people.ts';
import { type Application, dossier } from '../../db/registry/dossiers.ts';
import { type By, type Context, command } from '../command.ts';
import { peopleWhoLeft } from '../leavers/departed.ts';
import { addressOf } from './address.ts';
import { departed, fitted, form } from './check.ts';
import { nextOpen } from './conversation.ts';
import { draftCard, mayEdit, REVIEW, setting, titleOf, today } from './draft.ts';
import { questionCard } from './question.ts';

const GOES = ['next', 'back', 'save', 'stay', 'open', 'add', 'remove', 'talk', 'review'] as const;

/** People typed or picked in this screen: chat ids and names become keys of the registry; a new name becomes a new person. */
export type PeopleFound = { inputs: Values; fresh: { id: string; name: string }[] };

export const fill = command({
  name: 'fill',
  permission: 'known',
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
  decide: ({ page, go }, facts, by) => {
    if (!facts) return refuse('not-found');
    const { file, screen, values, found, address, gone, dropped, org } = facts;
    const draft = file.application;
    if (draft.state !== 'draft') return refuse('moved-on');
    if (!mayEdit(by.actor, draft)) return refuse('not-applicant');

    const wrong =
      (go === 'next' || go === 'review') && screen
        ? [
            ...problemsOn(screen, values, today(by.now)),
            ...(hasAddress(screen, values) ? address.problems : []),
            ...gone.filter(({ path }) => screen.prefix !== '' && path.startsWith(screen.prefix)),
          ]
        : [];
    // The review stands one past the last screen, whatever number a button carried.
    const at = Math.min(page, screens(form, values).length);
    const talking = go === 'talk' ? nextOpen(values, undefined) : undefined;
    // Who wants to talk and has answered everything would see nothing happen: then there is only the review left.
    const way = go === 'talk' && !talking ? 'review' : go;
    const step = wrong.length > 0 ? { values, page: at } : move(way, at, screen, values);
    const reviewed = step.page >= screens(form, step.values).length;
    const problems = reviewed ? [...address.problems, ...gone] : wrong;
    const title = values.platform ? titleOf(platformRow(values.platform as Platform).name, values) : draft.title;
    const set = {
      answers: step.values,
      formVersion: FORM_VERSION,
      place: { page: step.page, ...(talking ? { question: talking.path, asked: by.now.toISOString() } : {}) },
      platform: values.platform ? String(values.platform) : null,
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
    // A question belongs into the conversation, not into the place of the form.
    return { answer: { card, replace: !talking }, changes };
  },
});

/** People who are new with this very request stand in no list yet. */
export function withFresh(view: ReturnType<typeof setting>, { fresh }: PeopleFound): ReturnType<typeof setting> {
  return {
    ...view,
    people: [...view.people, ...fresh.map(({ id, name }) => ({ value: id, label: name }))],
    names: (id) => fresh.find((person) => person.id === id)?.name ?? view.names(id),
  };
}

const hasAddress = (screen: Screen, values: Values): boolean =>
  fieldsOf(screen, values).some(([name]) => name === 'url');

/** Who goes on with an imported application is its applicant from then on. */
export const takenOn = ({ applicant }: Application, { actor }: By): { applicant?: string } =>
  applicant === 'system' ? { applicant: actor.person } : {};

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

/** Reads who is meant in this screen's person fields. Chat ids and known names become keys; a new full name a new person. */
export async function resolvePeople({ tx, by, org, inputs }: Context, screen: Screen): Promise<PeopleFound> {
  const found: PeopleFound = { inputs: { ...inputs }, fresh: [] };
  for (const [name, field] of Object.entries(screen.page.fields)) {
    const path = screen.prefix + name;
    const said = field.kind === 'person' ? clean(field, inputs[path]) : undefined;
    if (typeof said !== 'string' || said === '') continue;
    const person = await findPerson(tx, by.chat, by.tenant, said);
    const called = turned(said);
    if (person) found.inputs[path] = person;
    else if (said.startsWith('p_')) found.inputs[path] = '';
    // Two people of that name: who is meant is chosen from the list, a third one would be nobody.
    else if (isName(said) && !org.organisation.people.some((known) => sameName(known.name, called))) {
      const fresh = found.fresh.find((one) => sameName(one.name, called)) ?? { id: newId('person'), name: called };
      if (!found.fresh.includes(fresh)) found.fresh.push(fresh);
      found.inputs[path] = fresh.id;
    }
  }
  return found;
}

/** "Surname, first name" or two words at least; a chat id that nobody knows is no name. */
const isName = (text: string): boolean =>
  /^[\p{L}][\p{L}\p{M}'’.()/-]*(,? +[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.()/-]*)+$/u.test(text) && text.length <= 80;
const turned = (text: string): string => text.replace(/^([^,]+),\s*(.+)$/, '$2 $1');
const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
