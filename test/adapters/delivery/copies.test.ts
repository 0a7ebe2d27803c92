/** Copies of a card: redrawn everywhere, never behind the state, replaced when they are gone; files. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Effect, PRIORITY, refresh } from '../../../bot/delivery/effect.ts';
import type { Store } from '../../../db/connect.ts';
import { enqueue, outboxCounts } from '../../../db/delivery/outbox.ts';
import { attachments } from '../../../db/schema.ts';
import { freshStore } from '../../support/db.ts';
import { later, refused, scriptedChat, unknown } from '../../support/scripted-chat.ts';
import { type Bench, NOW, SUBJECT, workerBench } from '../../support/worker-bench.ts';

let store: Store;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());

/** The same card with the clerk in Slack and the head in Teams. */
async function twoCopies() {
  const [slack, teams] = [scriptedChat('slack'), scriptedChat('teams')];
  const bench = await workerBench(store, [slack, teams]);
  await bench.meet('clerk', 'slack', 'U1');
  await bench.meet('head', 'teams', '29:1');
  await bench.meet('operator', 'slack', 'U9');
  await bench.send(bench.card('clerk'), bench.card('head'));
  await bench.worker.drain();
  return { slack, teams, bench };
}
const titles = (chat: ReturnType<typeof scriptedChat>) => chat.updates.map(({ card }) => card.title);

describe('redraw', () => {
  it('changes all copies in both chats after a decision', async () => {
    const { slack, teams, bench } = await twoCopies();
    bench.title = 'genehmigt';
    await bench.send(refresh(SUBJECT));
    await bench.worker.drain();
    expect([titles(slack), titles(teams)]).toEqual([['application: genehmigt'], ['application: genehmigt']]);
    expect(slack.updates[0]?.ref).toMatchObject({ room: 'dm-U1', message: 'slack-1' });
  });

  it('sends nothing when the card would look the same', async () => {
    const { slack, bench } = await twoCopies();
    await bench.send(refresh(SUBJECT));
    await bench.worker.drain();
    bench.title = 'genehmigt';
    await bench.send(refresh(SUBJECT));
    await bench.worker.drain();
    await bench.send(refresh(SUBJECT));
    await bench.worker.drain();
    expect(titles(slack)).toEqual(['application: genehmigt']);
  });

  it('is repeated after an unknown outcome: the same card twice is one card', async () => {
    const { slack, bench } = await twoCopies();
    slack.script.update = [unknown(), later()];
    bench.title = 'genehmigt';
    await bench.send(refresh(SUBJECT));
    await bench.worker.drain();
    expect(titles(slack)).toEqual(['application: genehmigt']);
  });

  it('also reaches a copy that was under way when the decision fell', async () => {
    const slack = scriptedChat('slack');
    const bench = await workerBench(store, [slack]);
    await bench.meet('clerk', 'slack', 'U1');
    slack.script.post = [
      async () => {
        bench.title = 'genehmigt';
        await bench.send(refresh(SUBJECT));
      },
    ];
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    expect(slack.posted[0]?.card.title).toBe('application: eingereicht');
    expect(titles(slack)).toEqual(['application: genehmigt']);
  });

  it('of a card about an incident that was under way goes before what waits, as any other redraw of it', async () => {
    const slack = scriptedChat('slack');
    const bench = await workerBench(store, [slack]);
    await bench.meet('clerk', 'slack', 'U1');
    const subject = 'incident:in_1';
    slack.script.post = [
      async () => {
        bench.title = 'bestätigt';
      },
    ];
    slack.script.update = [later(60_000)];
    await bench.send(bench.card('clerk', { subject }));
    await bench.worker.drain(0);
    await bench.send(bench.card('clerk'), refresh(subject));
    const waiting = (await bench.rows()).filter(({ state }) => state === 'waiting');
    expect(waiting.map(({ effect }) => effect.do)).toEqual(['redraw', 'post']);
    expect(waiting.map(({ priority }) => priority)).toEqual([PRIORITY.urgentRedraw, PRIORITY.normal]);
  });

  it.each(['message-gone', 'message_not_found', 'cant_update_message', 'edit_window_closed'])(
    'puts a new copy in the place of one that can not be changed (%s)',
    async (reason) => {
      const { slack, bench } = await twoCopies();
      slack.script.update = [refused(reason)];
      bench.title = 'genehmigt';
      await bench.send(refresh(SUBJECT));
      await bench.worker.drain();
      expect(slack.posted.at(-1)).toMatchObject({ to: { room: 'dm-U1' }, card: { title: 'application: genehmigt' } });
      const copies = (await bench.messages()).filter(({ chat }) => chat === 'slack');
      expect(copies).toMatchObject([{ message: 'slack-2', person: bench.city.key('clerk') }]);
    },
  );

  it('puts a new copy into a room as well', async () => {
    const slack = scriptedChat('slack');
    const bench = await workerBench(store, [slack]);
    await bench.meet('fb3-lead', 'slack', 'U2');
    await bench.meet('fb3-member', 'slack', 'U3');
    await bench.send(bench.card('fb3-lead', { to: { to: 'body', body: 'fb3', legalBody: 'stadt' } }));
    await bench.worker.drain();
    slack.script.update = [refused('message_not_found')];
    bench.title = 'genehmigt';
    await bench.send(refresh(SUBJECT));
    await bench.worker.drain();
    expect(slack.posted.map((message) => message.to.room)).toEqual(['C0000FB3', 'C0000FB3']);
    expect(await bench.messages()).toHaveLength(1);
  });

  it('tells the operators once about a copy that refuses for another reason', async () => {
    const { slack, bench } = await twoCopies();
    for (const title of ['genehmigt', 'veröffentlicht']) {
      slack.script.update = [refused('is_archived')];
      bench.title = title;
      await bench.send(refresh(SUBJECT));
      await bench.worker.drain();
    }
    expect(slack.posted.map(({ to }) => to.user)).toEqual(['U1', 'U9']);
    const [entry] = (await bench.audit()).filter(({ action }) => action === 'undeliverable');
    expect(entry).toMatchObject({ subject: SUBJECT, data: { to: bench.city.key('clerk'), reason: 'is_archived' } });
  });

  it('has nothing to do for a copy that is forgotten', async () => {
    const { bench } = await twoCopies();
    await bench.send(refresh(SUBJECT));
    await store.db.execute('truncate messages');
    await bench.worker.drain();
    expect(await outboxCounts(store.db)).toEqual({ sent: 4 });
  });
});

