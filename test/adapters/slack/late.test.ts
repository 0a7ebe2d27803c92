/** When the answer takes longer than Slack waits: nothing is promised that is not stored, and another process can go on. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { type SlackDoor, slackDoor } from '../../../adapters/slack/app.ts';
import type { Inbound } from '../../../bot/chat.ts';
import type { Reply } from '../../../cards/reply.ts';
import { memoryDeliveries } from '../../support/memory-deliveries.ts';
import type { SlackUser } from '../../support/slack-fake-port.ts';
import {
  CLERK,
  card,
  fault,
  gate,
  type Harness,
  makeCard,
  makeForm,
  makeLog,
  NOW,
  notice,
  startHarness,
} from './harness.ts';

const SOON = { keep: 5, answer: 40, settle: 0 };
const NEVER = 3_600_000;

let harness: Harness;
let open: () => void = () => {};
afterEach(async () => {
  open();
  expect(harness.fake.faults).toEqual([]);
  await harness.close();
});

const isPress = (what: Inbound['do']): boolean => what.kind === 'press';

/** A door whose shell waits at a gate with what it is asked. */
async function slow(answer: (inbound: Inbound) => Reply, more: Parameters<typeof startHarness>[0] = {}) {
  const work = gate();
  open = work.open;
  harness = await startHarness({
    answer: async (inbound) => {
      await work.opened;
      return answer(inbound);
    },
    door: { patience: SOON, ...more.door },
    ...(more.opensForm ? { opensForm: more.opensForm } : {}),
  });
  return { clerk: harness.fake.user(CLERK), work };
}

const payload = (name: string): string => readFileSync(new URL(`./payloads/${name}.json`, import.meta.url), 'utf8');
const kept = () => [...harness.inbox.kept.values()];

/** Another process on the same workspace, with a shell that answers like this. */
function otherDoor(answer: () => Reply): SlackDoor {
  const { fake } = harness;
  return slackDoor({
    signingSecret: fake.signingSecret,
    botToken: fake.botToken,
    apiUrl: fake.apiUrl,
    now: () => NOW,
    log: makeLog(harness.lines),
    shell: { ...memoryDeliveries(answer), opensForm: () => false },
  });
}

describe('before Slack gets its 200', () => {
  it('the request is stored, without what opens doors, and goes when the person is answered', async () => {
    const { clerk, work } = await slow(() => notice('Jetzt.'));
    await clerk.command('/channel', 'list', { room: 'social-media' });
    expect(kept()).toMatchObject([
      {
        chat: 'slack',
        tenant: 'T0STADT01',
        request: { do: { kind: 'say', text: 'channel list' }, surface: { user: clerk.id } },
      },
    ]);
    expect(JSON.stringify(kept())).not.toMatch(/response_url|hooks|"trigger"|"url"|stadt\.example/);
    const shown = harness.fake.next('chat.postMessage');
    work.open();
    await shown;
    await harness.door.close();
    expect(kept()).toEqual([]);
    // Where it stays and can be found again.
    expect(clerk.last()).toContain('Jetzt.');
    expect(clerk.messages('social-media')).toEqual([]);
  });

  it('nothing is stored that is done in time', async () => {
    harness = await startHarness({ answer: () => notice('Da.'), door: { patience: { keep: NEVER, answer: NEVER } } });
    const clerk = harness.fake.user(CLERK);
    const { keep } = harness.inbox;
    let stored = 0;
    harness.inbox.keep = (row) => {
      stored += 1;
      return keep(row);
    };
    await clerk.command('/channel', 'list');
    expect(stored).toBe(0);
  });

  it('what can not be stored either gets none, and is answered all the same when it is done', async () => {
    const work = gate();
    const inbox = memoryDeliveries(async () => {
      await work.opened;
      return notice('Doch noch.');
    });
    const shell = { ...inbox, keep: () => new Promise<void>(() => {}), opensForm: () => false };
    harness = await startHarness({ door: { patience: SOON, shell } });
    const clerk = harness.fake.user(CLERK);
    await expect(clerk.command('/channel', 'list')).rejects.toThrow('500');
    const shown = harness.fake.next('chat.postMessage');
    work.open();
    await shown;
    expect(clerk.last()).toContain('Doch noch.');
  });

  it('a form is answered within the time for everything, whatever Slack says of the language', async () => {
    const patience = { ...SOON, lang: NEVER, profile: NEVER };
    harness = await startHarness({ answer: () => notice('Da.'), door: { patience, timeout: 500 } });
    harness.fake.fail('users.info', 'hang');
    const body = new URLSearchParams({ payload: payload('submission') }).toString();
    const { status, body: said } = await harness.fake.deliver(body, 'form');
    expect([status, said]).toMatchObject([200, { response_action: 'update', view: { title: { text: 'Kanalwacht' } } }]);
    // Slack's silence has not been waited for.
    expect(harness.lines).toEqual([]);
    expect(harness.heard).toEqual([]);
  });

  it('a card that a form ends with stands in the chat', async () => {
    const opensForm = (what: Inbound['do']) => !isPress(what);
    const replies = [card(makeForm()), card(makeCard())];
    harness = await startHarness({ answer: () => replies.shift() as Reply, opensForm });
    const clerk = harness.fake.user(CLERK);
    await clerk.command('/channel', 'register x', { room: 'social-media' });
    await clerk.fill({ Zweck: 'Information' }).submit();
    expect(clerk.modal()).toBeUndefined();
    expect(clerk.last('social-media')).toContain('Zwei Kanäle.');
  });
});

