/** Linking a person to the accounts of an office address: what it comes to, before anything is written. */

import type { DirectorySource } from './case.ts';

/** An account as it was last seen. `active` null: not known, so open as far as we know. */
export type Found = {
  source: DirectorySource;
  externalId: string;
  active: boolean | null;
  /** Whose it is; null: nobody's. */
  person: string | null;
};

/** Whom the address, or an account with it, belongs to besides the person. */
export type Other = {
  person: string;
  gone: boolean;
  /** As long as they are here it stays theirs: the organisation file names them, or whoever asks may not speak for them. */
  keeps: boolean;
};

export type LinkFacts = {
  person: string;
  /** The accounts with this address, the one seen last first. */
  at: readonly Found[];
  /** The accounts that are the person's already, whatever their address. */
  own: readonly Found[];
  other: Other | null;
};

/** Why somebody is asked once more before a link is made. */
type Ask =
  /** An account is closed: a leaver case begins at once. */
  | 'closed'
  /** The person has an account there already; it becomes nobody's. */
  | 'instead'
  /** Somebody who has left had the address. */
  | 'reused'
  /** Somebody else who was typed in by name was linked to it. */
  | 'moved';

export type LinkPlan =
  | { kind: 'no-account' | 'linked' | 'theirs' }
  | { kind: 'link'; accounts: Found[]; instead: Found[]; asks: Ask[] };

const isClosed = ({ active }: Found): boolean => active === false;

type Step = { take: Found; instead: Found | null } | 'linked' | 'theirs';

/** One directory's part. Nobody has two accounts there: of somebody who is here a new one takes the place even of a closed one. */
function stepIn(source: DirectorySource, { at, own, other }: LinkFacts): Step {
  const here = at.filter((one) => one.source === source);
  const mine = own.find((one) => one.source === source) ?? null;
  if (mine && here.some(({ externalId }) => externalId === mine.externalId)) return 'linked';
  const free = here.filter(({ person }) => person === null);
  // Who has left keeps what is theirs, and so does anybody who is not asked about.
  const movable = other && !other.gone ? here.filter((one) => one.person === other.person && !isClosed(one)) : [];
  // Of a predecessor's account and a successor's with one address the open one is meant.
  const take = free.find((one) => !isClosed(one)) ?? movable[0] ?? free[0];
  return take ? { take, instead: mine } : 'theirs';
}

export function planLink(facts: LinkFacts): LinkPlan {
  const { at, other } = facts;
  if (other?.keeps && !other.gone) return { kind: 'theirs' };
  if (at.length === 0) return { kind: 'no-account' };
  const steps = [...new Set(at.map(({ source }) => source))].map((source) => stepIn(source, facts));
  const taken = steps.filter((step) => typeof step !== 'string');
  if (taken.length === 0) return { kind: steps.includes('linked') ? 'linked' : 'theirs' };
  const accounts = taken.map(({ take }) => take);
  const instead = taken.flatMap((step) => (step.instead ? [step.instead] : []));
  const asks: Ask[] = [
    ...(other ? [other.gone ? ('reused' as const) : ('moved' as const)] : []),
    ...(instead.length > 0 ? (['instead'] as const) : []),
    ...(accounts.some(isClosed) ? (['closed'] as const) : []),
  ];
  return { kind: 'link', accounts, instead, asks };
}
