/**
 * `/channel admins add|remove|transfer`. Adding and transferring open a new application with the change filled in.
 * Removing takes effect at once: the registry stops counting the person, and their leaver case tracks the removal on
 * the platform.
 */
import { z } from 'zod';
import type { Actor } from '../../bot/organisation/permission.ts';
import { refuse } from '../../bot/refusal.ts';
import { isEmpty, screens, type Values } from '../../cards/form.ts';
import type { Card } from '../../cards/node.ts';
import { ADMINISTRATOR_ROLES } from '../../cards/registration/registration-form.ts';
import { findPerson } from '../../db/organisation/people.ts';
import { type By, type Context, command, type Rule } from '../command.ts';
import { form } from '../registration/check.ts';
import { officesOf } from '../registration/register.ts';
import { aboutVersion, type Edit, nextVersion, renewing, versionFacts } from '../registration/renew.ts';
import { type Rights, rightsOf } from './admins.ts';
import { reportDeparture } from './depart.ts';
import { dossierOfItem } from './dossier.ts';
import { holdersNow, isAdministrator } from './holders.ts';

const line = z.string().min(1).max(500);
const [ADMINISTRATOR] = ADMINISTRATOR_ROLES;

const entriesOf = (values: Values): Values[] => (Array.isArray(values.persons) ? (values.persons as Values[]) : []);

/** The screen of the first person without rights, else of the first person. */
const personPage = (values: Values): number => {
  const blank = entriesOf(values).findIndex(({ rights }) => isEmpty(rights));
  const wanted = Math.max(0, blank);
  return Math.max(
    0,
    screens(form, values).findIndex(({ page, entry }) => page.name === 'persons' && entry === wanted),
  );
};

const added = (person: string): Edit => ({
  answers: (values) =>
    entriesOf(values).some((entry) => entry.person === person)
      ? values
      : { ...values, persons: [...entriesOf(values), { person, role: ADMINISTRATOR }] },
  page: personPage,
});

/** Removes the person, also where somebody names them as deputy. */
const takenOff = (person: string): Edit => ({
  answers: (values) => ({
    ...values,
    persons: entriesOf(values)
      .filter((entry) => entry.person !== person)
      .map((entry) => (entry.deputy === person ? { ...entry, deputy: undefined } : entry)),
  }),
  page: personPage,
});

/** The successor takes over role, rights and duties. Training, account and the rest are not copied. */
const replaced = (from: string, to: string): Edit => ({
  answers: (values) => {
    const before = entriesOf(values);
    const known = before.some((entry) => entry.person === to);
    const persons = before.flatMap((entry): Values[] => {
      if (entry.person === to) return [{ ...entry, role: ADMINISTRATOR }];
      if (entry.person !== from) return [entry];
      return known ? [] : [{ person: to, role: entry.role, rights: entry.rights, duties: entry.duties }];
    });
    return { ...values, persons };
  },
  page: (values) => {
    const place = entriesOf(values).findIndex((entry) => entry.person === to);
    return screens(form, values).findIndex(
      ({ page, entry }) => page.name === 'persons' && entry === Math.max(0, place),
    );
  },
});

async function people({ tx, by }: Context, ...said: string[]): Promise<(string | null)[]> {
  const found: (string | null)[] = [];
  for (const one of said) found.push(await findPerson(tx, by.chat, by.tenant, one.replace(/^@/, '')));
  return found;
}

export const adminsAdd = command({
  name: 'admins-add',
  group: 'channel',
  word: 'admins add',
  aliases: ['berechtigte hinzufügen', 'admins hinzufügen'],
  rank: 120,
  authority: renewing,
  positional: ['what', 'person'],
  opensForm: true,
  summary: 'help.admins-add',
  usage: 'usage.admins-add',
  args: z.object({ what: line, person: line }),
  load: async ({ what, person }, context) => ({
    found: (await people(context, person))[0] ?? null,
    version: await versionFacts('renewal', what, context),
    gone: context.org.gone,
  }),
  about: ({ found, version, gone }) => (found && !gone.has(found) ? aboutVersion(version.file) : []),
  decide: ({ person }, { found, version, gone }, by) => {
    if (!found || gone.has(found)) return refuse('person-unknown', { name: person });
    return nextVersion('renewal', version, by, added(found));
  },
});

export const adminsTransfer = command({
  name: 'admins-transfer',
  group: 'channel',
  word: 'admins transfer',
  aliases: ['berechtigte übergeben', 'admins übergeben'],
  rank: 140,
  authority: renewing,
  positional: ['what', 'from', 'to'],
  opensForm: true,
  summary: 'help.admins-transfer',
  usage: 'usage.admins-transfer',
  args: z.object({ what: line, from: line, to: line }),
  load: async ({ what, from, to }, context) => ({
    found: await people(context, from, to),
    rights: await rightsOf(context.tx, what, context.org),
    version: await versionFacts('renewal', what, context),
    gone: context.org.gone,
  }),
  about: ({ found: [before, after], rights, version, gone }) =>
    !('refuse' in rights) && before && holds(rights, before) && after && !gone.has(after)
      ? aboutVersion(version.file)
      : [],
  decide: ({ from, to }, { found: [before, after], rights, version, gone }, by) => {
    if ('refuse' in rights) return rights;
    if (!before || !holds(rights, before)) return refuse('no-rights', { name: from });
    if (!after || gone.has(after)) return refuse('person-unknown', { name: to });
    return nextVersion('renewal', version, by, replaced(before, after));
  },
});

