/**
 * `npm run chaos`: two bots on one Postgres, killed, stopped and cut off while people act and the vendors fail. Afterwards an
 * independent checker counts what was lost, doubled or stuck. Everything stays on this machine. Exit 1 when anything is.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { openPostgres } from '../../db/connect.ts';
import { SCIM_TOKEN } from '../support/app.ts';
import { dice } from '../support/dice.ts';
import { addPages, pageUrl } from '../support/pages.ts';
import { answersFor, entryOf, fillIn, fillPages, submit } from '../support/script.ts';
import { type City, openCity } from '../support/story.ts';
import { check, type Finding } from './checker.ts';
import { startCluster } from './cluster.ts';
import { type Deed, type Done, doDeed, pressWhenSeen } from './deeds.ts';
import { type Fleet, startFleet } from './fleet.ts';

const HELP = `npm run chaos -- [options]
  --kills N    so many bots are killed (20)
  --full       1,000 kills
  --seed N     which faults come when (1)
  --json FILE  the report as JSON`;
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    full: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const KILLS = values.full ? 1_000 : Number(values.kills);
const seed = Number(values.seed);
const roll = dice(seed);

/** Deeds for each kill: enough that every death meets some. */
const APPLICATIONS = Math.max(6, Math.ceil(KILLS / 2));
const PAGES = {
  handle: 'chaosseite',
  name: 'Chaosseite',
  count: Math.max(10, KILLS),
  administrators: ['oeffentlichkeitsarbeit-kulturbetriebe'],
};
/** Who votes for which body: one in Slack, one in Teams, as it comes. */
const VOTERS = [
  ['fb3', 'leitung-dortmund-agentur', 'beratung-soziale-medien'],
  ['privacy', 'datenschutz', 'stv-datenschutz'],
  ['security', 'ciso', 'it-sicherheit'],
  ['fb11', 'leitung-personalamt', 'stv-leitung-personalamt'],
] as const;
const IN_TEAMS: readonly string[] = VOTERS.map(([, , deputy]) => deputy);
const CLERK = 'oeffentlichkeitsarbeit-kulturbetriebe';
const SETTLE_MS = 180_000;
const say = (line: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Applications that wait for four bodies, pages that may be attacked: made in peace, through the same doors. */
async function prepare(city: City): Promise<string[]> {
  const clerk = await city.person(CLERK);
  const head = await city.person('leitung-kulturbetriebe');
  for (const [, lead, deputy] of VOTERS) await Promise.all([city.person(lead), city.person(deputy)]);
  const second = 'Sachbearbeitung Öffentlichkeitsarbeit Stadt- und Landesbibliothek';
  const numbers: string[] = [];
  for (let n = 0; n < APPLICATIONS; n += 1) {
    await clerk.say(`/channel register https://www.facebook.com/ChaosAntrag${n}`);
    const answers = answersFor('de', [clerk.name, second]);
    // The second form knows from the first how comments are moderated, and does not ask again.
    const { channel, operation, law, security, persons, reasons } = answers;
    const entries = persons.map((one, entry) => entryOf(one, entry));
    const pages = [channel, operation, law, security, ...entries, reasons];
    await (n === 0 ? fillIn(clerk, answers) : fillPages(clerk, pages, 'de'));
    const number = await submit(clerk);
    await head.press('Ja', number);
    numbers.push(number);
  }
  await addPages(city.store, city.clock.now(), PAGES);
  return numbers;
}

async function deedsOf(city: City, numbers: readonly string[], fleet: Fleet): Promise<Deed[]> {
  const deeds: Deed[] = [];
  for (const number of numbers) {
    for (const [body, lead, deputy] of VOTERS) {
      const { hand } = await city.person(roll(2) === 0 ? lead : deputy);
      const send = () => pressWhenSeen(hand, 'Ja', number);
      deeds.push({ kind: 'vote', mark: `${number} ${body}`, send, reads: hand });
    }
  }
  for (let n = 0; n < PAGES.count; n += 1) {
    const reporter = (await city.person(roll(2) === 0 ? 'ciso' : 'it-sicherheit')).hand;
    const url = pageUrl(PAGES, n);
    deeds.push({
      kind: 'report',
      mark: url,
      send: () => reporter.say(`/vorfall melden ${url} Fremde Beiträge`),
      reads: reporter,
    });
    const clerk = (await city.person(roll(2) === 0 ? CLERK : 'stv-datenschutz')).hand;
    const handle = `ChaosEntwurf${n}`;
    const register = () => clerk.say(`/channel register https://www.facebook.com/${handle}`);
    deeds.push({ kind: 'register', mark: `facebook.com/${handle.toLowerCase()}`, send: register, reads: clerk });
  }
  const scim = async (method: string, path: string, body: object) => {
    const headers = { authorization: `Bearer ${SCIM_TOKEN}`, 'content-type': 'application/scim+json' };
    const answer = await fetch(`${fleet.url}/scim/v2/Users${path}`, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`SCIM answered ${answer.status}`);
    return answer;
  };
  return [...deeds, ...(await leavers(city, scim))];
}

/** Administrators of the pages whom the directory reports as gone. */
async function leavers(
  city: City,
  scim: (method: string, path: string, body: object) => Promise<Response>,
): Promise<Deed[]> {
  const person = city.organisation.people.find(({ id }) => id === CLERK)!;
  const user = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: person.email,
    externalId: 'oid-clerk',
    active: true,
  };
  const made = (await (await scim('POST', '', user)).json()) as { id: string };
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  const patch = { schemas, Operations: [{ op: 'replace', path: 'active', value: false }] };
  const send = async () => void (await scim('PATCH', `/${made.id}`, patch));
  return [{ kind: 'leaver', mark: person.email, send }];
}

