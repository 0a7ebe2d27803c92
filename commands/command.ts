/** The row every command is: who may, what it takes, what it reads, and the pure decision. */
import type { z } from 'zod';
import type { ChatName, IncomingFile } from '../bot/chat.ts';
import type { CardRef, Effect } from '../bot/delivery/effect.ts';
import type { Actor, Permission } from '../bot/organisation/permission.ts';
import type { Switchboard } from '../bot/platform/connector.ts';
import { type Refusal, refuse } from '../bot/refusal.ts';
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
  /** What the configuration says about connectors. */
  connectors: Switchboard;
  /** The whole table: for the helps, which can't import it, as they stand in it. */
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
  /** Where the bot's own doors are reached: for links to files. No slash at the end. */
  publicUrl: string;
  /** What the chat calls the room it was said in. */
  room: string;
  /** An account of the own workspace or tenant that stands in no file: it reports, and reads nothing. */
  reporter?: true;
  /** Of a room with threads: the one it was said in. */
  thread?: string;
};

/** What happened, for the audit. Data holds keys and codes, never a name or a typed text. */
export type AuditNote = { action: string; subject: string; data?: Record<string, unknown> };

export type Answer =
  /** Drawn after the changes are written. On a posted card: that card, as the copy it is. */
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
  /** Typed as `/channel <word>`; absent: a button or form of a card only. */
  group?: Group;
  /** What is typed, in English. The name of a channel command; an incident's is `incident-<word>`, as `list` is taken. */
  word: string;
  /** Other words for it, German first; several words are allowed ("antrag erneut stellen"). */
  aliases: readonly string[];
  permission: Permission;
  /** Names of the arguments in the order they are typed; the last one takes the rest of the line. */
  positional: readonly string[];
  /** Known before the database is asked: the answer will be a form (Slack opens its modal at once). */
  opensForm: (args: Record<string, unknown>, inputs: Record<string, unknown>) => boolean;
  /** Summary and usage in the help. */
  summary?: Key;
  usage?: Key;
  run: (args: Record<string, unknown>, context: Context) => Promise<Outcome | Refusal>;
};

type Definition<A extends z.ZodType, Facts> = {
  name: string;
  group?: Group;
  word?: string;
  aliases?: readonly string[];
  permission: Permission;
  positional?: readonly string[];
  opensForm?: boolean | Command['opensForm'];
  summary?: Key;
  usage?: Key;
  args: A;
  load: (args: z.infer<A>, context: Context) => Promise<Facts>;
  /** Pure: no clock, no chance, no database. Called again when somebody else wrote first. */
  decide: (args: z.infer<A>, facts: Facts, by: By) => Outcome | Refusal;
};

/** Makes a row: arguments are parsed, then load → decide. */
export function command<A extends z.ZodType, Facts>(definition: Definition<A, Facts>): Command {
  const { name, group, permission, opensForm, summary, usage, args, load, decide } = definition;
  return {
    name,
    ...(group ? { group } : {}),
    word: definition.word ?? name,
    aliases: definition.aliases ?? [],
    permission,
    positional: definition.positional ?? [],
    opensForm: typeof opensForm === 'function' ? opensForm : () => opensForm ?? false,
    ...(summary ? { summary } : {}),
    ...(usage ? { usage } : {}),
    run: async (raw, context) => {
      const parsed = args.safeParse(raw);
      if (!parsed.success) {
        // What a card sends is made by us: if it does not fit any more, the card is an old one.
        if (!group) return refuse('moved-on');
        const long = parsed.error.issues.find((issue) => issue.code === 'too_big' && issue.origin === 'string');
        return long?.code === 'too_big' ? refuse('too-long', { max: Number(long.maximum) }) : refuse('bad-arguments');
      }
      const facts = await load(parsed.data, context);
      return decide(parsed.data, facts, context.by);
    },
  };
}