const holds = ({ file, removals }: Rights, person: string): boolean =>
  holdersNow(file.application, removals).some((holder) => holder.person === person);

/** Anybody who may apply for the channel, registrars, IT security, and the channel's own administrators. */
function mayRemove(actor: Actor, { file, removals }: Rights, by: By): boolean {
  const { office, applicant } = file.application;
  if (applicant === actor.person || officesOf(by).includes(office)) return true;
  if (actor.roles.includes('registrar') || actor.roles.includes('security')) return true;
  return holdersNow(file.application, removals).some(
    ({ person, role }) => person === actor.person && isAdministrator(role),
  );
}

const removing: Rule<Rights> = {
  authority: { application: 'remove-rights' },
  blocker: (rights, by) => (mayRemove(by.actor, rights, by) ? null : refuse('not-yours')),
};

export const adminsRemove = command({
  name: 'admins-remove',
  group: 'channel',
  word: 'admins remove',
  aliases: ['berechtigte entfernen', 'admins entfernen'],
  rank: 130,
  authority: removing,
  positional: ['what', 'person'],
  summary: 'help.admins-remove',
  usage: 'usage.admins-remove',
  args: z.object({ what: line, person: line, sure: z.boolean().optional() }),
  load: async ({ what, person, sure }, context) => {
    const { tx, org, by } = context;
    const rights = await rightsOf(tx, what, org);
    const [found] = await people(context, person);
    const channel = 'refuse' in rights ? null : rights.file.channel;
    const report = { source: 'removed', certainty: 'confirmed', by: by.actor.person, removal: true } as const;
    const after =
      sure && found && channel
        ? await reportDeparture(tx, { ...report, person: found, channels: [channel.id] }, org, by.now)
        : null;
    return { rights, found: found ?? null, after };
  },
  about: ({ rights, found }) => (!('refuse' in rights) && found && holds(rights, found) ? [rights] : []),
  decide: ({ person }, { rights, found, after }, by) => {
    if ('refuse' in rights) return rights;
    if (!found || !holds(rights, found)) return refuse('no-rights', { name: person });
    if (!after) return { answer: { card: askOnce(rights, found, by) } };
    // The channel is still planned or already shut down: there are no rights to remove.
    if (!after.case) return refuse('not-running');
    const { changes, effects, audit } = after;
    const name = rights.names.get(found) ?? by.say('word.deleted-person');
    return {
      answer: { notice: by.say('admins.removed', { name, title: rights.file.application.title }), tone: 'good' },
      changes,
      effects,
      audit,
    };
  },
});

function askOnce({ file, removals, names, org }: Rights, person: string, { say }: By): Card {
  const { application } = file;
  const name = names.get(person) ?? say('word.deleted-person');
  const left = holdersNow(application, removals).filter(
    (holder) => holder.person !== person && isAdministrator(holder.role) && !org.gone.has(holder.person),
  ).length;
  const title = say('admins.remove-title', { name });
  const tone = left === 0 ? 'danger' : left < 2 ? 'warning' : 'info';
  return {
    title,
    summary: `${title}: ${application.title}`,
    lang: say.lang,
    nodes: [
      { kind: 'banner', tone, text: say('admins.remaining', { count: left }) },
      { kind: 'text', text: say('admins.remove-text', { name, title: application.title }) },
      {
        kind: 'actions',
        buttons: [
          {
            label: say('admins.remove-yes'),
            do: 'admins-remove',
            style: 'danger',
            args: { what: application.id, person, sure: true },
          },
        ],
      },
    ],
  };
}

/** "Antrag erneut stellen" on a case: opens a new version without the person. */
export const leaverApply = command({
  name: 'leaver-apply',
  authority: renewing,
  opensForm: true,
  args: z.object({ item: z.string() }),
  load: async ({ item }, context) => {
    const found = await dossierOfItem(context.tx, item, context.org);
    const application = found?.own.application;
    if (!found || !application) return null;
    const newest = await versionFacts('renewal', application.root ?? application.id, context);
    const { line, administrators, person } = found.file.facts;
    // The case's card asks them to: a manager may belong to another office than the channel.
    const called = context.by.actor.person !== person && [...line, ...administrators].includes(context.by.actor.person);
    return { person, called, version: newest };
  },
  about: (facts) => (facts ? aboutVersion(facts.version.file, facts.called) : []),
  decide: (_args, facts, by) => {
    if (!facts) return refuse('not-found');
    return nextVersion('renewal', facts.version, by, takenOff(facts.person));
  },
});
