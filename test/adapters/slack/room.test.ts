/** The incident's private room in Slack: created, found again after a lost answer, filled. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { roomName, roomOpener } from '../../../adapters/slack/room.ts';
import { slackCaller } from '../../../adapters/slack/web.ts';
import { slackFake } from '../../support/slack-fake.ts';
import type { SlackFake } from '../../support/slack-fake-port.ts';

let slack: SlackFake;
beforeEach(async () => {
  slack = await slackFake();
});
afterEach(() => slack.close());

const ROOM = { name: 'vorfall-V-2026-0001', topic: 'V-2026-0001 Facebook' };
const opener = () => roomOpener(slackCaller({ botToken: slack.botToken, apiUrl: slack.apiUrl }));
function people(count: number) {
  const users = Array.from({ length: count }, (_, i) =>
    slack.addUser({ email: `p${i}@stadt.example`, name: `P ${i}` }),
  );
  return users.map(({ id }) => ({ chat: 'slack' as const, tenant: slack.space.team, id }));
}

it('is private, named as Slack allows, and holds the people of the incident', async () => {
  const crew = people(3);
  const { room, missing } = await opener()(ROOM, crew);
  const stands = slack.space.rooms.get(room)!;
  expect([stands.name, [...stands.members].sort(), missing]).toEqual([
    'vorfall-v-2026-0001',
    crew.map(({ id }) => id).sort(),
    [],
  ]);
  expect(slack.calls.find(({ method }) => method === 'conversations.create')?.args).toMatchObject({
    is_private: 'true',
  });
});

it('is not created twice when the answer was lost', async () => {
  slack.fail('conversations.create', 'accept-then-reset');
  await expect(opener()(ROOM, people(1))).rejects.toMatchObject({ outcome: 'unknown' });
  const { room } = await opener()(ROOM, people(1));
  const rooms = [...slack.space.rooms.values()].filter(({ name }) => name.startsWith('vorfall'));
  expect(rooms.map(({ id }) => id)).toEqual([room]);
});

it.each([
  ['somebody else has that one', false],
  ['somebody has made a room of that name and called the bot into it', true],
])('takes another name when %s', async (_, hasBot) => {
  const foreign = slack.space;
  foreign.rooms.set('C_FOREIGN', {
    id: 'C_FOREIGN',
    name: 'vorfall-v-2026-0001',
    dm: false,
    members: new Set(),
    hasBot,
    creator: 'U0SOMEBODY',
    archived: false,
    messages: [],
  });
  const { room } = await opener()(ROOM, people(1));
  expect(slack.space.rooms.get(room)?.name).toBe('vorfall-v-2026-0001-kanalwacht');
});

it('brings in who is missing, a hundred at a time, and says who can not come', async () => {
  const crew = people(130);
  const { room } = await opener()(ROOM, crew.slice(0, 2));
  const stranger = { chat: 'slack' as const, tenant: 'T', id: 'U0NOBODY' };
  const again = await opener()({ ...ROOM, room }, [...crew, stranger]);
  expect(again).toEqual({ room, missing: [stranger] });
  expect(slack.space.rooms.get(room)?.members.size).toBe(130);
  expect(slack.calls.filter(({ method }) => method === 'conversations.invite')).toHaveLength(3);
});

it('puts out who has no part any more, also when they have left by themselves', async () => {
  const crew = people(2);
  const { room } = await opener()(ROOM, crew);
  await opener()({ ...ROOM, room, leave: [crew[1]!] }, [crew[0]!]);
  await opener()({ ...ROOM, room, leave: [crew[1]!] }, [crew[0]!]);
  expect([...slack.space.rooms.get(room)!.members]).toEqual([crew[0]!.id]);
});

it('is refused where the workspace allows no rooms', async () => {
  slack.fail('conversations.create', { error: 'restricted_action' });
  await expect(opener()(ROOM, people(1))).rejects.toMatchObject({ outcome: 'refused', reason: 'restricted_action' });
});

it.each([
  ['vorfall-V-2026-0001', 'vorfall-v-2026-0001'],
  ['uebung-Ü-2026-0001', 'uebung-ue-2026-0001'],
  ['Straße & Größe', 'strasse-groesse'],
])('%s is called %s', (name, shown) => expect(roomName(name)).toBe(shown));
