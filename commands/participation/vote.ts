/**
 * A body's answer to an application: Ja, Nein with a reason, the same as last time, or a change while it is still open.
 */

import { z } from 'zod';
import { post, toPerson } from '../../bot/delivery/effect.ts';
import { type Decider, deciders } from '../../bot/organisation/permission.ts';
import { BODIES } from '../../bot/participation/body.ts';
import { refuse } from '../../bot/refusal.ts';
import { approvalBlockers, isOpen } from '../../bot/registration/application.ts';
import type { ApplicationKind } from '../../bot/registration/application-kind.ts';
import { type Form, problemsOn, screens, takeIn } from '../../cards/form.ts';
import type { Card } from '../../cards/node.ts';
import { sayTime } from '../../cards/text.ts';
import { update } from '../../db/changes.ts';
import { namesOf } from '../../db/organisation/organisation.ts';
import { factsOf, type Vote } from '../../db/registry/dossiers.ts';
import { type By, command } from '../command.ts';
import { keyed } from '../keyed.ts';
import { asSlot, repeatable } from '../registration/views/application-buttons.ts';
import { deciding, decidingAs } from './deciding.ts';
import { settled, settleFacts } from './settle.ts';
import { receipt, sent, smallForm } from './small-form.ts';

const reason = { kind: 'area', words: 'voteReason', required: true, min: 5, max: 2000 } as const;
const resolution = { kind: 'line', words: 'resolution', max: 200 } as const;
const FORMS = {
  no: { name: 'vote-no', version: 1, pages: [{ name: 'vote', fields: { reason, resolution } }] },
  yes: { name: 'vote-yes', version: 1, pages: [{ name: 'vote', fields: { resolution } }] },
  change: {
    name: 'vote-change',
    version: 1,
    pages: [
      {
        name: 'vote',
        fields: {
          answer: { kind: 'choice', words: 'voteAnswer', required: true, options: ['yes', 'no'] },
          reason: { ...reason, required: (values) => values.answer === 'no' },
          resolution,
        },
      },
    ],
  },
} as const satisfies Record<string, Form>;

export const vote = command({
  name: 'vote',
  authority: deciding('any'),
  // With a Ja the staff council may record its resolution. A Nein always needs a reason.
  opensForm: (args) => args.sent !== true && formFor(String(args.answer), String(args.body)) !== null,
  args: z.object({
    application: z.string(),
    body: z.enum(BODIES),
    seen: z.coerce.number().int(),
    answer: z.enum(['yes', 'no', 'unchanged', 'change']),
    sent,
  }),
  load: async ({ application, body }, { tx, org, by, inputs }) => {
    const facts = await settleFacts({ tx, org, by }, application);
    if (!facts) return null;
    const slot = facts.file.votes.find((candidate) => candidate.body === body);
    const names = await namesOf(
      tx,
      [slot?.by, slot?.onBehalfOf].filter((id) => typeof id === 'string'),
    );
    const authority = factsOf(facts.file.application);
    return { facts, slot, names, authority, org, inputs, heads: deciders('head', authority, org.facts) };
  },
  about: (loaded, _by, { body }) => (loaded ? [{ body, application: loaded.authority, org: loaded.org }] : []),
  decide: ({ body, seen, answer, sent: filled = false }, loaded, by) => {
    if (!loaded) return refuse('not-found');
    const { facts, slot, names, authority, org, inputs, heads } = loaded;
    const { application, notes } = facts.file;
    const state = application.state;
    const bodyName = keyed(by.say.lang, `body.${body}`);
    const decider = decidingAs({ body, application: authority, org }, by);
    // The card is outdated because somebody else voted in between. The refusal names them, and nothing is written.
    if (slot && slot.version !== seen && slot.by) return alreadyDecided(slot, names, by);
    if (!isOpen(state)) return refuse('wrong-state', { state: by.say(`state.${state}`) });
    if (!slot?.openedAt) return refuse('not-your-turn', { body: bodyName });
    if (slot.version !== seen) return refuse('moved-on');

    const before = repeatable(facts.file, body);
    if (answer === 'unchanged' && !before) return refuse('nothing-unchanged');
    const kind = formFor(answer, body);
    if (kind && !filled) return { answer: { card: voteCard(kind, slot, application.title, by) } };

    const screen = screens(FORMS[kind ?? 'yes'], {})[0]!;
    // Without a form, ignore any inputs the request carries.
    const values = kind ? takeIn(screen, {}, inputs) : {};
    const problems = problemsOn(screen, values, '');
    if (kind && problems.length > 0) {
      return {
        answer: {
          card: voteCard(kind, slot, application.title, by, values, problems),
          replace: true,
        },
      };
    }
    const given =
      answer === 'change' ? (values.answer === 'yes' ? 'yes' : 'no') : answer === 'unchanged' ? before!.answer : answer;
    const next: Vote = {
      ...slot,
      answer: given,
      reason: textOf(values.reason) ?? (answer === 'unchanged' ? before!.reason : null),
      resolution: textOf(values.resolution),
      unchanged: answer === 'unchanged' ? 'yes' : null,
      by: by.actor.person,
      onBehalfOf: actingFor(decider),
      at: by.now,
      // A weighing refers to the vote it weighed, so a new vote clears it.
      weighing: null,
      weighedBy: null,
      weighedFor: null,
      weighedAt: null,
    };
    const { id: _id, version: _version, ...set } = next;
    const open = notes.filter((note) => note.kind === 'query' && note.closedAt === null).length;
    const after = settled(facts, next, open, by.now);
    const subject = `application:${application.id}`;
    const said = by.say('vote.saved', { body: bodyName, answer: by.say(`answer.${given}`) });
    return {
      answer: filled
        ? receipt(said, by)
        : { show: { view: 'application', subject, args: { as: body } }, replace: true },
      changes: [update('votes', slot, set), ...after.changes],
      effects: [
        ...after.effects,
        ...(given === 'no' && after.state !== 'rejected'
          ? noNews(subject, body, application.applicant, heads, facts.file.application.kind, next)
          : []),
      ],
      audit: [
        {
          action: 'voted',
          subject,
          data: {
            body,
            answer: given,
            unchanged: answer === 'unchanged',
            onBehalfOf: next.onBehalfOf,
            vote: slot.version + 1,
          },
        },
        ...after.audit,
      ],
    };
  },
});