/** What goes wrong at the vendors, for a moment each. Slack's books must stay countable, so no answer is lost there that cannot be asked for. */
function breakVendors(city: City): void {
  const slack = [429, 500, 503, 'reset', 'accept-then-reset', 'ratelimited'] as const;
  const teams = [
    { status: 429, retryAfter: 1 },
    { status: 500 },
    { status: 503 },
    'reset',
    'accept-then-reset',
  ] as const;
  const one = slack[roll(slack.length)]!;
  city.slack!.fail(roll(2) === 0 ? 'chat.postMessage' : 'chat.update', one === 429 ? 'ratelimited' : one, 1 + roll(3));
  city.teams!.fail(roll(2) === 0 ? 'post' : 'update', teams[roll(teams.length)]!, 1 + roll(3));
}

async function cutConnections(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()`;
  await sql.end();
}

async function settled(url: string): Promise<void> {
  const until = performance.now() + SETTLE_MS;
  while (performance.now() < until) {
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    const [row] = await sql<
      { n: number }[]
    >`select count(*)::int as n from outbox where state in ('waiting', 'sending')`;
    await sql.end();
    if (row?.n === 0) return;
    await pause(1_000);
  }
}

function table(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ what }) => what.length));
  return findings
    .map(
      ({ what, found, expected, ok }) =>
        `${ok ? 'ok  ' : 'FAIL'}  ${what.padEnd(width)}  ${String(found).padStart(6)}  (expected ${expected})`,
    )
    .join('\n');
}

const began = performance.now();
const cluster = await startCluster();
let fleet: Fleet | undefined;
let city: City | undefined;
let bad = true;
try {
  say(`seed ${seed}, ${KILLS} kills, ${APPLICATIONS} applications, ${PAGES.count} pages`);
  const store = await openPostgres(cluster.url);
  const chatOf = (ref: string) => (IN_TEAMS.includes(ref) ? ('teams' as const) : ('slack' as const));
  city = await openCity({ store, chats: ['slack', 'teams'], chatOf, rooms: 'none', directories: true });
  const numbers = await prepare(city);
  const { slack, teams } = city;
  if (!slack || !teams) throw new Error('the fakes are not there');
  fleet = await startFleet(
    {
      database: cluster.url,
      endpoints: teams.settings.endpoints,
      env: {
        SLACK_SIGNING_SECRET: slack.signingSecret,
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_API_URL: slack.apiUrl,
        TEAMS_APP_ID: teams.settings.appId,
        TEAMS_APP_PASSWORD: teams.settings.appPassword,
        TEAMS_TENANT_ID: teams.settings.tenantId,
        SCIM_TOKEN,
      },
    },
    roll,
  );
  slack.connect(`${fleet.url}/slack/events`);
  teams.connect(`${fleet.url}/api/messages`);
  const deeds = await deedsOf(city, numbers, fleet);
  say(`prepared: ${deeds.length} deeds`);

  const done: Done[] = [];
  const waiting = [...deeds];
  let acting = true;
  // A person does one thing after the other; several people act at once.
  const busy = new Set<unknown>();
  const current = new Set<string>();
  const actor = async () => {
    for (;;) {
      const index = waiting.findIndex(({ reads }) => !reads || !busy.has(reads));
      if (index < 0) {
        if (waiting.length === 0) return;
        await pause(50);
        continue;
      }
      const [deed] = waiting.splice(index, 1);
      if (!deed) continue;
      if (deed.reads) busy.add(deed.reads);
      const { kind, mark } = deed;
      current.add(`${kind} ${mark}`);
      done.push(
        await doDeed(deed).catch((error: Error) => {
          fleet?.complaints.push(error.message);
          return { kind, mark, acknowledged: false, tries: 1 };
        }),
      );
      current.delete(`${kind} ${mark}`);
      if (deed.reads) busy.delete(deed.reads);
    }
  };
  const people = Promise.all(Array.from({ length: 6 }, actor)).then(() => {
    acting = false;
  });
  let cuts = 0;
  let restarts = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    await pause(200 + roll(1_500));
    breakVendors(city);
    const what = roll(10);
    if (what === 0) {
      restarts += 1;
      cluster.restart(roll(2) === 0 ? 'fast' : 'immediate');
    } else if (what < 3) {
      cuts += 1;
      await cutConnections(cluster.url).catch(() => {});
    } else if (what < 5) await fleet.replace('SIGTERM');
    await fleet.replace('SIGKILL');
    if (kill % 10 === 9) say(`${kill + 1} kills, ${done.length} of ${deeds.length} deeds`);
  }
  slack.heal();
  teams.heal();
  fleet.calm();
  say(
    `the storm is over, people finish: ${done.length} of ${deeds.length}, ${acting ? [...current].join(', ') : 'all'}`,
  );
  await people;
  await settled(cluster.url);
  const findings = await check(cluster.url, slack, done);
  findings.push({
    what: 'bots that ended by themselves',
    expected: '0',
    found: fleet.counts.died,
    ok: fleet.counts.died === 0,
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`\n${table(findings)}\n`);
  const { requests, copies, kills, stops } = fleet.counts;
  console.log(
    `${kills} kills, ${stops} stops, ${restarts} restarts of Postgres, ${cuts} cuts; ${requests} requests, ${copies} copied; ${done.length} deeds, ${done.reduce((sum, { tries }) => sum + tries, 0)} tries; ${seconds} s`,
  );
  for (const complaint of fleet.complaints.slice(0, 10)) console.log(complaint);
  if (values.json)
    writeFileSync(
      values.json,
      JSON.stringify({ seed, findings, counts: { ...fleet.counts, restarts, cuts }, done }, null, 2),
    );
  bad = findings.some(({ ok }) => !ok);
} finally {
  await fleet?.close();
  await city?.close().catch(() => {});
  cluster.stop();
}
process.exit(bad ? 1 : 0);
