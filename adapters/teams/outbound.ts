/** Sends cards and sentences to rooms and personal chats in Teams, trying each request once. */
import { type Address, type MessageRef, SendError } from '../../bot/chat.ts';
import type { Card } from '../../cards/node.ts';
import { cardToAdaptiveCard } from '../../cards/render/teams.ts';
import type { Chat } from '../chat.ts';
import type { Contacts } from './contacts.ts';
import { type Attempt, faultOf, toSendError } from './errors.ts';
import { fetchFile } from './files.ts';
import { splitConversation } from './inbound.ts';
import type { BotToken } from './token.ts';
import type { Wire } from './wire.ts';

/** A card or one plain sentence, never both: Teams may split the two and then returns no id. */
export type Content = { card: Card } | { text: string };

export type Outbound = {
  chat: Chat;
  /** Sends to a conversation by its Teams id (with `;messageid=` for a thread). Throws SendError. */
  toConversation(conversation: string, content: Content, reach: DeliveryContext): Promise<MessageRef>;
  /** Sends to a person's personal chat and creates it if needed. Throws SendError. */
  toPerson(person: string, content: Content, reach?: DeliveryContext): Promise<MessageRef>;
  replace(ref: MessageRef, content: Content): Promise<void>;
};

type DeliveryContext = Record<string, string>;

type OutboundOptions = {
  wire: Wire;
  token: BotToken;
  contacts: Contacts;
  appId: string;
  tenantId: string | undefined;
  /** The service URL to use before anybody has written. */
  serviceUrl: string;
  /** Whether our token may go to this address. */
  isServiceUrl: (url: string) => boolean;
  /** Whether Teams can search people in the whole tenant (not in the Agents Playground). */
  peoplePicker: boolean;
  testHosts: readonly string[];
  /** Milliseconds for fetching a file. */
  deadline: number;
  now: () => Date;
};

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
/** Rooms in which every new message starts its own thread. Group chats end in `@thread.v2`. */
const isTeamRoom = (id: string) => /^19:[^;]+@thread\.(tacv2|skype)$/.test(id);
/** Only pictures are fetched: the URL comes from a user's message, and our token gives access to much more there. */
const PICTURE = /\/v3\/attachments\/[^/]+\/views\/[^/]+$/;
/** Only in a personal chat does Teams search people in the whole tenant. */
const isPersonal = (id: string) => id.startsWith('a:');

