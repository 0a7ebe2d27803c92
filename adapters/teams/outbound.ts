/** What leaves for Teams: cards and sentences into rooms and personal chats, each sent exactly once. */
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

/** Either a card or one plain sentence; never both, Teams may split the two and then tells no id. */
export type Content = { card: Card } | { text: string };

export type Outbound = {
  chat: Chat;
  /** Into a conversation as Teams names it (a thread has `;messageid=` in it). Throws SendError. */
  toConversation(conversation: string, content: Content, reach: DeliveryContext): Promise<MessageRef>;
  /** Into somebody's personal chat, which is created when needed. Throws SendError. */
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
  /** Where to start when nobody has written yet. */
  serviceUrl: string;
  /** Whether our token may go there. */
  isServiceUrl: (url: string) => boolean;
  /** Whether Teams may be asked to look for people in the whole city (not in the Agents Playground). */
  peoplePicker: boolean;
  testHosts: readonly string[];
  /** Milliseconds for fetching a file. */
  deadline: number;
  now: () => Date;
};

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';
/** A room in which every new message starts a thread of its own. Group chats end in `@thread.v2`. */
const isTeamRoom = (id: string) => /^19:[^;]+@thread\.(tacv2|skype)$/.test(id);
/** Pictures only: our token opens far more there, and the address comes with somebody's message. */
const PICTURE = /\/v3\/attachments\/[^/]+\/views\/[^/]+$/;
/** Only in a personal chat Teams searches the whole city for people. */
const isPersonal = (id: string) => id.startsWith('a:');

export function outbound(options: OutboundOptions): Outbound {
  const { wire, token, contacts, appId, tenantId, now } = options;

  /** Asks the connector once and sorts its faults. */
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

  /** The message as the connector takes it. `alert`: a toast for the person, for what they did not ask for just now. */
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

  /** The room without its thread, as an Inbound names it too: that is how a click finds the message it came from. */
  function sent(
    conversation: string,
    id: string | undefined,
    serviceUrl: string,
    reach: DeliveryContext | undefined,
  ): MessageRef {
    // Without an id the message stands in the chat and can never be changed: as good as no answer.
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

  /** The SDK's own way of starting a thread loses the message's id; the connector tells it. */
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

  /** Creates the personal chat, or finds the one there is: asking twice gives the same. */
  async function openPersonal(
    person: string,
    reach: DeliveryContext | undefined,
  ): Promise<{ id: string; serviceUrl: string }> {
    const known = contacts.find(person);
    const serviceUrl = known?.serviceUrl ?? serviceUrlOf(reach);
    // The `29:…` id also reaches people who have the bot only through a team; it counts for this one person only.
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
        // The chat we knew is gone, which says nothing about a new one. A block does.
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
        // A personal chat that is gone: the person behind it may have a new one.
        const isGone = error instanceof SendError && error.reason === 'no-such-room';
        if (!isGone || to.user === undefined) throw error;
      }
    }
    if (to.user !== undefined) return toPerson(to.user, content, to.reach, true);
    // Teams finds nobody by e-mail; their first word to the bot makes them known.
    throw new SendError('refused', 'no-such-person');
  }

  return {
    toConversation,
    toPerson,
    replace,
    chat: {
      name: 'teams',
      // Published: 7 messages a second, 60 in 30 seconds and 1,800 an hour per conversation; 50 a second per tenant.
      pace: { room: 600, chat: 200 },
      post,
      update: (ref, card) => replace(ref, { card }),
      // No find: a bot may not read the history, so an unknown outcome stays unknown.
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
/** The SDK's types demand every property an activity can have; the connector wants these few. */
const as = <T>(partial: object): T => partial as T;
