/** Plans how a person is linked to the accounts of an office address, before anything is written. */

import type { DirectorySource } from './case.ts';

/** An account as it was last seen. `active` null: unknown, treated as open. */
export type Found = {
  source: DirectorySource;
  externalId: string;
  active: boolean | null;
  /** The person it is linked to; null: nobody. */
  person: string | null;
};

/** Another person who has the address or an account with it. */
export type Other = {
  person: string;
  gone: boolean;
  /**
   * They keep it while they are here: the organisation file names them, or the requester may not link accounts for
   * them.
   */
  keeps: boolean;
};

export type LinkFacts = {
  person: string;
  /** Accounts with this address, most recently seen first. */
  at: readonly Found[];
  /** Accounts already linked to the person, whatever their address. */
  own: readonly Found[];
  other: Other | null;
};

/** Why the bot asks for confirmation before it makes a link. */
type Ask =
  /** An account is closed: a leaver case begins at once. */
  | 'closed'
  /** The person already has an account in this directory; it would be unlinked. */
  | 'instead'
  /** The address belonged to somebody who has left. */
  | 'reused'
  /** The account is linked to somebody else, who was entered by name. */
  | 'moved';

export type LinkPlan =
  | { kind: 'no-account' | 'linked' | 'theirs' }
  | { kind: 'link'; accounts: Found[]; instead: Found[]; asks: Ask[] };

const isClosed = ({ active }: Found): boolean => active === false;

type Step = { take: Found; instead: Found | null } | 'linked' | 'theirs';

/**
 * Plans one directory's part. A person has one account per directory, so a new one replaces the old, even a closed one.
 */
function stepIn(source: DirectorySource, { at, own, other }: LinkFacts): Step {
  const here = at.filter((one) => one.source === source);
  const mine = own.find((one) => one.source === source) ?? null;
  if (mine && here.some(({ externalId }) => externalId === mine.externalId)) return 'linked';
  const free = here.filter(({ person }) => person === null);
  // An account moves only from the person in `other`, only while it is open and that person is still here.
  const movable = other && !other.gone ? here.filter((one) => one.person === other.person && !isClosed(one)) : [];
  // If a predecessor and a successor share the address, the open account is meant.
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
