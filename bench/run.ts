/** `npm run bench`: prints JSON; every figure is a ratio against a named baseline measured in the same run. */
import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { parse } from 'yaml';
import type { Chat } from '../adapters/chat.ts';
import { createWorker } from '../adapters/delivery/worker.ts';
import { nrwHolidays } from '../adapters/time/holidays.ts';
import type { Inbound } from '../bot/chat.ts';
import { post, toPerson } from '../bot/delivery/effect.ts';
import { readOrganisation } from '../bot/organisation/organisation.ts';
import { recognise } from '../bot/platform/link.ts';
import { createCalendar } from '../bot/time/calendar.ts';
import type { Card } from '../cards/node.ts';
import { cardToBlockKit } from '../cards/render/slack.ts';
import { cardToAdaptiveCard } from '../cards/render/teams.ts';
import { handle } from '../commands/run.ts';
import { drawCard } from '../commands/views.ts';
import { appendAudit, verifyAudit } from '../db/audit.ts';
import { openPglite } from '../db/connect.ts';
import { enqueue } from '../db/delivery/outbox.ts';
import { route } from '../db/delivery/routes.ts';
import { applyOrganisation, loadOrganisation } from '../db/organisation/organisation.ts';
import { withPlans } from '../db/pglite-plans.ts';
import { audit, organisations, people } from '../db/schema.ts';
import { LIST, openRegistry } from './import.ts';
import { incidentTitled, MANY, press, pressAndUndo, seedChannels } from './incidents.ts';

type Figure = {
  what: string;
  baseline: string;
  rounds: number;
  ratio: number;
  microseconds: number;
  baselineMicroseconds: number;
};

/** Mean of the middle half of the rounds, in microseconds, so that a single hiccup of the machine does not count. */
async function measure(rounds: number, work: (round: number) => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work(round);
    times.push((performance.now() - start) * 1000);
  }
  times.sort((a, b) => a - b);
  const middle = times.slice(Math.floor(rounds / 4), Math.ceil((rounds * 3) / 4));
  return middle.reduce((sum, time) => sum + time, 0) / middle.length;
}

async function compare(
  what: string,
  work: (round: number) => unknown,
  baseline: string,
  base: (round: number) => unknown,
  rounds: number,
): Promise<Figure> {
  await measure(Math.min(10, rounds), base);
  await measure(Math.min(10, rounds), work);
  const baselineMicroseconds = await measure(rounds, base);
  const microseconds = await measure(rounds, work);
  const round = (value: number) => Math.round(value * 10) / 10;
  const ratio = round(microseconds / baselineMicroseconds);
  return {
    what,
    baseline,
    rounds,
    ratio,
    microseconds: round(microseconds),
    baselineMicroseconds: round(baselineMicroseconds),
  };
}

const store = await openPglite();
const now = () => new Date('2026-11-23T09:00:00Z');
const calendar = createCalendar(nrwHolidays);
const reading = readOrganisation(parse(readFileSync(new URL('../demo/organisation.yaml', import.meta.url), 'utf8')));
if (!reading.ok)
  throw new Error('the demo organisation has faults: npm run organisation -- check demo/organisation.yaml');
await store.db.transaction((tx) => applyOrganisation(tx, reading.organisation, now()));

const clerk = 'oeffentlichkeitsarbeit-kulturbetriebe';
const deps = {
  store,
  chats: () => ['local'] as const,
  now,
  calendar,
  wake: () => {},
  publicUrl: 'http://127.0.0.1:3978',
  onFault: ({ error }: { error: unknown }) => console.error(error),
};
let deliveries = 0;
const say = (text: string): Inbound => ({
  key: `bench:${++deliveries}`,
  who: { chat: 'local', tenant: 'local', id: clerk },
  where: { id: `dm:${clerk}`, dm: true },
  lang: 'de',
  do: { kind: 'say', text },
});

const card: Card = {
  title: 'Antrag',
  summary: 'Antrag',
  lang: 'de',
  nodes: Array.from({ length: 30 }, (_, index) => ({
    kind: 'text' as const,
    text: `Zeile ${index} mit *Zeichen* <und> [Link](https://example.org)`,
  })),
};
const messages = new Map<string, Card>();
const chat: Chat = {
  name: 'local',
  pace: { room: 0, chat: 0 },
  post: async (_to, posted, id) => {
    messages.set(id, posted);
    return { room: 'r', message: id };
  },
  update: async () => {},
};
const worker = createWorker({
  store,
  chats: new Map([['local', chat]]),
  now,
  log: { info: () => {}, warn: () => {}, error: console.error },
  org: loadOrganisation,
  draw: async (tx, ref, reader) => {
    const org = await loadOrganisation(tx);
    return org ? drawCard(tx, ref, org, reader, now(), calendar) : null;
  },
});
const org = (await store.db.transaction((tx) => loadOrganisation(tx)))!;
const person = org.organisation.roles.registrar[0]!;
const BATCH = 50;
const effects = (round: number) =>
  Array.from({ length: BATCH }, (_, index) =>
    post(toPerson(person), 'visitor', `identity:local:local:${round}-${index}`),
  );

