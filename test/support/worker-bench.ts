/** A worker under test: an empty database with the small city, scripted chats, and one text shown by all cards. */
import type { Chat } from '../../adapters/chat.ts';
import {
  createWorker,
  type Draw,
  type OutcomeName,
  type Worker,
  type WorkerOptions,
} from '../../adapters/delivery/worker.ts';
import type { ChatName } from '../../bot/chat.ts';
import { type Effect, type Recipient, toPerson } from '../../bot/delivery/effect.ts';
import type { Card } from '../../cards/node.ts';
import { type AuditRow, verifyAudit } from '../../db/audit.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { enqueue, type MessageRow, type OutboxRow } from '../../db/delivery/outbox.ts';
import { route } from '../../db/delivery/routes.ts';
import { loadOrganisation } from '../../db/organisation/organisation.ts';
import { addIdentity } from '../../db/organisation/people.ts';
import { audit, messages, outbox } from '../../db/schema.ts';
import { type City, settleCity } from './city.ts';
import { wipe } from './db.ts';

export const NOW = new Date('2026-11-21T10:00:00Z');
/** The subject of the card about an application. The card shows `bench.title`. */
export const SUBJECT = 'application:a_1';

export type Bench = {
  store: Store;
  city: City;
  worker: Worker;
  /** The content of every card. Null: the subject no longer exists. */
  title: string | null;
  log: { level: 'info' | 'warn' | 'error'; message: string }[];
  outcomes: string[];
  inTx: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Routes and stores effects, as a command would. */
  send: (...effects: Effect[]) => Promise<void>;
  /** A card for a person by their id in the file, or for `to`. */
  card: (ref: string, own?: { to?: Recipient; doubt?: 'again' | 'show'; subject?: string }) => Effect;
  meet: (ref: string, chat: ChatName, id: string, minute?: number) => Promise<void>;
  rows: () => Promise<OutboxRow[]>;
  messages: () => Promise<MessageRow[]>;
  audit: () => Promise<AuditRow[]>;
  /** A second worker on the same database, as in another process. */
  another: (options?: Partial<WorkerOptions>) => Worker;
};

export async function workerBench(
  store: Store,
  chats: readonly Chat[],
  options: Partial<WorkerOptions> & { overrides?: Record<string, unknown> } = {},
): Promise<Bench> {
  const { overrides = {}, ...more } = options;
  await wipe(store);
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => store.db.transaction((tx) => work(tx as Tx));
  const city = await inTx((tx) => settleCity(tx, NOW, overrides));
  const log: Bench['log'] = [];
  const line = (level: Bench['log'][number]['level']) => (_data: object, message: string) =>
    void log.push({ level, message });
  const outcomes: string[] = [];
  const names = chats.map(({ name }) => name);
  const draw: Draw = async (_tx, ref, reader): Promise<Card | null> => {
    if (bench.title === null) return null;
    const title = `${ref.view}: ${bench.title}`;
    const facts = [{ label: 'reader', value: reader.person ?? 'room' }];
    return { title, summary: title, lang: reader.lang, nodes: [{ kind: 'facts', facts }] };
  };
  const another = (own: Partial<WorkerOptions> = {}) =>
    createWorker({
      store,
      chats: new Map(chats.map((chat) => [chat.name, chat])),
      draw,
      org: loadOrganisation,
      now: () => NOW,
      log: { info: line('info'), warn: line('warn'), error: line('error') },
      backoff: (attempt) => attempt * 1000,
      onOutcome: (chat: ChatName | 'none', outcome: OutcomeName) => void outcomes.push(`${chat} ${outcome}`),
      ...more,
      ...own,
    });
  const bench: Bench = {
    store,
    city,
    worker: another(),
    title: 'eingereicht',
    log,
    outcomes,
    inTx,
    send: (...effects) => inTx(async (tx) => enqueue(tx, await route(tx, effects, city.org, names, NOW), NOW)),
    card: (ref, { to = toPerson(city.key(ref)), doubt = 'again', subject = SUBJECT } = {}) => ({
      do: 'post',
      to,
      card: { view: 'application', subject, args: {} },
      doubt,
    }),
    meet: (ref, chat, id, minute = 0) => {
      const at = new Date(NOW.getTime() + minute * 60_000);
      return inTx((tx) => addIdentity(tx, { chat, tenant: 't', id }, city.key(ref), at));
    },
    rows: () => store.db.select().from(outbox).orderBy(outbox.seq),
    messages: () => store.db.select().from(messages).orderBy(messages.at, messages.message),
    audit: async () => {
      const verdict = await verifyAudit(store.db);
      if (!verdict.ok) throw new Error(`the audit is broken: ${JSON.stringify(verdict)}`);
      return store.db.select().from(audit).orderBy(audit.seq);
    },
    another,
  };
  return bench;
}
