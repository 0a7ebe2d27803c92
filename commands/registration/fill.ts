/** One step of the form: what was typed is kept whatever happens, then the next screen, or the same one with its problems. */
import { z } from 'zod';
import { recognise } from '../../bot/link.ts';
import { type Platform, platformRow } from '../../bot/platform.ts';
import { refuse } from '../../bot/refusal.ts';
import {
  clean,
  entriesOf,
  fieldsOf,
  isEmpty,
  type Problem,
  problemsOn,
  type Screen,
  screens,
  takeIn,
  type Values,
} from '../../cards/form.ts';
import { FORM_VERSION, fit } from '../../cards/registration-form.ts';
import { type Change, insert, update } from '../../db/changes.ts';
import { newId } from '../../db/ids.ts';
import { findPerson } from '../../db/people.ts';
import { type Application, applicationById, channelByKey, dossier, liveByKey } from '../../db/registry.ts';
import { type Context, command } from '../command.ts';
import { draftCard, form, mayEdit, namesFrom, peopleOptions, titleOf, today } from './draft.ts';
import { questionCard } from './question.ts';
import { nextOpen } from './talk.ts';

const GOES = ['next', 'back', 'save', 'stay', 'open', 'add', 'remove', 'talk'] as const;

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
    const fitted = fitToForm(file.application);
    const screen = go === 'open' ? undefined : screens(form, fitted.values)[page];
    const found = screen ? await resolvePeople(context, screen) : { inputs: {}, fresh: [] };
    const values = screen ? takeIn(screen, fitted.values, found.inputs) : fitted.values;
    return {
      file,
      ...fitted,
      screen,
      found,
      values,
      address: await addressFacts(context, file.application, values),
      org: context.org,
    };
  },
  decide: ({ page, go }, facts, by) => {
    if (!facts) return refuse('not-found');
    const { file, screen, values, found, address, dropped, org } = facts;
    const draft = file.application;
    if (draft.state !== 'draft') return refuse('moved-on');
    if (!mayEdit(by.actor, draft)) return refuse('not-applicant');

    const problems =
      go === 'next' && screen ? [...problemsOn(screen, values, today(by.now)), ...address.problemsOn(screen)] : [];
    // The review stands one past the last screen, whatever number a button carried.
    const at = Math.min(page, screens(form, values).length);
    const step = problems.length > 0 ? { values, page: at } : move(go, at, screen, values);
    const people = [
      ...peopleOptions(org, draft.office),
      ...found.fresh.map(({ id, name }) => ({ value: id, label: name })),
    ];
    const known = namesFrom(org, by.say);
    const names = (id: string) => found.fresh.find((person) => person.id === id)?.name ?? known(id);
    const title = values.platform ? titleOf(platformRow(values.platform as Platform).name, values) : draft.title;
    const talking = go === 'talk' ? nextOpen(step.values, undefined) : undefined;
    const set = {
      answers: step.values,
      formVersion: FORM_VERSION,
      place: { page: step.page, ...(talking ? { question: talking.path } : {}) },
      platform: values.platform ? String(values.platform) : null,
      key: address.key,
      title,
      ...(draft.applicant === 'system' ? { applicant: by.actor.person } : {}),
    };
    const changes: Change[] = [
      ...found.fresh.map(({ id, name }) => insert('people', { id, name, createdAt: by.now })),
      update('applications', draft, set),
    ];
    if (go === 'save') return { answer: { notice: by.say('form.saved'), tone: 'good' }, changes };
    const view = {
      draft: draft.id,
      values: step.values,
      page: step.page,
      problems,
      dropped,
      files: file.attachments,
      people,
      names,
      say: by.say,
      today: today(by.now),
    };
    const card = talking ? questionCard({ ...view, question: talking }) : draftCard(view);
    // A question belongs into the conversation, not into the place of the form.
    return { answer: { card, replace: !talking }, changes };
  },
});

/** An older draft fitted to the form as it is now. */
function fitToForm(draft: Application): { values: Values; dropped: string[] } {
  return draft.formVersion === FORM_VERSION ? { values: draft.answers, dropped: [] } : fit(draft.answers);
}

function move(
  go: (typeof GOES)[number],
  page: number,
  screen: Screen | undefined,
  values: Values,
): { values: Values; page: number } {
  if (go === 'next') return { values, page: page + 1 };
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

export async function resolvePeople({ tx, by, inputs }: Context, screen: Screen): Promise<PeopleFound> {
  const found: PeopleFound = { inputs: { ...inputs }, fresh: [] };
  for (const [name, field] of Object.entries(screen.page.fields)) {
    const path = screen.prefix + name;
    const said = field.kind === 'person' ? clean(field, inputs[path]) : undefined;
    if (typeof said !== 'string' || said === '') continue;
    const person = await findPerson(tx, by.chat, by.tenant, said);
    if (person) found.inputs[path] = person;
    else if (isName(said)) {
      const fresh = { id: newId('person'), name: turned(said) };
      found.fresh.push(fresh);
      found.inputs[path] = fresh.id;
    }
  }
  return found;
}

/** "Surname, first name" or two words at least; a chat id that nobody knows is no name. */
const isName = (text: string): boolean =>
  /^[\p{L}][\p{L}\p{M}'’.()/-]*(,? +[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.()/-]*)+$/u.test(text) && text.length <= 80;
const turned = (text: string): string => text.replace(/^([^,]+),\s*(.+)$/, '$2 $1');

/** The address of the channel, looked at closely: recognised, of the chosen network, and nobody else's. */
async function addressFacts({ tx }: Context, draft: Application, values: Values) {
  const recognised = isEmpty(values.url) ? undefined : recognise(String(values.url));
  const key = recognised && 'key' in recognised ? recognised.key : null;
  const twin = key ? await liveByKey(tx, key, draft.id) : null;
  const channel = key ? await channelByKey(tx, key) : null;
  const foreign = twin && twin.root !== draft.root ? twin : null;
  const own = channel === null || channel.id === draft.channel || channel.state === 'closed';
  const blocking =
    foreign ?? (own ? null : channel?.application ? await applicationById(tx, channel.application) : null);
  return {
    key,
    problemsOn: (screen: Screen): Problem[] => {
      if (!fieldsOf(screen, values).some(([name]) => name === 'url') || !recognised) return [];
      if ('problem' in recognised) return [{ path: 'url', code: linkProblem(recognised.problem) }];
      if (recognised.platform !== values.platform && recognised.platform !== 'other') {
        return [{ path: 'platform', code: 'mismatch', args: { platform: platformRow(recognised.platform).name } }];
      }
      return blocking ? [{ path: 'url', code: 'taken', args: { number: blocking.number ?? '–' } }] : [];
    },
  };
}

function linkProblem(code: string): Problem['code'] {
  if (code === 'scheme') return 'link-scheme';
  if (code === 'private-address') return 'link-private';
  return 'not-a-link';
}
