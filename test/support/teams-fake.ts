/**
 * A city's Teams on this machine: tenant, clients, Bot Connector, login service and token issuer, over real sockets.
 * Tests and the demo act as its people and see what these people see.
 */
import type { Endpoints } from '../../adapters/teams/app.ts';
import { type Call, Connector } from './teams/connector.ts';
import { type Deliver, deliverTo } from './teams/deliver.ts';
import type { Fault, Operation } from './teams/faults.ts';
import { ISSUER } from './teams/issuer.ts';
import { type FileToSend, User } from './teams/user.ts';
import { type Message, TENANT, World } from './teams/world.ts';

export { buttonsOf, inputsOf, readCard } from './teams/cards.ts';
export type { Activity, Delivered } from './teams/deliver.ts';
export type { TokenKind } from './teams/issuer.ts';
export type { Seen, User } from './teams/user.ts';
export type { CardJson, Message } from './teams/world.ts';
export { TENANT };

const APP_ID = '00000000-0000-4000-8000-000000000b07';
const BOT = { id: `28:${APP_ID}`, name: 'Kanalwacht' };

export type TeamsFake = {
  /** The bot's configuration. */
  settings: { appId: string; appPassword: string; tenantId: string; endpoints: Endpoints };
  /** Sets the bot's address. Required before anybody can write. */
  connect(address: string): void;
  /** A person of the tenant, by e-mail. */
  user(email: string): User;
  addPerson(email: string, name: string, tenant?: string): User;
  /** Adds a room to the team and returns its id. */
  addRoom(name: string): string;
  /** The messages in a room, in order. */
  room(name: string): Message[];
  deliver: Deliver;
  /** Makes the next requests of this kind fail. */
  fail(on: Operation, fault: Fault, times?: number): void;
  heal(): void;
  /** The bot's requests to the connector. */
  calls(on: Operation): Call[];
  /** Stores a pasted picture in the connector and returns its address. */
  paste(bytes: Buffer): string;
  /** Resolves when the condition holds; rejects after ten seconds. */
  until(condition: () => boolean, what: string): Promise<void>;
  /** What no real client would have shown. Reading removes it, and `close` no longer throws. */
  takeFaults(): string[];
  /** Throws if anything was sent that real clients would refuse. */
  close(): Promise<void>;
};

export type FakeOptions = {
  people?: readonly { email: string; name: string }[];
  rooms?: readonly string[];
  /** Locale of the people's clients. */
  locale?: string;
  now?: () => Date;
};

export async function startTeamsFake(options: FakeOptions = {}): Promise<TeamsFake> {
  const { people = [], rooms = [], locale = 'de-DE', now = () => new Date() } = options;
  const world = new World();
  const connector = new Connector(world, APP_ID);
  await connector.listen();
  for (const name of rooms) world.addRoom(name);

  let address: string | undefined;
  const where = () => {
    if (address === undefined) throw new Error('The fake tenant has no bot: call connect() first');
    return address;
  };
  const deliver = deliverTo(where, APP_ID, () => connector.serviceUrl, now);
  const share = ({ name, bytes }: FileToSend) => {
    const id = `${connector.files.size + 1}-${name.replace(/[^\w.-]/g, '_')}`;
    connector.files.set(id, bytes);
    return `${connector.base}/files/${id}?tempauth=signed`;
  };
  const users = new Map<string, User>();
  const addPerson = (email: string, name: string, tenant?: string): User => {
    const person = world.addPerson(email, name, tenant);
    const user = new User(person, {
      world,
      // Looked up on every call, because a test may replace it.
      deliver: (...given) => fake.deliver(...given),
      bot: BOT,
      serviceUrl: connector.serviceUrl,
      share,
      locale,
    });
    // Of two accounts with one address, the first is found.
    if (!users.has(email)) users.set(email, user);
    return user;
  };
  const fake: TeamsFake = {
    settings: {
      appId: APP_ID,
      appPassword: 'secret-of-the-bot',
      tenantId: TENANT,
      endpoints: {
        openIdMetadata: `${connector.base}/openid/configuration`,
        issuer: ISSUER,
        login: `${connector.base}/login`,
        serviceUrl: connector.serviceUrl,
        testHosts: [connector.host],
      },
    },
    connect(to) {
      address = to;
    },
    user(email) {
      const found = users.get(email);
      if (!found) throw new Error(`Nobody in the fake tenant is ${email}`);
      return found;
    },
    addPerson,
    addRoom: (name) => world.addRoom(name).id,
    room(name) {
      const found = world.rooms.find((room) => room.name === name || room.id === name);
      if (!found) throw new Error(`The team has no room ${name}`);
      return world.messages.filter((message) => message.room === found.id);
    },
    deliver,
    fail: (on, fault, times) => connector.faults.order(on, fault, times),
    heal: () => connector.faults.heal(),
    calls: (on) => connector.calls.filter((call) => call.operation === on),
    paste(bytes) {
      const id = `picture-${connector.files.size + 1}`;
      connector.files.set(id, bytes);
      return `${connector.serviceUrl}v3/attachments/${id}/views/original`;
    },
    until: (condition, what) => world.until(condition, what),
    takeFaults: () => world.faults.splice(0),
    async close() {
      await connector.close();
      if (world.faults.length > 0) throw new Error(`Teams would not have shown this:\n${world.faults.join('\n')}`);
    },
  };
  for (const { email, name } of people) addPerson(email, name);
  return fake;
}
