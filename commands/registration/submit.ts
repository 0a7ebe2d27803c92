/** Submission: checked as a whole, confirmed once, then frozen for good and sent to the head. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { post, refresh, toPerson } from '../../bot/delivery/effect.ts';
import { type Decider, deciders } from '../../bot/organisation/permission.ts';
import type { Body } from '../../bot/participation/body.ts';
import { bodiesFor } from '../../bot/participation/participation.ts';
import { refuse } from '../../bot/refusal.ts';
import { applicationNumber, rootNumber } from '../../bot/registration/application.ts';
import { berlinDay } from '../../bot/time/day.ts';
import { withoutHidden } from '../../cards/form.ts';
import { ADMINISTRATOR_ROLES, FORM_VERSION, holdersOf } from '../../cards/registration/registration-form.ts';
import { canonical } from '../../db/audit.ts';
import { type Change, insert, update } from '../../db/changes.ts';
import { newId } from '../../db/ids.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { type Application, counter, type Dossier, dossier, factsOf } from '../../db/registry/dossiers.ts';
import { type By, command, type Outcome } from '../command.ts';
import { keyed } from '../keyed.ts';
import { peopleWhoLeft } from '../leavers/departed.ts';
import { januarySubject, yearOf } from '../time/due/january.ts';
import { type Address, addressOf } from './address.ts';
import { departed, fitted, form, lacking } from './check.ts';
import { aboutDraft, draftCard, drafting, namesFrom, platformIn, REVIEW, setting, takenOn } from './draft.ts';

export const submit = command({
  name: 'submit',
  authority: drafting,
  opensForm: true,
  args: z.object({ draft: z.string(), sure: z.coerce.boolean().optional() }),
  load: async ({ draft }, { tx, org, by }) => {
    const found = await dossier(tx, draft);
    if (!found) return null;
    const application = { ...found.application, ...takenOn(found.application, by) };
    const file = { ...found, application };
    const kind = application.kind;
    const asked = bodiesFor(kind).map(({ body }) => ({
      body,
      deciders: deciders(body, factsOf(application), org.facts),
    }));
    const { values, dropped } = fitted(application);
    const address = await addressOf(tx, application, values);
    return {
      file,
      org,
      found,
      asked,
      values: { ...values, kind },
      dropped,
      address,
      left: await peopleWhoLeft(tx, org, by.now),
      newer: file.versions.find((version) => version.submittedAt !== null && version.revision > application.revision),
      counter: await counter(tx, `SN-${berlinDay(by.now).slice(0, 4)}`),
      // A channel that was closed or imported is taken up again, not entered twice.
      channel: file.channel ?? address.channel,
      ids: { channel: newId('channel'), votes: asked.map(() => newId('vote')) },
    };
  },
  about: (facts) => aboutDraft(facts?.found),
  decide: ({ sure }, facts, by) => {
    if (!facts) return refuse('not-found');
    const { file, org, asked, values, dropped, address, left, newer } = facts;
    const draft = file.application;
    if (draft.state !== 'draft') return refuse('moved-on');
    // A renewal and a closure may both be in draft. Once one is submitted, the other refers to an archived version.
    if (newer) return refuse('newer-version', { number: newer.number ?? '–' });
    if (address.taken) return refuse('already-registered', registeredAs(address.taken, org));
    const nobody = asked
      .filter((slot) => slot.deciders.length === 0)
      .map((slot) => keyed(by.say.lang, `body.${slot.body}`));
    if (nobody.length > 0) return refuse('nobody-can-decide', { bodies: nobody.join(', ') });
    if (file.attachments.some((attachment) => attachment.state === 'waiting')) return refuse('files-waiting');

    const found = [...address.problems, ...departed(values, left)];
    const problems = [...lacking(values, berlinDay(by.now)), ...found];
    if (problems.length > 0 || dropped.length > 0) {
      const view = { ...setting(org, draft, by), files: file.attachments, dropped };
      return {
        answer: {
          card: draftCard({ ...view, values, page: REVIEW, problems: found }),
          replace: true,
        },
        // Fields a newer form dropped are shown once. Submitting again confirms that the applicant saw it.
        changes:
          dropped.length > 0 ? [update('applications', draft, { answers: values, formVersion: FORM_VERSION })] : [],
        audit: [{ action: 'submission-incomplete', subject: `application:${draft.id}` }],
      };
    }
    return sure ? commit(facts, by) : { answer: { card: confirmCard(file, by), replace: true } };
  },
});

type Facts = {
  file: Dossier;
  org: Org;
  values: Record<string, unknown>;
  address: Address;
  asked: { body: Body; deciders: Decider[] }[];
  counter: { id: string; version: number };
  channel: Dossier['channel'];
  ids: { channel: string; votes: string[] };
};

/** How a refusal names another application: its number and its office's short name. */
export function registeredAs({ number, root, office }: Application, { organisation }: Org): Record<string, string> {
  const name = organisation.offices.find(({ id }) => id === office)?.short ?? office;
  return { number: number ?? root ?? '–', office: name };
}

