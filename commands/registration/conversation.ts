/** The form as a conversation: a text or a tap answers the question the draft is at. Nothing is replayed. */
import { z } from 'zod';
import { platformRow } from '../../bot/platform/platform.ts';
import { refuse } from '../../bot/refusal.ts';
import { isEmpty, problemsOn, takeIn, type Values } from '../../cards/form.ts';
import { optionsOf, type Question } from '../../cards/form-card.ts';
import type { Lang } from '../../cards/node.ts';
import { FORM_VERSION } from '../../cards/registration/registration-form.ts';
import type { Say } from '../../cards/text.ts';
import { type Change, insert, update } from '../../db/changes.ts';
import { type Application, dossier, draftsOf } from '../../db/registry/dossiers.ts';
import { command } from '../command.ts';
import { peopleWhoLeft } from '../leavers/departed.ts';
import { addressOf } from './address.ts';
import { departed, fitted } from './check.ts';
import { aboutDraft, draftCard, drafting, platformIn, REVIEW, setting, takenOn, titleOf, today } from './draft.ts';
import { answerTo, nextAfter, nextOpen, pageOf, preceding } from './open-questions.ts';
import { type PeopleFound, resolvePeople, withFresh } from './people-fields.ts';
import { asked, questionCard } from './question.ts';

export const receiveText = command({
  name: 'hear',
  authority: drafting,
  opensForm: (args) => args.go === 'form',
  args: z.object({
    text: z.string().optional(),
    draft: z.string().optional(),
    path: z.string().max(200).optional(),
    value: z.string().max(200).optional(),
    go: z.enum(['back', 'skip', 'form']).optional(),
  }),
  load: async ({ draft, path, text, value }, context) => {
    const { tx, by, org } = context;
    const id = draft ?? talkedAbout(await draftsOf(tx, by.actor.person))?.id;
    const file = id ? await dossier(tx, id) : null;
    if (!file) return { org, file: null };
    const { values: before } = fitted(file.application);
    const at = path ?? file.application.place.question;
    const question = asked(before).find((candidate) => candidate.path === at);
    const typed = typedWay(by.say, text);
    const said = question && !typed ? understood(by.say.lang, question, value ?? text) : undefined;
    const inputs = question && said !== undefined ? { [question.path]: said } : {};
    const found: PeopleFound = question
      ? await resolvePeople({ ...context, inputs }, question.screen)
      : { inputs: {}, fresh: [] };
    const values = question ? takeIn(question.screen, before, found.inputs) : before;
    const address = await addressOf(tx, file.application, values);
    const gone = departed(values, await peopleWhoLeft(tx, org, by.now));
    return { org, file, question, typed, said, found, before, values, address, gone };
  },
  about: ({ file }, by, { draft }) => (draft !== undefined || by.dm ? aboutDraft(file) : []),
  decide: ({ text, draft, path, go, value }, facts, by) => {
    const { org, file } = facts;
    const lost = () => refuse('not-understood', { word: (text ?? '').slice(0, 40) });
    // Everybody in a room reads what is said there, so answers are taken in the DM only.
    if (!file || (draft === undefined && !by.dm)) return lost();
    const row = file.application;
    if (row.state !== 'draft') return refuse('moved-on');
    const { question, found, before, values, address, gone } = facts;

    const view = { ...withFresh(setting(org, row, by), found), files: file.attachments };
    const at = (answers: Values, next: Question | undefined, changes: Change[] = []) => {
      const place = next
        ? { page: row.place.page, question: next.path, asked: by.now.toISOString() }
        : { page: REVIEW };
      const card = next
        ? questionCard({ ...view, values: answers, question: next })
        : draftCard({ ...view, values: answers, page: REVIEW, problems: [...address.problems, ...gone] });
      const platform = platformIn(answers);
      const set = {
        answers,
        place,
        formVersion: FORM_VERSION,
        platform,
        key: address.key,
        title: platform ? titleOf(platformRow(platform).name, answers) : row.title,
        ...takenOn(row, by),
      };
      return {
        answer: { card, replace: value !== undefined || go !== undefined },
        changes: [...changes, update('applications', row, set)],
      };
    };
    // Another answer or a newer form has removed this question; go on to the next one.
    if (!question) return path === undefined ? at(before, nextOpen(before, undefined)) : refuse('moved-on');
    const way = go ?? facts.typed;
    if (way === 'form') {
      const page = pageOf(before, question.path);
      const card = draftCard({ ...view, values: before, page, problems: [] });
      return {
        answer: { card, replace: go !== undefined },
        changes: [update('applications', row, { place: { page } })],
      };
    }
    if (way === 'back') return at(before, preceding(before, question.path));
    if (way === 'skip') return at(before, nextAfter(before, question.path));

    const problem = isEmpty(answerTo(question, facts.said === undefined ? {} : values))
      ? { path: question.path, code: CODE[question.field.kind] }
      : [
          ...problemsOn(question.screen, values, today(by.now), false).filter(({ path: at }) => at === question.path),
          ...(question.path === 'url' ? address.problems : []),
          ...gone.filter(({ path: at }) => at === question.path),
        ][0];
    if (problem) return { answer: { card: questionCard({ ...view, values: before, question, problem }) } };
    const fresh = found.fresh.map(({ id, name }) => insert('people', { id, name, createdAt: by.now }));
    return at(values, nextOpen(values, question.path), fresh);
  },
});

/** The draft whose question was asked last: a typed answer is meant for it. */
export function talkedAbout(drafts: readonly Application[]): Application | undefined {
  return drafts
    .filter(({ place }) => place.question !== undefined)
    .toSorted((a, b) => (b.place.asked ?? '').localeCompare(a.place.asked ?? ''))[0];
}

const WAYS = { 'form.back': 'back', 'form.skip': 'skip', 'talk.later': 'skip', 'talk.form': 'form' } as const;

/** Accepts a button's label as typed text: people who dictate or use a screen reader may be unable to tap. */
function typedWay(say: Say, text: string | undefined): (typeof WAYS)[keyof typeof WAYS] | undefined {
  const word = text?.trim().toLowerCase();
  return (Object.keys(WAYS) as (keyof typeof WAYS)[])
    .filter((label) => say(label).toLowerCase() === word)
    .map((label) => WAYS[label])[0];
}

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

/** The value a typed line means for a field: numbers and labels of choices, German dates. Undefined if nothing fits. */
function understood(lang: Lang, { name, field }: Pick<Question, 'name' | 'field'>, said: string | undefined): unknown {
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
  const picked = whole ? [whole] : text.split(/\s*[,;+&]\s*|\s+(?:und|and)\s+|\s+(?=\d+\b)/i).map(pick);
  return picked.every((value) => value !== undefined) ? picked : undefined;
}
