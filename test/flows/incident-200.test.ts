/** Two hundred channels are stopped by one confirmation while the process is killed twice: nothing is lost, nothing comes twice. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Organisation } from '../../bot/organisation/organisation.ts';
import { openPglite, openPostgres, type Store, type Tx } from '../../db/connect.ts';
import type { MessageRow } from '../../db/delivery/messages.ts';
import type { Entry, IncidentChannel, Step } from '../../db/incident/incidents.ts';
import { applyOrganisation } from '../../db/organisation/organisation.ts';
import { type Child, startChild } from '../support/child.ts';
import { ownDatabase, postgresUrl, scratchDir, seedDirectory } from '../support/db.ts';
import { demoOrganisation } from '../support/demo-city.ts';
import { slackHand } from '../support/drivers/slack.ts';
import { addPages, type Pages, pageUrl } from '../support/pages.ts';
import { slackFake } from '../support/slack-fake.ts';
import type { SlackFake } from '../support/slack-fake-port.ts';

const CHANNELS = 200;
const PEOPLE = 40;
/** How many administrators have their card when the process is killed. */
const KILLED_AT = [6, 22] as const;

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

const server = postgresUrl('two hundred channels are stopped on PGlite only');
/** What survives the death of a process: a folder, or a database on a server. */
const PLACES = [
  {
    name: 'PGlite',
    make: async () => {
      const { dir, remove } = scratchDir();
      cleanUp.push(remove);
      await seedDirectory(dir);
      return dir;
    },
  },
  ...(server
    ? [
        {
          name: 'Postgres',
          make: async () => {
            const { url, drop } = await ownDatabase(server);
            cleanUp.push(drop);
            return url;
          },
        },
      ]
    : []),
];

const administrator = (n: number) => ({
  id: `administration-${n}`,
  name: `Administration Stadtbezirk ${n}`,
  email: `administration.${n}@dortmund.example`,
  lang: 'de' as const,
});

/** Nobody has a room of their own here: what is sent goes to the incident's room and to people. */
function citizens(): Organisation {
  const demo = demoOrganisation();
  return {
    ...demo,
    people: [...demo.people, ...Array.from({ length: PEOPLE }, (_, n) => administrator(n))],
    offices: demo.offices.map((office) => ({ ...office, rooms: [] })),
    bodies: demo.bodies.map((body) => ({ ...body, rooms: [] })),
    rooms: { announcements: [], auditors: [], operators: [] },
  };
}

/** What one of them looks after: five pages. */
const pagesOf = (who: number): Pages => ({
  handle: `stadtbezirk${who}x`,
  name: `Stadtbezirk ${who}`,
  count: CHANNELS / PEOPLE,
  administrators: [administrator(who).id],
  // All are planned in the same tool: whoever is in it can post on each.
  answers: { tools: 'Planungswerkzeug' },
});

async function fill(store: Store, organisation: Organisation): Promise<void> {
  const now = new Date();
  await store.db.transaction((tx) => applyOrganisation(tx as Tx, organisation, now));
  await addPages(store, now, ...Array.from({ length: PEOPLE }, (_, who) => pagesOf(who)));
}

/** Ends when the condition holds; looked at after each thing that the bot has done in Slack. */
async function until(slack: SlackFake, holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    const methods = ['chat.postMessage', 'chat.postEphemeral', 'chat.update', 'response_url', 'conversations.invite'];
    await Promise.race(methods.map((method) => slack.next(method)));
  }
}

type End = {
  outbox: Record<string, number>;
  places: IncidentChannel[];
  steps: Step[];
  entries: Entry[];
  copies: MessageRow[];
  audit: { ok: boolean };
};

