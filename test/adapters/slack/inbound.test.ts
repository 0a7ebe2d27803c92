/** Every kind of request that Slack sends, in the shape Slack sends it, and what the shell gets to see of it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromClick, fromCommand, fromEvent, fromSubmission, plainText } from '../../../adapters/slack/inbound.ts';
import { growth, LINEAR } from '../../support/growth.ts';

const payload = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`./payloads/${name}.json`, import.meta.url), 'utf8'));
const clerk = { chat: 'slack', tenant: 'T0STADT01', id: 'U0CLERK01' };

describe('fromCommand', () => {
  it('takes the command’s name into the text, links without brackets, ids of people as they are', () => {
    expect(fromCommand(payload('command'), 'digest')).toEqual({
      key: 'slack:100.200.command',
      who: clerk,
      claim: { team: 'T0STADT01' },
      do: {
        kind: 'say',
        text: 'kanal register https://www.facebook.com/stadt?a=1&b=2 <@U0HEAD001|leitung> <!channel>',
      },
      surface: {
        user: 'U0CLERK01',
        room: { id: 'C0ROOM001', dm: false },
        url: 'https://hooks.slack.com/commands/T0STADT01/1/x',
      },
      trigger: '100.200.command',
    });
  });

  it('names the organisation as the home of a person when the app is installed there', () => {
    expect(fromCommand(payload('command-org'), 'digest')).toMatchObject({
      who: { tenant: 'E0STADT01', id: 'W0CLERK01' },
      do: { text: 'channel' },
    });
  });

  it('takes the digest of the request for a key when there is no trigger', () => {
    const { trigger_id, ...rest } = payload('command') as Record<string, unknown>;
    expect(fromCommand(rest, 'digest').key).toBe('slack:digest');
  });
});

describe('fromClick', () => {
  it('reads button, inputs and message', () => {
    expect(fromClick(payload('click-message'), 'digest')).toEqual({
      key: 'slack:100.200.click',
      who: clerk,
      claim: { team: 'T0STADT01' },
      trigger: '100.200.click',
      title: 'Ja',
      message: '1790000000.000100',
      do: {
        kind: 'press',
        name: 'vote.yes',
        args: { application: 'a1', version: 2 },
        inputs: {
          reason: 'Einschätzung unverändert',
          since: '2026-11-23',
          platform: 'mastodon',
          measures: ['m1', 'm2'],
          holder: 'U0HEAD001',
          note: undefined,
        },
      },
      surface: {
        user: 'U0CLERK01',
        room: { id: 'C0ROOM001', dm: false },
        url: 'https://hooks.slack.com/actions/T0STADT01/1/x',
        message: { channel: 'C0ROOM001', ts: '1790000000.000100', ephemeral: false },
      },
    });
  });

  it('does not take an ephemeral message between two people for a DM with the bot', () => {
    expect(fromClick(payload('click-ephemeral'), 'digest')?.surface).toMatchObject({
      room: { id: 'D0OTHER01', dm: false },
      message: { ephemeral: true },
    });
    expect(fromClick(payload('click-org'), 'digest')).toMatchObject({
      who: { tenant: 'E0STADT01' },
      surface: { room: { id: 'D0CLERK01', dm: true } },
    });
  });

  it('reads a press in a modal with the place where the modal was opened', () => {
    expect(fromClick(payload('click-modal'), 'digest')).toMatchObject({
      do: { kind: 'press', name: 'form.save', args: { draft: 'd1' }, inputs: { purpose: 'Bürgerdialog' } },
      surface: { room: { id: 'C0ROOM001', dm: false }, url: 'https://hooks.slack.com/commands/T0STADT01/1/x' },
      message: '1790000000.000100',
      view: { id: 'V0MODAL01', hash: '1790000000.abcdef' },
    });
  });

  it('turns a fold into the form’s own step that stays, with the folds to draw open', () => {
    const heard = fromClick(payload('click-fold'), 'digest');
    expect(heard?.do).toEqual({
      kind: 'press',
      name: 'form.step',
      args: { draft: 'd1', step: 1, go: 'stay' },
      inputs: { purpose: 'Bürgerdialog' },
    });
    expect(heard?.open).toEqual(new Set(['more', 'other']));
  });

  it('knows the App Home', () => {
    expect(fromClick(payload('click-home'), 'digest')?.surface).toEqual({
      user: 'U0CLERK01',
      room: { id: 'U0CLERK01', dm: true },
      home: true,
    });
  });

  it('lets inputs go that report themselves', () => {
    expect(fromClick(payload('click-input'), 'digest')).toBeUndefined();
  });
});

describe('fromSubmission', () => {
  it('presses the button that the view carries', () => {
    expect(fromSubmission(payload('submission'), 'digest')).toMatchObject({
      key: 'slack:100.200.submit',
      who: clerk,
      do: {
        kind: 'press',
        name: 'form.step',
        args: { draft: 'd1', step: 1, go: 'next' },
        inputs: { purpose: 'Bürgerdialog' },
      },
    });
  });

  it('finds nothing to press in a view without a form', () => {
    const sent = payload('submission') as { view: { private_metadata: string } };
    sent.view.private_metadata = '';
    expect(fromSubmission(sent, 'digest')).toBeUndefined();
  });
});

describe('fromEvent', () => {
  it('hears what is typed in the DM', () => {
    expect(fromEvent(payload('message-im'), 'digest', undefined)).toEqual({
      key: 'slack:D0CLERK01:1790000000.000400',
      who: clerk,
      claim: { team: 'T0STADT01', installed: 'T0STADT01' },
      since: 1790000000,
      do: { kind: 'say', text: 'channel register https://social.example/@stadt' },
      surface: { user: 'U0CLERK01', room: { id: 'D0CLERK01', dm: true } },
    });
  });

  it('takes files along', () => {
    expect(fromEvent(payload('message-file'), 'digest', undefined)?.do).toEqual({
      kind: 'say',
      text: '',
      files: [
        {
          name: 'konzept.pdf',
          type: 'application/pdf',
          size: 81234,
          source: 'https://files.slack.com/files-pri/T0STADT01-F0FILE001/download/konzept.pdf',
        },
      ],
    });
  });

  it('names a message by where and when it was said: Slack tells of one in two events', () => {
    // The same DM under two event ids, without a header that says it is a repetition.
    const event = {
      ...{ type: 'message', channel_type: 'im', user: 'U0CLERK01', channel: 'D0CLERK01', ts: '1790000100.000100' },
      ...{ client_msg_id: 'c-1', text: 'vorfall melden https://www.instagram.com/beispielmuseum' },
    };
    const mention = { ...event, type: 'app_mention', channel: 'C0ROOM001', text: '<@U0KANALBOT> kanal liste' };
    for (const one of [event, mention]) {
      const keys = ['Ev0X1', 'Ev0X2'].map(
        (event_id) => fromEvent({ event_id, event: one }, 'digest', 'U0KANALBOT')?.key,
      );
      expect(keys).toEqual(Array(2).fill(`slack:${one.channel}:1790000100.000100`));
    }
    const [first, second] = ['1.1', '1.2'].map(
      (ts) => fromEvent({ event: { ...event, ts } }, 'digest', undefined)?.key,
    );
    expect(first).not.toBe(second);
  });

  it('takes its own name out of a mention, and nobody else’s', () => {
    expect(fromEvent(payload('app-mention'), 'digest', undefined)).toMatchObject({
      do: { kind: 'say', text: 'channel leave <@U0HEAD001>' },
      surface: { room: { id: 'C0ROOM001', dm: false }, thread: '1790000000.000650' },
    });
    const { authorizations, ...bare } = payload('app-mention') as Record<string, unknown>;
    expect(fromEvent(bare, 'digest', 'U0KANALBOT')?.do).toMatchObject({ text: 'channel leave <@U0HEAD001>' });
    expect(fromEvent(bare, 'digest', undefined)?.do).toMatchObject({ text: 'channel leave <@U0HEAD001>' });
  });

  it('opens the App Home', () => {
    expect(fromEvent(payload('home-opened'), 'digest', undefined)).toMatchObject({
      do: { kind: 'press', name: 'home', args: {}, inputs: {} },
      surface: { home: true, room: { id: 'D0CLERK01', dm: true } },
    });
  });

  it.each(['message-bot', 'message-own', 'message-changed', 'message-room', 'home-messages', 'user-change'])(
    'does not answer %s',
    (name) => {
      expect(fromEvent(payload(name), 'digest', 'U0KANALBOT')).toBeUndefined();
    },
  );
});

describe('plainText', () => {
  it.each(['<!a|', '<https://a|', '<mailto:a|', '<!date^1|', '<tel:1'])(
    'takes time by length for open brackets: %s',
    (open) => {
      expect(growth((size) => plainText(open.repeat(size)), 12_500)).toBeLessThan(LINEAR);
    },
  );

  it.each([
    ['<https://stadt.example>', 'https://stadt.example'],
    ['<http://stadt.example|stadt.example>', 'http://stadt.example'],
    ['<mailto:presse@stadt.example|presse@stadt.example>', 'presse@stadt.example'],
    ['<@U0HEAD001> und <#C0ROOM001|social-media>', '<@U0HEAD001> und <#C0ROOM001|social-media>'],
    ['<!here> <!subteam^S01|@presse>', '@here @presse'],
    ['&lt;!channel&gt; &amp;lt;', '<!channel> &lt;'],
    ['5 &lt; 6 &amp; 7 &gt; 6', '5 < 6 & 7 > 6'],
  ])('%s', (text, expected) => {
    expect(plainText(text)).toBe(expected);
  });
});