describe('a request that another process goes on with', () => {
  /** The first process is told "later" and answers no more. */
  async function left(label: string, more: Parameters<typeof startHarness>[0] = {}): Promise<SlackUser> {
    const { clerk } = await slow(() => ({ kind: 'none' }), more);
    if (more.opensForm) {
      const filled = harness.fake.next('views.open');
      await clerk.command('/channel', 'register x');
      await filled;
    } else await clerk.command('/channel', label, { room: 'social-media' });
    return clerk;
  }
  const request = () => kept()[0]!.request;

  it('is answered in the DM, and looked for there before it is answered again', async () => {
    const clerk = await left('list');
    const stored = request();
    expect(await otherDoor(() => card(makeCard())).takeUp(stored, false)).toBe(true);
    expect(clerk.last()).toContain('Zwei Kanäle.');
    expect(await otherDoor(() => card(makeCard())).takeUp(stored, false)).toBe(true);
    expect(clerk.messages()).toHaveLength(1);
    expect(clerk.messages('social-media')).toEqual([]);
  });

  it('fills the modal that the first one has opened', async () => {
    const clerk = await left('register x', { opensForm: () => true });
    expect(clerk.modal()?.text).toContain('Wird geladen');
    expect(await otherDoor(() => card(makeForm())).takeUp(request(), false)).toBe(true);
    expect(clerk.modal()?.inputs.map((input) => input.name)).toEqual(['purpose1']);
    expect(clerk.messages()).toEqual([]);
  });

  it('offers the form in the DM when the modal is closed by then', async () => {
    const clerk = await left('register x', { opensForm: () => true });
    await clerk.closeModal();
    expect(await otherDoor(() => card(makeForm())).takeUp(request(), false)).toBe(true);
    expect(clerk.last()).toContain('[Formular öffnen]');
  });

  it('waits while nothing can be stored, and says so in the end', async () => {
    const clerk = await left('list');
    const other = otherDoor(() => fault('Nummer 1'));
    expect(await other.takeUp(request(), false)).toBe(false);
    expect(clerk.messages()).toEqual([]);
    expect(await other.takeUp(request(), true)).toBe(true);
    expect(clerk.last()).toContain('Nummer 1');
  });

  it('waits while Slack is away, and gives up where Slack refuses', async () => {
    const clerk = await left('list');
    const stored = request();
    const other = otherDoor(() => notice('Da.'));
    harness.fake.fail('chat.postMessage', 'ratelimited');
    expect(await other.takeUp(stored, false)).toBe(false);
    const third = otherDoor(() => notice('Da.'));
    harness.fake.fail('chat.postMessage', { error: 'messages_tab_disabled' });
    expect(await third.takeUp(stored, false)).toBe(true);
    expect(clerk.messages()).toEqual([]);
  });

  it('is let go when another version of the program has written it', async () => {
    await left('list');
    expect(await otherDoor(() => notice('Da.')).takeUp({ key: 1 }, false)).toBe(true);
    expect(harness.lines.at(-1)).toMatchObject({ level: 'error', message: 'a stored request can not be read' });
  });
});

describe('the same request in two processes', () => {
  it('is answered by one of them, and kept by the other', async () => {
    const { clerk, work } = await slow(() => notice('Da.'), { door: { patience: { keep: NEVER, answer: NEVER } } });
    const twice: Promise<unknown>[] = [];
    const { deliver } = harness.fake;
    harness.fake.deliver = async (...given) => {
      twice.push(deliver(...given));
      return deliver(...given);
    };
    const typed = clerk.sendDm('hilfe');
    work.open();
    await typed;
    await Promise.all(twice);
    await harness.door.close();
    expect(harness.heard).toHaveLength(2);
    expect(clerk.messages().map(({ text }) => text)).toEqual(['hilfe', expect.stringContaining('Da.')]);
  });
});
