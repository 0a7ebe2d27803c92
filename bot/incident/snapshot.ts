/** What a channel looked like before anything was changed, and what differs when it comes back. */

/** The recorded fields; words `field.snapshot.<name>`. */
export const SNAPSHOT_FIELDS = [
  'name',
  'handle',
  'bio',
  'links',
  'avatar',
  'pinned',
  'visibility',
  'comments',
  'administrators',
] as const;
type SnapshotField = (typeof SNAPSHOT_FIELDS)[number];
export type Snapshot = Partial<Record<SnapshotField, string>>;

export type Difference = { field: SnapshotField; was: string; is: string };

/** Platforms change blanks and line breaks, so only the characters between them count. */
export const plain = (text: string | undefined): string => (text ?? '').normalize('NFC').replaceAll(/\s+/g, ' ').trim();

/** Fields that the snapshot lacks cannot be compared: one taken from the outside lacks what only a login shows. */
export function differences(before: Snapshot, found: Snapshot): Difference[] {
  return SNAPSHOT_FIELDS.filter((field) => plain(before[field]) !== '')
    .map((field) => ({ field, was: plain(before[field]), is: plain(found[field]) }))
    .filter(({ was, is }) => was !== is);
}

/** The shortest text that counts as an explanation, in characters. */
export const EXPLAINED_MIN = 5;

/** Not a field: the people who looked at a channel on its way back or explained what they found. */
export const LOOKED = '(looked)';

export const lookers = (explained: Readonly<Record<string, string>> | null): string[] =>
  (explained?.[LOOKED] ?? '').split(' ').filter((person) => person !== '');

/** The same notes with one more person in them. */
export const lookedBy = (
  explained: Readonly<Record<string, string>> | null,
  person: string,
): Record<string, string> => ({
  ...explained,
  [LOOKED]: [...new Set([...lookers(explained), person])].join(' '),
});

/** The explanations that still hold after a new look: those of fields that have not changed since. */
export const stillExplained = (
  explained: Readonly<Record<string, string>> | null,
  was: Readonly<Record<string, string>> | null,
  is: Readonly<Record<string, string>> | null,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(explained ?? {}).filter(([field]) => field === LOOKED || plain(was?.[field]) === plain(is?.[field])),
  );

/** The differences without an explanation: each must be explained or changed back. */
export function unexplained(
  before: Snapshot,
  found: Snapshot,
  explained: Readonly<Record<string, string>>,
): Difference[] {
  return differences(before, found).filter(({ field }) => plain(explained[field]).length < EXPLAINED_MIN);
}
