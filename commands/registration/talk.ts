/** The form as a conversation: what somebody writes or taps answers the question their draft stands at. Nothing is replayed. */
import { z } from 'zod';
import { type Platform, platformRow } from '../../bot/platform.ts';
import { refuse } from '../../bot/refusal.ts';
import { isEmpty, type Problem, problemsOn, scope, takeIn, type Values } from '../../cards/form.ts';
import { optionsOf, type Question } from '../../cards/form-card.ts';
import type { Lang } from '../../cards/node.ts';
import { type Change, insert, update } from '../../db/changes.ts';
import { applicationById, draftsOf } from '../../db/registry.ts';
import { command } from '../command.ts';
import { draftCard, form, mayEdit, namesFrom, peopleOptions, REVIEW, titleOf, today } from './draft.ts';
import { type PeopleFound, resolvePeople } from './fill.ts';
import { asked, questionCard } from './question.ts';

/** The first unanswered question after `path`, wrapping once; undefined when everything asked is answered. */
export function nextOpen(values: Values, path: string | undefined): Question | undefined {
  const all = asked(values);
  const start = all.findIndex((question) => question.path === path) + 1;
  return [...all.slice(start), ...all.slice(0, start)].find((question) => isEmpty(answerTo(question, values)));
}

const answerTo = ({ screen, name }: Question, values: Values): unknown => scope(screen, values)[name];

/** The question after this one in order, answered or not. */
function following(values: Values, path: string): Question | undefined {
  const all = asked(values);
  return all[all.findIndex((question) => question.path === path) + 1];
}
function preceding(values: Values, path: string): Question | undefined {
  const all = asked(values);
  return all[Math.max(0, all.findIndex((question) => question.path === path) - 1)];
}

export const hear = command({
  name: 'hear',
  permission: 'known',
  opensForm: (args) => args.go === 'form',
  args: z.object({
    text: z.string().max(20_000).optional(),
    draft: z.string().optional(),
    path: z.string().max(200).optional(),
    value: z.string().max(200).optional(),
    go: z.enum(['back', 'skip', 'form']).optional(),
  }),
  load: async ({ draft, path, text, value }, context) => {
    const { tx, by, org } = context;
    const row = draft
      ? await applicationById(tx, draft)
      : ((await draftsOf(tx, by.actor.person)).find((candidate) => candidate.place.question !== undefined) ?? null);
    if (!row) return { org, row: null };
    const at = path ?? row.place.question;
    const question = asked(row.answers).find((candidate) => candidate.path === at);
    const said = question ? understood(by.say.lang, question, value ?? text) : undefined;
    const inputs = question && said !== undefined ? { [question.path]: said } : {};
    const found: PeopleFound = question
      ? await resolvePeople({ ...context, inputs }, question.screen)
      : { inputs: {}, fresh: [] };
    return { org, row, question, found };
  },
  decide: ({ text, go, value }, facts, by) => {
    const { org, row } = facts;
    if (!row) return by.dm ? refuse('not-understood', { word: (text ?? '').slice(0, 40) }) : { answer: { none: true } };
    if (row.state !== 'draft') return refuse('moved-on');
    if (!mayEdit(by.actor, row)) return refuse('not-applicant');
    const { question, found } = facts;
    if (!question || !found) return refuse('moved-on');

    const people = [
      ...peopleOptions(org, row.office),
      ...found.fresh.map(({ id, name }) => ({ value: id, label: name })),
    ];
    const known = namesFrom(org, by.say);
    const names = (id: string) => found.fresh.find((person) => person.id === id)?.name ?? known(id);
    const view = {
      draft: row.id,
      people,
      names,
      say: by.say,
      files: [],
      today: today(by.now),
      problems: [] as Problem[],
    };
    const at = (values: Values, next: Question | undefined, changes: Change[] = []) => {
      const place = next ? { page: row.place.page, question: next.path } : { page: REVIEW };
      const title = values.platform ? titleOf(platformRow(values.platform as Platform).name, values) : row.title;
      const platform = values.platform ? String(values.platform) : null;
      const card = next
        ? questionCard({ ...view, values, question: next })
        : draftCard({ ...view, values, page: place.page });
      return {
        answer: { card, replace: value !== undefined || go !== undefined },
        changes: [...changes, update('applications', row, { answers: values, place, title, platform })],
      };
    };
    if (go === 'form') {
      const page = Math.max(
        0,
        form.pages.findIndex((candidate) => candidate.name === question.screen.page.name),
      );
      const card = draftCard({ ...view, values: row.answers, page });
      return { answer: { card, replace: true }, changes: [update('applications', row, { place: { page } })] };
    }
    if (go === 'back') return at(row.answers, preceding(row.answers, question.path));
    if (go === 'skip') return at(row.answers, following(row.answers, question.path));

    const values = takeIn(question.screen, row.answers, found.inputs);
    const problem = isEmpty(answerTo(question, values))
      ? { path: question.path, code: CODE[question.field.kind] }
      : problemsOn(question.screen, values, today(by.now), false).find((candidate) => candidate.path === question.path);
    if (problem) return { answer: { card: questionCard({ ...view, values: row.answers, question, problem }) } };
    const fresh = found.fresh.map(({ id, name }) => insert('people', { id, name, createdAt: by.now }));
    return at(values, nextOpen(values, question.path), fresh);
  },
});

const CODE = {
  line: 'required',
  area: 'required',
  link: 'not-a-link',
  number: 'not-a-number',
  date: 'not-a-date',
  choice: 'not-a-choice',
  choices: 'not-a-choice',
  yesno: 'not-a-choice',
  person: 'unknown-person',
} as const;

/** What a typed line means for a field: numbers and labels of choices, German dates; undefined when nothing fits. */
export function understood(
  lang: Lang,
  { name, field }: Pick<Question, 'name' | 'field'>,
  said: string | undefined,
): unknown {
  const text = (said ?? '').trim();
  if (text === '') return undefined;
  if (field.kind === 'date') {
    const german = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text);
    return german ? `${german[3]}-${german[2]!.padStart(2, '0')}-${german[1]!.padStart(2, '0')}` : text;
  }
  const options = optionsOf(lang, name, field);
  if (options.length === 0) return text;
  const pick = (word: string) => {
    const number = /^\d+$/.test(word) ? options[Number(word) - 1] : undefined;
    const lower = word.toLowerCase();
    return (number ?? options.find((option) => option.value === word || option.label.toLowerCase() === lower))?.value;
  };
  if (field.kind !== 'choices') return pick(text);
  const whole = pick(text);
  const picked = whole ? [whole] : text.split(/\s*[,;]\s*|\s+(?=\d+\b)/).map(pick);
  return picked.every((value) => value !== undefined) ? picked : undefined;
}