export function outbound(options: OutboundOptions): Outbound {
  const { wire, token, contacts, appId, tenantId, now } = options;

  /** Calls the connector once and classifies its errors. */
  async function ask<T>(serviceUrl: string, attempt: Attempt, call: (client: Client) => Promise<T>): Promise<T> {
    if (!options.isServiceUrl(serviceUrl)) throw new SendError('refused', 'foreign-service-url');
    try {
      return await call(await wire.client(serviceUrl));
    } catch (error) {
      if (faultOf(error, now()).status === 401) token.drop();
      throw toSendError(error, attempt, now());
    }
  }

  const serviceUrlOf = (reach: DeliveryContext | undefined) =>
    reach?.serviceUrl ?? contacts.lastServiceUrl() ?? options.serviceUrl;
  const botOf = (reach: DeliveryContext | undefined) => reach?.bot ?? contacts.lastBot() ?? `28:${appId}`;

  /**
   * The message in the connector's format. `alert` adds a notification, for messages the person did not just ask for.
   */
  function message(content: Content, reach: DeliveryContext | undefined, personal: boolean, alert = false) {
    const from = { id: botOf(reach) };
    const notify = alert ? { channelData: { notification: { alert: true } } } : {};
    if ('text' in content) return { type: 'message', from, text: content.text, textFormat: 'plain', ...notify };
    return {
      type: 'message',
      from,
      summary: content.card.summary,
      attachments: [{ contentType: ADAPTIVE_CARD, content: cardToAdaptiveCard(content.card, peopleIn(personal)) }],
      ...notify,
    };
  }
  const peopleIn = (personal: boolean) => ({ people: personal && options.peoplePicker ? 'graph' : 'list' }) as const;

  /** Reference to a sent message: the room without its thread, as in an Inbound, so that a click finds its message. */
  function sent(
    conversation: string,
    id: string | undefined,
    serviceUrl: string,
    reach: DeliveryContext | undefined,
  ): MessageRef {
    // Without an id the message exists but can never be changed. Treat it as a missing response.
    if (!id) throw new SendError('unknown', 'no-message-id');
    const [room, thread] = splitConversation(conversation);
    return { room, message: id, reach: { serviceUrl, bot: botOf(reach), ...(thread ? { thread } : {}) } };
  }

  async function toConversation(conversation: string, content: Content, reach: DeliveryContext, alert = false) {
    const serviceUrl = serviceUrlOf(reach);
    const activity = message(content, reach, isPersonal(conversation), alert);
    const answer = await ask(serviceUrl, 'post', (client) =>
      client.conversations.sendToConversation(conversation, as(activity)),
    );
    return sent(conversation, answer.id, serviceUrl, reach);
  }

  /** Starts a thread through the connector, because the SDK's own method loses the message's id. */
  async function startThread(room: string, content: Content, reach: DeliveryContext | undefined): Promise<MessageRef> {
    const serviceUrl = serviceUrlOf(reach);
    const answer = await ask(serviceUrl, 'post', (client) =>
      client.conversations.createConversation(
        as({
          isGroup: true,
          bot: { id: botOf(reach) },
          ...(tenantId ? { tenantId } : {}),
          channelData: { channel: { id: room }, ...(tenantId ? { tenant: { id: tenantId } } : {}) },
          activity: message(content, reach, false),
        }),
      ),
    );
    const conversation = answer.id ?? room;
    return sent(conversation, answer.activityId || splitConversation(conversation)[1], serviceUrl, reach);
  }

  /** Creates the personal chat or finds the existing one. Safe to repeat. */
  async function openPersonal(
    person: string,
    reach: DeliveryContext | undefined,
  ): Promise<{ id: string; serviceUrl: string }> {
    const known = contacts.find(person);
    const serviceUrl = known?.serviceUrl ?? serviceUrlOf(reach);
    // The `29:…` id also reaches people who have the bot only through a team. Use it only for the person it belongs to.
    const user = known?.user ?? (reach?.of === person ? reach.user : undefined) ?? person;
    const answer = await ask(serviceUrl, 'create', (client) =>
      client.conversations.createConversation(
        as({
          isGroup: false,
          bot: { id: botOf(reach) },
          members: [{ id: user }],
          ...(tenantId ? { tenantId, channelData: { tenant: { id: tenantId } } } : {}),
        }),
      ),
    );
    if (!answer.id) throw new SendError('later', 'no-conversation-id');
    contacts.reached(person, { ...known, serviceUrl, user, conversation: answer.id });
    return { id: answer.id, serviceUrl };
  }

  async function toPerson(
    person: string,
    content: Content,
    reach?: DeliveryContext,
    alert = false,
  ): Promise<MessageRef> {
    const known = contacts.find(person);
    if (known?.conversation) {
      try {
        return await toConversation(known.conversation, content, { ...reach, serviceUrl: known.serviceUrl }, alert);
      } catch (error) {
        if (!(error instanceof SendError) || error.outcome !== 'refused') throw error;
        contacts.lost(person);
        // If the known chat is gone, a new one may work. If the bot is blocked, it cannot.
        if (error.reason !== 'no-such-room') throw error;
      }
    }
    const { id, serviceUrl } = await openPersonal(person, reach);
    return toConversation(id, content, { ...reach, serviceUrl }, alert);
  }

  async function replace(ref: MessageRef, content: Content): Promise<void> {
    const activity = { ...message(content, ref.reach, isPersonal(ref.room)), id: ref.message };
    await ask(serviceUrlOf(ref.reach), 'update', (client) =>
      client.conversations.updateActivity(inThread(ref.room, ref.reach), ref.message, as(activity)),
    );
  }

  function toRoom(room: string, content: Content, reach: DeliveryContext = {}): Promise<MessageRef> {
    if (reach.thread) return toConversation(inThread(room, reach), content, reach, true);
    return isTeamRoom(room) ? startThread(room, content, reach) : toConversation(room, content, reach, true);
  }

  async function post(to: Address, card: Card): Promise<MessageRef> {
    const content = { card };
    if (to.room !== undefined) {
      try {
        return await toRoom(to.room, content, to.reach);
      } catch (error) {
        // If this personal chat is gone, the person may have a new one.
        const isGone = error instanceof SendError && error.reason === 'no-such-room';
        if (!isGone || to.user === undefined) throw error;
      }
    }
    if (to.user !== undefined) return toPerson(to.user, content, to.reach, true);
    // Teams cannot find people by e-mail. They become reachable with their first message to the bot.
    throw new SendError('refused', 'no-such-person');
  }

  return {
    toConversation,
    toPerson,
    replace,
    chat: {
      name: 'teams',
      // Milliseconds. Published limits: 7 messages a second, 60 in 30 seconds and 1,800 an hour per conversation; 50 a
      // second per tenant.
      pace: { room: 600, chat: 200 },
      post,
      update: (ref, card) => replace(ref, { card }),
      // No `find`: a bot may not read the history, so an unknown outcome stays unknown.
      fetchFile: (source) =>
        fetchFile(source, {
          isConnector: (url) => options.isServiceUrl(url) && PICTURE.test(new URL(url).pathname),
          token: () => (appId === '' ? Promise.resolve('') : token.get()),
          testHosts: options.testHosts,
          deadline: options.deadline,
        }),
    },
  };
}

const inThread = (room: string, reach: DeliveryContext = {}) =>
  reach.thread ? `${room};messageid=${reach.thread}` : room;

type Client = Awaited<ReturnType<Wire['client']>>;
/** The SDK's types require every property of an activity; the connector needs only these few. */
const as = <T>(partial: object): T => partial as T;
