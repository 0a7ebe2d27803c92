/** Does the same thing once: a second call with the same key, also while the first still runs, gets the first one's result. */

export type Once<T> = (key: string, work: () => Promise<T>, isFinal?: (result: T) => boolean) => Promise<T>;

/**
 * A memory for the last `most` keys of this process; beyond that the shell's inbox remembers. What failed, or is not final,
 * is forgotten, so that it can be tried again.
 */
export function once<T>(most = 500): Once<T> {
  const known = new Map<string, Promise<T>>();
  return (key, work, isFinal = () => true) => {
    const before = known.get(key);
    if (before) return before;
    const result = work();
    known.set(key, result);
    if (known.size > most) known.delete(known.keys().next().value as string);
    result.then(
      (value) => isFinal(value) || known.delete(key),
      () => known.delete(key),
    );
    return result;
  };
}