const own = await PGlite.create();
const planned = withPlans(own);
await own.exec('create table things (id text primary key, about text references things, at timestamptz)');
const JOIN =
  'select a.id, b.id from things a join things b on b.id = a.about where a.id = $1 and b.at <= now() order by a.at limit 1';

const figures = [
  await compare(
    'a query whose plan is kept',
    () => planned.transaction((tx) => tx.query(JOIN, ['x'])),
    'the same through PGlite itself',
    () => own.transaction((tx) => tx.query(JOIN, ['x'])),
    200,
  ),
  await compare(
    'the organisation, unchanged since it was last read',
    () => store.db.transaction((tx) => loadOrganisation(tx)),
    'its row and its people, read',
    () => store.db.transaction(async (tx) => [await tx.select().from(organisations), await tx.select().from(people)]),
    200,
  ),
  await compare(
    'one request: /channel list through the shell',
    () => handle(deps, say('/channel list')),
    'an empty transaction',
    () => store.db.transaction((tx) => tx.execute(sql`select 1`)),
    60,
  ),
  await compare(
    'the same delivery a second time',
    () => handle(deps, { ...say(''), key: 'bench:1' }),
    'an empty transaction',
    () => store.db.transaction((tx) => tx.execute(sql`select 1`)),
    60,
  ),
  await compare(
    `${BATCH} effects: stored, claimed, drawn, posted, written down`,
    async (round) => {
      await store.db.transaction(async (tx) =>
        enqueue(tx, await route(tx, effects(round), org, ['local'], now()), now()),
      );
      await worker.drain();
    },
    `${BATCH} single inserts`,
    async () => {
      for (let index = 0; index < BATCH; index++)
        await store.db.execute(sql`insert into inbox (id, received_at) values (${`b${++deliveries}`}, now())`);
    },
    8,
  ),
  await compare(
    'audit: 200 rows appended',
    () =>
      store.db.transaction((tx) =>
        appendAudit(
          tx,
          Array.from({ length: 200 }, () => ({
            at: now(),
            actor: 'system',
            action: 'bench',
            subject: 's',
            data: {},
            cause: null,
          })),
        ),
      ),
    '200 single inserts in one transaction',
    () =>
      store.db.transaction(async (tx) => {
        for (let index = 0; index < 200; index++)
          await tx.execute(sql`insert into inbox (id, received_at) values (${`c${++deliveries}`}, now())`);
      }),
    6,
  ),
  await compare(
    'audit: the whole chain verified',
    () => verifyAudit(store.db),
    'the same rows read',
    () => store.db.select().from(audit),
    10,
  ),
  await compare(
    'a card of 30 lines for Slack',
    () => cardToBlockKit(card),
    'JSON.stringify of the card',
    () => JSON.stringify(card),
    200,
  ),
  await compare(
    'a card of 30 lines for Teams',
    () => cardToAdaptiveCard(card),
    'JSON.stringify of the card',
    () => JSON.stringify(card),
    200,
  ),
  await compare(
    'a link recognised',
    () => recognise('https://www.facebook.com/KulturDortmund/?ref=bookmarks'),
    'new URL',
    () => new URL('https://www.facebook.com/KulturDortmund/?ref=bookmarks'),
    2000,
  ),
];

const all = { text: 'alle kanäle fachbereich kulturbetriebe', sure: true };
const one = { text: 'c_bench200' };
await seedChannels(
  store,
  now(),
  reading.organisation.people.map(({ id }) => id),
);
figures.push(
  await compare(
    `declaring ${MANY} channels`,
    () => pressAndUndo(deps, 'incident-declare', all),
    'declaring one',
    () => pressAndUndo(deps, 'incident-declare', one),
    5,
  ),
);
await press(deps, 'incident-declare', all);
await press(deps, 'incident-declare', one);
const many = { incident: await incidentTitled(store, /\(\+/), sure: true };
const single = { incident: await incidentTitled(store, /Bezirk 200$/), sure: true };
for (const [what, name] of [
  ['confirming', 'incident-confirm'],
  ['stopping posting on', 'incident-stop'],
] as const) {
  figures.push(
    await compare(
      `${what} ${MANY} channels`,
      () => pressAndUndo(deps, name, many),
      `${what} one`,
      () => pressAndUndo(deps, name, single),
      5,
    ),
  );
  await press(deps, name, many);
  await press(deps, name, single);
}
const registry = await openRegistry(reading.organisation, now());
figures.push(
  await compare(
    `a list of ${LIST} rows imported one by one`,
    () => registry.oneByOne(),
    'the same in one batch',
    () => registry.atOnce(),
    4,
  ),
);
await worker.stop();
await store.close();
await registry.close();
await own.close();
console.log(JSON.stringify({ node: process.version, database: 'PGlite in memory', figures }, null, 2));
