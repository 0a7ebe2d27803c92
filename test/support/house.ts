/** The whole house with its doors open on this machine, between local fakes of Slack and Microsoft. For flows and the demo. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { assemble, type House, type Parts } from '../../adapters/assemble.ts';
import { createLog } from '../../adapters/log.ts';
import { listen } from '../../adapters/server.ts';
import type { ChatName } from '../../bot/chat.ts';
import { type Config, readConfig } from '../../bot/config.ts';
import { type Organisation, readOrganisation } from '../../bot/organisation.ts';
import type { Store } from '../../db/connect.ts';
import { applyOrganisation } from '../../db/organisation.ts';
import { type SlackFake, slackFake } from './slack-fake.ts';
import { addRoom } from './slack-fake-state.ts';
import { startTeamsFake, type TeamsFake } from './teams-fake.ts';

export type HouseOptions = {
  store: Store;
  chats: readonly ChatName[];
  /** In which chat a room of the organisation file stands, by its id there; absent: in the first chat. */
  roomIn?: (room: string) => ChatName;
  now?: () => Date;
  /** What the people's clients and the people themselves are set to. */
  lang?: 'de' | 'en';
  /** Without rooms every body reads its cards in personal chats, where each is written in its reader's language. */
  rooms?: 'none';
  worker?: Parts['worker'];
  slack?: NonNullable<Parts['slack']>;
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
  house: House;
  organisation: Organisation;
  slack?: SlackFake;
  teams?: TeamsFake;
  /** What was logged at warn or worse. */
  lines: LogLine[];
  /** Who may read a room, by the room's id in its chat. */
  membersOf(room: string): readonly string[];
  /** Throws when a fake was sent anything that the real chat would have refused. */
  close(): Promise<void>;
};

const DEMO = new URL('../../demo/organisation.yaml', import.meta.url);
const WARN = 40;
const SIGNING_SECRET = '5'.repeat(32);

/** The demo city's file, as it is read. */
export function demoOrganisation(): Organisation {
  const reading = readOrganisation(parse(readFileSync(DEMO, 'utf8')));
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.organisation;
}

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
        triggerLife: 10_000,
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
  const house = await assemble({
    store,
    config: configFor(chats, slack, teams),
    clock: { now },
    log,
    // "Loading" must stand before what replaces it; between two processes on one machine a moment is enough.
    slack: { ...options.slack, patience: { settle: 0, ...options.slack?.patience } },
    ...(teams ? { teams: { endpoints: teams.settings.endpoints } } : {}),
    ...(options.worker ? { worker: options.worker } : {}),
  });
  const listening = await listen(house.app, '127.0.0.1', 0);
  slack?.connect(`${listening.url}/slack/events`);
  teams?.connect(`${listening.url}/api/messages`);
  return {
    url: listening.url,
    house,
    organisation,
    ...(slack ? { slack } : {}),
    ...(teams ? { teams } : {}),
    lines,
    membersOf: (room) => members.get(room) ?? [],
    async close() {
      await listening.close(1000);
      await house.close();
      const refused = slack?.faults ?? [];
      await slack?.close();
      await teams?.close();
      if (refused.length > 0) throw new Error(`Slack would not have shown this:\n${refused.join('\n')}`);
    },
  };
}

/** The same configuration that the environment would give. */
function configFor(chats: readonly ChatName[], slack?: SlackFake, teams?: TeamsFake): Config {
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
        }
      : {}),
  };
  const reading = readConfig(env);
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join('\n'));
  return reading.config;
}

type Room = Organisation['bodies'][number]['rooms'][number];

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
  };
  return { organisation, members };
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
