/**
 * Microsoft's own Agents Playground, started by a test as a second opinion next to our fake. It acts as its only user.
 * A relay in front of its connector records what the bot sends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

type Json = Record<string, unknown>;
/** A message of the bot: its id and its newest content. */
export type Posted = { id: string; room: string; body: Json };

export type Playground = {
  /** The personal chat of its user, and the user's ids. */
  chat: string;
  user: { id: string; aadObjectId: string; email: string };
  /** Writes as its user. */
  say(text: string): Promise<void>;
  /** Presses a button under a message of the bot, as its client would. Returns the response body. */
  press(message: Posted, action: Json): Promise<Json>;
  /** The bot's messages, each with its newest content. */
  posted: Posted[];
  /** Waits for this many messages of the bot. */
  until(count: number): Promise<Posted>;
  close(): Promise<void>;
};

/** Milliseconds, enough for a cold start on a slow machine. */
const START = 120_000;
const ANSWER = 60_000;

/** Starts the playground for a bot at this address, which must use `auth: 'off'`. */
export async function startPlayground(endpoint: string): Promise<Playground> {
  const posted: Posted[] = [];
  const waiting = new Set<() => void>();
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const relay = createServer((request, response) => {
    void pass(request, base, (method, path, body, answer) => {
      remember(posted, method, path, body, answer);
      for (const look of [...waiting]) look();
    }).then(
      ({ status, text }) => response.writeHead(status, { 'content-type': 'application/json' }).end(text),
      () => response.destroy(),
    );
  });
  const relayPort = await listen(relay);
  const folder = await mkdtemp(join(tmpdir(), 'playground-'));
  const child = run(folder, endpoint, port, `http://127.0.0.1:${relayPort}/_connector`);
  const close = async () => {
    await stop(child);
    relay.closeAllConnections();
    await new Promise((resolve) => relay.close(resolve));
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await listening(child);
    const { config } = (await json(await fetch(`${base}/_internal/v1/config`))) as {
      config: { personalChat: { id: string }; currentUser: Playground['user'] };
    };
    const { personalChat: chat, currentUser: user } = config;
    const send = (path: string, body: Json) =>
      fetch(`${base}/_conversation/v1/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, from: { id: user.id } }),
        signal: AbortSignal.timeout(ANSWER),
      }).then(json);
    return {
      chat: chat.id,
      user,
      posted,
      say: async (text) => void (await send(`conversations/${chat.id}/messages`, { text, textFormat: 'plain' })),
      press: (message, action) =>
        send('invoke', {
          name: 'adaptiveCard/action',
          value: { action, trigger: 'manual' },
          conversation: { id: message.room },
          replyToId: message.id,
        }),
      until: (count) =>
        new Promise((resolve, reject) => {
          const timer = setTimeout(() => {
            waiting.delete(look);
            reject(new Error(`The bot has sent ${posted.length} messages, not ${count}`));
          }, ANSWER);
          const look = () => {
            if (posted.length < count) return;
            clearTimeout(timer);
            waiting.delete(look);
            resolve(posted[count - 1]!);
          };
          waiting.add(look);
          look();
        }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function run(folder: string, endpoint: string, port: number, serviceUrl: string): ChildProcess {
  const manifest = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json');
  const cli = join(dirname(manifest), 'cli.js');
  const flags = ['-e', endpoint, '-c', 'msteams', '-p', String(port), '--su', serviceUrl, '--dt'];
  // It writes logs into its working directory and tries to open a browser.
  return spawn(process.execPath, [cli, 'start', ...flags], {
    cwd: folder,
    env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`The playground did not start:\n${said}`)), START);
    const receiveText = (part: Buffer) => {
      said += part.toString();
      if (!said.includes('Listening on')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', receiveText);
    child.stderr?.on('data', receiveText);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`The playground ended with ${code}:\n${said}`));
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

async function pass(
  request: import('node:http').IncomingMessage,
  base: string,
  tell: (method: string, path: string, body: Json, answer: Json) => void,
): Promise<{ status: number; text: string }> {
  let sent = '';
  for await (const part of request) sent += String(part);
  const method = request.method ?? 'GET';
  const answer = await fetch(`${base}${request.url}`, {
    method,
    ...(sent === '' ? {} : { body: sent, headers: { 'content-type': 'application/json' } }),
    signal: AbortSignal.timeout(ANSWER),
  });
  const text = await answer.text();
  if (answer.ok && sent !== '') {
    tell(method, request.url ?? '', JSON.parse(sent) as Json, text === '' ? {} : (JSON.parse(text) as Json));
  }
  return { status: answer.status, text };
}

function remember(posted: Posted[], method: string, path: string, body: Json, answer: Json): void {
  const found = /\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(decodeURIComponent(path));
  if (!found) return;
  const id = method === 'PUT' ? found[2] : String(answer.id);
  const known = posted.find((message) => message.id === id);
  if (known) known.body = body;
  else if (id !== undefined) posted.push({ id, room: found[1]!, body });
}

async function json(response: Response): Promise<Json> {
  const text = await response.text();
  if (!response.ok) throw new Error(`The playground answered ${response.status}: ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Json);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
