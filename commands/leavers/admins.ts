/** `/channel admins show`: who has which rights and functions on a channel, and what each has agreed to. */
import { z } from 'zod';
import { mayLink } from '../../bot/leavers/authority.ts';
import { readRight } from '../../bot/organisation/permission.ts';
import { type Refusal, refuse } from '../../bot/refusal.ts';
import { addYears } from '../../bot/time/calendar.ts';
import { berlinDay } from '../../bot/time/day.ts';
import type { Values } from '../../cards/form.ts';
import type { Button, Card, Node } from '../../cards/node.ts';
import { holdersOf } from '../../cards/registration/registration-form.ts';
import { type Say, sayDate, sayDay } from '../../cards/text.ts';
import type { Tx } from '../../db/connect.ts';
import { agreementsOf, type RightsRemoval, rightsRemovalsOf } from '../../db/leavers/cases.ts';
import { namesOf, type Org } from '../../db/organisation/organisation.ts';
import { type Application, type Dossier, dossier, factsOf, type Task } from '../../db/registry/dossiers.ts';
import { type By, command, type Rule } from '../command.ts';
import { keyed } from '../keyed.ts';
import { named } from '../participation/end.ts';
import { slotsToRead } from '../registration/views/application.ts';
import { holdersNow, isAdministrator } from './holders.ts';
import { type Watch, watchOver, wayOf } from './unnoticed.ts';

export type Rights = {
  file: Dossier;
  removals: RightsRemoval[];
  agreements: Task[];
  names: ReadonlyMap<string, string>;
  org: Org;
};

/** The channel's people by its last approved version, else by its only version. */
export async function rightsOf(tx: Tx, what: string, org: Org): Promise<Rights | Refusal> {
  const { file: found, found: all } = await named(tx, what);
  if (!found) return refuse(all.length > 1 ? 'ambiguous' : 'not-found', { what });
  const standing = found.channel?.application ?? found.application.id;
  const file = (await dossier(tx, standing)) ?? found;
  const people = holdersOf(file.application.answers).map(({ person }) => person);
  return {
    file,
    removals: await rightsRemovalsOf(tx, [file.application.id]),
    agreements: file.channel ? await agreementsOf(tx, file.channel.id) : [],
    names: await namesOf(tx, people),
    org,
  };
}

const readingRights: Rule<Rights> = {
  authority: { application: 'read-rights' },
  blocker: ({ file, org }, { actor }) =>
    readRight(actor, { ...factsOf(file.application), slots: slotsToRead(file) }, org.facts) === 'full'
      ? null
      : refuse('not-readable'),
};

export const admins = command({
  name: 'admins',
  group: 'channel',
  word: 'admins show',
  aliases: ['berechtigte zeigen', 'berechtigte', 'administrator*innen', 'admins', 'admins zeigen'],
  rank: 110,
  authority: readingRights,
  positional: ['what'],
  summary: 'help.admins',
  usage: 'usage.admins',
  args: z.object({ what: z.string().min(1).max(500) }),
  load: async ({ what }, { tx, org }) => {
    const rights = await rightsOf(tx, what, org);
    const isRunning = !('refuse' in rights) && !['planned', 'closed'].includes(rights.file.channel?.state ?? 'planned');
    return { rights, watch: isRunning ? await watchOver(tx, [...rights.names.keys()]) : null };
  },
  about: ({ rights }) => ('refuse' in rights ? [] : [rights]),
  decide: (_args, { rights, watch }, by) =>
    'refuse' in rights ? rights : { answer: { card: rightsCard(rights, watch, by) } },
});

