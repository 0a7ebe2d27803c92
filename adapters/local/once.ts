/** Runs work once per key: a second call, even while the first is running, gets the first one's result. */

export type Once<T> = (key: string, work: () => Promise<T>, isFinal?: (result: T) => boolean) => Promise<T>;

/**
 * Remembers the last `most` keys of this process; for older ones the shell's inbox remembers. A failed or non-final
 * result is dropped, so that it can be tried again.
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
