/**
 * A process with an outbox worker on a data directory, whose chats are the crash test's HTTP fake. `first` puts the
 * effects into the outbox. Both modes finally print what the database contains.
 */
import type { Chat } from '../../adapters/chat.ts';
import { createWorker } from '../../adapters/delivery/worker.ts';
import { type ChatName, type MessageRef, SendError } from '../../bot/chat.ts';
import { type Effect, post, toPerson } from '../../bot/delivery/effect.ts';
import { verifyAudit } from '../../db/audit.ts';
import { openPglite, type Tx } from '../../db/connect.ts';
import { enqueue } from '../../db/delivery/outbox.ts';
import { route } from '../../db/delivery/routes.ts';
import { loadOrganisation } from '../../db/organisation/organisation.ts';
import { addIdentity } from '../../db/organisation/people.ts';
import { messages, outbox } from '../../db/schema.ts';
import { settleCity } from './city.ts';

const [mode, dir, fake] = process.argv.slice(2) as ['first' | 'again', string, string];
const now = () => new Date();

async function ask(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${fake}/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new SendError('unknown', `http_${answer.status}`);
  return answer.json();
}

function httpChat(name: ChatName, canFind: boolean): Chat {
  const chat: Chat = {
    name,
    pace: { room: 0, chat: 0 },
    async post(to, _card, id) {
      await ask('before', { id });
      const ref = await ask('post', { id, chat: name, room: to.user });
      await ask('after', { id });
      return ref as MessageRef;
    },
    update: async () => {},
  };
  if (canFind) chat.find = async (_to, id) => (await ask('find', { id })) as MessageRef | null;
  return chat;
}

const store = await openPglite(dir);
const inTx = <T>(work: (tx: Tx) => Promise<T>) => store.db.transaction((tx) => work(tx as Tx));
const chats = new Map([httpChat('slack', true), httpChat('teams', false)].map((chat) => [chat.name, chat]));

async function decide(tx: Tx): Promise<void> {
  const { org, key } = await settleCity(tx, now());
  const reached: [string, ChatName][] = [
    ['clerk', 'slack'],
    ['head', 'teams'],
    ['deputy', 'teams'],
    ['operator', 'slack'],
  ];
  for (const [ref, chat] of reached) await addIdentity(tx, { chat, tenant: 't', id: ref }, key(ref), now());
  const effects: Effect[] = [
    post(toPerson(key('clerk')), 'card', 'slack'),
    post(toPerson(key('head')), 'card', 'again'),
    { ...post(toPerson(key('deputy')), 'broadcast', 'show'), doubt: 'show' } as Effect,
  ];
  await enqueue(tx, await route(tx, effects, org, [...chats.keys()], now()), now());
}

if (mode === 'first') {
  await inTx(decide);
  await ask('commit', { id: 'commit' });
}
const line = (data: object, message: string) => console.log('log', message, data);
const worker = createWorker({
  store,
  chats,
  now,
  org: loadOrganisation,
  draw: async (_tx, ref) => ({ title: ref.subject, summary: ref.subject, nodes: [], lang: 'de' }),
  log: { info: line, warn: line, error: line },
});
await worker.drain();
const rows = await store.db.select().from(outbox).orderBy(outbox.seq);
const copies = await store.db.select().from(messages);
const { ok } = await verifyAudit(store.db);
await store.close();
const states = rows.flatMap(({ id, state, effect }) =>
  effect.do === 'post' ? [{ id, state, subject: effect.card.subject }] : [],
);
console.log(`end ${JSON.stringify({ states, copies: copies.map(({ subject }) => subject), audit: ok })}`);
