/** Two processes send while many people decide: in the end every copy in the chat shows the last decision. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorker, type Draw } from '../../adapters/delivery/worker.ts';
import { type Effect, post, refresh, toPerson } from '../../bot/delivery/effect.ts';
import { openPostgres, type Store, type Tx } from '../../db/connect.ts';
import { enqueue, outboxCounts } from '../../db/delivery/outbox.ts';
import { route } from '../../db/delivery/routes.ts';
import { loadOrganisation } from '../../db/organisation/organisation.ts';
import { applications } from '../../db/schema.ts';
import { ownDatabase, postgresUrl } from '../support/db.ts';
import { refused, scriptedChat } from '../support/scripted-chat.ts';
import { NOW, workerBench } from '../support/worker-bench.ts';

const server = postgresUrl('two processes do not share one database');
const DECISIONS = 40;
const PEOPLE = ['clerk', 'head', 'deputy', 'registrar'];

describe.runIf(server)('two processes on one Postgres', () => {
  const open: Store[] = [];
  let url: string;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    ({ url, drop } = await ownDatabase(server!));
    open.push(await openPostgres(url), await openPostgres(url));
  });
  afterAll(async () => {
    for (const store of open) await store.close();
    await drop?.();
  });

  it('leave no copy behind the state, and post no card twice', async () => {
    const [mine, theirs] = open as [Store, Store];
    const slack = scriptedChat('slack');
    const draw: Draw = async (tx, ref) => {
      const [row] = await tx.select().from(applications).where(eq(applications.id, ref.subject));
      return { title: row!.title, summary: ref.args.n ?? '', nodes: [], lang: 'de' };
    };
    const bench = await workerBench(mine, [slack], { draw, pollMs: 20 });
    for (const ref of PEOPLE) await bench.meet(ref, 'slack', `U-${ref}`);
    const fixed = {
      kind: 'new' as const,
      state: 'draft' as const,
      office: 'o',
      legalBody: 'l',
      applicant: 'p',
      formVersion: 1,
      answers: {},
    };
    const subjects = ['a_1', 'a_2', 'a_3'];
    await bench.inTx((tx) => tx.insert(applications).values(subjects.map((id) => ({ ...fixed, id, createdAt: NOW }))));

    async function decide(n: number): Promise<void> {
      const subject = subjects[n % subjects.length]!;
      const decision = async (tx: Tx) => {
        await tx
          .update(applications)
          .set({ title: `decision ${n}` })
          .where(eq(applications.id, subject));
        const person = bench.city.key(PEOPLE[n % PEOPLE.length]!);
        const card: Effect = post(toPerson(person), 'application', subject, { n: String(n) });
        await enqueue(tx, await route(tx, [refresh(subject), card], bench.city.org, ['slack'], NOW), NOW);
      };
      await (n % 2 ? mine : theirs).db.transaction((tx) => decision(tx as Tx));
    }
    const other = createWorker({
      store: theirs,
      chats: new Map([['slack', slack]]),
      draw,
      org: loadOrganisation,
      now: () => NOW,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      pollMs: 20,
    });
    for (const worker of [bench.worker, other]) worker.start();
    await Promise.all(Array.from({ length: DECISIONS }, (_, n) => decide(n)));
    for (const worker of [bench.worker, other]) await worker.stop();
    await bench.another().drain();

    expect(Object.keys(await outboxCounts(mine.db))).toEqual(['sent']);
    expect(new Set(slack.posted.map(({ id }) => id)).size).toBe(DECISIONS);
    expect(slack.posted).toHaveLength(DECISIONS);
    const last = new Map((await mine.db.select().from(applications)).map(({ id, title }) => [id, title]));
    const shown = new Map(slack.posted.map(({ ref, card }) => [ref.message, card]));
    for (const { ref, card } of slack.updates) shown.set(ref.message, card);
    const stale = [...shown.values()].filter(
      ({ title, summary }) => title !== last.get(subjects[Number(summary) % 3]!),
    );
    expect(stale).toEqual([]);
    await bench.audit();
  }, 120_000);

  it('tell the operators once of what fails in both at the same moment', async () => {
    const [mine, theirs] = open as [Store, Store];
    const slack = scriptedChat('slack');
    const { post: deliver } = slack;
    slack.post = (to, card, id) => (to.user === 'U9' ? deliver(to, card, id) : Promise.reject(refused()));
    const bench = await workerBench(mine, [slack], { pollMs: 20 });
    await bench.meet('operator', 'slack', 'U9');
    const rooms = Array.from({ length: DECISIONS }, (_, n) => `C${n}`);
    await bench.send(
      ...rooms.map((room) =>
        post({ to: 'room', chat: 'slack', room, reach: {} }, 'application', `application:${room}`),
      ),
    );
    const workers = [mine, theirs].map((store) => bench.another({ store }));
    await Promise.all(workers.map((worker) => worker.drain()));
    await bench.another().drain();

    expect(slack.posted.map(({ to, card }) => [to.user, card.title])).toEqual([['U9', 'undelivered: eingereicht']]);
    const states = await outboxCounts(mine.db);
    expect(states).toMatchObject({ dead: DECISIONS });
    expect(Object.keys(states).sort()).toEqual(['dead', 'sent']);
  }, 120_000);
});
