/** The door as a whole: starting without Slack, other processes, payloads nobody listens to, and going home. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { slackDoor } from '../../../adapters/slack/app.ts';
import { memoryDeliveries } from '../../support/memory-deliveries.ts';
import { CLERK, card, gate, type Harness, listen, makeForm, makeLog, NOW, notice, startHarness } from './harness.ts';

let harness: Harness;
afterEach(() => harness.close());

const payload = (name: string): string => readFileSync(new URL(`./payloads/${name}.json`, import.meta.url), 'utf8');
const asPayload = (name: string): string => new URLSearchParams({ payload: payload(name) }).toString();

describe('without Slack', () => {
  it('starts, answers 200, hears the request and says in the log what is wrong', async () => {
    // A port that nobody listens on any more.
    const gone = createServer();
    const apiUrl = `${await listen(gone)}/api/`;
    gone.close();
    harness = await startHarness({ answer: () => notice('Da.'), door: { apiUrl } });
    const clerk = harness.fake.user(CLERK);
    expect((await clerk.command('/channel', 'list')).status).toBe(200);
    await harness.door.close();
    expect(harness.heard[0]).toMatchObject({ lang: 'de', do: { kind: 'say', text: 'channel list' } });
    expect(harness.heard[0]?.who).toEqual({
      ...{ chat: 'slack', tenant: '', id: clerk.id, from: 'unclear', untold: true },
    });
    expect(harness.lines.map((line) => line.message)).toContain('Slack does not say who the bot is; check the token');
  });

  it('calls nobody before the first request, and asks again later who it is', async () => {
    let now = NOW;
    harness = await startHarness({ door: { now: () => now } });
    expect(harness.fake.calls).toEqual([]);
    harness.fake.fail('auth.test', 500);
    const asked = () => harness.fake.calls.filter((call) => call.method === 'auth.test').length;
    const clerk = harness.fake.user(CLERK);
    await clerk.mention('social-media', 'help');
    await harness.door.close();
    expect(asked()).toBe(0);
    now = new Date(NOW.getTime() + 31_000);
    const answered = harness.fake.next('auth.test');
    await clerk.mention('social-media', 'help');
    await answered;
    await clerk.mention('social-media', 'help');
    await harness.door.close();
    expect(asked()).toBe(1);
  });
});

it('opens no second modal when the same request reaches another process', async () => {
  harness = await startHarness({ answer: () => card(makeForm()), opensForm: () => true });
  const { fake } = harness;
  const clerk = fake.user(CLERK);
  const sent: string[] = [];
  const { deliver } = fake;
  fake.deliver = (body, type, more) => {
    sent.push(body);
    return deliver(body, type, more);
  };
  await clerk.command('/channel', 'register x', { room: 'social-media' });
  const other = slackDoor({
    signingSecret: fake.signingSecret,
    botToken: fake.botToken,
    apiUrl: fake.apiUrl,
    now: () => NOW,
    log: makeLog([]),
    shell: { ...memoryDeliveries(() => card(makeForm())), opensForm: () => true },
  });
  const server = createServer(other.listener);
  fake.connect(`${await listen(server)}/slack/events`);
  const modal = clerk.modal()?.id;
  expect((await deliver(String(sent[0]), 'form')).status).toBe(200);
  await other.close();
  server.close();
  expect(clerk.modal()?.id).toBe(modal);
  expect(clerk.messages('social-media')).toEqual([]);
  expect(fake.calls.filter((call) => call.method === 'views.open').map((call) => call.answer.error)).toEqual([
    undefined,
    'exchanged_trigger_id',
  ]);
});

describe('what nobody asked for', () => {
  it.each([['view-closed'], ['click-input']])('%s is acknowledged at once', async (name) => {
    harness = await startHarness();
    expect(await harness.fake.deliver(asPayload(name), 'form')).toMatchObject({ status: 200, text: '' });
    expect(harness.heard).toEqual([]);
  });

  it.each([['user-change'], ['message-bot'], ['message-changed'], ['message-room'], ['home-messages']])(
    '%s is acknowledged at once',
    async (name) => {
      harness = await startHarness();
      expect((await harness.fake.deliver(payload(name), 'json')).status).toBe(200);
      expect(harness.heard).toEqual([]);
    },
  );

  it('shortcuts, menus that ask for options and old dialogs too', async () => {
    harness = await startHarness();
    const base = { team: { id: 'T0STADT01' }, user: { id: 'U0CLERK01' }, trigger_id: '1.2.x' };
    const all = [
      { ...base, type: 'shortcut', callback_id: 'x' },
      { ...base, type: 'message_action', callback_id: 'x', channel: { id: 'C1' }, message: {} },
      { ...base, type: 'block_suggestion', action_id: 'x', block_id: 'b', value: 'a' },
      { ...base, type: 'interactive_message', callback_id: 'x', actions: [{ name: 'a', type: 'button' }] },
    ];
    for (const one of all) {
      const body = new URLSearchParams({ payload: JSON.stringify(one) }).toString();
      expect((await harness.fake.deliver(body, 'form')).status).toBe(200);
    }
  });

  it('a payload of another shape is a 500 and one line in the log', async () => {
    harness = await startHarness();
    const body = new URLSearchParams({ payload: '{"type":"view_submission","user":{"id":"U1"},"view":{}}' }).toString();
    expect((await harness.fake.deliver(body, 'form')).status).toBe(500);
    expect(harness.lines.filter((line) => line.level === 'error')).toHaveLength(1);
  });
});

it('waits for what is under way when it closes', async () => {
  const work = gate();
  harness = await startHarness({
    answer: async () => {
      await work.opened;
      return notice('Da.');
    },
    door: { patience: { answer: 20 } },
  });
  const clerk = harness.fake.user(CLERK);
  await clerk.command('/channel', 'list');
  const closed = harness.door.close();
  work.open();
  await closed;
  expect(clerk.last()).toContain('Da.');
});

it('never writes the token or the secret into the log', async () => {
  harness = await startHarness({
    answer: () => notice('Da.'),
    fake: { botToken: 'xoxb-geheim', signingSecret: 'sehr-geheim' },
  });
  harness.fake.fail('*', 500, 50);
  const clerk = harness.fake.user(CLERK);
  await clerk.command('/channel', 'list');
  await harness.door.close();
  const written = JSON.stringify(harness.lines, (_, value) =>
    value instanceof Error ? [value.message, value.stack, { ...value }] : value,
  );
  expect(written).not.toContain('geheim');
  expect(harness.lines.length).toBeGreaterThan(0);
});
