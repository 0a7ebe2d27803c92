/** The row that defines a command: who may run it, its arguments, what it reads, and the pure decision. */
import type { z } from 'zod';
import type { ChatName, IncomingFile } from '../bot/chat.ts';
import type { CardRef, Effect } from '../bot/delivery/effect.ts';
import type { Actor, Authority, DoorAuthority, SubjectAuthority } from '../bot/organisation/permission.ts';
import type { Switchboard } from '../bot/platform/connector.ts';
import { isRefusal, type Refusal, refuse } from '../bot/refusal.ts';
import type { Card, Tone } from '../cards/node.ts';
import type { Key, Say } from '../cards/text.ts';
import type { Change } from '../db/changes.ts';
import type { Tx } from '../db/connect.ts';
import type { Org } from '../db/organisation/organisation.ts';

/** What `load` may use: reads inside the request's transaction, nothing else. */
export type Context = {
  tx: Tx;
  org: Org;
  by: By;
  inputs: Record<string, unknown>;
  files: readonly IncomingFile[];
  /** Which connectors the configuration allows. */
  connectors: Switchboard;
  /** The whole table, for the help commands: they cannot import it, because they are in it. */
  commands: readonly Command[];
};

/** Who asks, when and where: the part of the request that decisions may look at. */
export type By = {
  actor: Actor;
  now: Date;
  say: Say;
  chat: ChatName;
  tenant: string;
  dm: boolean;
  /** Where the bot's own endpoints are reached, for links to files. Without a trailing slash. */
  publicUrl: string;
  /** The chat's id of the room the request came from. */
  room: string;
  /** Somebody from the own workspace or tenant whom no file lists. They may report but read nothing. */
  reporter?: true;
  /** The thread the request came from, if the room has threads. */
  thread?: string;
};

/** What happened, for the audit. Data holds keys and codes, never a name or a typed text. */
export type AuditNote = { action: string; subject: string; data?: Record<string, unknown> };

export type Answer =
  /** Drawn after the changes are written. A click on a posted card redraws that copy. */
  | { show: CardRef; replace?: boolean }
  | { card: Card; replace?: boolean }
  | { notice: string; tone: Tone }
  | { none: true };

export type Outcome = {
  answer: Answer;
  changes?: Change[];
  effects?: Effect[];
  audit?: AuditNote[];
};

export const GROUPS = {
  channel: ['kanal', 'channel'],
  incident: ['vorfall', 'incident'],
} as const satisfies Record<string, readonly string[]>;
export type Group = keyof typeof GROUPS;

/** A command as the shell, the parser, the help and the manifests see it. */
export type Command = {
  name: string;
  /** Typed as `/channel <word>`. Absent: only a card's button or form. */
  group?: Group;
  /**
   * What is typed, in English. Equals `name` for channel commands; an incident's name is `incident-<word>`, as `list`
   * is taken.
   */
  word: string;
  /** Other words for it, German first; several words are allowed ("antrag erneut stellen"). */
  aliases: readonly string[];
  /** What somebody must be to run it. */
  authority: Authority;
  /** Names of the arguments in the order they are typed; the last one takes the rest of the line. */
  positional: readonly string[];
  /** Arguments that can be typed as `name=value`, with their other names, German first. */
  named: Readonly<Record<string, readonly string[]>>;
  /** Keeps the line as typed: quotes, line breaks, `=`. Only the words before the last argument are split off. */
  verbatim: boolean;
  /** Known before any database access: the answer will be a form (Slack opens its modal at once). */
  opensForm: (args: Record<string, unknown>, inputs: Record<string, unknown>) => boolean;
  /** Its place in its group's help, menus and completions. Commands without one come last. */
  rank: number;
  /** Needs no arguments, or asks for them itself: the help shows a button. */
  bare: boolean;
  /** Summary and usage in the help. */
  summary?: Key;
  usage?: Key;
  run: (args: Record<string, unknown>, context: Context) => Promise<Outcome | Refusal>;
};

/** What an authority means for something that was read. Returns why this person lacks it, or null if they have it. */
export type Rule<Subject> = { authority: SubjectAuthority; blocker: (subject: Subject, by: By) => Refusal | null };

type Row<A extends z.ZodType, Facts> = Partial<
  Pick<
    Command,
    'group' | 'word' | 'aliases' | 'positional' | 'named' | 'verbatim' | 'rank' | 'bare' | 'summary' | 'usage'
  >
> & {
  name: string;
  opensForm?: boolean | Command['opensForm'];
  args: A;
  load: (args: z.infer<A>, context: Context) => Promise<Facts>;
  /** Pure: no clock, no randomness, no database. Re-run on a write conflict. */
  decide: (args: z.infer<A>, facts: Facts, by: By) => Outcome | Refusal;
};

/** `mayAsk` checks it before anything is read. */
type ForAnybodyWith<A extends z.ZodType, Facts> = Row<A, Facts> & { authority: DoorAuthority };

/** Checked before `decide`, on every subject the command is about. */
type ForWhoeverMay<A extends z.ZodType, Facts, Subject> = Row<A, Facts> & {
  authority: Rule<Subject>;
  /** What the rule is asked of. If empty, nothing was found, and `decide` may only refuse. */
  about: (facts: Facts, by: By, args: z.infer<A>) => readonly Subject[];
};

/** Makes a row: arguments are parsed, then load → the row's authority → decide. */
export function command<A extends z.ZodType, Facts, Subject>(
  row: ForAnybodyWith<A, Facts> | ForWhoeverMay<A, Facts, Subject>,
): Command {
  const { name, group, opensForm, summary, usage, args, load } = row;
  return {
    name,
    ...(group ? { group } : {}),
    word: row.word ?? name,
    aliases: row.aliases ?? [],
    authority: 'about' in row ? row.authority.authority : row.authority,
    positional: row.positional ?? [],
    named: row.named ?? {},
    verbatim: row.verbatim ?? false,
    opensForm: typeof opensForm === 'function' ? opensForm : () => opensForm ?? false,
    rank: row.rank ?? Number.POSITIVE_INFINITY,
    bare: row.bare ?? false,
    ...(summary ? { summary } : {}),
    ...(usage ? { usage } : {}),
    run: async (raw, context) => {
      const parsed = args.safeParse(raw);
      if (!parsed.success) {
        // We made the card's arguments. If they no longer fit, the card is outdated.
        if (!group) return refuse('moved-on');
        const long = parsed.error.issues.find((issue) => issue.code === 'too_big' && issue.origin === 'string');
        return long?.code === 'too_big' ? refuse('too-long', { max: Number(long.maximum) }) : refuse('bad-arguments');
      }
      return decided(row, parsed.data, await load(parsed.data, context), context.by);
    },
  };
}

/** The only place that checks a row's authority over its subjects. Without a subject only refusals pass. */
function decided<A extends z.ZodType, Facts, Subject>(
  row: ForAnybodyWith<A, Facts> | ForWhoeverMay<A, Facts, Subject>,
  args: z.infer<A>,
  facts: Facts,
  by: By,
): Outcome | Refusal {
  if (!('about' in row)) return row.decide(args, facts, by);
  const subjects = row.about(facts, by, args);
  for (const subject of subjects) {
    const no = row.authority.blocker(subject, by);
    if (no) return no;
  }
  const outcome = row.decide(args, facts, by);
  if (subjects.length === 0 && !isRefusal(outcome)) throw new Error(`${row.name}: decided on nothing anybody may`);
  return outcome;
}
