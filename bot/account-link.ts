/** Linking a person to the accounts of an office address: what it comes to, before anything is written. */

/** An account as it was last seen. `active` null: not known, so open as far as we know. */
export type Found = {
  source: string;
  externalId: string;
  active: boolean | null;
  /** Whose it is; null: nobody's. */
  person: string | null;
};

/** Whom the address, or an account with it, belongs to besides the person. */
export type Other = { person: string; gone: boolean /** Stands in the organisation file. */; listed: boolean };

export type LinkFacts = {
  person: string;
  /** The accounts with this address, the one seen last first. */
  at: readonly Found[];
  /** The accounts that are the person's already, whatever their address. */
  own: readonly Found[];
  other: Other | null;
};

/** Why somebody is asked once more before a link is made. */
export type Ask =
  /** An account is closed: a leaver case begins at once. */
  | 'closed'
  /** The person has an open account there already; it becomes nobody's. */
  | 'instead'
  /** Somebody who has left had the address. */
  | 'reused'
  /** Somebody else who was typed in by name was linked to it. */
  | 'moved';

export type LinkPlan =
  | { kind: 'no-account' | 'linked' | 'theirs' | 'had-left' }
  | { kind: 'link'; accounts: Found[]; instead: Found[]; asks: Ask[] };

const isClosed = ({ active }: Found): boolean => active === false;

type Step = { take: Found; instead: Found | null } | 'linked' | 'theirs' | 'had-left';

/** One directory's part. Nobody has two accounts there, and whoever has left there never comes back under a new one. */
function stepIn(source: string, { at, own, other }: LinkFacts): Step {
  const here = at.filter((one) => one.source === source);
  const mine = own.find((one) => one.source === source) ?? null;
  if (mine && here.some(({ externalId }) => externalId === mine.externalId)) return 'linked';
  if (mine && isClosed(mine)) return 'had-left';
  const free = here.filter(({ person }) => person === null);
  // A colleague whom the organisation names, or who has left, keeps what is theirs.
  const movable = other && !other.listed && !other.gone ? here.filter((one) => one.person && !isClosed(one)) : [];
  // Of a predecessor's account and a successor's with one address the open one is meant.
  const take = free.find((one) => !isClosed(one)) ?? movable[0] ?? free[0];
  return take ? { take, instead: mine } : 'theirs';
}

export function planLink(facts: LinkFacts): LinkPlan {
  const { at, other } = facts;
  if (other?.listed && !other.gone) return { kind: 'theirs' };
  if (at.length === 0) return { kind: 'no-account' };
  const steps = [...new Set(at.map(({ source }) => source))].map((source) => stepIn(source, facts));
  const taken = steps.filter((step) => typeof step !== 'string');
  if (taken.length === 0) {
    const kind = (['linked', 'theirs', 'had-left'] as const).find((one) => steps.includes(one));
    return { kind: kind ?? 'no-account' };
  }
  const accounts = taken.map(({ take }) => take);
  const instead = taken.flatMap((step) => (step.instead ? [step.instead] : []));
  const asks: Ask[] = [
    ...(other ? [other.gone ? ('reused' as const) : ('moved' as const)] : []),
    ...(instead.length > 0 ? (['instead'] as const) : []),
    ...(accounts.some(isClosed) ? (['closed'] as const) : []),
  ];
  return { kind: 'link', accounts, instead, asks };
}
