/**
 * A local Slack: an HTTP server with the Web API methods the bot calls and the refusals Slack documents for them, and a
 * small workspace whose people act through signed requests. Faults can be put before any method.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sign } from '../../adapters/slack/guard.ts';
import { type Args, contentOf, METHODS, Refused } from './slack-fake-methods.ts';
import {
  addMessage,
  addRoom,
  addUser,
  editMessage,
  type FakeMessage,
  type FakeRoom,
  readable,
  type Workspace,
  workspace,
} from './slack-fake-state.ts';
import { type SlackUser, slackUser } from './slack-fake-user.ts';
import type { Json } from './slack-limits-parts.ts';

/**
 * `reset`: the socket breaks before Slack has done anything. `accept-then-reset`: Slack does it, and the answer is lost.
 * `hang`: no answer at all. A number is an HTTP status, `error` one of Slack's codes.
 */
export type Fault =
  | 'ratelimited'
  | 'reset'
  | 'hang'
  | 'accept-then-reset'
  | number
  | { error: string }
  | { retryAfter: number };
export type Call = { method: string; args: Json; answer: Json };
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
const RESPONSE_LIFE = 30 * 60_000;

/** Starts a fake on a free loopback port. */
export async function slackFake(options: SlackFakeOptions = {}): Promise<SlackFake> {
  const space = workspace(options.now ?? (() => new Date()), options.triggerLife ?? 3_000);
  const server = createServer();
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

type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  space: Workspace;
  origin: string;
  botToken: string;
  takeFault: (method: string) => Fault | undefined;
  record: (call: Call) => void;
  faults: string[];
};

async function serve(exchange: Exchange): Promise<void> {
  const { request, response, takeFault, record } = exchange;
  const raw = await readBody(request);
  const [, area = '', name = ''] = new URL(request.url ?? '/', exchange.origin).pathname.split('/');
  const method = { api: name, response: 'response_url', files: 'files' }[area] ?? area;
  const fault = takeFault(method);
  if (fault === 'hang') return;
  if (fault === 'reset') return void request.socket.resetAndDestroy();
  if (fault !== undefined && fault !== 'accept-then-reset') return refuse(response, fault);
  if (area === 'files') return sendFile(exchange, name);
  const args = area === 'api' ? Object.fromEntries(new URLSearchParams(raw)) : JSON.parse(raw);
  const answer = answerTo(exchange, area, name, args);
  if (fault === 'accept-then-reset') {
    request.socket.resetAndDestroy();
  } else {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
    await new Promise((resolve) => response.once('close', resolve));
  }
  record({ method, args, answer });
}

function answerTo(exchange: Exchange, area: string, name: string, args: Args): Json {
  const { request, space, botToken, faults } = exchange;
  try {
    if (area === 'response') return respond(space, name, args);
    if (request.headers.authorization !== `Bearer ${botToken}`) throw new Refused('invalid_auth');
    const method = METHODS[name];
    if (!method) throw new Refused('unknown_method');
    return { ok: true, ...method(space, args) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.messages.length > 0) faults.push(`${name}: ${error.messages.join('; ')}`);
    return { ok: false, error: error.message, response_metadata: { messages: error.messages } };
  }
}

/** What a click's or a command's own address takes: five uses within half an hour. */
function respond(space: Workspace, id: string, body: Json): Json {
  const address = space.responses.get(id);
  if (!address || space.now().getTime() - address.at > RESPONSE_LIFE) throw new Refused('expired_url');
  if (address.uses >= 5) throw new Refused('used_url');
  address.uses += 1;
  const room = space.rooms.get(address.room) as FakeRoom;
  const clicked = room.messages.find((message) => message.ts === address.message);
  if (body.delete_original === true && clicked) {
    room.messages.splice(room.messages.indexOf(clicked), 1);
    return { ok: true };
  }
  const content = contentOf(body, 40_000);
  if (body.replace_original === true && clicked) editMessage(space, clicked, content);
  else
    addMessage(space, room, {
      from: 'bot',
      ...content,
      ...(body.response_type === 'in_channel' ? {} : { only: address.user }),
    });
  return { ok: true };
}

function refuse(response: ServerResponse, fault: Exclude<Fault, 'hang' | 'reset' | 'accept-then-reset'>): void {
  if (typeof fault === 'number') return void response.writeHead(fault).end('no');
  if (fault === 'ratelimited' || 'retryAfter' in fault) {
    const after = fault === 'ratelimited' ? 1 : fault.retryAfter;
    response.writeHead(429, { 'retry-after': String(after) }).end(JSON.stringify({ ok: false, error: 'ratelimited' }));
    return;
  }
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ ok: false, error: fault.error }));
}

function sendFile({ request, response, space, botToken }: Exchange, id: string): void {
  const file = space.files.get(id);
  if (!file) return void response.writeHead(404).end();
  // Without access Slack shows its login page, with 200.
  if (request.headers.authorization !== `Bearer ${botToken}`) {
    return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Sign in</html>');
  }
  response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.length }).end(file.bytes);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
