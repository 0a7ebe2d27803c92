/**
 * `/channel register [link]`: recognises the channel, looks for a duplicate, and opens a draft with all known answers.
 */
import { z } from 'zod';
import type { Recognised } from '../../bot/platform/link.ts';
import { platformRow } from '../../bot/platform/platform.ts';
import { type Refusal, refuse } from '../../bot/refusal.ts';
import type { Values } from '../../cards/form.ts';
import { FORM_VERSION, PREFILLED } from '../../cards/registration/registration-form.ts';
import { insert } from '../../db/changes.ts';
import type { Tx } from '../../db/connect.ts';
import { newId } from '../../db/ids.ts';
import type { Org } from '../../db/organisation/organisation.ts';
import {
  type Application,
  activeApplicationByKey,
  applicationById,
  channelByKey,
  dossier,
  draftsOf,
  lastOfOffice,
} from '../../db/registry/dossiers.ts';
import { type By, command } from '../command.ts';
import { keyed } from '../keyed.ts';
import { recognise } from '../platform/link.ts';
import { fitted } from './check.ts';
import { draftCard, mayEdit, namesFrom, setting, titleOf } from './draft.ts';
import { registeredAs } from './submit.ts';

export const register = command({
  name: 'register',
  group: 'channel',
  aliases: ['registrieren', 'anmelden', 'neu'],
  rank: 10,
  bare: true,
  authority: 'staff',
  positional: ['link'],
  named: { office: ['fachbereich'] },
  opensForm: true,
  summary: 'help.register',
  usage: 'usage.register',
  args: z.object({ link: z.string().max(2000).optional(), office: z.string().max(60).optional() }),
  load: async ({ link, office }, { tx, org, by }) => {
    const offices = officesOf(by);
    const said = office
      ? org.organisation.offices.find((o) => o.id === office || o.short.toLowerCase() === office.toLowerCase())
      : undefined;
    const chosen = said?.id ?? (offices.length === 1 ? offices[0] : undefined);
    const recognised = link ? recognise(link) : undefined;
    const key = recognised && 'key' in recognised ? recognised.key : undefined;
    const twin = key ? await activeApplicationByKey(tx, key) : null;
    const channel = key ? await channelByKey(tx, key) : null;
    // Archived but still in force: the last approved version after a renewal that failed.
    const standing =
      channel?.application && channel.state !== 'closed' ? await applicationById(tx, channel.application) : null;
    // The draft of somebody who has left blocks nobody.
    const left = twin?.state === 'draft' && org.gone.has(twin.applicant);
    const found = (left ? null : twin) ?? standing ?? (chosen && !link ? await untouched(tx, by, chosen) : null);
    const file = found ? await dossier(tx, found.id) : null;
    return {
      offices,
      chosen,
      recognised,
      file,
      last: chosen ? await lastOfOffice(tx, chosen) : null,
      org,
      id: newId('application'),
    };
  },
  decide: ({ link }, facts, by) => {
    const { recognised, file, chosen, offices, org } = facts;
    if (recognised && 'problem' in recognised) {
      const hint = recognised.profile ? by.say('link.did-you-mean', { profile: recognised.profile }) : '';
      return {
        answer: { notice: `${keyed(by.say.lang, `link.${recognised.problem}`)} ${hint}`.trim(), tone: 'warning' },
      };
    }
    const begun = file?.application;
    if (begun && !(begun.state === 'draft' && mayEdit(by.actor, begun))) return alreadyThere(begun, org, by);
    const office = begun?.office ?? chosen;
    if (!office) return chooseOffice(offices, facts.org, by, link);
    if (!begun && !offices.includes(office)) return refuse('not-allowed');
    const draft = begun ?? newDraft(facts.id, office, recognised, facts.last, facts.org, by);
    const { values, dropped } = fitted(draft);
    const card = draftCard({
      ...setting(org, draft, by),
      values,
      page: draft.place.page,
      problems: [],
      dropped,
      prefilled: !begun && Object.keys(values).length > 1 ? 'found' : undefined,
      files: file?.attachments ?? [],
    });
    const audit = [{ action: 'draft-begun', subject: `application:${draft.id}`, data: { kind: draft.kind, office } }];
    return { answer: { card }, ...(begun ? {} : { changes: [insert('applications', draft)], audit }) };
  },
});

/** This person's draft without any input: asking for the form twice opens the same one. */
async function untouched(tx: Tx, by: By, office: string): Promise<Application | undefined> {
  const drafts = await draftsOf(tx, by.actor.person);
  return drafts.find((draft) => draft.version === 0 && draft.kind === 'new' && draft.office === office && !draft.key);
}

/** Refuses: already registered, or a colleague has a draft and is named. */
function alreadyThere(application: Application, org: Org, by: By): Refusal {
  if (application.number !== null) return refuse('already-registered', registeredAs(application, org));
  return refuse('draft-exists', { who: namesFrom(org, by.say)(application.applicant) });
}

export function officesOf({ actor }: By): string[] {
  return [...new Set([...actor.staffOf, ...actor.headOf, ...actor.deputyOf, ...actor.privacyOf])];
}

function chooseOffice(offices: readonly string[], org: Org, by: By, link: string | undefined) {
  if (offices.length === 0) return refuse('no-office');
  const title = by.say('register.choose-office');
  return {
    answer: {
      card: {
        title,
        summary: title,
        lang: by.say.lang,
        nodes: [
          { kind: 'text' as const, text: title },
          {
            kind: 'actions' as const,
            buttons: offices.map((id) => ({
              label: org.organisation.offices.find((office) => office.id === id)?.short ?? id,
              do: 'register',
              args: { office: id, ...(link ? { link } : {}) },
            })),
          },
        ],
      },
    },
  };
}

/**
 * A new draft: platform and handle from the link, house rules from the office's last application, never a declaration.
 */
function newDraft(
  id: string,
  office: string,
  recognised: Recognised | undefined,
  last: Application | null,
  org: Org,
  by: By,
): Application {
  const legalBody = org.organisation.offices.find((candidate) => candidate.id === office)?.legalBody ?? '';
  const fromLast: Values = {};
  for (const name of PREFILLED) {
    const value = last?.answers[name];
    if (value !== undefined) fromLast[name] = value;
  }
  const fromLink: Values = recognised
    ? {
        platform: recognised.platform,
        handle: recognised.handle,
        url: recognised.url,
        name: recognised.handle,
        accountKind: recognised.kind,
      }
    : {};
  const answers = { kind: 'new', ...fromLast, ...fromLink };
  return {
    id,
    version: 0,
    number: null,
    root: null,
    revision: 1,
    predecessor: null,
    kind: 'new',
    state: 'draft',
    office,
    legalBody,
    applicant: by.actor.person,
    channel: null,
    platform: recognised?.platform ?? null,
    title: recognised ? titleOf(platformRow(recognised.platform).name, answers) : '',
    key: recognised?.key ?? null,
    formVersion: FORM_VERSION,
    answers,
    place: { page: 0 },
    hash: null,
    createdAt: by.now,
    submittedAt: null,
    decidedAt: null,
    endedAt: null,
  };
}
