/** One person in the fake tenant: writes, fills in, clicks, and reads their chat. */
import { buttonsOf, faultsOf, inputNamed, inputsOf, readCard, valuesFor } from './cards.ts';
import type { Activity, Deliver, Delivered } from './deliver.ts';
import { type CardJson, type Message, type Person, TENANT, type TeamRoom, type World } from './world.ts';

export type FileToSend = { name: string; bytes: Buffer };
/** A visible thing in the personal chat. */
export type Seen = { kind: 'card' | 'text' | 'toast'; text: string };

type Surroundings = {
  world: World;
  deliver: Deliver;
  bot: { id: string; name: string };
  serviceUrl: string;
  share: (file: FileToSend) => string;
  locale: string;
};

type IncidentChannel = { conversation: object; channelData: object };

export class User {
  readonly person: Person;
  readonly #at: Surroundings;
  /** Typed but not sent, by message. */
  readonly #typed = new Map<string, Map<string, string>>();

  constructor(person: Person, at: Surroundings) {
    this.person = person;
    this.#at = at;
  }

  /** Writes in the personal chat. */
  say(text: string, more: { files?: FileToSend[]; locale?: string } = {}): Promise<Delivered> {
    const { world } = this.#at;
    const sent = world.add({ room: this.person.chat, from: this.person.aad, text });
    const attachments = (more.files ?? []).map((file) => ({
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      name: file.name,
      contentUrl: `https://city-my.sharepoint.com/personal/Documents/${encodeURIComponent(file.name)}`,
      content: { downloadUrl: this.#at.share(file), uniqueId: sent.id, fileType: file.name.split('.').at(-1) ?? '' },
    }));
    return this.#at.deliver({
      ...this.#base(sent.id, this.#personal(), more.locale),
      type: 'message',
      text,
      textFormat: 'plain',
      ...(attachments.length > 0 ? { attachments } : {}),
    });
  }

  /** Writes in a room of the team with a mention of the bot, as a new thread or into one. */
  sayInTeam(room: string, text: string, more: { thread?: string; locale?: string } = {}): Promise<Delivered> {
    const { world, bot } = this.#at;
    const { id } = this.#room(room);
    const sent = world.add({ room: id, from: this.person.aad, text });
    sent.thread = more.thread ?? sent.id;
    const mention = `<at>${bot.name}</at>`;
    const base = this.#base(sent.id, this.#inTeam(id, sent.thread), more.locale);
    return this.#at.deliver({
      ...base,
      type: 'message',
      text: `${mention}&nbsp;${text}\n`,
      textFormat: 'plain',
      entities: [...base.entities, { type: 'mention', mentioned: bot, text: mention }],
    });
  }

  /**
   * Types into the newest card that has these inputs, by id or label. Choices are given by value or title, several
   * joined with commas. Sent with the next click on that card.
   */
  fill(values: Record<string, string>): this {
    const names = Object.keys(values);
    const message = this.#newest((card) => names.every((name) => inputNamed(card, name)));
    if (!message) {
      const known = this.cards().flatMap((card) => inputsOf(card).map(({ id, label }) => `${id} (${label})`));
      throw new Error(`${this.person.name} has no card with ${names.join(', ')}; there are ${known.join(', ')}`);
    }
    const typed = this.#typed.get(message.id) ?? new Map<string, string>();
    for (const [name, value] of Object.entries(values)) typed.set(inputNamed(this.#see(message), name)!.id, value);
    this.#typed.set(message.id, typed);
    return this;
  }

  /** Presses a button by title or command on the newest card that has it. Confirms if asked. */
  async click(what: string, more: { in?: string; card?: RegExp; locale?: string } = {}): Promise<Delivered> {
    const room = more.in === undefined ? undefined : this.#room(more.in).id;
    const has = (card: CardJson) =>
      buttonsOf(card).some((button) => button.title === what || button.do === what) &&
      (more.card === undefined || more.card.test(readCard(card)));
    const message = this.#newest(has, room);
    if (!message) {
      const known = this.cards(more.in).flatMap((card) => buttonsOf(card).map(({ title }) => title));
      throw new Error(`${this.person.name} sees no button "${what}", only: ${known.join(', ')}`);
    }
    return this.clickOn(message, what, more.locale === undefined ? {} : { locale: more.locale });
  }

  /** The same as `click`; reads better for forms. */
  press(what: string, more: { in?: string; card?: RegExp } = {}): Promise<Delivered> {
    return this.click(what, more);
  }

  /** Presses a button of this very message, even an old one; of several with this label, the nth. */
  async clickOn(
    message: Message,
    what: string,
    { locale, nth = 0 }: { locale?: string; nth?: number | undefined } = {},
  ): Promise<Delivered> {
    const card = this.#see(message);
    const button = buttonsOf(card).filter(({ title, do: name }) => title === what || name === what)[nth];
    if (!button) throw new Error(`There is no button "${what}" on this card`);
    const values = valuesFor(card, this.#typed.get(message.id) ?? new Map());
    const place = message.room === this.person.chat ? this.#personal() : this.#inTeam(message.room, message.thread);
    const delivered = await this.#at.deliver({
      ...this.#base(`f:${this.#at.world.nextId()}`, place, locale),
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: message.id,
      value: {
        action: { type: 'Action.Execute', title: button.title, verb: button.verb, data: { ...button.data, ...values } },
        trigger: 'manual',
      },
    });
    this.#apply(message, delivered);
    return delivered;
  }

  /** The cards this person sees in the personal chat or a room of the team, oldest first, each in its newest state. */
  cards(room?: string): CardJson[] {
    const id = room === undefined ? this.person.chat : this.#room(room).id;
    return this.messages(id).map((message) => this.#see(message));
  }

  /** The newest card, or the newest with matching text. Throws if there is none. */
  card(match?: RegExp, room?: string): CardJson {
    const found = this.cards(room).findLast((card) => match === undefined || match.test(readCard(card)));
    if (!found) throw new Error(`${this.person.name} sees no card${match ? ` like ${match}` : ''}`);
    return found;
  }

  /** Everything the personal chat shows from the bot, in order: cards in their newest state, messages, and toasts. */
  inbox(): Seen[] {
    const messages = this.#at.world.messages
      .filter((message) => message.room === this.person.chat && message.from === 'bot')
      .map((message) => ({
        at: Number(message.id),
        seen: message.card
          ? ({ kind: 'card', text: readCard(this.#see(message)) } as const)
          : ({ kind: 'text', text: message.text ?? '' } as const),
      }));
    const toasts = this.#at.world.toasts
      .filter(({ aad }) => aad === this.person.aad)
      .map(({ at, text }) => ({ at, seen: { kind: 'toast', text } as const }));
    return [...messages, ...toasts].sort((one, other) => one.at - other.at).map(({ seen }) => seen);
  }

  /** The bot's sentences in the personal chat and toasts, in order; `at` is comparable to message ids. */
  said(): { at: number; kind: 'text' | 'toast'; text: string }[] {
    const { messages, toasts } = this.#at.world;
    const texts = messages
      .filter((message) => message.room === this.person.chat && message.from === 'bot' && !message.card)
      .map((message) => ({ at: Number(message.id), kind: 'text' as const, text: message.text ?? '' }));
    const flashed = toasts
      .filter(({ aad }) => aad === this.person.aad)
      .map(({ at, text }) => ({ at, kind: 'toast' as const, text }));
    return [...texts, ...flashed].sort((one, other) => one.at - other.at);
  }

  /** Values typed into a message's inputs but not sent, by input. */
  typedInto(message: Message): ReadonlyMap<string, string> {
    return this.#typed.get(message.id) ?? new Map();
  }

  /** The bot's messages with cards in a conversation, oldest first. */
  messages(room: string = this.person.chat): Message[] {
    return this.#at.world.messages.filter((message) => message.room === room && message.from === 'bot' && message.card);
  }

  /** Removes the bot, as people can. */
  uninstall(): Promise<Delivered> {
    this.person.installed = false;
    return this.#at.deliver({
      ...this.#base('f:remove', this.#personal()),
      type: 'installationUpdate',
      action: 'remove',
    });
  }

  /** Adds the bot. Teams reports this twice, in two ways. */
  async install(): Promise<Delivered> {
    this.person.installed = true;
    const id = this.#at.world.nextId();
    const { mri, aad } = this.person;
    await this.#at.deliver({
      ...this.#base(`f:${id}-update`, this.#personal()),
      type: 'conversationUpdate',
      membersAdded: [{ id: mri, aadObjectId: aad }, { id: this.#at.bot.id }],
    });
    return this.#at.deliver({ ...this.#base(`f:${id}`, this.#personal()), type: 'installationUpdate', action: 'add' });
  }

  /** The envelope of everything this person sends, in Teams' format. */
  envelope(id: string): Activity {
    return this.#base(id, this.#personal());
  }

  #apply(message: Message, { status, body }: Delivered): void {
    const { world } = this.#at;
    this.#typed.delete(message.id);
    const answer = (body ?? {}) as { statusCode?: number; type?: string; value?: unknown };
    if (status !== 200 || answer.statusCode !== 200) {
      world.faults.push(`A click was answered with ${status} ${JSON.stringify(body)}`);
    } else if (answer.type === 'application/vnd.microsoft.card.adaptive') {
      world.faults.push(...faultsOf(answer.value as CardJson));
      message.views.set(this.person.aad, answer.value as CardJson);
      world.changed();
    } else if (typeof answer.value === 'string' && answer.value !== '') {
      world.toast(this.person.aad, answer.value);
    }
  }

  #see(message: Message): CardJson {
    return message.views.get(this.person.aad) ?? message.card ?? {};
  }

  /** Searches newest first: the personal chat, then the team's rooms; or only one room. */
  #newest(has: (card: CardJson) => boolean, room?: string): Message | undefined {
    const rooms = room === undefined ? [this.person.chat, ...this.#at.world.rooms.map(({ id }) => id)] : [room];
    for (const id of rooms) {
      const found = this.messages(id).findLast((message) => has(this.#see(message)));
      if (found) return found;
    }
    return undefined;
  }

  #room(name: string): TeamRoom {
    const found = this.#at.world.rooms.find((room) => room.name === name || room.id === name);
    if (!found) throw new Error(`The team has no room ${name}`);
    return found;
  }

  #personal(): IncidentChannel {
    return { conversation: { conversationType: 'personal', tenantId: TENANT, id: this.person.chat }, channelData: {} };
  }

  #inTeam(room: string, thread: string | undefined): IncidentChannel {
    return {
      conversation: { isGroup: true, conversationType: 'channel', tenantId: TENANT, id: `${room};messageid=${thread}` },
      channelData: { teamsChannelId: room, channel: { id: room }, team: { id: this.#at.world.rooms[0]?.id } },
    };
  }

  #base(id: string, place: IncidentChannel, locale = this.#at.locale): Activity {
    const { bot, serviceUrl } = this.#at;
    return {
      id,
      channelId: 'msteams',
      serviceUrl,
      timestamp: '2026-11-23T08:00:00.000Z',
      localTimestamp: '2026-11-23T09:00:00.000+01:00',
      from: { id: this.person.mri, name: this.person.name, aadObjectId: this.person.aad },
      recipient: bot,
      conversation: place.conversation,
      channelData: { ...place.channelData, tenant: { id: TENANT } },
      locale,
      entities: [{ type: 'clientInfo', locale, country: 'DE', platform: 'Web', timezone: 'Europe/Berlin' }],
    };
  }
}
