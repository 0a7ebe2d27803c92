/** Remembers which answers this process has shown, so that a repeated request does not show them twice. */

type Once = { claim(key: string): boolean; release(key: string): void };

/** `claim` is true for the first caller of a key; `release` frees the key after a failure. */
export function once(most = 2_000): Once {
  const seen = new Set<string>();
  return {
    claim(key) {
      if (seen.has(key)) return false;
      seen.add(key);
      if (seen.size > most) seen.delete(seen.values().next().value as string);
      return true;
    },
    release: (key) => void seen.delete(key),
  };
}
