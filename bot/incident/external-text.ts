/**
 * A text for the outside: draft → review → approved → published, withdrawn at any time. An approval is bound to the
 * hash of the text that was read; an edit voids it.
 */
import type { Organisation } from '../organisation/organisation.ts';
import { bodySet } from '../organisation/permission.ts';

export const TEXT_KINDS = ['holding', 'update', 'all-clear', 'faq'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

export const TEXT_STATES = ['draft', 'review', 'approved', 'published', 'withdrawn'] as const;
export type TextState = (typeof TEXT_STATES)[number];

export const TEXT_EVENTS = ['edit', 'submit', 'return', 'approve', 'co-sign', 'publish', 'withdraw'] as const;
export type TextEvent = (typeof TEXT_EVENTS)[number];

const TEXT_TABLE = {
  draft: { edit: 'draft', submit: 'review', withdraw: 'withdrawn' },
  review: { edit: 'review', return: 'draft', approve: 'approved', 'co-sign': 'review', withdraw: 'withdrawn' },
  // An edited text must be approved again.
  approved: { edit: 'review', return: 'draft', 'co-sign': 'approved', publish: 'published', withdraw: 'withdrawn' },
  published: { withdraw: 'withdrawn' },
  withdrawn: {},
} as const satisfies Record<TextState, Partial<Record<TextEvent, TextState>>>;

/** The state that follows; undefined: the event is not possible in this state. */
export const textAfter = (state: TextState, event: TextEvent): TextState | undefined =>
  (TEXT_TABLE[state] as Partial<Record<TextEvent, TextState>>)[event];

/** Written but not decided: it must be published or withdrawn before the incident is closed. */
export const isWaiting = (state: TextState): boolean => state !== 'published' && state !== 'withdrawn';

/** Minutes until the next person on the line is asked, unless the organisation has set another number. */
export const APPROVAL_MINUTES = 10;

/** Data protection co-signs unless it has ruled out a loss of personal data. */
export const needsCoSign = (dataLoss: 'open' | 'excluded' | 'possible'): boolean => dataLoss !== 'excluded';

/**
 * Whether a submitted text waits for data protection, with or without its approval. A drill's text ends with its
 * approval and waits for nothing more.
 */
export const awaitsCoSign = (
  { state, hash, coSignedHash }: Pick<Sealed, 'state' | 'hash' | 'coSignedHash'>,
  { dataLoss, drill }: { dataLoss: Parameters<typeof needsCoSign>[0]; drill: boolean },
): boolean =>
  (state === 'review' || (state === 'approved' && !drill)) && needsCoSign(dataLoss) && coSignedHash !== hash;

/** What the rules of the release read of a text. */
type Sealed = {
  state: TextState;
  hash: string;
  approvedHash: string | null;
  coSignedHash: string | null;
};

/** Why a text can't be published now; undefined: it can. */
export function releaseBlocker(
  text: Sealed,
  coSign: boolean,
): 'not-approved' | 'hash-differs' | 'no-co-sign' | undefined {
  if (text.state !== 'approved') return 'not-approved';
  if (text.approvedHash !== text.hash) return 'hash-differs';
  return coSign && text.coSignedHash !== text.hash ? 'no-co-sign' : undefined;
}

/** What an edit clears: approval and co-signature were given to another text. */
export const VOIDED = {
  approvedBy: null,
  approvedFor: null,
  approvedAt: null,
  approvedHash: null,
  coSignedBy: null,
  coSignedFor: null,
  coSignedAt: null,
  coSignedHash: null,
} as const;

type Line = {
  organisation: Pick<Organisation, 'incident'>;
  gone: ReadonlySet<string>;
  /** The people with the role approver in this incident. */
  approvers: readonly string[];
  /** Everybody who wrote parts of the text: nobody releases their own words. */
  authors: readonly string[];
};

/** Who may approve, in the order in which they are asked: the organisation's approvers, then the incident's own. */
export function approvalLine({ organisation, gone, approvers, authors }: Line): string[] {
  const all = [...new Set([...(organisation.incident?.approvers ?? []), ...approvers])];
  return all.filter((person) => !gone.has(person) && !authors.includes(person));
}

type CoSignLine = {
  organisation: Pick<Organisation, 'bodies'>;
  gone: ReadonlySet<string>;
  /** The people with the role privacy in this incident. */
  privacy: readonly string[];
  /** Legal bodies of the affected channels. */
  legalBodies: readonly string[];
  authors: readonly string[];
};

/**
 * Who may co-sign, in the order in which they are asked: the incident's data protection, then the data-protection body.
 */
export function coSignLine({ organisation, gone, privacy, legalBodies, authors }: CoSignLine): string[] {
  const bodies = legalBodies.flatMap((legalBody) => {
    const set = bodySet('privacy', legalBody, organisation);
    return set ? [...(set.lead ? [set.lead] : []), ...set.members, ...set.deputies] : [];
  });
  return [...new Set([...privacy, ...bodies])].filter((person) => !gone.has(person) && !authors.includes(person));
}

/** Whom to ask next: the first on the line who has not been asked. */
export const nextOn = (line: readonly string[], asked: readonly string[]): string | undefined =>
  line.find((person) => !asked.includes(person));

/**
 * For whom somebody approves. The first on the line approves in their own name, everybody else stands in for them
 * (i. V.).
 * @returns null: in their own name
 */
export function approvesFor(person: string, line: readonly string[]): string | null {
  const [first] = line;
  return first === undefined || first === person ? null : first;
}

/**
 * For whom somebody co-signs. The incident's data protection signs in its own name, everybody else stands in (i. V.).
 */
export const coSignsFor = (person: string, line: readonly string[], privacy: readonly string[]): string | null =>
  privacy.includes(person) ? null : approvesFor(person, line);

/** Published texts that no all clear has followed yet. */
export function uncleared<T extends { kind: TextKind; state: TextState; publishedAt: Date | null }>(
  texts: readonly T[],
): T[] {
  const clear = texts.filter(({ kind, state }) => kind === 'all-clear' && state === 'published');
  const last = Math.max(...clear.map(({ publishedAt }) => publishedAt?.getTime() ?? 0), 0);
  return texts.filter(
    ({ kind, state, publishedAt }) =>
      kind !== 'all-clear' && state === 'published' && (publishedAt?.getTime() ?? 0) > last,
  );
}
