/** A fake Bot Connector, login service and file store: one HTTP server on this machine. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultsOf } from './cards.ts';
import { type Fault, Faults, type Operation, play } from './faults.ts';
import { openIdDocuments } from './issuer.ts';
import { type CardJson, type Message, type Person, TENANT, type World } from './world.ts';

export const TOKEN = 'token-of-the-bot';
/** The tokens of the login service, by scope. */
const TOKENS: Readonly<Record<string, string>> = {
  'https://api.botframework.com/.default': TOKEN,
  'https://graph.microsoft.com/.default': 'token-for-graph',
};
const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
const MOST_BODY = 256 * 1024;

/** The bot's requests to the connector, in order. */
export type Call = { operation: Operation; method: string; path: string; body: Json };
type Json = Record<string, unknown>;
type Answer = { status: number; body?: unknown };

const refuse = (status: number, code: string, message = code): Answer => ({
  status,
  body: { error: { code, message } },
});

export class Connector {
  readonly calls: Call[] = [];
  readonly faults = new Faults();
  /** Files shared by people, by id. */
  readonly files = new Map<string, Buffer>();
  readonly #server: Server;
  readonly #world: World;
  readonly #appId: string;
  #port = 0;

  constructor(world: World, appId: string) {
    this.#world = world;
    this.#appId = appId;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        this.#world.faults.push(`the fake broke: ${String(error)}`);
        response.destroy();
      });
    });
    // As long as Microsoft's: a connection closed while the machine is busy looks like a message that may have arrived.
    this.#server.keepAliveTimeout = 120_000;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }
  get base(): string {
    return `http://${this.host}`;
  }
  get serviceUrl(): string {
    return `${this.base}/emea/`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent((request.url ?? '').replace(/\?.*$/, ''));
    const text = await readBody(request);
    const operation = operationOf(request.method ?? '', path);
    const body = text.startsWith('{') ? (JSON.parse(text) as Json) : Object.fromEntries(new URLSearchParams(text));
    this.calls.push({ operation, method: request.method ?? '', path, body });
    const fault: Fault | undefined = this.faults.take(operation);
    if (fault !== undefined && play(fault, response)) return;
    const answer = this.#answer(request, path, body);
    if (fault === 'accept-then-reset') return void response.socket?.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    if (fault === 'garbage') response.end('<html>');
    else if (Buffer.isBuffer(answer.body)) response.end(answer.body);
    else response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  }

  #answer(request: IncomingMessage, path: string, body: Json): Answer {
    const method = request.method ?? '';
    if (path === '/openid/configuration') return { status: 200, body: openIdDocuments(this.base).configuration };
    if (path === '/openid/keys') return { status: 200, body: openIdDocuments(this.base).keys };
    if (path === `/login/${TENANT}/oauth2/v2.0/token`) return this.#token(body);
    const file = /^\/files\/([^/]+)$/.exec(path);
    if (file) return this.#file(file[1]!);
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return refuse(401, 'Unauthorized');
    const picture = /^\/emea\/v3\/attachments\/([^/]+)\/views\/original$/.exec(path);
    if (picture) return this.#file(picture[1]!);
    if (method === 'POST' && path === '/emea/v3/conversations') return this.#create(body);
    const activities = /^\/emea\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(path);
    if (activities) return this.#activities(method, activities[1]!, activities[2], body);
    const member = /^\/emea\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/.exec(path);
    if (member) return this.#member(member[2]!);
    const roster = /^\/emea\/v3\/conversations\/([^/]+)\/pagedmembers$/.exec(path);
    if (roster) return { status: 200, body: { members: this.#world.people.map(asMember) } };
    return refuse(404, 'NotFound', path);
  }

  #token(body: Json): Answer {
    const { grant_type: grant, client_id: id, client_secret: secret, scope } = body;
    const good = grant === 'client_credentials' && id === this.#appId && secret === 'secret-of-the-bot';
    const token = TOKENS[String(scope)];
    if (!good || token === undefined) return { status: 401, body: { error: 'invalid_client' } };
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: token } };
  }

  #file(id: string): Answer {
    const bytes = this.files.get(id);
    return bytes ? { status: 200, body: bytes } : { status: 404 };
  }

  #create(body: Json): Answer {
    const channel = (body.channelData as { channel?: { id?: string } } | undefined)?.channel?.id;
    if (body.isGroup === true) {
      if (!this.#world.rooms.some(({ id }) => id === channel)) return refuse(404, 'ConversationNotFound');
      const id = this.#world.nextId();
      const refused = this.#store(channel!, id, body.activity as Json, id);
      return refused ?? { status: 201, body: { id: `${channel};messageid=${id}`, activityId: id } };
    }
    const [member] = (body.members ?? []) as { id: string }[];
    const person = this.#world.personBy(member?.id ?? '');
    if (!person || body.tenantId !== TENANT) return refuse(400, 'BadArgument', 'Unknown member or tenant');
    if (!person.installed) return refuse(403, 'ForbiddenOperationException', 'Bot is not installed for the user');
    return { status: 201, body: { id: person.chat } };
  }

  #activities(method: string, conversation: string, activity: string | undefined, body: Json): Answer {
    const [room, thread] = conversation.split(';messageid=') as [string, string | undefined];
    const personal = this.#world.people.find(({ chat }) => chat === room);
    if (!personal && !this.#world.rooms.some(({ id }) => id === room)) return refuse(404, 'ConversationNotFound');
    if (personal && !personal.installed) return refuse(403, 'BotNotInConversationRoster');
    if (method === 'POST') {
      const id = this.#world.nextId();
      return this.#store(room, id, body, thread ?? (personal ? undefined : id)) ?? { status: 201, body: { id } };
    }
    const message = activity === undefined ? undefined : this.#world.find(room, activity);
    if (message?.from !== 'bot') return refuse(404, 'ActivityNotFoundInConversation');
    if (method === 'PUT') return this.#change(message, body);
    if (method === 'DELETE') {
      this.#world.remove(message);
      return { status: 200 };
    }
    return refuse(405, 'MethodNotAllowed');
  }

  /** Undefined if the message was stored in the room. */
  #store(room: string, id: string, body: Json, thread: string | undefined): Answer | undefined {
    const content = this.#contentOf(body);
    if (typeof content === 'string') return refuse(400, 'BadSyntax', content);
    this.#world.add({ room, from: 'bot', ...content, ...(thread === undefined ? {} : { thread }) }, id);
    return undefined;
  }

  #change(message: Message, body: Json): Answer {
    const content = this.#contentOf(body);
    if (typeof content === 'string') return refuse(400, 'BadSyntax', content);
    delete message.text;
    delete message.card;
    Object.assign(message, content);
    // An update reaches everybody, including people with their own version of the card.
    message.views.clear();
    this.#world.changed();
    return { status: 200, body: { id: message.id } };
  }

  /** The visible content of an activity, or an error text if Teams would not accept it. */
  #contentOf(body: Json): Pick<Message, 'text' | 'card' | 'summary'> | string {
    const attachments = (body.attachments ?? []) as { contentType: string; content: CardJson }[];
    const [only] = attachments;
    const text = typeof body.text === 'string' && body.text !== '' ? body.text : undefined;
    const wrong = (what: string) => {
      this.#world.faults.push(what);
      return what;
    };
    if (body.type !== 'message') return wrong(`An activity of type ${String(body.type)} was sent`);
    if (attachments.length > 1) return wrong('More than one card in a message');
    if (only && text !== undefined) return wrong('Text and card in one message: Teams may split them');
    if (!only) return text === undefined ? wrong('An empty message') : { text };
    if (only.contentType !== ADAPTIVE_CARD) return wrong(`An attachment of type ${only.contentType}`);
    if (typeof body.summary !== 'string' || body.summary === '') return wrong('A card without a summary');
    const faults = faultsOf(only.content);
    return faults.length > 0 ? wrong(faults.join('; ')) : { card: only.content, summary: body.summary };
  }

  #member(id: string): Answer {
    const person = this.#world.personBy(id);
    return person ? { status: 200, body: asMember(person) } : refuse(404, 'MemberNotFoundInConversation');
  }
}

const asMember = (person: Person) => ({
  id: person.mri,
  objectId: person.aad,
  name: person.name,
  email: person.email,
  userPrincipalName: person.login ?? person.email,
  tenantId: person.tenant,
  userRole: person.role,
});

function operationOf(method: string, path: string): Operation {
  if (path.startsWith('/openid/')) return 'keys';
  if (path.startsWith('/login/')) return 'token';
  if (path.startsWith('/files/') || path.includes('/attachments/')) return 'file';
  if (path.includes('members')) return 'member';
  if (method === 'POST' && path.endsWith('/v3/conversations')) return 'create';
  return method === 'PUT' ? 'update' : 'post';
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) {
    text += String(part);
    if (text.length > MOST_BODY) throw new Error('A request of more than 256 KB');
  }
  return text;
}
