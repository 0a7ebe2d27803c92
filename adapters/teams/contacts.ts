/** Who people in Teams are beyond their id (name, e-mail), and in which conversation each can be reached. In memory only. */
import { z } from 'zod';
import type { Inbound } from '../../bot/chat.ts';
import { personId, splitConversation, type TeamsActivity } from './inbound.ts';
import type { Wire } from './wire.ts';

/** People remembered at once; the one not seen for longest is forgotten first. */
const KEPT = 5000;
/** An e-mail address may change hands with an office: it is asked for again after this long (milliseconds). */
const FRESH = 12 * 3_600_000;

type Contact = {
  serviceUrl: string;
  /** The `29:…` id, which works where the directory's id doesn't. */
  user: string;
  /** The personal chat with the bot, once somebody has written in it. */
  conversation?: string;
  details?: { name?: string; email?: string; until: number };
};

const member = z.object({
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
});

export type Contacts = {
  /** Remembers where this activity's sender can be reached. */
  meet(activity: TeamsActivity): void;
  /** The inbound with name and e-mail where the roster tells them in time. Never throws. */
  introduce(activity: TeamsActivity, inbound: Inbound): Promise<Inbound>;
  find(person: string): Contact | undefined;
  /** The personal chat was created or found. */
  reached(person: string, contact: Contact): void;
  /** The personal chat is gone (app removed, blocked): next time it is created anew. */
  lost(person: string): void;
  /** Where the last request came from: the best guess for somebody unseen. */
  lastServiceUrl(): string | undefined;
  /** What the bot itself is called there. */
  lastBot(): string | undefined;
};

type ContactOptions = {
  wire: Wire;
  /** Tenants whose directory is ours. Null: any (Agents Playground). */
  tenants: readonly string[] | null;
  /** Milliseconds the roster may take before we go on without it. */
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

  /** What the roster says. Throws what the connector throws. */
  async function ask(activity: TeamsActivity): Promise<{ name?: string; email?: string }> {
    const client = await wire.client(activity.serviceUrl);
    const [room] = splitConversation(activity.conversation.id);
    const found = member.parse(await client.conversations.getConversationMember(room, activity.from.id));
    // Somebody of another city in a shared channel has an e-mail address that only their own administrator vouches for:
    // it must not make them one of ours.
    const ours = tenants === null || (typeof found.tenantId === 'string' && tenants.includes(found.tenantId));
    const email = ours ? found.email || found.userPrincipalName : undefined;
    return { ...(found.name ? { name: found.name } : {}), ...(email ? { email } : {}) };
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
      const known = book.get(personId(activity));
      let details: { name?: string; email?: string } | undefined = known?.details;
      if (!known?.details || known.details.until <= now().getTime()) {
        const answer = await inTime(ask(activity), patience);
        if (answer) {
          details = answer;
          if (known) known.details = { ...answer, until: now().getTime() + FRESH };
        }
      }
      return details ? { ...inbound, who: { ...inbound.who, ...pick(details) } } : inbound;
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

const pick = ({ name, email }: { name?: string; email?: string }) => ({
  ...(name ? { name } : {}),
  ...(email ? { email } : {}),
});

/** The answer, or undefined when it comes too late or not at all: names are a convenience, the request is not. */
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