describe.each(PLACES)('on $name', ({ make }) => {
  it(`${CHANNELS} channels of ${PEOPLE} people are one order, one board and one card each`, async () => {
    const database = await make();
    const organisation = citizens();
    const store = await (database.startsWith('postgres') ? openPostgres(database) : openPglite(database));
    await fill(store, organisation);
    await store.close();

    const people = organisation.people.map(({ name, email }) => ({ name, email }));
    const slack = await slackFake({ people, signingSecret: '5'.repeat(32), triggerLife: 60_000 });
    cleanUp.push(() => slack.close());
    const start = (mode: 'on' | 'last'): Child => {
      const child = startChild('child-app.ts', mode, database, slack.apiUrl, slack.signingSecret, slack.botToken);
      cleanUp.push(child.kill);
      return child;
    };
    /** The cards about the posting stop in one person's DM. */
    const cardsOf = (who: number) =>
      slack.messages(administrator(who).email).filter(({ text }) => text.includes('Bitte nichts mehr veröffentlichen'));
    const reached = () => Array.from({ length: PEOPLE }, (_, who) => who).filter((who) => cardsOf(who).length > 0);

    let child = start('on');
    slack.connect(`${(await child.line('ready ')).slice(6)}/slack/events`);
    const ciso = slackHand(slack, { ref: 'ciso', name: 'CISO', email: 'ciso@dortmund.example' });
    const press = async (label: string): Promise<void> => {
      const isThere = async () => (await ciso.sights()).some(({ buttons }) => buttons.includes(label));
      await until(slack, isThere);
      // On a busy machine the answer may come after Slack's three seconds: like a person, look and press again.
      await ciso.press(label).catch(async (error: unknown) => {
        if (!(await isThere())) return;
        console.log(`pressed again: ${error}`);
        await press(label);
      });
    };
    await ciso.arrive();
    await ciso.say(`/vorfall melden ${pageUrl(pagesOf(0), 0)} Dort stehen fremde Beiträge. schwere=1`);
    const roomOf = () => [...slack.space.rooms.values()].find(({ name }) => name.startsWith('vorfall-'));
    await until(slack, () => (roomOf()?.messages.length ?? 0) > 0);
    await press(`Posting-Stopp für alle ${CHANNELS - 1}`);
    await press(`Ja, Posting-Stopp für ${CHANNELS}`);

    const killed: number[] = [];
    for (const at of KILLED_AT) {
      await until(slack, () => reached().length >= at);
      await child.kill();
      killed.push(reached().length);
      child = start(killed.length < KILLED_AT.length ? 'on' : 'last');
    }
    // Both deaths came in the middle, and the second process went on where the first had stopped.
    expect(killed[0]).toBeLessThan(killed[1]!);
    expect(killed[1]).toBeLessThan(PEOPLE);
    const end: End = JSON.parse((await child.line('end ')).slice(4));

    expect(Object.keys(end.outbox)).toEqual(['sent']);
    expect(end.audit).toMatchObject({ ok: true });
    for (let who = 0; who < PEOPLE; who++) expect(cardsOf(who), administrator(who).name).toHaveLength(1);
    const all = [...slack.space.rooms.values()]
      .flatMap(({ messages }) => messages)
      .filter(({ from }) => from === 'bot');
    const marks = all.flatMap(({ metadata }) => (metadata ? [JSON.stringify(metadata)] : []));
    expect(new Set(marks).size).toBe(marks.length);
    const boards = roomOf()!.messages.filter(({ text }) => text.includes('Übersicht V-'));
    expect(boards).toHaveLength(1);
    expect(slack.read(boards[0]!)).toContain(`Posting-Stopp: 0 von ${CHANNELS}`);
    // What is remembered of the cards is what stands there.
    expect(end.copies.filter(({ view }) => view === 'incident-mine')).toHaveLength(PEOPLE);
    // Whoever has never been in this Slack is in no room and has the board by themselves, once.
    const copies = end.copies.filter(({ view }) => view === 'incident-board').map(({ person }) => person);
    expect(copies.filter((person) => person === null)).toHaveLength(1);
    expect(new Set(copies).size).toBe(copies.length);

    expect(end.places).toHaveLength(CHANNELS);
    expect(new Set(end.places.map(({ channel }) => channel)).size).toBe(CHANNELS);
    expect(end.places.filter(({ target }) => target === 'S0')).toHaveLength(CHANNELS);
    const steps = end.steps.map(({ place, stage, step }) => `${place} ${stage} ${step}`);
    expect(new Set(steps).size).toBe(steps.length);
    expect(new Set(end.steps.map(({ stage }) => stage))).toEqual(new Set(['S0']));
    const kinds = new Set(end.steps.map(({ step }) => step)).size;
    expect(kinds).toBeGreaterThan(3);
    expect(steps).toHaveLength(CHANNELS * kinds);
    const orders = end.entries.filter(({ kind }) => kind === 'decided-stop');
    expect(orders.map(({ data }) => data)).toEqual([{ count: CHANNELS, added: CHANNELS - 1 }]);
    expect(slack.faults).toEqual([]);
  }, 300_000);
});
