/** `/channel register [link]`: recognises the channel, finds its twin, and starts a draft filled in as far as can be known. */
import { z } from 'zod';
import { type Recognised, recognise } from '../../bot/link.ts';
import { platformRow } from '../../bot/platform.ts';
import { isRefusal, refuse } from '../../bot/refusal.ts';
import type { Values } from '../../cards/form.ts';
import { FORM_VERSION, PREFILLED } from '../../cards/registration-form.ts';
import { insert } from '../../db/changes.ts';
import { newId } from '../../db/ids.ts';
import { type Application, channelByKey, lastOfOffice, liveByKey } from '../../db/registry.ts';
import { type By, command } from '../command.ts';
import { keyed } from '../views/keyed.ts';
import { draftCard, mayEdit, namesFrom, peopleOptions, titleOf, today } from './draft.ts';

export const register = command({
  name: 'register',
  group: 'channel',
  aliases: ['registrieren', 'anmelden', 'neu'],
  permission: 'staff',
  positional: ['link'],
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
    return {
      offices,
      chosen,
      recognised,
      twin: key ? await liveByKey(tx, key) : null,
      known: key ? await channelByKey(tx, key) : null,
      last: chosen ? await lastOfOffice(tx, chosen) : null,
      org,
      id: newId('application'),
    };
  },
  decide: ({ link }, facts, by) => {
    const { recognised, twin, chosen, offices, org } = facts;
    if (recognised && 'problem' in recognised) {
      const hint = recognised.profile ? by.say('link.did-you-mean', { profile: recognised.profile }) : '';
      return {
        answer: { notice: `${keyed(by.say.lang, `link.${recognised.problem}`)} ${hint}`.trim(), tone: 'warning' },
      };
    }
    if (twin && !(twin.state === 'draft' && mayEdit(by.actor, twin))) {
      return refuse('already-registered', { number: twin.number ?? by.say('application.draft'), office: twin.office });
    }
    const office = twin?.office ?? chosen;
    if (!office) return chooseOffice(offices, facts.org, by, link);
    if (!twin && !offices.includes(office)) return refuse('not-allowed');
    const draft = twin ?? newDraft(facts.id, office, recognised, facts.last, facts.org, by);
    if (isRefusal(draft)) return draft;
    const card = draftCard({
      draft: draft.id,
      values: draft.answers,
      page: draft.place.page,
      problems: [],
      prefilled: Object.keys(draft.answers).length > 1,
      files: [],
      people: peopleOptions(org, office),
      names: namesFrom(org, by.say),
      say: by.say,
      today: today(by.now),
    });
    const audit = [{ action: 'draft-begun', subject: `application:${draft.id}`, data: { kind: draft.kind, office } }];
    return { answer: { card }, ...(twin ? {} : { changes: [insert('applications', draft)], audit }) };
  },
});

export function officesOf({ actor }: By): string[] {
  return [...new Set([...actor.staffOf, ...actor.headOf, ...actor.deputyOf, ...actor.privacyOf])];
}

function chooseOffice(
  offices: readonly string[],
  org: Parameters<typeof peopleOptions>[0],
  by: By,
  link: string | undefined,
) {
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

/** A new draft: network and handle from the link, house rules from the office's last application, never a declaration. */
function newDraft(
  id: string,
  office: string,
  recognised: Recognised | undefined,
  last: Application | null,
  org: Parameters<typeof peopleOptions>[0],
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
