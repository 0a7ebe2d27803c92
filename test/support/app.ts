/**
 * The whole app with its endpoints on this machine, between local fakes of Slack and Microsoft. For flows and the demo.
 */
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
  /** The chat of a room in the organisation file, by the room's id. Default: the first chat. */
  roomIn?: (room: string) => ChatName;
  now?: () => Date;
  /** Moves `now` through the local workspace's endpoint. If absent, the clock is fixed there. */
  forward?: Clock['forward'];
  /** Connectors to the fake platforms on this machine: the allowed ones, and tokens by channel address. */
  connectors?: { allowed: readonly ConnectorName[]; tokens: Readonly<Record<string, string>> };
  /** Enables the directory services: SCIM with `SCIM_TOKEN`, and Entra at its real address, mocked by the test. */
  directories?: boolean;
  /** The public URL given to Entra. With it, the app subscribes to change notifications. */
  publicUrl?: string;
  /** Language of the people and their clients. */
  lang?: 'de' | 'en';
  /** Without rooms, everybody reads cards in personal chats, in their own language. */
  rooms?: 'none';
  worker?: Parts['worker'];
  slack?: NonNullable<Parts['slack']>;
  teams?: Pick<NonNullable<Parts['teams']>, 'patience'>;
  /** Other Microsoft tenants whose people may talk to the bot. */
  allies?: readonly string[];
};

/** An unexpected line in the log. */
export type LogLine = {
  level: number;
  msg: string;
  err?: { message?: string; reason?: string };
  [more: string]: unknown;
};

export type OpenHouse = {
  url: string;
  /** The app currently running. */
  readonly app: App;
  organisation: Organisation;
  slack?: SlackFake;
  teams?: TeamsFake;
  /** Log lines at warn or worse. */
  lines: LogLine[];
  /** Who may read a room, by its id in the chat. */
  membersOf(room: string): readonly string[];
  /** Stops the bot and starts it again on the same database. The chats and their messages stay. */
  restart(): Promise<void>;
  /** Throws if a fake received anything that the real chat would have refused. */
  close(): Promise<void>;
};

const WARN = 40;
const NOTICED = 50;
const SIGNING_SECRET = '5'.repeat(32);
/** The directory service's token. */
export const SCIM_TOKEN = 's'.repeat(40);

/** Opens all requested endpoints on one free port. The outbox worker is not started: `city.settle` drives it. */
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
      // "Loading" must arrive before its replacement. On one machine no extra pause is needed.
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
      // Clients must notice that their kept-alive connection was closed.
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

/** The configuration as from the environment. Entra is only queried if a test mocks it. */
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

/** Creates every room of the organisation in a chat, with the people who belong there. */
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

/** The standing room for incidents in Teams, where the bot opens none. Members: everybody with a role in each incident. */
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
