/** Renewing ("Antrag erneut stellen") and closing: a new version, linked to the old one and prefilled with its data. */
import { z } from 'zod';
import { type Refusal, refuse } from '../../bot/refusal.ts';
import { target } from '../../bot/registration/application.ts';
import type { ApplicationKind } from '../../bot/registration/application-kind.ts';
import type { Values } from '../../cards/form.ts';
import { FORM_VERSION } from '../../cards/registration/registration-form.ts';
import { insert, update } from '../../db/changes.ts';
import { newId } from '../../db/ids.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import { type Application, applicationById, type Dossier, dossier } from '../../db/registry/dossiers.ts';
import { type By, type Context, command, type Outcome, type Rule } from '../command.ts';
import { named } from '../participation/end.ts';
import { fitted } from './check.ts';
import { draftCard, mayEdit, namesFrom, REVIEW, setting } from './draft.ts';
import { officesOf } from './register.ts';
import { isRunning } from './views/application-buttons.ts';

type Facts = {
  file: Dossier | null;
  several: boolean;
  versions: Application[];
  revision: number;
  begun: Dossier | null;
  /** The version a closure copies: the one in force. Null: the named one is copied. */
  source: Application | null;
  org: Org;
  id: string;
};

/** What `nextVersion` needs to know about the named channel. */
export async function versionFacts(kind: ApplicationKind, what: string, { tx, org }: Context): Promise<Facts> {
  const { file, found } = await named(tx, what);
  const all = file?.versions ?? [];
  const own = file?.application;
  const draft = all.find((version) => version.state === 'draft' && version.kind === kind);
  const begun = draft ?? (own?.state === 'draft' && own.kind !== 'closure' && kind !== 'closure' ? own : undefined);
  return {
    file,
    several: found.length > 1,
    // A discarded draft never was a version; only its revision number is used up.
    versions: all.filter((version) => version.number !== null),
    revision: Math.max(0, ...all.map((version) => version.revision)) + 1,
    begun: begun ? await dossier(tx, begun.id) : null,
    source:
      kind === 'closure' && file?.channel?.application ? await applicationById(tx, file.channel.application) : null,
    org,
    id: newId('application'),
  };
}

/** Changes the copied answers and picks the first screen. */
export type Edit = {
  answers: (values: Values) => Values;
  page: (values: Values) => number;
};

/** The applicant, the office and the registrars. `called`: a card asks this person to, as an exception. */
export const renewing: Rule<{ application: Application; called?: boolean }> = {
  authority: { application: 'renew' },
  blocker: ({ application: { applicant, office }, called = false }, by) => {
    const { person, roles } = by.actor;
    const mine = called || applicant === person || officesOf(by).includes(office) || roles.includes('registrar');
    return mine ? null : refuse('not-yours');
  },
};

export const aboutVersion = (file: Dossier | null, called = false) =>
  file ? [{ application: file.application, called }] : [];

/** The next version, or why there cannot be one now. */
export function nextVersion(kind: ApplicationKind, facts: Facts, by: By, edit?: Edit): Outcome | Refusal {
  const { file, several, versions, revision, begun, source, org, id } = facts;
  if (!file) return refuse(several ? 'ambiguous' : 'not-found');
  const old = file.application;
  const newest = versions.at(-1) ?? old;
  if (newest.id !== old.id && begun?.application.id !== old.id)
    return refuse('newer-version', { number: newest.number ?? '–' });
  if (begun) return goOn(begun, org, by, edit);
  const running = file.channel !== null && isRunning(file.channel.state);
  if (!target(old.state, 'renew') || (kind === 'closure' && !running))
    return refuse('wrong-state', { state: by.say(`state.${old.state}`) });
  const { title, platform, key, answers, formVersion } = source ?? old;
  const { values: kept, dropped } = fitted({ answers, formVersion });
  const values = edit ? edit.answers(kept) : kept;
  const draft: Application = {
    ...old,
    title,
    platform,
    key,
    id,
    version: 0,
    number: null,
    revision,
    predecessor: old.id,
    kind,
    state: 'draft',
    applicant: by.actor.person,
    formVersion: FORM_VERSION,
    answers: { ...values, kind },
    place: { page: kind === 'closure' ? REVIEW : (edit?.page(values) ?? 0) },
    hash: null,
    createdAt: by.now,
    submittedAt: null,
    decidedAt: null,
    endedAt: null,
  };
  const page = draft.place.page;
  const card = draftCard({
    ...setting(org, draft, by),
    values: draft.answers,
    page,
    problems: [],
    dropped,
    prefilled: 'copied',
    files: [],
  });
  const audit = [{ action: 'draft-begun', subject: `application:${draft.id}`, data: { kind, predecessor: old.id } }];
  return { answer: { card }, changes: [insert('applications', draft)], audit };
}

/**
 * Continues a draft somebody has begun: two simultaneous clicks make one draft. Only its author may, unless they left.
 */
function goOn({ application: draft, attachments }: Dossier, org: Org, by: By, edit?: Edit): Outcome | Refusal {
  const left = org.gone.has(draft.applicant);
  if (!left && !mayEdit(by.actor, draft)) {
    return refuse('draft-exists', { who: namesFrom(org, by.say)(draft.applicant) });
  }
  const { values: kept, dropped } = fitted(draft);
  const values = edit ? edit.answers(kept) : kept;
  const page = edit?.page(values) ?? draft.place.page;
  const card = draftCard({ ...setting(org, draft, by), values, page, problems: [], dropped, files: attachments });
  const set = {
    ...(left ? { applicant: by.actor.person } : {}),
    ...(edit ? { answers: { ...values, kind: draft.answers.kind }, place: { ...draft.place, page } } : {}),
  };
  if (Object.keys(set).length === 0) return { answer: { card } };
  const audit = left
    ? [{ action: 'draft-taken-over', subject: `application:${draft.id}`, data: { from: draft.applicant } }]
    : [];
  return { answer: { card }, changes: [update('applications', draft, set)], audit };
}

const what = z.object({ what: z.string().min(1).max(500) });

export const renew = command({
  name: 'renew',
  group: 'channel',
  aliases: ['erneut', 'erneut stellen', 'antrag erneut stellen', 'antrag erneut erstellen', 'erneuern', 'ändern'],
  rank: 50,
  authority: renewing,
  positional: ['what'],
  opensForm: true,
  summary: 'help.renew',
  usage: 'usage.renew',
  args: what,
  load: ({ what }, context) => versionFacts('renewal', what, context),
  about: ({ file }) => aboutVersion(file),
  decide: (_args, facts, by) => nextVersion('renewal', facts, by),
});

export const close = command({
  name: 'close',
  group: 'channel',
  aliases: ['abmelden', 'schließen', 'schliessen'],
  rank: 60,
  authority: renewing,
  positional: ['what'],
  opensForm: true,
  summary: 'help.close',
  usage: 'usage.close',
  args: what,
  load: ({ what }, context) => versionFacts('closure', what, context),
  about: ({ file }) => aboutVersion(file),
  decide: (_args, facts, by) => nextVersion('closure', facts, by),
});
