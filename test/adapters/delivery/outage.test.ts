/** A chat is down: what is urgent reaches people through the other one; everything else waits, and nothing goes out twice in one chat. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendError } from '../../../bot/chat.ts';
import type { Store } from '../../../db/connect.ts';
import { freshStore } from '../../support/db.ts';
import { later, refused, scriptedChat, unknown } from '../../support/scripted-chat.ts';
import { workerBench } from '../../support/worker-bench.ts';

let store: Store;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store?.close());

const MINUTE = 60_000;
const INCIDENT = 'incident:in_1';

/** The clerk is in both chats and was in Teams last, the head is in Teams only, the operator in Slack. */
async function cityWhereTeamsIs(down: SendError | null, more: { slackDown?: SendError; canFind?: boolean } = {}) {
  const state = { down, slackDown: more.slackDown ?? null };
  const [slack, teams] = [scriptedChat('slack', { canFind: more.canFind ?? false }), scriptedChat('teams')];
  const [inSlack, inTeams] = [slack.post, teams.post];
  slack.post = (to, card, id) =>
    state.slackDown && to.user !== 'U9' ? Promise.reject(state.slackDown) : inSlack(to, card, id);
  teams.post = (to, card, id) => (state.down ? Promise.reject(state.down) : inTeams(to, card, id));
  if (more.canFind)
    slack.find = (_to, id) =>
      state.slackDown
        ? Promise.reject(state.slackDown)
        : Promise.resolve(slack.posted.find((one) => one.id === id)?.ref ?? null);
  const bench = await workerBench(store, [slack, teams]);
  await bench.meet('clerk', 'slack', 'U1', 1);
  await bench.meet('clerk', 'teams', '29:1', 2);
  await bench.meet('head', 'teams', '29:2', 2);
  await bench.meet('operator', 'slack', 'U9', 2);
  const states = async () => (await bench.rows()).map(({ chat, state, effect }) => [named(effect), chat, state]);
  const named = (effect: object) => ('card' in effect ? (effect.card as { view: string }).view : '');
  return { state, slack, teams, bench, states };
}
const readers = (chat: ReturnType<typeof scriptedChat>) =>
  chat.posted.map(({ to, card }) => `${to.user ?? to.email} ${card.title.split(':')[0]}`);

describe('nobody knows whether it arrived in Teams', () => {
  it('an urgent message goes out in the other chat as well, never again in the first; the operators see it', async () => {
    const { slack, teams, bench, states } = await cityWhereTeamsIs(null);
    teams.script.post = ['lost'];
    await bench.send(bench.card('clerk', { doubt: 'show', subject: INCIDENT }));
    await bench.worker.drain(MINUTE);
    expect(readers(teams)).toEqual(['29:1 application']);
    expect(readers(slack).sort()).toEqual(['U1 application', 'U9 undelivered']);
    expect(await states()).toEqual([
      ['application', 'teams', 'doubtful'],
      ['application', 'slack', 'sent'],
      ['undelivered', 'slack', 'sent'],
    ]);
  });

  it('a reminder that can wait goes nowhere else: it might be there', async () => {
    const { slack, teams, bench } = await cityWhereTeamsIs(null);
    teams.script.post = ['lost'];
    await bench.send(bench.card('clerk', { doubt: 'show' }));
    await bench.worker.drain(MINUTE);
    expect(readers(teams)).toEqual(['29:1 application']);
    expect(readers(slack)).toEqual(['U9 undelivered']);
  });

  it('a card is sent again in its chat', async () => {
    const { slack, teams, bench } = await cityWhereTeamsIs(null);
    teams.script.post = [unknown()];
    await bench.send(bench.card('clerk', { subject: INCIDENT }));
    await bench.worker.drain(MINUTE);
    expect([readers(teams), readers(slack)]).toEqual([['29:1 application'], []]);
  });
});

