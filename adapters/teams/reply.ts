/**
 * Delivers the shell's answer: in place of the clicked card, as a sentence under it, or as a message in the personal
 * chat. A team has no private messages and everybody reads along, so answers for one person go to the personal chat.
 */
import type { Inbound } from '../../bot/chat.ts';
import { sayTone } from '../../cards/render/render-words.ts';
import { cardToAdaptiveCard } from '../../cards/render/teams.ts';
import type { Reply } from '../../cards/reply.ts';
import type { Shell } from '../chat.ts';
import type { Contacts } from './contacts.ts';
import { fromInstallation, fromInvoke, fromMessage, langOf, personId, roomOf, type TeamsActivity } from './inbound.ts';
import { latestOnly } from './latest.ts';
import type { Content, Outbound } from './outbound.ts';
import { WORDS } from './teams-words.ts';

type Line = (data: object, message: string) => void;
/** Where this adapter logs; pino fits. */
export type Log = { info: Line; warn: Line; error: Line };

/** Milliseconds until the person is told to wait. Teams gives up after 5 and 15 seconds. */
export type Patience = { invoke: number; message: number };

type Replies = {
  /** The response body for a click. */
  invoke(activity: TeamsActivity): Promise<InvokeBody>;
  /** Resolves when the answer is in the chat or the patience has passed; the work then continues in the background. */
  message(activity: TeamsActivity): Promise<void>;
  installation(activity: TeamsActivity): Promise<void>;
  /** Waits for background work, but not for ever. */
  settle(): Promise<void>;
};

type InvokeBody = { statusCode: 200; type: string; value: object | string };

const CARD = 'application/vnd.microsoft.card.adaptive';
const MESSAGE = 'application/vnd.microsoft.activity.message';
const sentence = (value: string): InvokeBody => ({ statusCode: 200, type: MESSAGE, value });

/** Messages remembered as answered: Teams redelivers if an answer is slow. */
const REMEMBERED = 2000;
/** The shell's answer, or an error that is already logged. */
type Outcome = { reply: Reply } | 'failed';

