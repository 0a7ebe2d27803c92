/**
 * A local Slack: an HTTP server with the Web API methods the bot calls and Slack's documented errors, and a small
 * workspace whose people act through signed requests. Any method can be made to fail.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sign } from '../../adapters/slack/guard.ts';
import type { SlackFake, SlackFakeOptions } from './slack-fake-port.ts';
import { type Call, type Fault, serve } from './slack-fake-server.ts';
import { addRoom, addUser, readable, workspace } from './slack-fake-state.ts';
import { slackUser } from './slack-fake-user.ts';

export type { Call, Fault } from './slack-fake-server.ts';

const MOST_CALLS = 2_000;

/** Starts a fake on a free loopback port. */
export async function slackFake(options: SlackFakeOptions = {}): Promise<SlackFake> {
  const space = workspace(options.now ?? (() => new Date()), options.triggerLife ?? 3_000);
  const server = createServer();
  // Slack keeps connections open. One closed while the machine is busy would look like an outage.
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
