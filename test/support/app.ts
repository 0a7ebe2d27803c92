/** The whole house with its doors open on this machine, between local fakes of Slack and Microsoft. For flows and the demo. */
import { setTimeout as pause } from 'node:timers/promises';
import { type App, assemble, type Parts } from '../../adapters/assemble.ts';
import type { Clock } from '../../adapters/local/clock.ts';
import { createLog } from '../../adapters/operation/log.ts';
import { listen } from '../../adapters/server.ts';
import type { ChatName } from '../../bot/chat.ts';
import { readConfig } from '../../bot/operation/config.ts';
import type { Organisation } from '../../bot/organisation/organisation.ts';
import type { ConnectorName } from '../../bot/platform/connector.ts';
import type { Store } from '../../db/connect.ts';
import { applyOrganisation } from '../../db/organisation/organisation.ts';
import { demoOrganisation } from './demo-city.ts';
import { slackFake } from './slack-fake.ts';
import type { SlackFake } from './slack-fake-port.ts';
import { addRoom } from './slack-fake-state.ts';
import { startTeamsFake, type TeamsFake } from './teams-fake.ts';

export type HouseOptions = {
  store: Store;
  chats: readonly ChatName[];
  /** In which chat a room of the organisation file stands, by its id there; absent: in the first chat. */
  roomIn?: (room: string) => ChatName;
  now?: () => Date;
  /** Moves `now` at the local workspace's door; absent: the clock stays fixed there. */
  forward?: Clock['forward'];
  /** What may be done on platforms, which stand on this machine: connectors, and the tokens by the channels' addresses. */
  connectors?: { allowed: readonly ConnectorName[]; tokens: Readonly<Record<string, string>> };
  /** The directory services may speak: SCIM with `SCIM_TOKEN`, and Entra at its own address, played by the test. */
  directories?: boolean;
  /** Where Entra reaches the house, as it is told: with it, change notifications are asked for. */
  publicUrl?: string;
  /** What the people's clients and the people themselves are set to. */
  lang?: 'de' | 'en';
  /** Without rooms every body reads its cards in personal chats, where each is written in its reader's language. */
  rooms?: 'none';
  worker?: Parts['worker'];
  slack?: NonNullable<Parts['slack']>;
  teams?: Pick<NonNullable<Parts['teams']>, 'patience'>;
  /** Tenants of Microsoft's beside the city's whose people may talk to the bot. */
  allies?: readonly string[];
};

/** A line of the log that should not be there when all goes well. */
export type LogLine = {
  level: number;
  msg: string;
  err?: { message?: string; reason?: string };
  [more: string]: unknown;
};

export type OpenHouse = {
  url: string;
  /** The one that runs now. */
  readonly app: App;
  organisation: Organisation;
  slack?: SlackFake;
  teams?: TeamsFake;
  /** What was logged at warn or worse. */
  lines: LogLine[];
  /** Who may read a room, by the room's id in its chat. */
  membersOf(room: string): readonly string[];
  /** Stops the bot and starts it anew on the same database; the chats and what stands in them stay. */
  restart(): Promise<void>;
  /** Throws when a fake was sent anything that the real chat would have refused. */
  close(): Promise<void>;
};

const WARN = 40;
const NOTICED = 50;
const SIGNING_SECRET = '5'.repeat(32);
/** What the directory service proves itself with. */
export const SCIM_TOKEN = 's'.repeat(40);

/** Opens every door that is asked for on one free port. The outbox worker is not started: `city.settle` drives it. */
export async function openHouse(options: HouseOptions): Promise<OpenHouse> {
  const { store, chats, lang = 'de', now = () => new Date() } = options;
  const demo = demoOrganisation();
  const file = { ...demo, people: demo.people.map((person) => ({ ...person, lang })) };
  const people = file.people.map(({ email, name }) => ({ email, name }));
  const locale = lang === 'de' ? 'de-DE' : 'en-GB';
  const slack = chats.includes('slack')
    ? await slackFake({
        signingSecret: SIGNING_SECRET,
        people: people.map((person) => ({ ...person, locale })),
        triggerLife: 60_000,
      })
    : undefined;
  const teams = chats.includes('teams') ? await startTeamsFake({ people, locale }) : undefined;
  const { organisation, members } = furnish(file, options, slack, teams);
  await store.db.transaction((tx) => applyOrganisation(tx, organisation, now()));

  const lines: LogLine[] = [];
  const log = createLog('warn', [], (line) => {
    const read = JSON.parse(line) as LogLine & { level: number };
    if (read.level >= WARN) lines.push(read);
  });
  const start = () =>
    assemble({
      store,
      config: configFor(options, slack, teams),
      clock: { now, ...(options.forward ? { forward: options.forward } : {}) },
      log,
      // "Loading" must stand before what replaces it; between two processes on one machine a moment is enough.
      slack: { ...options.slack, patience: { settle: 0, ...options.slack?.patience } },
      ...(teams ? { teams: { endpoints: teams.settings.endpoints, ...options.teams } } : {}),
      ...(options.connectors ? { platforms: { loopback: true } } : {}),
      ...(options.worker ? { worker: options.worker } : {}),
    });
  let app = await start();
  let listening = await listen(app.app, '127.0.0.1', 0);
  const { url } = listening;
  slack?.connect(`${url}/slack/events`);
  teams?.connect(`${url}/api/messages`);
  const stop = async () => {
    await listening.close(1000);
    await app.close();
  };
  return {
    url,
    get app() {
      return app;
    },
    organisation,
    ...(slack ? { slack } : {}),
    ...(teams ? { teams } : {}),
    lines,
    membersOf: (room) => members.get(room) ?? [],
    async restart() {
      await stop();
      app = await start();
      listening = await listen(app.app, '127.0.0.1', Number(new URL(url).port));
      // Whoever speaks next must have seen that the connection it kept is closed.
      await pause(NOTICED);
    },
    async close() {
      await stop();
      const refused = slack?.faults ?? [];
      await slack?.close();
      await teams?.close();
      if (refused.length > 0) throw new Error(`Slack would not have shown this:\n${refused.join('\n')}`);
    },
  };
}