function rightsCard({ file, removals, agreements, names, org }: Rights, watch: Watch | null, by: By): Card {
  const { say } = by;
  const { application } = file;
  const title = say('admins.title', { title: application.title });
  const counted = holdersNow(application, removals);
  const count = counted.filter(({ role, person }) => isAdministrator(role) && !org.gone.has(person)).length;
  const text = say(count < 2 ? 'admins.too-few' : 'admins.count', { count });
  const entries = Array.isArray(application.answers.persons) ? (application.answers.persons as Values[]) : [];
  const sees = watch !== null && watch.sources.length > 0;
  const nodes: Node[] = [
    { kind: 'banner', tone: count === 0 ? 'danger' : count < 2 ? 'warning' : 'good', text },
    ...holdersOf(application.answers).map((holder): Node => {
      const isOff = !counted.some(({ person }) => person === holder.person);
      const entry = entries.find(({ person }) => person === holder.person) ?? {};
      const state = isOff ? say('admins.off') : org.gone.has(holder.person) ? say('org.gone') : '';
      const name = names.get(holder.person) ?? say('word.deleted-person');
      const button = {
        label: say('admins.remove'),
        do: 'admins-remove',
        args: { what: application.id, person: holder.person },
      };
      const own = agreements.filter(({ assignee }) => assignee === holder.person);
      const isUnnoticed = state === '' && sees && wayOf(holder.person, application, removals, watch) === null;
      const notice = isUnnoticed ? unnoticed(holder.person, application, org, by) : { lines: [], buttons: [] };
      return {
        kind: 'item',
        title: state === '' ? name : `${name} (${state})`,
        text: [...lines(holder.role, entry, own, say), ...notice.lines].join('\n'),
        buttons: isOff ? [] : [...notice.buttons, button],
      };
    }),
    ...agency(application.answers, say),
    ...(watch && !sees ? [{ kind: 'note', text: say('account.no-directory') } as const] : []),
    { kind: 'actions', buttons: [{ label: say('renew.button'), do: 'renew', args: { what: application.id } }] },
  ];
  return { title, summary: `${title}: ${text}`, lang: say.lang, nodes };
}

/** Says that nobody would notice this person's departure, and what the reader can do or who else can. */
function unnoticed(
  person: string,
  { office }: Application,
  { listed }: Org,
  { actor, say }: By,
): { lines: string[]; buttons: Button[] } {
  const isListed = listed.has(person);
  const mends = mayLink(actor, { person, listed: isListed, offices: [office] });
  const others = isListed ? 'account.todo-registrar' : 'account.todo-others';
  const button = { label: say('account.button'), do: 'admins-link', args: { person } };
  return {
    lines: [`${say('account.unnoticed')} ${say(mends ? 'account.todo' : others)}`],
    buttons: mends ? [button] : [],
  };
}

function lines(role: string, entry: Values, agreements: readonly Task[], say: Say): string[] {
  const { lang } = say;
  const rights = Array.isArray(entry.rights) ? entry.rights.map((right) => keyed(lang, `option.rights.${right}`)) : [];
  const training = keyed(lang, `option.training.${String(entry.training ?? 'not-needed')}`);
  const when = typeof entry.trainingDate === 'string' ? ` (${sayDay(lang, entry.trainingDate)})` : '';
  const rules = agreements.find(({ kind }) => kind === 'conduct');
  const consent = agreements.find(({ kind }) => kind === 'consent');
  return [
    `${keyed(lang, `option.role.${role}`)}: ${rights.join(', ') || '–'}`,
    say('admins.training', { training: `${training}${when}` }),
    rules?.doneAt ? say('admins.rules', { date: sayDate(lang, rules.doneAt) }) : say('admins.rules-open'),
    consentLine(consent, say),
  ];
}

/** A consent holds for a year. Then the bot asks again. */
function consentLine(consent: Task | undefined, say: Say): string {
  if (!consent?.doneAt) return say('admins.consent-open');
  const date = sayDate(say.lang, consent.doneAt);
  if (consent.answer === 'no') return say('admins.consent-no', { date });
  return say('admins.consent', { date, until: sayDay(say.lang, addYears(berlinDay(consent.doneAt), 1)) });
}

function agency({ agency: name, agencyUsed, agencyEnd }: Values, say: Say): Node[] {
  if (agencyUsed !== 'yes') return [];
  const end = typeof agencyEnd === 'string' ? sayDay(say.lang, agencyEnd) : '–';
  return [{ kind: 'note', text: say('admins.agency', { name: String(name ?? '–'), end }) }];
}
