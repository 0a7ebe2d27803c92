/** A database that can be taken away and given back, as in a restart of its server. */
import type { Db, Store } from '../../db/connect.ts';

const REFUSED = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });

/** The same store. While it is away, every query fails as on a lost connection. */
export function brittle(store: Store): { store: Store; away(isAway: boolean): void } {
  let isAway = false;
  const db = new Proxy(store.db, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        if (isAway) return property === 'transaction' || property === 'execute' ? Promise.reject(REFUSED) : refuse();
        return value.apply(target, given);
      };
    },
  }) as Db;
  return {
    store: { ...store, db, ping: () => (isAway ? Promise.reject(REFUSED) : store.ping()) },
    away(now) {
      isAway = now;
    },
  };
}

/** A query is built by a chain of calls and fails when awaited. */
function refuse(): unknown {
  const chain: unknown = new Proxy(() => {}, {
    get: (_, property) =>
      property === 'then' ? (_done: unknown, fail: (error: Error) => void) => fail(REFUSED) : () => chain,
  });
  return chain;
}
