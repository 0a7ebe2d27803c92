/** What a renewal changes, field by field. */
export type Change = { path: string; before: unknown; after: unknown };

/**
 * Compares two sets of answers. Persons are matched by person, not by position: striking the first of three is one
 * change, not three.
 *
 * @returns one change per path: `purpose`, `persons.p_1` (added or removed, with the function), `persons.p_1.rights`
 */
export function diff(before: Record<string, unknown>, after: Record<string, unknown>): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => name !== 'kind');
  return names.flatMap((name): Change[] => {
    if (name === 'persons') return diffPersons(before[name], after[name]);
    return same(before[name], after[name]) ? [] : [{ path: name, before: before[name], after: after[name] }];
  });
}

type Entry = Record<string, unknown>;
function diffPersons(before: unknown, after: unknown): Change[] {
  const old = byPerson(before);
  const now = byPerson(after);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((person): Change[] => {
    const was = old.get(person);
    const is = now.get(person);
    if (!was) return [{ path: `persons.${person}`, before: undefined, after: is?.role }];
    if (!is) return [{ path: `persons.${person}`, before: was.role, after: undefined }];
    return diff({ ...was, persons: undefined }, { ...is, persons: undefined }).map((change) => ({
      ...change,
      path: `persons.${person}.${change.path}`,
    }));
  });
}

/**
 * Entries by person. A person listed twice gets a second key, in the order of the functions, so that no change is
 * missed.
 */
function byPerson(value: unknown): Map<string, Entry> {
  const entries = Array.isArray(value) ? (value as Entry[]) : [];
  const found = new Map<string, Entry>();
  for (const entry of [...entries].sort((a, b) => order(a).localeCompare(order(b)))) {
    const person = String(entry.person ?? '');
    let key = person;
    for (let again = 2; found.has(key); again += 1) key = `${person}#${again}`;
    found.set(key, entry);
  }
  return found;
}
const order = (entry: Entry): string => `${entry.role ?? ''}\n${JSON.stringify(entry)}`;

/** A missing answer, an empty text and an empty list are the same; a list has no order. */
function same(a: unknown, b: unknown): boolean {
  return print(a) === print(b);
}
const print = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) ? [...value].map(String).sort() : [value ?? ''].filter((item) => item !== ''));
