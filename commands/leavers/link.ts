/**
 * `/channel admins link @person mail@…`: links a person known only by name to the account through which a directory
 * reports their departure. Without arguments: lists the people whose departure nobody would notice. In a DM only.
 */
import { z } from 'zod';
import type { Actor } from '../../bot/organisation/permission.ts';
import { type RefusalCode, refuse } from '../../bot/refusal.ts';
import { type Form, type Problem, type ProblemCode, problemsOn, screens, takeIn } from '../../cards/form.ts';
import type { Card } from '../../cards/node.ts';
import { findPerson } from '../../db/organisation/people.ts';
import { type By, type Context, command, type Rule } from '../command.ts';
import { receipt, sent, smallForm } from '../participation/small-form.ts';
import { NOTHING } from './departure.ts';
import { askCard, listCard, theirsCard, unnoticedItem } from './link-cards.ts';
import { accountNames, departureOf, type LinkFile, linkChanges, linkFile } from './link-facts.ts';
import { unnoticedIn } from './unnoticed.ts';

const MOST = 254;
const form = {
  name: 'link',
  version: 1,
  pages: [{ name: 'link', fields: { email: { kind: 'line', words: 'officeEmail', required: true, max: MOST } } }],
} as const satisfies Form;

/** What was typed: a person and an address. */
type LeaveLine = { who: string; person: string | null; email: string };

/** Without a person: the list of unnoticed departures, for anybody it could show someone. */
const linking: Rule<LinkFile | null> = {
  authority: { person: 'link' },
  blocker: (file, { actor }) => ((file ? file.may : officesToSee(actor)?.length !== 0) ? null : refuse('not-allowed')),
};

export const adminsLink = command({
  name: 'admins-link',
  group: 'channel',
  word: 'admins link',
  aliases: ['berechtigte verbinden', 'admins verbinden', 'konto verbinden'],
  rank: 180,
  authority: linking,
  positional: ['text'],
  opensForm: (args) => args.person !== undefined && args.sent !== true && args.sure === undefined,
  summary: 'help.admins-link',
  usage: 'usage.admins-link',
  args: z.object({
    text: z.string().max(500).optional(),
    /** From a button or the form. */
    person: z.string().max(100).optional(),
    email: z.string().max(MOST).optional(),
    sent,
    /** The warnings the person had read before confirming. New ones are asked about again. */
    sure: z.string().optional(),
  }),
  load: async (args, context) => {
    const { tx, org, by, inputs } = context;
    const said = await readLine(args, context);
    const all = said ? null : await unnoticedIn(tx, org, officesToSee(by.actor));
    const address = said && isAddress(said.email) ? said.email.toLowerCase() : '';
    const file = said?.person ? await linkFile(tx, said.person, address, org, by.actor) : null;
    const read = args.sure?.split(' ') ?? [];
    const goesOn = file?.plan.kind === 'link' && file.plan.asks.every((ask) => read.includes(ask));
    const after = goesOn ? await departureOf(tx, file!, by.actor.person, org, by.now) : NOTHING;
    return { said, all, file, after, goesOn, org, inputs };
  },
  // Nobody else may read an address, or that somebody may have left.
  about: ({ said, file }, by, { person }) => {
    if (!by.dm || (said && !file)) return [];
    return said && person === undefined && said.email === '' ? [] : [said ? file : null];
  },
  decide: ({ person, sent: filled = false, sure }, { said, all, file, after, goesOn, org, inputs }, by) => {
    const { say } = by;
    if (!by.dm) return refuse('confidential');
    if (!said) {
      const items = (all?.people ?? []).map((one) => unnoticedItem(one, by.actor, org, say));
      return { answer: { card: listCard(items, (all?.sources ?? []).length > 0, say) } };
    }
    if (person === undefined && said.email === '') return refuse('bad-arguments');
    if (!file) return refuse('person-unknown', { name: said.who });
    const { row, plan } = file;
    const name = file.names.get(row.id) ?? say('word.deleted-person');
    const opens = person !== undefined && !filled && sure === undefined;
    const wrong = opens ? null : wrongWith(said.email, file);
    const screen = screens(form, {})[0]!;
    const values = takeIn(screen, {}, inputs);
    const missing = filled ? problemsOn(screen, values, '') : [];
    if (opens || (filled && (wrong || missing.length > 0))) {
      const problems: Problem[] = missing.length > 0 ? missing : wrong ? [{ path: 'email', code: wrong }] : [];
      return { answer: { card: linkForm(row.id, name, values, problems, by), replace: filled } };
    }
    if (wrong) return refuse(wrong, { name, said: said.email });
    if (plan.kind === 'theirs') return { answer: { card: theirsCard(file, say), replace: filled } };
    if (plan.kind !== 'link') return { answer: receipt(say('account.already', { name }), by) };
    if (!goesOn) return { answer: { card: askCard(file, say), replace: filled } };
    const isOver = plan.accounts.some(({ active }) => active === false);
    const ending = after.case ? 'account.done-case' : isOver ? 'account.done-closed' : 'account.done';
    const done = say(ending, { name, accounts: accountNames(file, say) });
    const sources = plan.accounts.map(({ source }) => source);
    return {
      answer: receipt(done, by),
      changes: [...after.changes, ...linkChanges(file, after)],
      effects: after.effects,
      audit: [
        { action: 'account-linked', subject: `person:${row.id}`, data: { sources, asked: plan.asks } },
        ...(file.other && plan.asks.includes('moved')
          ? [{ action: 'account-unlinked', subject: `person:${file.other.person}`, data: { sources } }]
          : []),
        ...after.audit,
      ],
    };
  },
});

/** The offices whose channels this person sees here. Null: all. */
const officesToSee = (actor: Actor): string[] | null =>
  actor.roles.includes('registrar') ? null : [...actor.headOf, ...actor.deputyOf];

async function readLine(
  { text, person, email }: { text?: string | undefined; person?: string | undefined; email?: string | undefined },
  { tx, by, inputs }: Context,
): Promise<LeaveLine | null> {
  if (person) return { who: person, person, email: email ?? String(inputs.email ?? '').trim() };
  const words = (text ?? '')
    .replace(/[„“”"]/g, '')
    .trim()
    .split(/\s+/);
  if (words[0] === '') return null;
  const last = words.length > 1 ? words.pop()! : '';
  const who = words.join(' ');
  return { who, person: await findPerson(tx, by.chat, by.tenant, who.replace(/^@/, '')), email: last };
}

const isAddress = (text: string): boolean => z.email().safeParse(text).success;

function wrongWith(email: string, { row, plan }: LinkFile): (ProblemCode & RefusalCode) | null {
  if (row.gone) return 'had-left';
  if (!isAddress(email)) return 'not-an-address';
  return plan.kind === 'no-account' ? 'no-account' : null;
}

function linkForm(person: string, name: string, values: Record<string, unknown>, problems: Problem[], by: By): Card {
  return smallForm(form, {
    title: by.say('account.title'),
    about: name,
    intro: by.say('account.intro'),
    submit: { label: by.say('account.submit'), do: 'admins-link', args: { person } },
    values,
    problems,
    by,
  });
}
