/**
 * Questions by the bodies, answers by the department, dated supplements. They stand beside the frozen document, never
 * in it.
 */
import { z } from 'zod';
import { post, refresh, toPerson } from '../../bot/delivery/effect.ts';
import { BODIES } from '../../bot/participation/body.ts';
import { refuse } from '../../bot/refusal.ts';
import { isOpen, target } from '../../bot/registration/application.ts';
import { type Form, problemsOn, screens, takeIn, type Values } from '../../cards/form.ts';
import type { Button } from '../../cards/node.ts';
import { insert, update } from '../../db/changes.ts';
import { newId } from '../../db/ids.ts';
import { namesOf } from '../../db/organisation/organisation.ts';
import { dossier, factsOf, type Note, noteById } from '../../db/registry/dossiers.ts';
import { type By, command, type Outcome, type Rule } from '../command.ts';
import { keyed } from '../keyed.ts';
import { deciding } from './deciding.ts';
import { settled, settleFacts } from './settle.ts';
import { receipt, sent, smallForm } from './small-form.ts';

const textForm = (name: 'question' | 'answer' | 'supplement'): Form => ({
  name,
  version: 1,
  pages: [{ name, fields: { [name]: { kind: 'area', required: true, min: 3, max: 3000 } } }],
});
const QUESTION = textForm('question');
const ANSWER = textForm('answer');
const SUPPLEMENT = textForm('supplement');

/** The text if it is valid; else the values and problems for the form. */
function given(
  form: Form,
  inputs: Values,
  again: boolean | undefined = false,
): { text: string } | { values: Values; problems: ReturnType<typeof problemsOn>; again: boolean } {
  const screen = screens(form, {})[0]!;
  const values = takeIn(screen, {}, inputs);
  const problems = again ? problemsOn(screen, values, '') : [];
  return again && problems.length === 0 ? { text: String(values[form.name]) } : { values, problems, again };
}

/**
 * The form, with its problems if it is shown again.
 * @param name the command's; its words and its button share it
 */
const asking = (
  form: Form,
  name: 'ask' | 'reply' | 'supplement',
  about: string,
  args: Button['args'],
  { again, ...typed }: Exclude<ReturnType<typeof given>, { text: string }>,
  by: By,
  intro = by.say(`${name}.intro` as 'ask.intro'),
): Outcome => {
  const submit = { label: by.say(`${name}.save`), do: name, ...(args ? { args } : {}) };
  const card = smallForm(form, { title: by.say(`${name}.title`), about, intro, submit, ...typed, by });
  return { answer: { card, replace: again } };
};

/** A question, answer or supplement, stored beside the application. */
const noted = (note: { id: string; application: string; kind: string; text: string } & Partial<Note>, by: By) =>
  insert('notes', { ...note, by: by.actor.person, at: by.now });

const firstClick = (args: Values) => args.sent !== true;

/** The applicant, and everybody who works in or leads the office: a question must not wait until one person is back. */
const answering: Rule<{ applicant: string; office: string }> = {
  authority: { application: 'answer' },
  blocker: ({ applicant, office }, { actor }) =>
    actor.person === applicant || [...actor.staffOf, ...actor.headOf, ...actor.deputyOf].includes(office)
      ? null
      : refuse('not-applicant'),
};