export function replies(options: {
  shell: Shell;
  out: Outbound;
  contacts: Contacts;
  peoplePicker: boolean;
  patience: Patience;
  log: Log;
}): Replies {
  const { shell, out, contacts, patience, log } = options;
  const going = new Set<Promise<unknown>>();
  const answered = new Set<string>();
  const latest = latestOnly();

  /** Lets work continue after the response. Its errors are logged here, once. */
  function goOn<T>(work: Promise<T>, what: string): Promise<T | undefined> {
    const run = work.catch((error: unknown) => {
      log.warn({ err: error }, what);
      return undefined;
    });
    going.add(run);
    run.finally(() => going.delete(run));
    return run;
  }

  async function ask(activity: TeamsActivity, inbound: Inbound): Promise<Outcome> {
    try {
      return { reply: await shell.handle(await contacts.introduce(activity, inbound)) };
    } catch (error) {
      log.error({ err: error, key: inbound.key }, 'A request from Teams failed');
      return 'failed';
    }
  }

  /**
   * Sends to this person alone: directly in the personal chat, from a team with a hint in the thread if `hint` is set.
   */
  async function tell(activity: TeamsActivity, content: Content, hint: boolean): Promise<'told' | 'cannotWrite'> {
    const room = roomOf(activity);
    const reach = room.reach ?? {};
    if (room.dm) {
      await out.toConversation(activity.conversation.id, content, reach);
      return 'told';
    }
    const words = WORDS[langOf(activity.locale)];
    const told = await out.toPerson(personId(activity), content, reach).then(
      () => 'told' as const,
      (error: unknown) => {
        log.warn({ err: error }, 'Somebody could not be answered in their personal chat');
        return 'cannotWrite' as const;
      },
    );
    if (hint) {
      const text = told === 'told' ? words.inPersonalChat : words.cannotWrite;
      await out.toConversation(activity.conversation.id, { text }, reach);
    }
    return told;
  }

  /** Also changes the stored message, so that the person's other devices show the same step. Personal chats only. */
  function replaceStored(activity: TeamsActivity, message: string, content: Content): Promise<void> {
    const room = activity.conversation.id;
    const ref = { room, message, reach: roomOf(activity).reach ?? {} };
    return latest(`${room}/${message}`, () => out.replace(ref, content));
  }

  const noticeOf = (reply: Extract<Reply, { kind: 'notice' }>) => sayTone(reply.tone, reply.text);

  /** The response to a click whose answer was ready in time. `left` resolves when the client stops waiting. */
  async function answerInTime(activity: TeamsActivity, inbound: Inbound, reply: Reply, left: Promise<'late'>) {
    const words = WORDS[inbound.lang];
    if (reply.kind === 'notice') return sentence(noticeOf(reply));
    if (reply.kind === 'none') return sentence(words.done);
    const { dm } = inbound.where;
    const content = { card: reply.card };
    if (reply.replace) {
      // Update the stored message before responding. In the reverse order the update could erase what has been typed.
      if (dm && inbound.message) {
        const change = goOn(replaceStored(activity, inbound.message, content), 'The stored card was not changed');
        await Promise.race([change, left]);
      }
      const people = dm && options.peoplePicker ? 'graph' : 'list';
      // In a team, too, only the clicking person sees this card, and only on this device.
      return { statusCode: 200, type: CARD, value: cardToAdaptiveCard(reply.card, { people }) } as const;
    }
    const told = await Promise.race([goOn(tell(activity, content, false), 'An answer was not delivered'), left]);
    if (told === 'late') return sentence(words.working);
    if (told === undefined) return sentence(words.failed);
    return sentence(told === 'cannotWrite' ? words.cannotWrite : dm ? words.below : words.inPersonalChat);
  }

  /** Sends the answer as messages: to text, to an old client's click, and to a click that was told to wait. */
  async function answerByMessage(activity: TeamsActivity, inbound: Inbound, outcome: Outcome): Promise<void> {
    const words = WORDS[inbound.lang];
    if (outcome === 'failed') return void (await tell(activity, { text: words.failed }, true));
    const { reply } = outcome;
    if (reply.kind === 'none') return;
    if (reply.kind === 'notice') return void (await tell(activity, { text: noticeOf(reply) }, true));
    const content = { card: reply.card };
    if (reply.replace && inbound.where.dm && inbound.message) {
      try {
        return await replaceStored(activity, inbound.message, content);
      } catch (error) {
        // Teams has failed to find messages it should change for years. Post the card as a new message.
        log.info({ err: error }, 'A card could not be changed and is posted anew');
      }
    }
    await tell(activity, content, true);
  }

  async function bySaying(activity: TeamsActivity, inbound: Inbound | null): Promise<void> {
    if (!inbound) {
      await inPatience(goOn(tell(activity, { text: WORDS[langOf(activity.locale)].unknownButton }, true), UNSAID));
      return;
    }
    if (answered.has(inbound.key)) return;
    const oldest = answered.values().next();
    if (answered.size >= REMEMBERED && !oldest.done) answered.delete(oldest.value);
    answered.add(inbound.key);
    const work = ask(activity, inbound).then((outcome) => {
      // Nothing was stored, so a redelivery by Teams may succeed.
      if (outcome === 'failed' || (outcome.reply.kind === 'notice' && outcome.reply.again))
        answered.delete(inbound.key);
      return answerByMessage(activity, inbound, outcome);
    });
    await inPatience(goOn(work, UNSAID));
  }

  const all = async () => {
    while (going.size > 0) await Promise.allSettled(going);
  };

  const inPatience = async (work: Promise<unknown>, most = patience.message) => {
    const wait = timer(most);
    await Promise.race([work, wait.over]);
    wait.stop();
  };

  return {
    async invoke(activity) {
      const inbound = fromInvoke(activity);
      if (inbound === 'automatic') return sentence('');
      if (!inbound) return sentence(WORDS[langOf(activity.locale)].unknownButton);
      const wait = timer(patience.invoke);
      try {
        const asked = ask(activity, inbound);
        const outcome = await Promise.race([asked, wait.over]);
        if (outcome === 'late') {
          goOn(
            asked.then((outcome) => answerByMessage(activity, inbound, outcome)),
            UNSAID,
          );
          return sentence(WORDS[inbound.lang].working);
        }
        if (outcome === 'failed') return sentence(WORDS[inbound.lang].failed);
        return await answerInTime(activity, inbound, outcome.reply, wait.over);
      } finally {
        wait.stop();
      }
    },
    message: (activity) => bySaying(activity, fromMessage(activity)),
    async installation(activity) {
      const inbound = fromInstallation(activity);
      if (inbound) await bySaying(activity, inbound);
    },
    settle: () => inPatience(all(), LAST_WAIT),
  };
}

/** Milliseconds that shutdown waits for answers. */
const LAST_WAIT = 15_000;
const UNSAID = 'An answer did not reach Teams';

function timer(milliseconds: number): { over: Promise<'late'>; stop: () => void } {
  let handle: NodeJS.Timeout | undefined;
  const over = new Promise<'late'>((resolve) => {
    handle = setTimeout(resolve, milliseconds, 'late');
  });
  return { over, stop: () => clearTimeout(handle) };
}
