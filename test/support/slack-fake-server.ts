/** The HTTP side of the Slack fake: Web API, response URLs and files, with the faults that a test requests. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Args, contentOf, METHODS, Refused } from './slack-fake-methods.ts';
import { addMessage, editMessage, type FakeRoom, type Workspace } from './slack-fake-state.ts';
import type { Json } from './slack-limits-parts.ts';

/**
 * `reset`: the connection breaks before Slack has done anything. `accept-then-reset`: Slack executes the call and the
 * response is lost. `hang`: no response at all. A number is an HTTP status, `error` an error code of Slack.
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
const RESPONSE_LIFE = 30 * 60_000;

export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  space: Workspace;
  origin: string;
  botToken: string;
  takeFault: (method: string) => Fault | undefined;
  record: (call: Call) => void;
  faults: string[];
};

/** Answers one call of the bot, or fails as requested. */
export async function serve(exchange: Exchange): Promise<void> {
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

/** Handles a response_url: five uses within half an hour. */
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
  // Without access Slack shows its login page with a 200.
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
