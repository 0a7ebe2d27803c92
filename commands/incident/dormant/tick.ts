/** A person marks a step as done, with its evidence, or as not applicable, with a reason. */
import { z } from 'zod';
import { deletes } from '../../../bot/incident/checklist/deleting.ts';
import { stepRow } from '../../../bot/incident/checklist.ts';
import { isClosed, needsSnapshot, provesStep, SET_ASIDE, waitsFor } from '../../../bot/incident/dormant.ts';
import { type Refusal, refuse } from '../../../bot/refusal.ts';
import { type Form, type Problem, problemsOn, screens, takeIn, type Values } from '../../../cards/form.ts';
import { sayTime } from '../../../cards/text.ts';
import type { Step } from '../../../db/incident/incidents.ts';
import { type By, command, type Outcome } from '../../command.ts';
import { keyed } from '../../keyed.ts';
import { sent, smallForm } from '../../participation/small-form.ts';
import { today } from '../../registration/draft.ts';
import { channelTitle } from '../channel-names.ts';
import { nameIn, notNow } from '../dossier.ts';
import { marked } from '../drill-mark.ts';
import { atChannel, dossierOfStep, type IncidentChannelDossier } from './incident-channel.ts';
import { dataOf, stepsCard, written } from './settle.ts';

const note = { kind: 'area', words: 'stepNote', max: 1000 } as const;
const FORMS = {
  link: {
    name: 'step-link',
    version: 1,
    pages: [{ name: 'step', fields: { evidence: { kind: 'link', words: 'stepLink', required: true }, note } }],
  },
  either: {
    name: 'step-either',
    version: 1,
    pages: [
      { name: 'step', fields: { evidence: { kind: 'line', words: 'stepEither', required: true, max: 500 }, note } },
    ],
  },
  file: {
    name: 'step-file',
    version: 1,
    pages: [{ name: 'step', fields: { evidence: { kind: 'line', words: 'stepFile', required: true, max: 64 }, note } }],
  },
  none: { name: 'step-none', version: 1, pages: [{ name: 'step', fields: { note } }] },
  skip: {
    name: 'step-skip',
    version: 1,
    pages: [
      { name: 'step', fields: { reason: { kind: 'area', words: 'stepReason', required: true, min: 5, max: 1000 } } },
    ],
  },
} as const satisfies Record<string, Form>;

type Facts = { dossier: IncidentChannelDossier; step: Step };
const args = z.object({
  step: z.string(),
  /** The version of the step the card showed. */
  seen: z.coerce.number().int(),
  /** Asks for the form, because the step needs evidence. */
  ask: z.boolean().optional(),
  sent,
});

/** Why this click cannot change this step. */
export function stepBlocker({ dossier, step }: Facts, seen: number | null, by: By): Refusal | null {
  const no = notNow('evidence', dossier.file, by);
  if (no) return no;
  const { say } = by;
  if (dossier.place.restoredAt) return refuse('already-restored', { channel: channelTitle(dossier.channel) });
  if (isClosed(step)) {
    return refuse('already-done', {
      who: step.doneBy ? nameIn(dossier.names, step.doneBy, by) : '–',
      at: step.doneAt ? sayTime(say.lang, step.doneAt) : '–',
    });
  }
  if (seen !== null && step.version !== seen) return refuse('moved-on');
  if (needsSnapshot(step.stage) && !dossier.place.snapshot) {
    return refuse('snapshot-missing', { channel: channelTitle(dossier.channel) });
  }
  const first = waitsFor(dossier.steps, step, dossier.channel.platform);
  return first ? refuse('step-waits', { step: keyed(say.lang, `step.${first}`) }) : null;
}

/** @param evidence as typed; empty if the step needs none */
export function done({ dossier, step }: Facts, evidence: string, typed: string, by: By): Outcome {
  const set = {
    state: 'done' as const,
    how: 'hand' as const,
    doneBy: by.actor.person,
    doneAt: by.now,
    evidence: evidence || null,
    note: typed || null,
    problem: null,
  };
  const data = { ...dataOf(dossier, step, by), ...(evidence ? { evidence } : {}) };
  const line = { kind: evidence ? 'step-proved' : 'step-done', text: typed, data };
  return { answer: stepsCard(dossier), ...written(dossier, [{ step, set }], [line], by) };
}