/** @returns the form this answer needs; null: a click is enough */
function formFor(answer: string, body: string): keyof typeof FORMS | null {
  if (answer === 'no' || answer === 'change') return answer;
  return answer === 'yes' && body === 'council' ? 'yes' : null;
}

/** The head somebody acts for. Null: in their own name, or for a vacant post. */
export const actingFor = (decider: Decider): string | null => decider.for ?? null;

function alreadyDecided(slot: Vote, names: ReadonlyMap<string, string>, { say }: By) {
  const by = names.get(slot.by ?? '') ?? say('word.deleted-person');
  const who = slot.onBehalfOf ? say('application.acting', { by, head: names.get(slot.onBehalfOf) ?? '–' }) : by;
  return refuse('already-decided', {
    who,
    at: slot.at ? sayTime(say.lang, slot.at) : '–',
    answer: say(`answer.${slot.answer}`),
  });
}

function voteCard(
  kind: keyof typeof FORMS,
  slot: Vote,
  title: string,
  by: By,
  values = {},
  problems = [] as ReturnType<typeof problemsOn>,
): Card {
  const { say } = by;
  return smallForm(FORMS[kind], {
    title: say(`vote.${kind}.title`),
    about: title,
    intro:
      kind === 'change'
        ? say('vote.change.intro', { answer: say(`answer.${slot.answer}`) })
        : say(`vote.${kind}.intro`),
    submit: {
      label: kind === 'no' ? say('vote.no.save') : say('word.save'),
      do: 'vote',
      args: { application: slot.application, body: slot.body, seen: slot.version, answer: kind },
    },
    values,
    problems,
    by,
  });
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Tells department and head about a Nein at once, with what they can do now. */
function noNews(subject: string, body: string, applicant: string, heads: Decider[], kind: ApplicationKind, next: Vote) {
  const weighable = approvalBlockers(kind, [asSlot(next)]).toWeigh.length > 0;
  const hint = weighable ? 'no.weigh' : 'no.consent';
  const own = heads.filter(({ level }) => level === 'own');
  const people = [...new Set([applicant, ...(own.length > 0 ? own : heads).map(({ person }) => person)])];
  return people.map((person) => post(toPerson(person), 'news', subject, { event: 'no', body, hint }));
}
