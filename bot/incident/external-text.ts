/**
 * A text for the outside: draft → review → approved → published, withdrawn at any time. Its approval is bound to the hash of
 * what was read; an edit voids it (incident.md section 4, steps 7 to 9, and section 5, no. 3).
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
  // Who edits what was approved has it approved anew.
  approved: { edit: 'review', return: 'draft', 'co-sign': 'approved', publish: 'published', withdraw: 'withdrawn' },
  published: { withdraw: 'withdrawn' },
  withdrawn: {},
} as const satisfies Record<TextState, Partial<Record<TextEvent, TextState>>>;

/** The state that follows; undefined: there is no such step from here. */
export const textAfter = (state: TextState, event: TextEvent): TextState | undefined =>
  (TEXT_TABLE[state] as Partial<Record<TextEvent, TextState>>)[event];

/** Written and not yet decided about: publish or withdraw before the incident is closed. */
export const isWaiting = (state: TextState): boolean => state !== 'published' && state !== 'withdrawn';

/** Minutes after which the next one on the line is asked, unless the organisation has set another number. */
export const APPROVAL_MINUTES = 10;

/** Data protection reads along unless it has said that no personal data was lost. */
export const needsCoSign = (dataLoss: 'open' | 'excluded' | 'possible'): boolean => dataLoss !== 'excluded';

/**
 * Whether a text that was handed in waits for data protection, be it with or without its approval. A text of a drill ends
 * with its approval: then nothing is waited for.
 */
export const awaitsCoSign = (
  { state, hash, coSignedHash }: Pick<Sealed, 'state' | 'hash' | 'coSignedHash'>,
  { dataLoss, drill }: { dataLoss: Parameters<typeof needsCoSign>[0]; drill: boolean },
): boolean =>
  (state === 'review' || (state === 'approved' && !drill)) && needsCoSign(dataLoss) && coSignedHash !== hash;

/** What is read of a text by the rules of its release. */
type Sealed = {
  state: TextState;
  hash: string;
  approvedHash: string | null;
  coSignedHash: string | null;
};

/** Why a text can't go out now; undefined: it can. */
export function releaseBlocker(
  text: Sealed,
  coSign: boolean,
): 'not-approved' | 'hash-differs' | 'no-co-sign' | undefined {
  if (text.state !== 'approved') return 'not-approved';
  if (text.approvedHash !== text.hash) return 'hash-differs';
  return coSign && text.coSignedHash !== text.hash ? 'no-co-sign' : undefined;
}

/** What an edit takes back: approval and co-signature were given to another text. */
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
  /** Everybody who wrote on the text: nobody releases their own words. */
  authors: readonly string[];
};

/** Who may approve, in the order they are asked: as the organisation has them, then the incident's own. */
export function approvalLine({ organisation, gone, approvers, authors }: Line): string[] {
  const all = [...new Set([...(organisation.incident?.approvers ?? []), ...approvers])];
  return all.filter((person) => !gone.has(person) && !authors.includes(person));
}

type CoSignLine = {
  organisation: Pick<Organisation, 'bodies'>;
  gone: ReadonlySet<string>;
  /** The people with the role privacy in this incident. */
  privacy: readonly string[];
  /** Of the channels concerned. */
  legalBodies: readonly string[];
  authors: readonly string[];
};

/** Who may co-sign, in the order they are asked: data protection of this incident, then the body that it comes from. */
export function coSignLine({ organisation, gone, privacy, legalBodies, authors }: CoSignLine): string[] {
  const bodies = legalBodies.flatMap((legalBody) => {
    const set = bodySet('privacy', legalBody, organisation);
    return set ? [...(set.lead ? [set.lead] : []), ...set.members, ...set.deputies] : [];
  });
  return [...new Set([...privacy, ...bodies])].filter((person) => !gone.has(person) && !authors.includes(person));
}

/** Whom to ask next: the first on the line who was not asked. */
export const nextOn = (line: readonly string[], asked: readonly string[]): string | undefined =>
  line.find((person) => !asked.includes(person));

/**
 * For whom somebody approves: who was asked first is the one whose release it is, everybody behind stands in (i. V.).
 * @returns null: in their own name
 */
export function approvesFor(person: string, line: readonly string[]): string | null {
  const [first] = line;
  return first === undefined || first === person ? null : first;
}

/** For whom somebody co-signs: with the role in this incident in their own name, everybody behind them stands in (i. V.). */
export const coSignsFor = (person: string, line: readonly string[], privacy: readonly string[]): string | null =>
  privacy.includes(person) ? null : approvesFor(person, line);

/** Published texts after which nobody has said yet that it is over. */
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
