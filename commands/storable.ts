/** What people send, made storable: Postgres refuses NUL and halves of surrogate pairs in JSON, and a bot must not fall over one. */

/** The same value with such characters taken out of every string in it, keys too; bytes stay as they are. */
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
