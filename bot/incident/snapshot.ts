/** What a channel looked like before anything was changed, and what is different when it comes back. */

/** What is written down; words `field.snapshot.<name>`. */
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

/** Blanks and line breaks are the platform's; letters are the city's. */
export const plain = (text: string | undefined): string => (text ?? '').normalize('NFC').replaceAll(/\s+/g, ' ').trim();

/** Nothing was seen then, nothing can be compared now: a snapshot from the outside lacks what only a login shows. */
export function differences(before: Snapshot, found: Snapshot): Difference[] {
  return SNAPSHOT_FIELDS.filter((field) => plain(before[field]) !== '')
    .map((field) => ({ field, was: plain(before[field]), is: plain(found[field]) }))
    .filter(({ was, is }) => was !== is);
}

/** Shorter is no explanation. */
export const EXPLAINED_MIN = 5;

/** Not a field: who has looked at a channel on its way back, or explained what they found. */
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

/** What still holds of the explanations once something else is found: those of fields that look as they did then. */
export const stillExplained = (
  explained: Readonly<Record<string, string>> | null,
  was: Readonly<Record<string, string>> | null,
  is: Readonly<Record<string, string>> | null,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(explained ?? {}).filter(([field]) => field === LOOKED || plain(was?.[field]) === plain(is?.[field])),
  );

/** The differences that nobody has explained: each has to be explained or changed back. */
export function unexplained(
  before: Snapshot,
  found: Snapshot,
  explained: Readonly<Record<string, string>>,
): Difference[] {
  return differences(before, found).filter(({ field }) => plain(explained[field]).length < EXPLAINED_MIN);
}
