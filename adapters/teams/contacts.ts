/** Tenant, name and e-mail of people in Teams, and the conversation in which each can be reached. In memory only. */
import type { Inbound } from '../../bot/chat.ts';
import { personId, splitConversation, type TeamsActivity } from './inbound.ts';
import { MEMBER, type Standing, standingOf, type Tenants } from './standing.ts';
import type { Wire } from './wire.ts';

/** Most people remembered at once. The person not seen for longest is dropped first. */
const KEPT = 5000;
/** Milliseconds until an e-mail address is fetched again: it may pass to another person together with a post. */
const FRESH = 12 * 3_600_000;

type Contact = {
  serviceUrl: string;
  /** The `29:…` id. It also works where the directory's id does not. */
  user: string;
  /** The personal chat with the bot, once it exists. */
  conversation?: string;
  details?: { standing: Standing; until: number };
};

export type Contacts = {
  /** Remembers where the sender of this activity can be reached. */
  meet(activity: TeamsActivity): void;
  /** Adds what the roster says of the sender, or what the request alone says if the roster is late. Never throws. */
  introduce(activity: TeamsActivity, inbound: Inbound): Promise<Inbound>;
  find(person: string): Contact | undefined;
  /** Records that the personal chat was created or found. */
  reached(person: string, contact: Contact): void;
  /** Records that the personal chat is gone (app removed, bot blocked). The next message creates a new one. */
  lost(person: string): void;
  /** The service URL of the last request, the best guess for a person not yet seen. */
  lastServiceUrl(): string | undefined;
  /** The bot's own id in the last request. */
  lastBot(): string | undefined;
};

type ContactOptions = {
  wire: Wire;
  tenants: Tenants;
  /** Milliseconds to wait for the roster. */
  patience: number;
  now: () => Date;
};

export function contacts({ wire, tenants, patience, now }: ContactOptions): Contacts {
  const book = new Map<string, Contact>();
  let last: { serviceUrl: string; bot: string } | undefined;

  function keep(person: string, contact: Contact): void {
    book.delete(person);
    book.set(person, contact);
    const oldest = book.keys().next();
    if (book.size > KEPT && !oldest.done) book.delete(oldest.value);
  }

  /** Asks the roster and remembers the answer. Throws the connector's errors. */
  async function ask(activity: TeamsActivity): Promise<Standing> {
    const client = await wire.client(activity.serviceUrl);
    const [room] = splitConversation(activity.conversation.id);
    const found = MEMBER.parse(await client.conversations.getConversationMember(room, activity.from.id));
    const standing = standingOf(activity, found, tenants);
    const known = book.get(personId(activity));
    if (known) known.details = { standing, until: now().getTime() + FRESH };
    return standing;
  }

  return {
    meet(activity) {
      last = { serviceUrl: activity.serviceUrl, bot: activity.recipient.id };
      const person = personId(activity);
      const known = book.get(person);
      const dm = activity.conversation.conversationType === 'personal';
      const conversation = dm ? activity.conversation.id : known?.conversation;
      keep(person, {
        serviceUrl: dm || !known ? activity.serviceUrl : known.serviceUrl,
        user: activity.from.id,
        ...(conversation === undefined ? {} : { conversation }),
        ...(known?.details ? { details: known.details } : {}),
      });
    },

    async introduce(activity, inbound) {
      const known = book.get(personId(activity))?.details;
      const isFresh = known !== undefined && known.until > now().getTime();
      const told = isFresh ? known.standing : await inTime(ask(activity), patience);
      // An old answer is better than none.
      const standing = told ?? known?.standing ?? standingOf(activity, undefined, tenants);
      return { ...inbound, who: { ...inbound.who, ...standing } };
    },

    find: (person) => book.get(person),
    reached: keep,
    lost(person) {
      const known = book.get(person);
      if (known) delete known.conversation;
    },
    lastServiceUrl: () => last?.serviceUrl,
    lastBot: () => last?.bot,
  };
}

/** The value, or undefined if it is late or fails. */
async function inTime<T>(asked: Promise<T>, patience: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patience, undefined);
  });
  try {
    return await Promise.race([asked.catch(() => undefined), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
