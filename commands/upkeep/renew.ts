/** "Antrag erneut stellen" and closing: a new version, linked to the old one, with its data to be edited. */
import { z } from 'zod';
import { type ApplicationKind, type ApplicationState, target } from '../../bot/application.ts';
import { type Refusal, refuse } from '../../bot/refusal.ts';
import { FORM_VERSION, fit } from '../../cards/registration-form.ts';
import { insert } from '../../db/changes.ts';
import { newId } from '../../db/ids.ts';
import type { Org } from '../../db/organisation.ts';
import { type Application, chain, type Dossier } from '../../db/registry.ts';
import { type By, type Context, command, type Outcome } from '../command.ts';
import { named } from '../participation/end.ts';
import { draftCard, namesFrom, peopleOptions, REVIEW, today } from '../registration/draft.ts';
import { officesOf } from '../registration/register.ts';

type Facts = {
  file: Dossier | null;
  several: boolean;
  versions: Application[];
  revision: number;
  org: Org;
  id: string;
};

async function load({ what }: { what: string }, { tx, org }: Context): Promise<Facts> {
  const found = await named(tx, what);
  const root = found.file?.application.root;
  const all = root ? await chain(tx, root) : [];
  return {
    ...found,
    // A draft that was thrown away never was a version; only its revision is used up.
    versions: all.filter((version) => version.number !== null || version.state === 'draft'),
    revision: Math.max(0, ...all.map((version) => version.revision)) + 1,
    org,
    id: newId('application'),
  };
}

/** The next version, or why there can't be one now. */
function nextVersion(kind: ApplicationKind, facts: Facts, by: By): Outcome | Refusal {
  const { file, several, versions, revision, org, id } = facts;
  if (!file) return refuse(several ? 'ambiguous' : 'not-found');
  const old = file.application;
  const mine =
    old.applicant === by.actor.person || officesOf(by).includes(old.office) || by.actor.roles.includes('registrar');
  if (!mine) return refuse('not-yours');
  const newest = versions.at(-1) ?? old;
  if (newest.id !== old.id && newest.state !== 'draft')
    return refuse('newer-version', { number: newest.number ?? '–' });
  const begun =
    versions.find((version) => version.state === 'draft' && version.kind === kind) ??
    (old.state === 'draft' ? old : undefined);
  if (!begun && !target(old.state as ApplicationState, 'renew'))
    return refuse('wrong-state', { state: by.say(`state.${old.state as 'head'}`) });
  if (kind === 'closure' && !begun && !['published', 'approved'].includes(old.state)) {
    return refuse('wrong-state', { state: by.say(`state.${old.state as 'head'}`) });
  }
  const { values, dropped } = fit(old.answers);
  const draft: Application = begun ?? {
    ...old,
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
    place: { page: kind === 'closure' ? REVIEW : 0 },
    hash: null,
    createdAt: by.now,
    submittedAt: null,
    decidedAt: null,
    endedAt: null,
  };
  const card = draftCard({
    draft: draft.id,
    values: draft.answers,
    page: draft.place.page,
    problems: [],
    dropped,
    prefilled: !begun,
    files: [],
    people: peopleOptions(org, draft.office),
    names: namesFrom(org, by.say),
    say: by.say,
    today: today(by.now),
  });
  const audit = [{ action: 'draft-begun', subject: `application:${draft.id}`, data: { kind, predecessor: old.id } }];
  return { answer: { card }, ...(begun ? {} : { changes: [insert('applications', draft)], audit }) };
}

const what = z.object({ what: z.string().min(1).max(500) });

export const renew = command({
  name: 'renew',
  group: 'channel',
  aliases: ['erneut', 'erneut stellen', 'antrag erneut stellen', 'antrag erneut erstellen', 'erneuern', 'ändern'],
  permission: 'staff',
  positional: ['what'],
  opensForm: true,
  summary: 'help.renew',
  usage: 'usage.renew',
  args: what,
  load,
  decide: (_args, facts, by) =>
    nextVersion(
      facts.file?.application.kind === 'late' && facts.file.application.state === 'draft' ? 'late' : 'renewal',
      facts,
      by,
    ),
});

export const close = command({
  name: 'close',
  group: 'channel',
  aliases: ['abmelden', 'schließen', 'schliessen'],
  permission: 'staff',
  positional: ['what'],
  opensForm: true,
  summary: 'help.close',
  usage: 'usage.close',
  args: what,
  load,
  decide: (_args, facts, by) => nextVersion('closure', facts, by),
});
