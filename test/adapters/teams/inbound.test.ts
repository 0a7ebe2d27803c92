import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  activitySchema,
  fromInstallation,
  fromInvoke,
  fromMessage,
  langOf,
  type TeamsActivity,
} from '../../../adapters/teams/inbound.ts';

const payloads = new URL('./payloads/', import.meta.url);
function payload(name: string, overrides: object = {}): TeamsActivity {
  const text = readFileSync(new URL(`${name}.json`, payloads), 'utf8');
  return activitySchema.parse({ ...(JSON.parse(text) as object), ...overrides });
}

const CLERK = {
  chat: 'teams',
  tenant: '00000000-0000-4000-8000-00000000c17e',
  id: '00000000-0000-4000-9000-000000000001',
  name: 'Sachbearbeitung Kulturbetriebe',
};
const REACH = {
  serviceUrl: 'https://smba.trafficmanager.net/de/',
  bot: '28:00000000-0000-4000-8000-000000000b07',
  user: '29:1aBcDeFgHiJkLmNoPqRsTuVwXyZ-0123456789_clerk',
  of: CLERK.id,
};
const CHANNEL = '19:4af30b754058411fa475d2b416417089@thread.tacv2';

test('every recorded activity is readable', () => {
  const names = readdirSync(payloads).map((file) => file.replace('.json', ''));
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) expect(payload(name).channelData?.tenant?.id, name).toBe(CLERK.tenant);
});

describe('messages', () => {
  test('in the personal chat', () => {
    expect(fromMessage(payload('message-personal'))).toEqual({
      key: 'teams:a:1cLeRk-0123456789_personal-chat:1795420800123',
      who: CLERK,
      where: { id: 'a:1cLeRk-0123456789_personal-chat', dm: true, reach: REACH },
      lang: 'de',
      do: { kind: 'say', text: 'channel register https://www.facebook.com/dortmund?ref=a&id=1' },
    });
  });

  test('several lines stay several lines, in the language of the client', () => {
    expect(fromMessage(payload('message-personal-lines'))).toMatchObject({
      lang: 'en',
      do: { text: 'Wir informieren über Veranstaltungen.\n\nUnd über Schließungen.' },
    });
  });

  test('in a room of a team: no mention left, the thread stands in reach', () => {
    expect(fromMessage(payload('message-channel-mention'))).toMatchObject({
      key: `teams:${CHANNEL};messageid=1795420800123:1795420800123`,
      where: { id: CHANNEL, dm: false, reach: { ...REACH, thread: '1795420800123' } },
      do: { kind: 'say', text: 'channel register https://x.com/dortmund' },
    });
  });

  test('other people who are mentioned keep their names', () => {
    expect(fromMessage(payload('message-channel-two-mentions'))).toMatchObject({
      do: { text: 'channel leave Leitung Kulturbetriebe 31.12.2026' },
    });
  });

  test('a group chat is no personal chat', () => {
    expect(fromMessage(payload('message-group-chat'))).toMatchObject({
      where: { id: '19:0123456789abcdef0123456789abcdef@thread.v2', dm: false },
      do: { text: 'help' },
    });
  });

  test('files come with the address of their bytes', () => {
    expect(fromMessage(payload('message-file'))?.do).toEqual({
      kind: 'say',
      text: 'Hier das Konzept',
      files: [
        {
          name: 'Konzept.pdf',
          type: 'application/pdf',
          size: 0,
          source: 'https://city-my.sharepoint.com/personal/clerk/_layouts/15/download.aspx?UniqueId=1&tempauth=eyJ0',
        },
      ],
    });
  });

  test('a pasted picture is a file too', () => {
    expect(fromMessage(payload('message-picture'))?.do).toEqual({
      kind: 'say',
      text: '',
      files: [
        {
          name: 'bild.png',
          type: 'image/png',
          size: 0,
          source: 'https://smba.trafficmanager.net/de/v3/attachments/0-weu-d1-0123456789abcdef/views/original',
        },
      ],
    });
  });

  test('a button of an old client comes as a message and is a press all the same', () => {
    expect(fromMessage(payload('message-submit'))).toMatchObject({
      message: '1795420700000',
      do: { kind: 'press', name: 'draft.next', args: { draft: 'd1' }, inputs: { platform: 'facebook', note: '' } },
    });
  });

  test("somebody else's button is none", () => {
    expect(fromMessage(payload('message-submit-foreign'))).toBeNull();
  });

  test.each([
    ['@', '<at>Kanalwacht</at>/channel list', 'channel list'],
    ['only the mention', '<at>Kanalwacht</at>&nbsp;', ''],
    ['a lone slash', '/', '/'],
    ['a slash in the middle', 'bitte nicht /reset', 'bitte nicht /reset'],
    ['right to left', '/channel register سلام', 'channel register سلام'],
    ['angle brackets of people', 'a < b > c', 'a < b > c'],
  ])('text: %s', (_, text, expected) => {
    expect(fromMessage(payload('message-channel-mention', { text }))?.do).toEqual({ kind: 'say', text: expected });
  });

  test('decorations of the wrong shape do not cost the message', () => {
    const broken = payload('message-personal', { attachments: 'none', entities: [7], channelData: 5, locale: 7 });
    expect(fromMessage(broken)).toMatchObject({ who: CLERK, lang: 'de', do: { kind: 'say' } });
  });

  test('somebody without a directory id keeps the id Teams gives them', () => {
    const anonymous = payload('message-personal', { from: { id: '29:1anonymous' } });
    expect(fromMessage(anonymous)?.who).toEqual({ chat: 'teams', tenant: CLERK.tenant, id: '29:1anonymous' });
  });
});

