/** Where answers appear: rooms, DMs, clicked messages, the App Home; and that events are never lost. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Inbound } from '../../../bot/chat.ts';
import type { Reply } from '../../../cards/reply.ts';
import { CLERK, card, fault, gate, type Harness, HEAD, makeCard, makeForm, notice, startHarness } from './harness.ts';

let harness: Harness;
afterEach(async () => {
  expect(harness.fake.faults).toEqual([]);
  await harness.close();
});

async function start(
  answer: (inbound: Inbound) => Reply | Promise<Reply>,
  more: Parameters<typeof startHarness>[0] = {},
) {
  harness = await startHarness({ answer, ...more });
  return harness.fake.user(CLERK);
}
const buttons = (label: string) =>
  makeCard({ nodes: [{ kind: 'actions', buttons: [{ label, do: 'vote.yes', args: { application: 'a1' } }] }] });
const count = (method: string) => harness.fake.calls.filter((call) => call.method === method).length;

describe('a command', () => {
  it('in a room is answered for one person only', async () => {
    const clerk = await start(() => card(makeCard()));
    await clerk.command('/channel', 'list', { room: 'social-media' });
    expect(clerk.messages('social-media')).toMatchObject([
      { only: clerk.id, text: expect.stringContaining('Zwei Kanäle.') },
    ]);
    expect(harness.heard[0]?.where).toEqual({ id: harness.fake.room('social-media').id, dm: false });
    expect(harness.fake.user(HEAD).messages('social-media')).toEqual([]);
  });

  it('works where the bot is not a member', async () => {
    const clerk = await start(() => notice('Gern.'));
    await clerk.command('/channel', 'help', { room: 'ohne-bot' });
    expect(clerk.last('ohne-bot')).toBe('ℹ️ Gern.');
  });

  it('in the DM is answered with a message that stays', async () => {
    const clerk = await start(() => card(makeCard()));
    await clerk.command('/channel', 'list');
    expect(clerk.messages()).toMatchObject([{ from: 'bot' }]);
    expect(clerk.messages()[0]?.only).toBeUndefined();
    expect(harness.heard[0]?.where.dm).toBe(true);
  });

  it('in the DM of two other people does not count as the bot’s own', async () => {
    const clerk = await start(() => card(makeCard()));
    const { dm } = harness.fake.user(HEAD);
    harness.fake.room(dm).members.add(clerk.id);
    await clerk.command('/channel', 'list', { room: dm });
    expect(harness.heard[0]?.where.dm).toBe(false);
    expect(clerk.messages(dm)).toMatchObject([{ only: clerk.id }]);
  });

  it('goes to the DM when its own address has expired', async () => {
    const clerk = await start(() => notice('Gern.'));
    harness.fake.fail('response_url', 404);
    await clerk.command('/channel', 'help', { room: 'social-media' });
    expect(clerk.last()).toContain('Gern.');
  });

  it('that fails says so, and is logged once', async () => {
    const clerk = await start(() => {
      throw new Error('database gone');
    });
    await clerk.command('/channel', 'list');
    expect(clerk.last()).toContain('nicht geklappt');
    expect(harness.lines.filter((line) => line.level === 'error')).toHaveLength(1);
  });

  it('whose answer Slack does not take does not ask to be repeated', async () => {
    const clerk = await start(() => notice('Gespeichert.'));
    harness.fake.fail('chat.postMessage', 'ratelimited');
    await clerk.command('/channel', 'list');
    expect(clerk.last()).toContain('Ihre Eingabe ist angekommen');
    expect(harness.heard).toHaveLength(1);
  });

  it('is acknowledged in time when the shell is slow, and answered later', async () => {
    const work = gate();
    const clerk = await start(
      async () => {
        await work.opened;
        return notice('Jetzt.');
      },
      { door: { patience: { answer: 50 } } },
    );
    await clerk.command('/channel', 'list');
    expect(clerk.last()).toBe('');
    const shown = harness.fake.next('chat.postMessage');
    work.open();
    await shown;
    expect(clerk.last()).toContain('Jetzt.');
  });
});

describe('a press on a message', () => {
  it('replaces the message', async () => {
    const clerk = await start((inbound) => card(buttons(inbound.do.kind === 'say' ? 'Ja' : 'Zurücknehmen'), true));
    await clerk.sendDm('channel tasks');
    await clerk.click('Ja');
    expect(harness.heard[1]).toMatchObject({
      message: clerk.messages()[1]?.ts,
      do: { name: 'vote.yes', args: { application: 'a1' } },
    });
    expect(clerk.last()).toContain('[Zurücknehmen]');
    expect(clerk.messages()).toHaveLength(2);
  });

  it('replaces an ephemeral message through its own address', async () => {
    const clerk = await start((inbound) => card(buttons(inbound.do.kind === 'say' ? 'Ja' : 'Zurücknehmen'), true));
    await clerk.command('/channel', 'tasks', { room: 'social-media' });
    await clerk.click('Ja');
    expect(clerk.messages('social-media')).toHaveLength(1);
    expect(clerk.last('social-media')).toContain('[Zurücknehmen]');
  });

  it('in a room is answered for one person, the message of all stays', async () => {
    const clerk = await start(() => notice('Das dürfen Sie nicht.'));
    await harness.door.chat.post({ chat: 'slack', room: harness.fake.room('social-media').id }, buttons('Ja'), 'o1');
    await clerk.click('Ja');
    expect(clerk.messages('social-media')).toMatchObject([{ edits: 0 }, { only: clerk.id }]);
    expect(clerk.last('social-media')).toBe('ℹ️ Das dürfen Sie nicht.');
  });

  it('brings the inputs of the message along', async () => {
    const clerk = await start(() => ({ kind: 'none' }));
    const asking = makeCard({
      nodes: [
        { kind: 'line', name: 'reason', label: 'Grund', required: false, max: 100 },
        { kind: 'actions', buttons: [{ label: 'Nein', do: 'vote.no' }] },
      ],
    });
    await harness.door.chat.post({ chat: 'slack', user: clerk.id }, asking, 'o1');
    await clerk.fill({ Grund: 'Kein Bedarf' }).click('Nein');
    expect(harness.heard[0]?.do).toMatchObject({ inputs: { reason: 'Kein Bedarf' } });
  });

  it('that leads to a form opens it, announced or not', async () => {
    const clerk = await start(() => card(makeForm()));
    await harness.door.chat.post({ chat: 'slack', user: clerk.id }, buttons('Bearbeiten'), 'o1');
    await clerk.click('Bearbeiten');
    expect(clerk.modal()?.title).toBe('Antrag');
    expect(clerk.messages()).toHaveLength(1);
  });

  it('says the answer anew when the message can no longer be changed', async () => {
    const clerk = await start(() => card(makeCard(), true));
    await harness.door.chat.post({ chat: 'slack', user: clerk.id }, buttons('Ja'), 'o1');
    harness.fake.fail('chat.update', { error: 'edit_window_closed' });
    await clerk.click('Ja');
    expect(clerk.messages()).toHaveLength(2);
  });
});

describe('typed text', () => {
  it('that leads to a form is answered with the button that opens it', async () => {
    const clerk = await start(() => card(makeForm()), {
      opensForm: (what) => what.kind === 'press' && what.args.go === 'open',
    });
    await clerk.sendDm('channel register https://www.facebook.com/stadt');
    expect(clerk.last()).toContain('[Formular öffnen]');
    await clerk.click('Formular öffnen');
    expect(clerk.modal()?.title).toBe('Antrag');
  });

  it('brings files along, which the chat can fetch', async () => {
    const clerk = await start(() => ({ kind: 'none' }));
    await clerk.sendDm('', [{ name: 'konzept.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF') }]);
    const said = harness.heard[0]?.do;
    const file = said?.kind === 'say' ? said.files?.[0] : undefined;
    expect(file).toMatchObject({ name: 'konzept.pdf', size: 4 });
    expect(await harness.door.chat.fetchFile(String(file?.source))).toHaveLength(4);
  });

  it('in a room, after a mention, is answered for one person', async () => {
    const clerk = await start(() => card(makeCard()));
    await clerk.mention('social-media', 'channel list');
    expect(harness.heard[0]?.do).toEqual({ kind: 'say', text: 'channel list' });
    expect(clerk.messages('social-media')).toMatchObject([{ from: clerk.id }, { only: clerk.id }]);
  });

  it('shows what people type letter by letter', async () => {
    const clerk = await start((inbound) => notice(inbound.do.kind === 'say' ? inbound.do.text : ''));
    await clerk.sendDm('<!channel> & *fett* <https://böse.example|stadt.example>');
    expect(clerk.messages()[1]?.text).toContain('&lt;!channel&gt; &amp; *fett*');
    expect(clerk.messages()[1]?.blocks).toMatchObject([{ type: 'section', text: { type: 'plain_text' } }]);
  });
});

describe('an event that could not be finished', () => {
  it('is delivered again until the shell has taken it', async () => {
    let tries = 0;
    const clerk = await start(() => {
      tries += 1;
      if (tries < 3) throw new Error('database gone');
      return notice('Da.');
    });
    await clerk.sendDm('hilfe');
    expect(tries).toBe(3);
    expect(new Set(harness.heard.map((inbound) => inbound.key)).size).toBe(1);
    expect(clerk.messages()).toHaveLength(2);
    expect(harness.lines.filter((line) => line.level === 'error')).toHaveLength(2);
  });

  it('is delivered again when the shell has stored nothing, and said after the last try', async () => {
    const replies = [fault('Nummer 1'), notice('Da.')];
    const clerk = await start(() => replies.shift() as Reply);
    await clerk.sendDm('hilfe');
    expect(clerk.messages().map((message) => message.text)).toEqual(['hilfe', expect.stringContaining('Da.')]);
    replies.push(...['1', '2', '3', '4'].map((number) => fault(`Nummer ${number}`)));
    await clerk.sendDm('hilfe');
    expect(
      clerk
        .messages()
        .map((message) => message.text)
        .slice(2),
    ).toEqual(['hilfe', expect.stringContaining('Nummer 4')]);
    expect(harness.lines).toEqual([]);
  });

  it.each([['reset'], [500], ['ratelimited']] as const)('is shown after %s', async (how) => {
    const clerk = await start(() => notice('Da.'));
    harness.fake.fail('chat.postMessage', how);
    await clerk.sendDm('hilfe');
    expect(clerk.messages()).toHaveLength(2);
  });

  it('is shown once when only the answer was lost', async () => {
    const clerk = await start(() => notice('Da.'));
    harness.fake.fail('chat.postMessage', 'accept-then-reset');
    await clerk.sendDm('hilfe');
    expect(clerk.messages()).toHaveLength(2);
    expect(count('chat.postMessage')).toBe(1);
  });

  it('is shown once when Slack repeats what it has got', async () => {
    const clerk = await start(() => notice('Da.'));
    const { deliver } = harness.fake;
    harness.fake.deliver = async (...args) => {
      await deliver(...args);
      return deliver(...args);
    };
    await clerk.sendDm('hilfe');
    expect(clerk.messages()).toHaveLength(2);
    expect(harness.heard).toHaveLength(2);
  });

  it('is let go when Slack refuses the answer for good', async () => {
    const clerk = await start(() => notice('Da.'));
    harness.fake.fail('chat.postMessage', { error: 'messages_tab_disabled' }, 9);
    await clerk.sendDm('hilfe');
    expect(harness.lines.filter((line) => line.level === 'warn')).toMatchObject([
      { data: { reason: 'messages_tab_disabled' } },
    ]);
  });
});

describe('the App Home', () => {
  it('is drawn when it is opened, also for somebody unknown', async () => {
    const clerk = await start(() => card(makeCard()));
    await clerk.openHome();
    expect(harness.heard[0]).toMatchObject({ do: { name: 'home' }, where: { id: clerk.dm, dm: true } });
    expect(harness.fake.read(clerk.home() as { blocks: [] })).toContain('Zwei Kanäle.');
    const replies = [notice('Wir kennen Sie noch nicht.')];
    await harness.close();
    const stranger = await start(() => replies.shift() as Reply);
    await stranger.openHome();
    expect(harness.fake.read(stranger.home() as { blocks: [] })).toContain('Wir kennen Sie noch nicht.');
  });

  it('answers a press in place, or in the DM', async () => {
    const replies = [card(buttons('Ja')), card(buttons('Fertig'), true), notice('Erledigt.')];
    const clerk = await start(() => replies.shift() as Reply);
    await clerk.openHome();
    await clerk.click('Ja', { home: true });
    expect(harness.fake.read(clerk.home() as { blocks: [] })).toContain('[Fertig]');
    await clerk.click('Fertig', { home: true });
    expect(clerk.last()).toContain('Erledigt.');
  });
});

it('speaks the person’s language and knows their e-mail', async () => {
  await start(() => notice('ok'));
  const head = harness.fake.user(HEAD);
  await head.sendDm('help');
  expect(harness.heard[0]).toMatchObject({
    lang: 'en',
    who: { chat: 'slack', tenant: 'T0STADT01', id: head.id, email: HEAD, name: 'Leitung Kulturbetriebe' },
  });
});
