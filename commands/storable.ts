/**
 * Makes people's input storable: Postgres rejects NUL and lone surrogates in JSON, and the bot must not fail on them.
 */

/** The same value without these characters in its strings and keys. Bytes stay as they are. */
export function storable<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what we look for
  if (typeof value === 'string') return value.replaceAll(/\u0000|\p{Surrogate}/gu, '');
  if (Array.isArray(value)) return value.map(clean);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), clean(inner)]));
}
