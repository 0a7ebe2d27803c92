/**
 * postgres.js for drizzle, with kept plans. drizzle asks without a name, so the driver describes each statement in a
 * round trip of its own and the server plans it anew.
 */
import type postgres from 'postgres';

type Ask = (text: string, params?: unknown[], options?: object) => unknown;
type Asked = { unsafe: Ask; begin?: Within; savepoint?: Within };
type Within = (work: (inner: Asked) => unknown) => unknown;

/** Most statements kept on each connection; the driver drops none before the connection ends. */
const KEPT = 400;
/** Texts remembered until they come a second time: lists of different lengths make texts that never do. */
const SEEN = 1000;

/**
 * Makes each statement that comes a second time a prepared one. `?prepare=false` in the URL disables it, for a proxy
 * that shares connections.
 * @returns the same client
 */
export function keepPlans(client: postgres.Sql): postgres.Sql {
  const kept = new Set<string>();
  const seen = new Set<string>();

  function isKept(text: string): boolean {
    if (kept.has(text)) return true;
    if (kept.size >= KEPT) return false;
    if (seen.delete(text)) return kept.add(text).has(text);
    if (seen.size >= SEEN) seen.clear();
    seen.add(text);
    return false;
  }

  function keep(asked: Asked): Asked {
    const { unsafe, begin, savepoint } = asked;
    asked.unsafe = (text, params, options) => unsafe(text, params, { ...options, prepare: isKept(text) });
    if (begin) asked.begin = (work) => begin((inner) => work(keep(inner)));
    if (savepoint) asked.savepoint = (work) => savepoint((inner) => work(keep(inner)));
    return asked;
  }

  return keep(client as unknown as Asked) as unknown as postgres.Sql;
}
