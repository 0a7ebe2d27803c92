/** The fake tenant's state: people, rooms and messages. */

export type CardJson = Record<string, unknown>;

export type Person = {
  email: string;
  name: string;
  /** Directory object id, and the id known only to this bot. */
  aad: string;
  mri: string;
  /** Conversation id of the personal chat with the bot. */
  chat: string;
  /** Whether the bot is installed for this person. */
  installed: boolean;
  /** The person's own tenant. People of other tenants join through shared channels. */
  tenant: string;
  /** The role in the roster: user, guest or anonymous. */
  role: string;
  /** The login, if it differs from the address. */
  login?: string;
};

export type TeamRoom = { id: string; name: string };

export type Message = {
  id: string;
  room: string;
  /** First message of the thread, in team rooms. */
  thread?: string;
  /** Directory id of the sender, or `bot`. */
  from: string;
  summary?: string;
  text?: string;
  card?: CardJson;
  /** Cards shown to individual people in place of `card` since their last click. */
  views: Map<string, CardJson>;
};

/** More than any story needs; stops a runaway loop. */
const MOST_MESSAGES = 10_000;
export const TENANT = '00000000-0000-4000-8000-00000000c17e';

export class World {
  readonly people: Person[] = [];
  readonly rooms: TeamRoom[] = [];
  readonly messages: Message[] = [];
  /** Sentences shown briefly under a card, by person. */
  readonly toasts: { aad: string; text: string; at: number }[] = [];
  /** What no client would have shown: broken cards, unknown people. Any entry fails the test. */
  readonly faults: string[] = [];
  #clock = 1_795_000_000_000;
  #waiting = new Set<() => void>();

  addPerson(email: string, name: string, tenant: string = TENANT): Person {
    const number = String(this.people.length + 1).padStart(12, '0');
    const person = {
      email,
      name,
      aad: `00000000-0000-4000-9000-${number}`,
      mri: `29:1person-${number}`,
      chat: `a:1chat-${number}`,
      installed: true,
      tenant,
      role: 'user',
    };
    this.people.push(person);
    return person;
  }

  addRoom(name: string): TeamRoom {
    const room = { name, id: `19:room-${String(this.rooms.length + 1).padStart(4, '0')}@thread.tacv2` };
    this.rooms.push(room);
    return room;
  }

  /** Teams' message ids are milliseconds; here each is one higher than the last. */
  nextId(): string {
    this.#clock += 1;
    return String(this.#clock);
  }

  add(message: Omit<Message, 'id' | 'views'>, id = this.nextId()): Message {
    if (this.messages.length >= MOST_MESSAGES) throw new Error('The fake tenant is full');
    const stored = { ...message, id, views: new Map<string, CardJson>() };
    this.messages.push(stored);
    this.changed();
    return stored;
  }

  find(room: string, id: string): Message | undefined {
    return this.messages.find((message) => message.room === room && message.id === id);
  }

  remove(message: Message): void {
    this.messages.splice(this.messages.indexOf(message), 1);
    this.changed();
  }

  toast(aad: string, text: string): void {
    this.toasts.push({ aad, text, at: Number(this.nextId()) });
    this.changed();
  }

  personBy(id: string): Person | undefined {
    return this.people.find((person) => person.aad === id || person.mri === id);
  }

  /** Notifies all waiters of a change. */
  changed(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves as soon as the condition holds, checked after each change; rejects after `most` milliseconds. */
  until(condition: () => boolean, what: string, most = 60_000): Promise<void> {
    if (condition()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const look = () => {
        if (condition()) end(resolve);
      };
      const timer = setTimeout(() => end(() => reject(new Error(`Nothing happened in Teams: ${what}`))), most);
      const end = (then: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        then();
      };
      this.#waiting.add(look);
    });
  }
}
