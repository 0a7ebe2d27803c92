/** A request that was answered with 200 is done and its person answered once, whichever process dies and however many get it. */
import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { openPglite, openPostgres, type Store, type Tx } from '../../db/connect.ts';
import { applyOrganisation } from '../../db/organisation/organisation.ts';
import { type Child, startChild } from '../support/child.ts';
import type { More } from '../support/child-app.ts';
import { ownDatabase, postgresUrl, scratchDir, seedDirectory } from '../support/db.ts';
import { demoOrganisation } from '../support/demo-city.ts';
import { slackFake } from '../support/slack-fake.ts';
import type { SlackFake } from '../support/slack-fake-port.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

const server = postgresUrl('two processes do not get the same request');
const REPORTER = 'leitung-kulturbetriebe';
const REPORT = 'melden https://www.instagram.com/beispielmuseum';
/** Who somebody is may take for ever, so nothing is decided when Slack has its 200. */
const HURRIED: More = { slack: { keep: 20, profile: 3_600_000 }, leaseMs: 1000 };

async function postgres(): Promise<string> {
  const { url, drop } = await ownDatabase(server!);
  cleanUp.push(drop);
  return url;
}
async function folder(): Promise<string> {
  const { dir, remove } = scratchDir();
  cleanUp.push(remove);
  await seedDirectory(dir);
  return dir;
}
const open = (database: string) => (database.startsWith('postgres') ? openPostgres(database) : openPglite(database));

async function withStore<T>(database: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await open(database);
  return work(store).finally(() => store.close());
}

/** The demo city in a database, and its people in Slack. */
async function cityOn(database: string) {
  const organisation = demoOrganisation();
  await withStore(database, (store) =>
    store.db.transaction((tx) => applyOrganisation(tx as Tx, organisation, new Date())),
  );
  const people = organisation.people.map(({ name, email }) => ({ name, email }));
  const slack = await slackFake({ people, signingSecret: '5'.repeat(32), triggerLife: 60_000 });
  cleanUp.push(() => slack.close());
  const start = async (mode: 'on' | 'last', more: More = {}): Promise<Child & { url: string }> => {
    const access = [slack.apiUrl, slack.signingSecret, slack.botToken] as const;
    const child = startChild('child-app.ts', mode, database, ...access, JSON.stringify(more));
    cleanUp.push(child.kill);
    return { ...child, url: `${(await child.line('ready ')).slice(6)}/slack/events` };
  };
  const reporter = slack.user(organisation.people.find(({ id }) => id === REPORTER)!.email);
  return { slack, start, reporter };
}

/** What the bot has answered to somebody's own words, by the request's key. */
const answersIn = (slack: SlackFake, room: string) =>
  slack.messages(room).filter(({ metadata }) => JSON.stringify(metadata ?? {}).includes('kanalwacht_answer'));

type End = { incidents: number; audit: { ok: boolean } };

describe.each([{ name: 'PGlite', make: folder }, ...(server ? [{ name: 'Postgres', make: postgres }] : [])])(
  'killed between the early 200 and the commit, on $name',
  ({ make }) => {
    it('a report in Slack is in the record, and its person is answered once', async () => {
      const { slack, start, reporter } = await cityOn(await make());
      const first = await start('on', HURRIED);
      slack.connect(first.url);
      slack.fail('users.info', 'hang', 9);
      expect((await reporter.command('/vorfall', REPORT)).status).toBe(200);
      await first.kill();
      expect(reporter.messages()).toEqual([]);

      slack.heal();
      const end: End = JSON.parse((await (await start('last', { leaseMs: 1000 })).line('end ')).slice(4));
      expect(end).toMatchObject({ incidents: 1, audit: { ok: true } });
      expect(answersIn(slack, reporter.dm)).toHaveLength(1);
    });

    it('a report whose answer was on its way is answered once', async () => {
      const { slack, start, reporter } = await cityOn(await make());
      const first = await start('on', { slack: { keep: 20 }, leaseMs: 1000 });
      slack.connect(first.url);
      slack.fail('chat.postMessage', 'hang', 99);
      expect((await reporter.command('/vorfall', REPORT)).status).toBe(200);
      await first.kill();

      slack.heal();
      const end: End = JSON.parse((await (await start('last', { leaseMs: 1000 })).line('end ')).slice(4));
      expect(end).toMatchObject({ incidents: 1, audit: { ok: true } });
      expect(answersIn(slack, reporter.dm)).toHaveLength(1);
    });
  },
);

describe.runIf(server)('two processes on one Postgres', () => {
  const ROUNDS = 12;

  /** Each request goes to both at once; `alter` makes the second copy another delivery of the same. */
  async function inBoth(slack: SlackFake, urls: readonly string[], alter: (body: string) => string) {
    const { deliver } = slack;
    slack.deliver = async (body, type, more) => {
      slack.connect(urls[0]!);
      const first = deliver(body, type, more);
      slack.connect(urls[1]!);
      const [one, two] = await Promise.all([first, deliver(alter(body), type, more)]);
      expect([one.status, two.status]).toEqual([200, 200]);
      return one;
    };
  }

  it.each([
    ['the same delivery', (body: string) => body],
    ['the same message under two event ids', (body: string) => body.replace(/"event_id":"\w+"/, '"event_id":"Ev0X2"')],
  ])('%s is answered once', async (_, alter) => {
    const database = await postgres();
    const { slack, start, reporter } = await cityOn(database);
    const both = await Promise.all([start('on'), start('on')]);
    await inBoth(
      slack,
      both.map(({ url }) => url),
      alter,
    );
    for (let round = 0; round < ROUNDS; round++) await reporter.sendDm('kanal liste');
    await reporter.sendDm(`vorfall ${REPORT}`);
    expect(answersIn(slack, reporter.dm)).toHaveLength(ROUNDS + 1);
    const count = await withStore(database, (store) => store.db.execute(sql`select 1 from incidents`));
    expect([...(count as unknown as Iterable<unknown>)]).toHaveLength(1);
  });
});