/** The evidence this step needs. A step unknown to this version needs none. */
export const demandOf = ({ dossier, step }: Facts) =>
  stepRow(dossier.channel.platform, step.stage, step.step)?.evidence ?? 'none';

export const tick = command({
  name: 'incident-tick',
  authority: atChannel('work'),
  opensForm: (given) => given.ask === true && given.sent !== true,
  args,
  load: async ({ step }, { tx, org, inputs }) => ({ facts: await dossierOfStep(tx, step, org), inputs }),
  about: ({ facts }) => (facts ? [facts.dossier] : []),
  decide: ({ seen, ask = false, sent: filled = false }, { facts, inputs }, by) => {
    if (!facts) return refuse('moved-on');
    const no = stepBlocker(facts, seen, by);
    if (no) return no;
    const demand = demandOf(facts);
    if (!ask) return demand === 'none' ? done(facts, '', '', by) : refuse('evidence-missing');
    const form: Form = FORMS[demand];
    const screen = screens(form, {})[0]!;
    const values = takeIn(screen, {}, inputs);
    const evidence = String(values.evidence ?? '');
    const found = filled ? problemsOn(screen, values, today(by.now)) : [];
    const unproved: Problem[] =
      filled && found.length === 0 && !provesStep(demand, evidence) ? [{ path: 'evidence', code: 'not-a-link' }] : [];
    const problems = [...found, ...unproved];
    if (!filled || problems.length > 0) return asked(form, 'tick', facts, values, problems, by);
    return done(facts, evidence, String(values.note ?? ''), by);
  },
});

export const skip = command({
  name: 'incident-skip',
  authority: atChannel('work'),
  opensForm: (given) => given.sent !== true,
  args,
  load: async ({ step }, { tx, org, inputs }) => ({ facts: await dossierOfStep(tx, step, org), inputs }),
  about: ({ facts }) => (facts ? [facts.dossier] : []),
  decide: ({ seen, sent: filled = false }, { facts, inputs }, by) => {
    if (!facts) return refuse('moved-on');
    const no = stepBlocker(facts, seen, by);
    if (no) return no;
    const screen = screens(FORMS.skip, {})[0]!;
    const values = takeIn(screen, {}, inputs);
    const found = filled ? problemsOn(screen, values, today(by.now)) : [];
    // Only a change of control may use this reserved note.
    const posed: Problem[] = values.reason === SET_ASIDE ? [{ path: 'reason', code: 'too-short' }] : [];
    const problems = [...found, ...(filled ? posed : [])];
    if (!filled || problems.length > 0) return asked(FORMS.skip, 'skip', facts, values, problems, by);
    const { dossier, step } = facts;
    const reason = String(values.reason);
    const set = {
      state: 'not-applicable' as const,
      doneBy: by.actor.person,
      doneAt: by.now,
      note: reason,
      problem: null,
    };
    const line = { kind: 'step-skipped', text: reason, data: dataOf(dossier, step, by) };
    return { answer: stepsCard(dossier), ...written(dossier, [{ step, set }], [line], by) };
  },
});

function asked(
  form: Form,
  what: 'tick' | 'skip',
  { dossier, step }: Facts,
  values: Values,
  problems: Problem[],
  by: By,
): Outcome {
  const { say } = by;
  const card = smallForm(form, {
    title: say(`dormant.${what}.title`),
    about: channelTitle(dossier.channel),
    intro: [
      keyed(say.lang, `step.${step.step}`),
      ...(what === 'tick' && deletes(step.step) ? [say('steps.screenshots-first')] : []),
    ].join('\n'),
    submit: {
      label: say(`dormant.${what}.save`),
      do: `incident-${what}`,
      args: { step: step.id, seen: step.version, ...(what === 'tick' ? { ask: true } : {}) },
    },
    values,
    problems,
    by,
  });
  return { answer: { card: marked(card, dossier.file.row, say) } };
}
