/** The bot is killed at random while it sends the digests of a month: nobody is forgotten, and nobody gets two. */
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, onTestFailed } from 'vitest';
import { wallTime } from '../../bot/time/calendar.ts';
import { verifyAudit } from '../../db/audit.ts';
import { openPglite, openPostgres, type Store } from '../../db/connect.ts';
import type { OutboxRow } from '../../db/delivery/outbox.ts';
import { causeOf, subjectOf } from '../../db/delivery/undelivered.ts';
import { audit, messages, outbox } from '../../db/schema.ts';
import { ownDatabase, postgresUrl, scratchDir, seedDirectory } from '../support/db.ts';
import { digestChats, type ShownDigest, type Sizes } from '../support/digest-chats.ts';
import { DAY, type Seat, settleDigests } from '../support/digest-city.ts';
import { PLACES } from '../support/kill-door.ts';
import { type Death, liveAndDie, type Stroke } from '../support/mortal-bot.ts';

const server = postgresUrl('the bot dies during 60 digests in each chat on PGlite, not during 2,000');
/** Far more than it takes: bots start one after the other, and the machine may have other things to do. */
const LONG = 20 * 60_000;

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

type Database = { url: string; open: () => Promise<Store> };

async function onPostgres(): Promise<Database> {
  const { url, drop } = await ownDatabase(server!);
  cleanUp.push(drop);
  // It is the bot that dies here, not Postgres: nothing has to wait for the disk.
  const quick = `${url}?synchronous_commit=off`;
  return { url: quick, open: () => openPostgres(quick) };
}

async function onPglite(): Promise<Database> {
  const { dir, remove } = scratchDir();
  cleanUp.push(remove);
  await seedDirectory(dir);
  return { url: dir, open: () => openPglite(dir) };
}

/** Where the bot dies, and which answers get lost while it lives: requests by their number. `DIGESTS_SEED` repeats a run. */
function fate(people: number, deaths: number): { strokes: Stroke[]; lost: number[] } {
  const seed = Number(process.env.DIGESTS_SEED ?? randomInt(2 ** 31));
  onTestFailed(() => console.log(`the fate of this run: DIGESTS_SEED=${seed}`));
  const size = { minLength: deaths * 2, maxLength: deaths * 2 };
  const any = fc.noBias(fc.uniqueArray(fc.integer({ min: 5, max: Math.floor(people * 0.9) }), size));
  const [numbers] = fc.sample(any, { seed, numRuns: 1 });
  const strokes = numbers!.slice(0, deaths).sort((a, b) => a - b);
  return {
    strokes: strokes.map((at, n) => ({ at, place: PLACES[n % PLACES.length]! })),
    lost: numbers!.slice(deaths),
  };
}

type Told = { person: string; seat: Seat; row: OutboxRow; shown: ShownDigest[] };
/** `copies`: the message that the database remembers for each person. `operator`: all that the operator has read. */
type Month = { told: Told[]; copies: Map<string, string>; operator: string };

/** One month's digests with all the deaths in between. What the database says is checked here, what the chats show by the caller. */
async function month({ url, open }: Database, sizes: Sizes, deaths: number): Promise<Month> {
  const clock = { ahead: wallTime(DAY, '09:00').getTime() - Date.now() };
  const chats = await digestChats(sizes, () => new Date(Date.now() + clock.ahead));
  cleanUp.push(chats.close);
  const before = await open();
  const people = await settleDigests(before, chats.seats, chats.operator);
  await before.close();

  const { strokes, lost } = fate(people.length, deaths);
  chats.door.lose(lost);
  const orders = { ...chats.orders, database: url };
  inTheMiddle(await liveAndDie({ door: chats.door, chats: chats.chats, orders, clock, strokes }), people.length);

  const store = await open();
  cleanUp.push(() => store.close());
  expect(await verifyAudit(store.db)).toMatchObject({ ok: true });
  const trail = await store.db.select().from(audit);
  expect(trail.filter(({ action }) => action === 'digest')).toHaveLength(people.length);
  const rows = (await store.db.select().from(outbox)).filter(readerOfDigest);
  expect(rows.map(readerOfDigest).sort()).toEqual([...people].sort());
  const rowOf = new Map(rows.map((row) => [readerOfDigest(row), row]));
  const copies = (await store.db.select().from(messages)).filter(({ view }) => view === 'digest');
  return {
    told: people.map((person, n) => {
      const seat = chats.seats[n]!;
      return { person, seat, row: rowOf.get(person)!, shown: chats.shown(seat) };
    }),
    copies: new Map(copies.map(({ person, message }) => [person!, message])),
    operator: chats
      .shown(chats.operator)
      .map(({ body }) => body)
      .join(),
  };
}