describe('buttons', () => {
  test('with the values of the card', () => {
    expect(fromInvoke(payload('invoke-execute'))).toEqual({
      key: 'teams:a:1cLeRk-0123456789_personal-chat:f:5f0b7540-1111-2222-3333-416417089000',
      who: CLERK,
      where: { id: 'a:1cLeRk-0123456789_personal-chat', dm: true, reach: REACH },
      lang: 'de',
      message: '1795420700000',
      do: {
        kind: 'press',
        name: 'draft.next',
        args: { draft: 'd1', step: 2 },
        inputs: { platform: 'facebook', goals: 'inform,dialogue', note: '' },
      },
    });
  });

  test('in a room of a team', () => {
    expect(fromInvoke(payload('invoke-execute-channel'))).toMatchObject({
      where: { id: CHANNEL, dm: false },
      message: '1795420700001',
      do: { name: 'vote.yes', args: { application: 'A-1' } },
    });
  });

  test('the language stands sometimes only in the description of the client', () => {
    expect(fromInvoke(payload('invoke-execute-english-client'))).toMatchObject({ lang: 'en' });
  });

  test('a client that draws a card again has asked for nothing', () => {
    expect(fromInvoke(payload('invoke-automatic'))).toBe('automatic');
  });

  test('data that is none of ours is no press', () => {
    expect(fromInvoke(payload('invoke-foreign'))).toBeNull();
    expect(fromInvoke(payload('invoke-execute', { value: null }))).toBeNull();
  });
});

describe('installation', () => {
  test('for a person asks for the help', () => {
    expect(fromInstallation(payload('installation-add'))).toMatchObject({
      who: CLERK,
      where: { dm: true },
      do: { kind: 'say', text: 'help' },
    });
  });

  test.each(['installation-add-team', 'installation-remove'])('%s asks for nothing', (name) => {
    expect(fromInstallation(payload(name))).toBeNull();
  });
});

test.each([
  ['de-DE', 'de'],
  ['en-GB', 'en'],
  ['EN', 'en'],
  ['fr-FR', 'de'],
  ['enx', 'de'],
  [null, 'de'],
] as const)('a client set to %s reads %s', (locale, lang) => {
  expect(langOf(locale)).toBe(lang);
});
