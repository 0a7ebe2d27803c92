/** After an advising body's Nein, the head upholds the application with reasons, which stay visible for good. */
import { z } from 'zod';
import { post, toPerson } from '../../bot/delivery/effect.ts';
import { BODIES } from '../../bot/participation/body.ts';
import { refuse } from '../../bot/refusal.ts';
import { approvalBlockers, isOpen } from '../../bot/registration/application.ts';
import { type Form, problemsOn, screens, takeIn } from '../../cards/form.ts';
import { update } from '../../db/changes.ts';
import { factsOf, type Vote } from '../../db/registry/dossiers.ts';
import { command } from '../command.ts';
import { keyed } from '../keyed.ts';
import { asSlot } from '../registration/views/application-buttons.ts';
import { deciding, decidingAs } from './deciding.ts';
import { settled, settleFacts } from './settle.ts';
import { receipt, sent, smallForm } from './small-form.ts';
import { actingFor } from './vote.ts';

const form = {
  name: 'weigh',
  version: 1,
  pages: [{ name: 'weigh', fields: { weighing: { kind: 'area', required: true, min: 10, max: 2000 } } }],
} as const satisfies Form;

export const weigh = command({
  name: 'weigh',
  authority: deciding('head'),
  opensForm: (args) => args.sent !== true,
  args: z.object({ application: z.string(), body: z.enum(BODIES), seen: z.coerce.number().int().optional(), sent }),
  load: async ({ application }, context) => ({
    facts: await settleFacts(context, application),
    org: context.org,
    inputs: context.inputs,
  }),
  about: ({ facts, org }) =>
    facts && isOpen(facts.file.application.state)
      ? [{ body: 'head' as const, application: factsOf(facts.file.application), org }]
      : [],
  decide: ({ body, seen, sent: filled = false }, { facts, org, inputs }, by) => {
    if (!facts) return refuse('not-found');
    const { application, votes, notes } = facts.file;
    const state = application.state;
    const bodyName = keyed(by.say.lang, `body.${body}`);
    if (!isOpen(state)) return refuse('wrong-state', { state: by.say(`state.${state}`) });
    const decider = decidingAs({ body: 'head', application: factsOf(application), org }, by);
    const vote = votes.find((candidate) => candidate.body === body);
    const { toWeigh } = approvalBlockers(application.kind, votes.map(asSlot));
    if (!vote || !toWeigh.includes(body)) return refuse('nothing-to-weigh', { body: bodyName });
    // The body has changed its Nein since the form was opened. The weighing must not stand under a reason nobody
    // weighed.
    if (seen !== undefined && seen !== vote.version) return refuse('moved-on');

    const screen = screens(form, {})[0]!;
    const values = takeIn(screen, {}, inputs);
    const problems = filled ? problemsOn(screen, values, '') : [];
    if (!filled || problems.length > 0) {
      const card = smallForm(form, {
        title: by.say('weigh.title'),
        about: application.title,
        intro: by.say('weigh.intro', { body: bodyName, reason: vote.reason ?? '–' }),
        submit: {
          label: by.say('weigh.save'),
          do: 'weigh',
          args: { application: application.id, body, seen: vote.version },
        },
        values,
        problems,
        by,
      });
      return { answer: { card, replace: filled } };
    }
    const set = {
      weighing: String(values.weighing),
      weighedBy: by.actor.person,
      weighedFor: actingFor(decider),
      weighedAt: by.now,
    };
    const next: Vote = { ...vote, ...set };
    const open = notes.filter((note) => note.kind === 'query' && note.closedAt === null).length;
    const after = settled(facts, next, open, by.now);
    const subject = `application:${application.id}`;
    return {
      answer: receipt(by.say('weigh.saved'), by),
      changes: [update('votes', vote, set), ...after.changes],
      effects: [...after.effects, post(toPerson(application.applicant), 'news', subject, { event: 'weighed', body })],
      audit: [{ action: 'weighed', subject, data: { body, onBehalfOf: set.weighedFor } }, ...after.audit],
    };
  },
});