/** To whom this effect brings a digest; null for what is none. */
const readerOfDigest = ({ effect }: OutboxRow): string | null =>
  effect.do === 'post' && effect.card.view === 'digest' && effect.to.to === 'person' ? effect.to.person : null;

/** It really died on its way: each time with something in its hands. */
function inTheMiddle(deaths: readonly Death[], people: number): void {
  // Whether an answer that was out has still been written down is for the database to say.
  const caught = deaths.filter(({ place }) => place !== 'answered');
  expect(caught.length).toBeGreaterThanOrEqual(deaths.length / 2);
  expect(caught.filter(({ left }) => !left.sending)).toEqual([]);
  expect(deaths.filter(({ left }) => (left.sent ?? 0) >= people)).toEqual([]);
}

/** Exactly one for each, and its metadata says that it is the one that was meant. */
function slackHasOneEach({ told, copies }: Month): void {
  const wrong = told.filter(({ seat, person, row, shown }) => {
    if (seat.chat !== 'slack') return false;
    const [only] = shown;
    const mark = { event_type: 'kanalwacht_outbox', event_payload: { id: row.id } };
    const isProved = shown.length === 1 && JSON.stringify(only!.mark) === JSON.stringify(mark);
    return !isProved || !only!.text.includes(person) || row.state !== 'sent' || copies.get(person) !== only!.message;
  });
  expect(wrong).toEqual([]);
}

/** Named on the operators' card, or on one of the pages that open from it. */
function isSaid(row: OutboxRow, operator: string): boolean {
  const cause = causeOf(row);
  return operator.includes(row.id) || (cause !== null && operator.includes(subjectOf(cause)));
}

/** At most one for each: either it is known to stand there, or an operator has read that it is in doubt. */
function teamsHasOneAtMost({ told, copies, operator }: Month): void {
  const all = told.filter(({ seat }) => seat.chat === 'teams');
  const wrong = all.filter(({ person, row, shown }) => {
    if (row.state === 'doubtful') return shown.length > 1 || !isSaid(row, operator);
    const [only] = shown;
    return (
      row.state !== 'sent' || shown.length !== 1 || !only!.text.includes(person) || copies.get(person) !== only!.message
    );
  });
  expect(wrong).toEqual([]);
  expect(all.filter(({ row }) => row.state === 'doubtful')).not.toEqual([]);
}

describe.runIf(server)('on Postgres', () => {
  it(
    '2,000 people in Slack have one each, whatever the bot died of',
    async () => {
      const all = await month(await onPostgres(), { slack: 2000 }, 6);
      slackHasOneEach(all);
      expect(all.operator).toBe('');
    },
    LONG,
  );

  it(
    '2,000 people in Teams have one at most, and who may have none is shown to the operators',
    async () => {
      teamsHasOneAtMost(await month(await onPostgres(), { teams: 2000 }, 6));
    },
    LONG,
  );
});

it.skipIf(server)(
  'on PGlite 60 people in each chat have the same',
  async () => {
    const all = await month(await onPglite(), { slack: 60, teams: 60 }, 2);
    slackHasOneEach(all);
    teamsHasOneAtMost(all);
  },
  LONG,
);
