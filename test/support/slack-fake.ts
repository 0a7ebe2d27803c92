/**
 * A local Slack: an HTTP server with the Web API methods the bot calls and the refusals Slack documents for them, and a
 * small workspace whose people act through signed requests. Faults can be put before any method.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sign } from '../../adapters/slack/guard.ts';
import { type Call, type Fault, serve } from './slack-fake-server.ts';
import {
  addRoom,
  addUser,
  type FakeMessage,
  type FakeRoom,
  readable,
  type Workspace,
  workspace,
} from './slack-fake-state.ts';
import { type SlackUser, slackUser } from './slack-fake-user.ts';
import type { Json } from './slack-limits-parts.ts';

export type { Call, Fault } from './slack-fake-server.ts';

/** How the bot answered a request. `body` is parsed when it is JSON. */
export type Delivered = { status: number; body: unknown; text: string };

export type SlackFakeOptions = {
  signingSecret?: string;
  botToken?: string;
  now?: () => Date;
  /** Real milliseconds that a trigger lives; Slack's are 3,000. */
  triggerLife?: number;
  people?: { email: string; name: string; locale?: string; team?: string }[];
  rooms?: string[];
};

export type SlackFake = {
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly space: Workspace;
  /** Where the bot listens: `http://127.0.0.1:PORT/slack/events`. */
  connect(url: string): void;
  addUser(person: { email: string; name: string; locale?: string; team?: string }): SlackUser;
  /** The person who acts. Throws for an unknown address. */
  user(email: string): SlackUser;
  room(name: string): FakeRoom;
  /** What stands in a room (name or id), or in the DM of a person (e-mail); ephemeral messages too. Oldest first. */
  messages(where: string): FakeMessage[];
  /** A message or a list of blocks as text, for transcripts and tests. */
  read(shown: { blocks: Json[] }): string;
  /** What the bot called, oldest first, the last 2,000. */
  readonly calls: Call[];
  /** Blocks and views that Slack would have refused, with the reasons. Should be empty at the end of every test. */
  readonly faults: string[];
  /** The next `times` calls of a method fail (`response_url` and `files` count as methods, `*` is all). */
  fail(method: string, fault: Fault, times?: number): void;
  heal(): void;
  /** Resolves with the next call of a method that has been answered; for what the bot does after its 200. */
  next(method: string): Promise<Call>;
  /** One signed request to the bot, as Slack would send it. */
  deliver(
    body: string,
    type: 'form' | 'json',
    more?: { headers?: Record<string, string>; at?: Date },
  ): Promise<Delivered>;
  addFile(file: { name: string; type: string; bytes: Uint8Array }): { id: string; url: string };
  close(): Promise<void>;
};

const MOST_CALLS = 2_000;

/** Starts a fake on a free loopback port. */
export async function slackFake(options: SlackFakeOptions = {}): Promise<SlackFake> {
  const space = workspace(options.now ?? (() => new Date()), options.triggerLife ?? 3_000);
  const server = createServer();
  // Slack keeps its connections open; one that is closed while the machine is busy would look like an outage.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signingSecret = options.signingSecret ?? 'fake-signing-secret';
  const botToken = options.botToken ?? 'xoxb-fake';
  const calls: Call[] = [];
  const faults: string[] = [];
  const waiting: { method: string; resolve: (call: Call) => void }[] = [];
  const injected: { method: string; fault: Fault; left: number }[] = [];
  let events: string | undefined;

  const record = (call: Call): void => {
    calls.push(call);
    if (calls.length > MOST_CALLS) calls.shift();
    for (const one of waiting.filter((candidate) => candidate.method === call.method)) {
      waiting.splice(waiting.indexOf(one), 1);
      one.resolve(call);
    }
  };
  const takeFault = (method: string): Fault | undefined => {
    const found = injected.find((one) => (one.method === method || one.method === '*') && one.left > 0);
    if (found) found.left -= 1;
    return found?.fault;
  };

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void serve({ request, response, space, origin, botToken, takeFault, record, faults });
  });

  const fake: SlackFake = {
    apiUrl: `${origin}/api/`,
    signingSecret,
    botToken,
    space,
    calls,
    faults,
    connect: (url) => {
      events = url;
    },
    addUser: (person) => slackUser(fake, addUser(space, { ...person, email: person.email.toLowerCase() })),
    user(email) {
      const found = [...space.users.values()].find((user) => user.email === email.toLowerCase());
      if (!found) throw new Error(`nobody in the Slack fake has the address ${email}`);
      return slackUser(fake, found);
    },
    room(name) {
      const found = [...space.rooms.values()].find((room) => room.name === name || room.id === name);
      if (!found) throw new Error(`the Slack fake has no room ${name}`);
      return found;
    },
    messages: (where) => fake.room(where.includes('@') ? fake.user(where).dm : where).messages,
    read: (shown) => readable(shown.blocks),
    fail: (method, fault, times = 1) => void injected.push({ method, fault, left: times }),
    heal: () => void injected.splice(0),
    next: (method) => new Promise((resolve) => waiting.push({ method, resolve })),
    async deliver(body, type, more = {}) {
      if (events === undefined) throw new Error('connect() the Slack fake to the bot first');
      const timestamp = String(Math.floor((more.at ?? space.now()).getTime() / 1000));
      const answer = await fetch(events, {
        method: 'POST',
        headers: {
          'content-type': type === 'form' ? 'application/x-www-form-urlencoded' : 'application/json',
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': sign(signingSecret, timestamp, body),
          ...more.headers,
        },
        body,
      });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
      return { status: answer.status, text, body: isJson ? JSON.parse(text) : text };
    },
    addFile(file) {
      const id = space.next('F');
      space.files.set(id, file);
      return { id, url: `${origin}/files/${id}` };
    },
    close: () => closeServer(server),
  };
  for (const person of options.people ?? []) fake.addUser(person);
  for (const name of options.rooms ?? []) addRoom(space, name);
  return fake;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