describe('Teams takes nothing', () => {
  const DOWN = later(undefined, 'chat');

  it('what is urgent goes round it where the other chat knows the person; the rest waits and comes once', async () => {
    const { state, slack, teams, bench } = await cityWhereTeamsIs(DOWN);
    await bench.send(
      bench.card('head', { doubt: 'show', subject: INCIDENT }),
      bench.card('clerk', { doubt: 'show', subject: INCIDENT }),
      bench.card('clerk', { doubt: 'show' }),
    );
    await bench.worker.drain(MINUTE);
    expect(readers(slack)).toEqual(['U1 application']);
    expect((await bench.rows()).map(({ chat, state: now }) => [chat, now]).sort()).toEqual([
      ['slack', 'sent'],
      ['teams', 'waiting'],
      ['teams', 'waiting'],
    ]);
    state.down = null;
    await bench.worker.drain(5 * MINUTE);
    expect(readers(teams)).toEqual(['29:2 application', '29:1 application']);
    expect(readers(slack)).toEqual(['U1 application']);
  });

  it('a hiccup moves nobody into a chat that they use less', async () => {
    const { state, slack, teams, bench } = await cityWhereTeamsIs(DOWN);
    await bench.send(bench.card('clerk', { doubt: 'show', subject: INCIDENT }));
    await bench.worker.drain(9000);
    state.down = null;
    await bench.worker.drain(MINUTE);
    expect([readers(teams), readers(slack)]).toEqual([['29:1 application'], []]);
  });

  it.each([
    ['refuses them', refused('user_disabled')],
    ['takes nothing either', DOWN],
  ])('whom the other chat can not reach (it %s) gets it once Teams is back', async (_, slackDown) => {
    const { state, slack, teams, bench } = await cityWhereTeamsIs(DOWN, { slackDown });
    await bench.send(bench.card('clerk', { doubt: 'show', subject: INCIDENT }));
    await bench.worker.drain(MINUTE);
    expect([readers(teams), readers(slack)]).toEqual([[], []]);
    state.down = null;
    await bench.worker.drain(5 * MINUTE);
    expect([readers(teams), readers(slack)]).toEqual([['29:1 application'], []]);
  });

  it('a card that may have arrived before goes round it as well', async () => {
    const { slack, teams, bench } = await cityWhereTeamsIs(null);
    teams.script.post = [unknown(), ...Array.from({ length: 60 }, () => DOWN)];
    await bench.send(bench.card('clerk', { subject: INCIDENT }));
    await bench.worker.drain(MINUTE);
    expect(readers(slack).sort()).toEqual(['U1 application', 'U9 undelivered']);
    expect(readers(teams)).toEqual([]);
  });

  it('what comes up later does not wait for the turn of what has waited longest', async () => {
    const { slack, bench } = await cityWhereTeamsIs(DOWN);
    bench.worker = bench.another({ backoff: (attempt) => (attempt < 3 ? 6000 : 5 * MINUTE) });
    await bench.send(bench.card('head', { doubt: 'show', subject: INCIDENT }));
    await bench.worker.drain(MINUTE / 2);
    await bench.send(bench.card('clerk', { doubt: 'show', subject: INCIDENT }));
    await bench.worker.drain(2 * MINUTE);
    expect(readers(slack)).toEqual(['U1 application']);
  });
});

describe('Slack, which can be asked, answers nothing', () => {
  it.each(['show', 'again'] as const)('what is urgent is not looked for any longer (%s)', async (doubt) => {
    const { slack, teams, bench } = await cityWhereTeamsIs(null, { slackDown: unknown(), canFind: true });
    await bench.meet('deputy', 'teams', '29:3', 1);
    await bench.meet('deputy', 'slack', 'U3', 2);
    await bench.meet('registrar', 'slack', 'U4', 2);
    await bench.send(
      bench.card('deputy', { doubt, subject: INCIDENT }),
      bench.card('registrar', { doubt: 'show', subject: INCIDENT }),
    );
    await bench.worker.drain(MINUTE);
    expect(readers(teams)).toEqual(['29:3 application']);
    expect(readers(slack)).toEqual(['U9 undelivered']);
    expect((await bench.rows()).map(({ chat, state }) => [chat, state]).sort()).toEqual([
      ['slack', 'doubtful'],
      ['slack', 'sent'],
      ['slack', 'waiting'],
      ['teams', 'sent'],
    ]);
  });
});
