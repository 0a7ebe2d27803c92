/**
 * The blast radius: which other channels an intruder may reach from the affected ones. They share an administrator, the
 * mailbox or phone number behind the account, or a tool with access, or the platform links them.
 */
import type { Platform } from '../platform/platform.ts';

/** What the registry knows about a channel that can tie it to another. */
export type BlastFacts = {
  channel: string;
  platform: Platform;
  handle: string;
  office: string;
  /** Keys of its administrators. */
  administrators: readonly string[];
  /** Rights come through the platform's business portfolio, which holds several accounts. */
  portfolio: boolean;
  mailbox: string;
  phone: string;
  /** As typed: several in one line. */
  tools: string;
};

/** `administrator:p_…` and `tool:hootsuite` name what is shared; the others need no name. */
export type Tie = 'mailbox' | 'phone' | 'linked' | 'handle' | 'office' | `administrator:${string}` | `tool:${string}`;
export type Related = { channel: string; ties: Tie[] };

/** Accounts that one login of the platform's company opens. */
const FAMILIES: readonly (readonly Platform[])[] = [['facebook', 'instagram', 'threads', 'whatsapp']];

/**
 * How strong a tie is. Whoever holds the mailbox can reset the password; an equal name is only a hint. A common office
 * alone is no tie: it would stop every channel of a large office because of one.
 */
const STRENGTH = { mailbox: 100, phone: 80, administrator: 70, linked: 60, tool: 40, handle: 20, office: 1 } as const;
const kindOf = (tie: Tie) => tie.split(':')[0] as keyof typeof STRENGTH;
const strength = (ties: readonly Tie[]): number => ties.reduce((sum, tie) => sum + STRENGTH[kindOf(tie)], 0);

const NOTHING = /^(?:[-–—./\s]*|kein[es]?|nein|none|no|n\/a|entfällt|unbekannt|unknown)$/iu;
const said = (text: string): string => {
  const plain = text.trim().toLowerCase().normalize('NFC');
  return NOTHING.test(plain) ? '' : plain;
};

/** Digits only, with one form of the country code: `+49 231 50-0`, `0049231500` and `0231/50 0` are the same phone. */
export const phoneKey = (text: string): string =>
  said(text)
    .replace(/^\s*(?:\+|00)49\s*(?:\(0\))?/, '0')
    .replaceAll(/\D/g, '');

/** "Hootsuite, Canva und Buffer" → each tool once. */
export const toolsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,;+&\n|/]|\s(?:und|and|sowie)\s/i)
      .map(said)
      .filter((tool) => tool !== ''),
  ),
];

const handleKey = (handle: string): string =>
  said(handle).replace(/^@/, '').replace(/@.*$/, '').replaceAll(/[._-]/g, '');
const familyOf = (platform: Platform): number => FAMILIES.findIndex((family) => family.includes(platform));

type Marks = { facts: BlastFacts; mailbox: string; phone: string; tools: string[]; handle: string; family: number };
const marksOf = (facts: BlastFacts): Marks => ({
  facts,
  mailbox: said(facts.mailbox),
  phone: phoneKey(facts.phone),
  tools: toolsIn(facts.tools),
  handle: handleKey(facts.handle),
  family: familyOf(facts.platform),
});

/** Everything the affected channels have, so that each other channel is compared once. */
function gathered(affected: readonly Marks[]) {
  const set = (of: (marks: Marks) => readonly string[]) => new Set(affected.flatMap(of).filter((one) => one !== ''));
  return {
    mailbox: set(({ mailbox }) => [mailbox]),
    phone: set(({ phone }) => [phone]),
    tools: set(({ tools }) => tools),
    administrators: set(({ facts }) => facts.administrators),
    handle: set(({ handle }) => [handle]),
    office: set(({ facts }) => [facts.office]),
    /** Within one platform family: the same name, or the same office's portfolio. */
    linked: set(({ family, handle, facts }) =>
      family < 0 ? [] : [`${family} ${handle}`, ...(facts.portfolio ? [`${family} portfolio ${facts.office}`] : [])],
    ),
  };
}

/**
 * @param affected the channels that were taken over
 * @param others every active channel; affected ones among them are skipped
 * @returns the channels tied to an affected one, strongest ties first
 */
export function blastRadius(affected: readonly BlastFacts[], others: readonly BlastFacts[]): Related[] {
  const ids = new Set(affected.map(({ channel }) => channel));
  const from = gathered(affected.map(marksOf));
  const tiesOf = ({ facts, mailbox, phone, tools, handle, family }: Marks): Tie[] => {
    const linked =
      family >= 0 &&
      ((handle !== '' && from.linked.has(`${family} ${handle}`)) ||
        (facts.portfolio && from.linked.has(`${family} portfolio ${facts.office}`)));
    const ties: Tie[] = [
      ...(from.mailbox.has(mailbox) ? (['mailbox'] as const) : []),
      ...(from.phone.has(phone) ? (['phone'] as const) : []),
      ...facts.administrators.filter((one) => from.administrators.has(one)).map((one): Tie => `administrator:${one}`),
      ...(linked ? (['linked'] as const) : []),
      ...tools.filter((one) => from.tools.has(one)).map((one): Tie => `tool:${one}`),
      ...(!linked && from.handle.has(handle) ? (['handle'] as const) : []),
    ];
    return ties.length > 0 && from.office.has(facts.office) ? [...ties, 'office'] : ties;
  };
  return others
    .filter(({ channel }) => !ids.has(channel))
    .map((facts) => ({ channel: facts.channel, ties: tiesOf(marksOf(facts)) }))
    .filter(({ ties }) => ties.length > 0)
    .sort((a, b) => strength(b.ties) - strength(a.ties) || (a.channel < b.channel ? -1 : 1));
}
