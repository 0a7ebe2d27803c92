/**
 * PGlite for drizzle, with cached plans. PGlite itself makes six round trips per query and plans each one again, which
 * was most of the cost of a request.
 */
import { type messages, type PGlite, parse, protocol, type Results, type Transaction } from '@electric-sql/pglite';

const { serialize } = protocol;
type Message = messages.BackendMessage;
type Options = { rowMode?: 'array' | 'object'; parsers?: PGlite['parsers'] };
/** What drizzle needs from a client and a transaction. */
type Asked = { query(sql: string, params?: unknown[], options?: Options): Promise<Results | undefined> };
export type Planned = Asked & { transaction<T>(work: (tx: Asked) => Promise<T>): Promise<T> };
type Statement = { name: string; types: readonly number[]; columns: readonly Message[]; uses: number };

/**
 * Most plans kept. They stay in memory for the life of the process, and lists of different lengths create different
 * statements.
 */
const KEPT = 256;
/** Uses before a plan is made again: it was made for small tables, and nothing here runs ANALYZE. */
const USES = 200;

/** @returns the same database; queries through it use cached plans */
export function withPlans(client: PGlite): Planned {
  const known = new Map<string, Statement>();
  let named = 0;

  const send = (...parts: Uint8Array[]): Promise<Message[]> =>
    client.execProtocolStream(Buffer.concat(parts), { syncToFs: false });

  async function drop(sql: string, { name }: Statement): Promise<void> {
    known.delete(sql);
    await send(serialize.close({ type: 'S', name }), serialize.sync());
  }

  async function prepare(sql: string): Promise<Statement> {
    const found = known.get(sql);
    if (found && found.uses < USES) {
      // Move it to the end, so that the first entry is the least recently used.
      known.delete(sql);
      known.set(sql, found);
      return found;
    }
    if (found) await drop(sql, found);
    for (const [text, oldest] of known) {
      if (known.size < KEPT) break;
      await drop(text, oldest);
    }
    named += 1;
    const name = `kept_${named}`;
    const described = await send(
      serialize.parse({ name, text: sql }),
      serialize.describe({ type: 'S', name }),
      serialize.sync(),
    );
    const columns = described.filter((message) => message.name === 'rowDescription');
    const statement = { name, types: parse.parseDescribeStatementResults(described), columns, uses: 0 };
    known.set(sql, statement);
    return statement;
  }

  function ask(sql: string, params: readonly unknown[] = [], { rowMode, parsers }: Options = {}) {
    return client.runExclusive(async () => {
      const statement = await prepare(sql);
      statement.uses += 1;
      const values = params.map((value, index) => {
        if (value === null || value === undefined) return null;
        return client.serializers[statement.types[index]!]?.(value) ?? String(value);
      });
      const answer = await send(
        serialize.bind({ statement: statement.name, values }),
        serialize.execute({}),
        serialize.sync(),
      );
      // There are hundreds of parsers: the prototype chain avoids copying them for each query.
      const all = parsers ? Object.assign(Object.create(client.parsers), parsers) : client.parsers;
      return parse.parseResults([...statement.columns, ...answer], all, rowMode ? { rowMode } : {})[0];
    });
  }

  const inside = (tx: Transaction): Asked => ({
    query: (sql, params, options) => {
      if (tx.closed) throw new Error('Transaction is closed');
      return ask(sql, params, options);
    },
  });
  const transaction = <T>(work: (tx: Asked) => Promise<T>): Promise<T> => client.transaction((tx) => work(inside(tx)));
  const query: Asked['query'] = (sql, params, options) => transaction((tx) => tx.query(sql, params, options));
  return { transaction, query };
}