describe('files', () => {
  const PDF = new TextEncoder().encode('%PDF-1.7 resolution');
  const announce = async (bench: Bench, overrides = {}) => {
    const file = { id: 'f_1', application: 'a_1', name: 'beschluss.pdf', type: 'application/pdf', size: 19 };
    const from = { state: 'waiting', chat: 'slack', source: 'https://files.example/1', by: 'p_1' } as const;
    const told = { ...file, ...from, at: NOW };
    await bench.inTx((tx) => tx.insert(attachments).values({ ...told, ...overrides }));
    await bench.send({ do: 'fetch', attachment: 'f_1' });
    await bench.worker.drain();
    return (await store.db.select().from(attachments))[0];
  };

  it('are stored with their hash, which the audit keeps too', async () => {
    const asked: string[] = [];
    const fetchFile = async (source: string) => {
      asked.push(source);
      return PDF;
    };
    const bench = await workerBench(store, [scriptedChat('slack', { fetchFile })]);
    const file = await announce(bench);
    const sha256 = createHash('sha256').update(PDF).digest('hex');
    expect(asked).toEqual(['https://files.example/1']);
    expect(file).toMatchObject({ state: 'stored', size: 19, version: 1, sha256 });
    expect(Buffer.from(file!.content!).toString()).toBe('%PDF-1.7 resolution');
    expect(await bench.audit()).toMatchObject([
      { action: 'attachment-fetched', subject: 'application:a_1', data: { state: 'stored', sha256 } },
    ]);
  });

  it('are refused when their bytes are not what their name says', async () => {
    const fetchFile = async () => new TextEncoder().encode('<html>sign in</html>');
    const bench = await workerBench(store, [scriptedChat('slack', { fetchFile })]);
    expect(await announce(bench)).toMatchObject({ state: 'refused', problem: 'mismatch', content: null });
  });

  it('redraw the cards of their application', async () => {
    const slack = scriptedChat('slack', { fetchFile: async () => PDF });
    const bench = await workerBench(store, [slack]);
    await bench.meet('clerk', 'slack', 'U1');
    await bench.send(bench.card('clerk'));
    await bench.worker.drain();
    bench.title = 'mit Anlage';
    await announce(bench);
    expect(titles(slack)).toEqual(['application: mit Anlage']);
  });

  it.each([
    ['the chat refuses', refused('file_deleted')],
    ['the chat never answers', unknown()],
  ])('that can not be had when %s are told to the sender and the operators', async (_name, error) => {
    const slack = scriptedChat('slack', { fetchFile: () => Promise.reject(error) });
    const bench = await workerBench(store, [slack], { attempts: 2 });
    await bench.meet('clerk', 'slack', 'U1');
    await bench.meet('operator', 'slack', 'U9');
    const file = await announce(bench, { by: bench.city.key('clerk') });
    expect(file).toMatchObject({ state: 'refused', problem: 'unreachable' });
    expect(slack.posted.map(({ to, card }) => `${to.user} ${card.title}`).sort()).toEqual([
      'U1 news: eingereicht',
      'U9 undelivered: eingereicht',
    ]);
  });
});

describe('what another version has stored', () => {
  it('ends without a word when nothing here knows it', async () => {
    const slack = scriptedChat('slack');
    const bench = await workerBench(store, [slack]);
    await bench.meet('clerk', 'slack', 'U1');
    const home = { do: 'home', person: bench.city.key('clerk') } as unknown as Effect;
    await bench.inTx((tx) => enqueue(tx, [{ effect: home, chat: 'slack', lane: 'slack:U1' }], NOW));
    await bench.worker.drain();
    expect(slack.tries).toEqual([]);
    expect(bench.log).toEqual([]);
    expect(await outboxCounts(store.db)).toEqual({ sent: 1 });
  });
});
