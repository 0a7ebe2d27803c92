/** What a renewal changes, field by field. */
export type Change = { path: string; before: unknown; after: unknown };

/**
 * Compares two sets of answers. Persons are matched by person, not by position: striking the first of three is one
 * change, not three.
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

function byPerson(value: unknown): Map<string, Entry> {
  const entries = Array.isArray(value) ? (value as Entry[]) : [];
  return new Map(entries.map((entry) => [String(entry.person ?? ''), entry]));
}

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n');
  return (a ?? '') === (b ?? '');
}