/** The same configuration that the environment would give; Entra is not asked where nobody plays it. */
function configFor(
  { chats, directories, publicUrl, connectors, allies = [] }: HouseOptions,
  slack?: SlackFake,
  teams?: TeamsFake,
): Parts['config'] {
  const env = {
    HOST: '127.0.0.1',
    PORT: '0',
    LOCAL_WORKSPACE: chats.includes('local') ? 'on' : 'off',
    ...(slack
      ? { SLACK_SIGNING_SECRET: slack.signingSecret, SLACK_BOT_TOKEN: slack.botToken, SLACK_API_URL: slack.apiUrl }
      : {}),
    ...(teams
      ? {
          TEAMS_APP_ID: teams.settings.appId,
          TEAMS_APP_PASSWORD: teams.settings.appPassword,
          TEAMS_TENANT_ID: teams.settings.tenantId,
          TEAMS_ALLOWED_TENANTS: [teams.settings.tenantId, ...allies].join(','),
        }
      : {}),
    ...(connectors
      ? { CONNECTORS: connectors.allowed.join(','), CONNECTOR_TOKENS: JSON.stringify(connectors.tokens) }
      : {}),
    ...(directories ? { SCIM_TOKEN } : {}),
    ...(publicUrl ? { PUBLIC_URL: publicUrl } : {}),
  };
  const reading = readConfig(env);
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join('\n'));
  const { graphApiUrl, ...config } = reading.config;
  return directories ? { ...config, graphApiUrl } : config;
}

type Room = Organisation['bodies'][number]['rooms'][number];
const INCIDENTS = { chat: 'teams', id: 'raum-vorfaelle', name: 'Vorfälle' } as const satisfies Room;

/** Puts every room of the organisation into a chat, with the people in it who sit there. */
function furnish(
  file: Organisation,
  { chats, roomIn, rooms: wanted }: HouseOptions,
  slack?: SlackFake,
  teams?: TeamsFake,
): { organisation: Organisation; members: Map<string, string[]> } {
  const members = new Map<string, string[]>();
  const emailOf = new Map(file.people.map(({ id, email }) => [id, email]));
  const placed = (rooms: readonly Room[], readers: readonly (string | undefined)[]): Room[] =>
    (wanted === 'none' ? [] : rooms).map((room) => {
      const chat = roomIn?.(room.id) ?? chats[0]!;
      const people = [...new Set(readers.filter((id) => id !== undefined))];
      const id = build(
        chat,
        room,
        people.map((person) => emailOf.get(person)!),
        slack,
        teams,
      );
      members.set(id, people);
      return { ...room, chat, id };
    });
  const everybody = file.people.map(({ id }) => id);
  const { roles } = file;
  const organisation: Organisation = {
    ...file,
    offices: file.offices.map((office) => ({
      ...office,
      rooms: placed(office.rooms, [office.head, ...office.deputies, ...office.privacy, ...office.staff]),
    })),
    bodies: file.bodies.map((body) => ({
      ...body,
      rooms: placed(body.rooms, [body.lead, ...body.members, ...body.deputies]),
    })),
    rooms: {
      announcements: placed(file.rooms.announcements, everybody),
      auditors: placed(file.rooms.auditors, roles.auditor),
      operators: placed(file.rooms.operators, roles.operator),
    },
    ...(file.incident ? { incident: { ...file.incident, rooms: standing(file, chats, members, teams) } } : {}),
  };
  return { organisation, members };
}

/** Where Teams is, its standing room for incidents: the bot opens none there. Those are in it who have a part in each. */
function standing(
  { roles, incident, bodies }: Organisation,
  chats: readonly ChatName[],
  members: Map<string, string[]>,
  teams?: TeamsFake,
): Room[] {
  if (!chats.includes('teams')) return [];
  const privacy = bodies.filter(({ body }) => body === 'privacy').flatMap(({ lead, deputies }) => [lead, ...deputies]);
  const all = [
    ...roles.security,
    ...roles.press,
    ...(incident?.approvers ?? []),
    ...(incident?.legal ?? []),
    ...privacy,
  ];
  const room: Room = { chat: 'teams', id: build('teams', INCIDENTS, [], undefined, teams), name: INCIDENTS.name };
  members.set(room.id, [...new Set(all.filter((id) => id !== undefined))]);
  return [room];
}

/** @returns the room's id in its chat */
function build(chat: ChatName, room: Room, emails: readonly string[], slack?: SlackFake, teams?: TeamsFake): string {
  const name = room.name ?? room.id;
  switch (chat) {
    case 'local':
      return room.id;
    case 'teams':
      return teams!.addRoom(name);
    case 'slack': {
      const built = addRoom(slack!.space, name);
      built.members = new Set(emails.map((email) => slack!.user(email).id));
      return built.id;
    }
  }
}
