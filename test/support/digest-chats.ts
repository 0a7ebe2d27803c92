/** Slack and Teams with people who await their digests, behind one proxy that can kill the bot. */
import type { Orders } from './child-bot.ts';
import type { Seat } from './digest-city.ts';
import { type KillDoor, killDoor } from './kill-door.ts';
import { slackFake } from './slack-fake.ts';
import { addUser } from './slack-fake-state.ts';
import { startTeamsFake, TENANT } from './teams-fake.ts';

/** Number of people in each chat. */
export type Sizes = Partial<Record<'slack' | 'teams', number>>;
/** A message of the bot as shown in a person's chat. `mark`: the metadata, in Slack. */
export type ShownDigest = { message: string; text: string; mark?: unknown; body: string };

export type DigestChats = {
  door: KillDoor;
  chats: readonly (keyof Sizes)[];
  /** The people, alternating between the chats. */
  seats: readonly Seat[];
  /** In the first chat named. */
  operator: Seat;
  orders: Omit<Orders, 'database' | 'ahead'>;
  shown(seat: Seat): ShownDigest[];
  /** Throws if a real chat would have refused anything that was sent. */
  close(): Promise<void>;
};

export async function digestChats(sizes: Sizes, now: () => Date): Promise<DigestChats> {
  const slack = await slackFake({ signingSecret: '5'.repeat(32), now });
  const teams = await startTeamsFake({ now });
  const { appId, appPassword, tenantId, endpoints } = teams.settings;
  const origins = { api: new URL(slack.apiUrl).origin, '*': `http://${endpoints.testHosts[0]}` };
  const door = await killDoor(origins);
  const serviceUrl = `${door.url}/emea/`;
  const readers = new Map<string, () => ShownDigest[]>();

  // Every second person has written to the bot before, so their chat is known. The others are addressed by id.
  const sit = {
    slack(place: number): Seat {
      const { id, dm, team } = addUser(slack.space, { email: `${place}@stadt.example`, name: `Stelle ${place}` });
      readers.set(id, () =>
        slack.messages(dm).map((sent) => ({
          message: sent.ts,
          text: sent.text,
          mark: sent.metadata,
          body: JSON.stringify(sent.blocks),
        })),
      );
      return { chat: 'slack', tenant: team, id, reach: place % 2 ? { room: dm } : {} };
    },
    teams(place: number): Seat {
      const user = teams.addPerson(`${place}@stadt.example`, `Stelle ${place}`);
      const { aad: id, chat: room, mri } = user.person;
      readers.set(id, () =>
        user
          .messages()
          .map((sent) => ({ message: sent.id, text: sent.summary ?? '', body: JSON.stringify(sent.card) })),
      );
      const reach = { serviceUrl, bot: `28:${appId}`, user: mri, of: id, room };
      return { chat: 'teams', tenant: TENANT, id, reach: place % 2 ? reach : {} };
    },
  };
  const chats = Object.keys(sizes) as (keyof Sizes)[];
  const operator = sit[chats[0]!](0);
  const places = Array.from({ length: Math.max(...Object.values(sizes)) }, (_, n) => n + 1);
  const seats = places.flatMap((place) =>
    chats.filter((chat) => place <= sizes[chat]!).map((chat) => sit[chat](place)),
  );
  const behind = { login: `${door.url}/login`, serviceUrl, testHosts: [door.host] };
  return {
    door,
    chats,
    seats,
    operator,
    orders: {
      slack: { signingSecret: slack.signingSecret, botToken: slack.botToken, apiUrl: `${door.url}/api/` },
      teams: { appId, appPassword, tenantId, endpoints: { ...endpoints, ...behind } },
    },
    shown: ({ id }) => readers.get(id)!(),
    async close() {
      await door.close();
      const refused = slack.faults;
      await slack.close();
      await teams.close();
      if (refused.length > 0) throw new Error(`Slack would not have shown this:\n${refused.join('\n')}`);
    },
  };
}
