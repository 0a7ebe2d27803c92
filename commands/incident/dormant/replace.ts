/** `/incident replace <channel>`: gives an account up as lost and begins an application for its replacement. */

import { z } from 'zod';
import { post, toPerson } from '../../../bot/delivery/effect.ts';
import type { Recognised } from '../../../bot/platform/link.ts';
import { platformRow } from '../../../bot/platform/platform.ts';
import { isRefusal, type Refusal, refuse } from '../../../bot/refusal.ts';
import { type Form, type Problem, problemsOn, screens, takeIn, type Values } from '../../../cards/form.ts';
import { FORM_VERSION } from '../../../cards/registration/registration-form.ts';
import { insert, type Row } from '../../../db/changes.ts';
import { newId } from '../../../db/ids.ts';
import { activeApplicationByKey } from '../../../db/registry/dossiers.ts';
import { type By, command, type Outcome } from '../../command.ts';
import { receipt, sent, smallForm } from '../../participation/small-form.ts';
import { recognise } from '../../platform/link.ts';
import { linkProblem } from '../../registration/address.ts';
import { fitted } from '../../registration/check.ts';
import { titleOf, today } from '../../registration/draft.ts';
import { channelTitle } from '../channel-names.ts';
import { inIncident, notNow } from '../dossier.ts';
import { incidentWord } from '../incident-command.ts';
import { channelTyped, type IncidentChannelDossier, incidentChannelDossier } from './incident-channel.ts';
import { written } from './settle.ts';

const FORM = {
  name: 'replace',
  version: 1,
  pages: [
    {
      name: 'replace',
      fields: {
        url: { kind: 'link', words: 'replaceUrl', required: true },
        handle: { kind: 'line', words: 'handle', required: true, max: 120 },
        reason: { kind: 'area', words: 'replaceReason', required: true, min: 5, max: 1000 },
      },
    },
  ],
} as const satisfies Form;

type Facts =
  | Refusal
  | {
      dossier: IncidentChannelDossier;
      inputs: Values;
      account: Recognised | null;
      /** Why the link does not name an account. */
      wrong: Problem | null;
      taken: string | null;
      id: string;
    };

export const replace = command({
  ...incidentWord('replace'),
  aliases: ['ersatz', 'ersetzen'],
  rank: 390,
  authority: inIncident('lead'),
  positional: ['text'],
  opensForm: (given) => given.sent !== true,
  args: z.object({ text: z.string().max(500).default(''), place: z.string().optional(), sent }),
  load: async ({ text, place }, context): Promise<Facts> => {
    const { tx, org, inputs } = context;
    const id = place ?? (await channelTyped(text, context));
    if (typeof id !== 'string') return id;
    const dossier = await incidentChannelDossier(tx, id, org);
    if (!dossier) return refuse('moved-on');
    const seen = typeof inputs.url === 'string' ? recognise(inputs.url) : null;
    const account = seen && 'key' in seen ? seen : null;
    const wrong = seen && 'problem' in seen ? linkProblem(seen) : null;
    const live = account ? await activeApplicationByKey(tx, account.key) : null;
    return { dossier, inputs, account, wrong, taken: live ? (live.number ?? '–') : null, id: newId('application') };
  },
  about: (facts) => (isRefusal(facts) ? [] : [facts.dossier.file]),
  decide: ({ sent: filled = false }, facts, by) => {
    if (isRefusal(facts)) return facts;
    const { dossier, inputs, account, taken } = facts;
    const no = notNow('replace', dossier.file, by);
    if (no) return no;
    const { place, channel, file, application } = dossier;
    const name = channelTitle(channel);
    if (file.row.drill) return refuse('in-a-drill');
    if (place.control !== 'lost' || place.restoredAt) return refuse('not-lost', { channel: name });
    if (place.replacement) return refuse('already-replaced', { channel: name });
    if (!application) return refuse('not-found', { what: name });
    const screen = screens(FORM, {})[0]!;
    const values = takeIn(screen, {}, inputs);
    const found = filled ? problemsOn(screen, values, today(by.now)) : [];
    const wrong: Problem[] =
      !filled || found.length > 0
        ? []
        : !account
          ? [facts.wrong ?? { path: 'url', code: 'not-a-link' }]
          : taken
            ? [{ path: 'url', code: 'taken', args: { number: taken } }]
            : [];
    const problems = [...found, ...wrong];
    if (!filled || problems.length > 0 || !account) return asked(dossier, values, problems, by);
    return replaced(facts, values, account, by);
  },
});

function asked({ place, channel }: IncidentChannelDossier, values: Values, problems: Problem[], by: By): Outcome {
  const { say } = by;
  const card = smallForm(FORM, {
    title: say('replace.title'),
    about: channelTitle(channel),
    intro: say('replace.intro'),
    submit: { label: say('replace.save'), do: 'incident-replace', args: { place: place.id } },
    values,
    problems,
    by,
  });
  return { answer: { card } };
}

/** The old channel stays compromised in the registry as a warning. The new one needs an application like any other. */
function replaced(facts: Exclude<Facts, Refusal>, values: Values, account: Recognised, by: By): Outcome {
  const { dossier, id } = facts;
  const { place, channel, file } = dossier;
  const old = dossier.application!;
  // The channel's administrator applies. If none is left, the person who decided does.
  const applicant = dossier.administrators[0] ?? by.actor.person;
  const answers: Values = { ...fitted(old).values, kind: 'new', url: values.url, handle: values.handle };
  const title = titleOf(platformRow(channel.platform).name, answers);
  const draft: Row<'applications'> = {
    id,
    kind: 'new',
    state: 'draft',
    office: old.office,
    legalBody: old.legalBody,
    applicant,
    platform: channel.platform,
    title,
    key: account.key,
    formVersion: FORM_VERSION,
    answers,
    createdAt: by.now,
  };
  const reason = String(values.reason);
  const data = { place: place.id, channel: channelTitle(channel), url: String(values.url) };
  const set = { replacement: id, leftAs: { reason, by: by.actor.person, at: by.now.toISOString() } };
  const after = written(dossier, [], [{ kind: 'replaced', text: reason, data }], by, set);
  return {
    answer: receipt(by.say('replace.done', { channel: channelTitle(channel) }), by),
    changes: [...after.changes, insert('applications', draft)],
    effects: [
      ...after.effects,
      post(toPerson(applicant), 'incident-lost', `incident:${file.row.id}`, { place: place.id, as: 'replacement' }),
    ],
    audit: [
      ...after.audit,
      { action: 'draft-begun', subject: `application:${id}`, data: { kind: 'new', for: channel.id } },
    ],
  };
}