export const ask = command({
  name: 'ask',
  authority: deciding('any'),
  opensForm: firstClick,
  args: z.object({ application: z.string(), body: z.enum(BODIES), sent }),
  load: async ({ application, sent: again }, { tx, org, inputs }) => ({
    file: await dossier(tx, application),
    org,
    typed: given(QUESTION, inputs, again),
    id: newId('note'),
  }),
  about: ({ file, org }, _by, { body }) =>
    file && target(file.application.state, 'ask') ? [{ body, application: factsOf(file.application), org }] : [],
  decide: ({ body }, { file, typed, id }, by) => {
    if (!file) return refuse('not-found');
    const { application, votes } = file;
    const state = application.state;
    if (!target(state, 'ask')) return refuse('wrong-state', { state: by.say(`state.${state}`) });
    const bodyName = keyed(by.say.lang, `body.${body}`);
    if (!votes.some((vote) => vote.body === body && vote.openedAt)) return refuse('not-your-turn', { body: bodyName });
    if (!('text' in typed))
      return asking(QUESTION, 'ask', application.title, { application: application.id, body }, typed, by);
    const subject = `application:${application.id}`;
    return {
      answer: receipt(by.say('ask.saved'), by),
      changes: [
        noted({ id, application: application.id, kind: 'query', body, text: typed.text }, by),
        update('applications', application, { state: 'query' }),
      ],
      effects: [
        refresh(subject),
        post(toPerson(application.applicant), 'news', subject, { event: 'query', body, note: id }),
      ],
      audit: [{ action: 'query', subject, data: { body, note: id } }],
    };
  },
});

export const reply = command({
  name: 'reply',
  authority: answering,
  opensForm: firstClick,
  args: z.object({ note: z.string(), sent }),
  load: async ({ note, sent: again }, { tx, org, inputs, by }) => {
    const question = await noteById(tx, note);
    const facts = question ? await settleFacts({ tx, org, by }, question.application) : null;
    const names = question ? await namesOf(tx, [question.by]) : new Map<string, string>();
    return {
      question,
      facts,
      names,
      typed: given(ANSWER, inputs, again),
      id: newId('note'),
      asker: question?.by ?? by.actor.person,
    };
  },
  about: ({ question, facts }) => (facts && question?.kind === 'query' ? [facts.file.application] : []),
  decide: (_args, { question, facts, names, typed, id, asker }, by) => {
    if (!question || !facts || question.kind !== 'query') return refuse('not-found');
    const { application, notes } = facts.file;
    if (question.closedAt) return refuse('already-answered');
    if (!isOpen(application.state)) return refuse('wrong-state', { state: by.say(`state.${application.state}`) });
    if (!('text' in typed)) {
      const from = question.body ? keyed(by.say.lang, `body.${question.body}`) : (names.get(question.by) ?? '');
      const intro = by.say('reply.intro', { from, text: question.text });
      return asking(ANSWER, 'reply', application.title, { note: question.id }, typed, by, intro);
    }
    const left = notes.filter(
      (note) => note.kind === 'query' && note.closedAt === null && note.id !== question.id,
    ).length;
    const after = settled(facts, undefined, left, by.now);
    const subject = `application:${application.id}`;
    return {
      answer: receipt(by.say('reply.saved'), by),
      changes: [
        noted({ id, application: application.id, kind: 'answer', question: question.id, text: typed.text }, by),
        update('notes', question, { closedAt: by.now }),
        ...after.changes,
      ],
      effects: [...after.effects, post(toPerson(asker), 'news', subject, { event: 'answer', note: id })],
      audit: [{ action: 'answered', subject, data: { question: question.id, note: id } }, ...after.audit],
    };
  },
});

export const supplement = command({
  name: 'supplement',
  authority: answering,
  opensForm: firstClick,
  args: z.object({ application: z.string(), sent }),
  load: async ({ application, sent: again }, { tx, inputs }) => ({
    file: await dossier(tx, application),
    typed: given(SUPPLEMENT, inputs, again),
    id: newId('note'),
  }),
  about: ({ file }) => (file ? [file.application] : []),
  decide: (_args, { file, typed, id }, by) => {
    if (!file) return refuse('not-found');
    const { application } = file;
    if (!target(application.state, 'supplement')) {
      return refuse('wrong-state', { state: by.say(`state.${application.state}`) });
    }
    if (!('text' in typed))
      return asking(SUPPLEMENT, 'supplement', application.title, { application: application.id }, typed, by);
    const subject = `application:${application.id}`;
    return {
      answer: receipt(by.say('supplement.saved'), by),
      changes: [
        noted({ id, application: application.id, kind: 'supplement', text: typed.text }, by),
        update('applications', application, {}),
      ],
      effects: [refresh(subject)],
      audit: [{ action: 'supplemented', subject, data: { note: id } }],
    };
  },
});