function confirmCard({ application }: Dossier, { say }: By) {
  const title = say('submit.title');
  return {
    title,
    summary: say('submit.question'),
    lang: say.lang,
    nodes: [
      { kind: 'heading' as const, text: application.title },
      { kind: 'banner' as const, tone: 'warning' as const, text: say('submit.question') },
      { kind: 'text' as const, text: say('submit.next') },
    ],
    form: {
      submit: {
        label: say('submit.yes'),
        style: 'primary' as const,
        do: 'submit',
        args: { draft: application.id, sure: true },
      },
      others: [{ label: say('form.back'), do: 'fill', args: { draft: application.id, page: REVIEW, go: 'open' } }],
    },
  };
}

function commit({ file, org, values, address, asked, counter: count, channel, ids }: Facts, by: By): Outcome {
  const draft = file.application;
  const { now, say } = by;
  const kind = draft.kind;
  const root = draft.root ?? rootNumber(Number(berlinDay(now).slice(0, 4)), count.version + 1);
  const number = draft.number ?? applicationNumber(root, draft.revision);
  const subject = `application:${draft.id}`;
  // Answers to questions no longer asked must not be frozen: they would take effect later (such as an agency).
  const answers = withoutHidden(form, values);
  const hash = documentHash({
    number,
    kind,
    office: draft.office,
    legalBody: draft.legalBody,
    applicant: draft.applicant,
    answers,
    files: file.attachments.filter(({ state }) => state === 'stored').map(({ sha256 }) => sha256),
  });
  const channelId = channel?.id ?? ids.channel;
  const { predecessor } = file;

  const changes: Change[] = [
    update('applications', draft, {
      state: 'head',
      number,
      root,
      applicant: draft.applicant,
      answers,
      formVersion: FORM_VERSION,
      key: address.key,
      hash,
      channel: channelId,
      submittedAt: now,
      place: { page: 0 },
    }),
    ...(draft.root === null ? [update('counters', count, {})] : []),
    ...asked.map(({ body }, index) =>
      insert('votes', { id: ids.votes[index]!, application: draft.id, body, openedAt: body === 'head' ? now : null }),
    ),
    ...channelChanges({ ...draft, answers, key: address.key }, channel, channelId, now),
    // The predecessor is archived only now, so a discarded draft leaves no trace.
    ...(predecessor && predecessor.state !== 'archived'
      ? [update('applications', predecessor, { state: 'archived', endedAt: now })]
      : []),
  ];
  const head = asked.find(({ body }) => body === 'head')!.deciders;
  const own = head.filter((decider) => decider.level === 'own');
  const first = own.length > 0 ? own : head;
  const effects = [
    ...first.map(({ person }) => post(toPerson(person), 'application', subject, { as: 'head' })),
    post(toPerson(draft.applicant), 'application', subject, { as: 'applicant' }),
    ...(predecessor ? [refresh(`application:${predecessor.id}`)] : []),
    // A correction or closure answers a row of the January list.
    ...(predecessor || channel ? [refresh(januarySubject(draft.office, yearOf(now)))] : []),
  ];
  const receipt = {
    title: say('submit.done'),
    summary: say('submit.receipt', { number }),
    lang: say.lang,
    nodes: [
      { kind: 'banner' as const, tone: 'good' as const, text: say('submit.receipt', { number }) },
      {
        kind: 'text' as const,
        text: say('submit.first', { who: first.map(({ person }) => namesFrom(org, say)(person)).join(', ') }),
      },
      { kind: 'text' as const, text: say('submit.then') },
      { kind: 'note' as const, text: say('submit.hash', { hash }) },
    ],
  };
  return {
    answer: { card: receipt, replace: true },
    changes,
    effects,
    audit: [
      { action: 'submitted', subject, data: { number, kind, hash, version: draft.revision } },
      ...(predecessor ? [{ action: 'archived', subject: `application:${predecessor.id}`, data: { by: number } }] : []),
    ],
  };
}

function channelChanges(application: Application, channel: Dossier['channel'], id: string, now: Date): Change[] {
  const { answers, office, key, kind } = application;
  const administrators = holdersOf(answers).filter(({ role }) =>
    (ADMINISTRATOR_ROLES as readonly string[]).includes(role),
  ).length;
  if (channel) {
    // The registry stays on the last approved version until this one is decided.
    const first = channel.application === null || channel.application === application.id;
    const back = channel.state === 'closed' ? { state: 'planned' as const, application: application.id, office } : {};
    return [
      update('channels', channel, { changedAt: now, ...(first ? { application: application.id } : {}), ...back }),
    ];
  }
  return [
    insert('channels', {
      id,
      platform: platformIn(answers) ?? 'other',
      name: String(answers.name),
      handle: String(answers.handle),
      url: typeof answers.url === 'string' ? answers.url : null,
      key,
      office,
      state: kind === 'late' ? 'unapproved' : 'planned',
      application: application.id,
      administrators,
      createdAt: now,
      changedAt: now,
    }),
  ];
}

/** SHA-256 over everything that is frozen, keys sorted. */
export function documentHash(document: Record<string, unknown>): string {
  return createHash('sha256').update(canonical(document)).digest('hex');
}
