/** Handles one request from arrival to answer: asks the shell and shows its reply where the person can see it. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Lang, SendError } from '../../bot/chat.ts';
import type { Reply } from '../../cards/reply.ts';
import type { Shell } from '../chat.ts';
import { inTime } from '../delivery/in-time.ts';
import { type Answers, isRefused } from './answer.ts';
import { type Ask, type Asked, faultOf } from './ask.ts';
import type { ParsedRequest } from './inbound.ts';
import { keptOf } from './kept.ts';
import type { Log } from './log.ts';
import { needsModal } from './message.ts';
import { inModal, type Modals, notSubmitted, type Place, type Submitted, stillWorking, submitted } from './modal.ts';
import type { Patience } from './patience.ts';
import type { OpenView } from './payload.ts';
import type { People } from './people.ts';
import { WORDS } from './slack-words.ts';
import { lasting, type Surface, withoutMessage } from './surface.ts';
import type { IsSaid } from './take-up.ts';

type Parts = {
  shell: Shell;
  ask: Ask;
  people: People;
  answers: Answers;
  modals: Modals;
  patience: Patience;
  now: () => Date;
  log: Log;
  /** Receives work that continues in the background. */
  track: (work: Promise<void>) => void;
  isSaid: IsSaid;
};

export type Serve = {
  /**
   * A command or click. Resolves when Slack may get its 200. Errors are shown to the person. Rejects with NotStored.
   */
  interactive(heard: ParsedRequest): Promise<void>;
  /** A modal's submission. Run `later` after the body has been sent. Rejects with NotStored. */
  submission(heard: ParsedRequest & { view: OpenView }): Promise<{ body: Submitted; later: () => Promise<void> }>;
  /** An event; `retry` counts from 0. Rejects if nothing was stored or shown, so that Slack redelivers it. */
  event(heard: ParsedRequest, retry: number): Promise<void>;
};

/** Nothing is stored, so Slack gets no 200. The reason is in the log. */
export class NotStored extends Error {}
/** Slack's last retry. It retries at once, after one minute and after five. */
const LAST_RETRY = 3;

export function slackServe({ shell, ask, people, answers, modals, patience, now, log, track, isSaid }: Parts): Serve {
  /** Requests whose person was told "later". */
  const waiting = new Set<string>();

  const kept = (heard: ParsedRequest) => keptOf(heard, now(), !!heard.trigger && shell.opensForm(heard.do));

  /**
   * Whether the answer was already shown, or another process is showing it. The request is stored in case that process
   * dies.
   */
  const isTheirs = async ({ reply, heard }: Asked): Promise<boolean> => {
    if (reply.repeat === 'theirs') await shell.keep(kept(heard));
    return reply.repeat === 'theirs' || reply.repeat === 'over';
  };

  const show = ({ reply, lang, heard }: Asked, to: Surface = heard.surface): Promise<void> =>
    answers.show(reply, waiting.has(heard.key) ? lasting(to) : to, {
      ...{ lang, id: heard.key },
      ...(heard.open ? { open: heard.open } : {}),
    });

  /** Fills the modal. If the modal is gone, the answer goes to the person another way. */
  const fill = async (place: Place | undefined, asked: Asked): Promise<void> => {
    if (place && (await modals.fill(place, asked.reply, asked.heard, asked.lang))) return;
    await show(asked, withoutMessage(asked.heard.surface));
  };

  /**
   * Tells the person that the request failed. If it succeeded but cannot be shown, it is stored and shown when Slack is
   * back.
   */
  const fail = async (heard: ParsedRequest, error: unknown, place?: Place): Promise<Mine> => {
    log.error({ err: error, key: heard.key }, 'a request from Slack failed');
    const lang = await people.lang(heard.who.id, heard.claim);
    // Only showing the reply throws SendError: the request itself succeeded and must not be repeated.
    const text = error instanceof SendError ? WORDS[lang].notShown : WORDS[lang].failed;
    const reply: Reply = { kind: 'notice', text, tone: 'danger' };
    try {
      await fill(place, { reply, lang, heard });
      return true;
    } catch (second) {
      log.warn({ err: second, key: heard.key }, 'the person could not be told');
      if (!(error instanceof SendError)) return true;
      await shell.keep(kept(heard));
      await shell.release(heard.key);
      return false;
    }
  };

  /** Opens the modal while the shell works: the trigger expires too soon to wait for the database. */
  const inNewModal = async (heard: ParsedRequest): Promise<Mine> => {
    const opening = people.lang(heard.who.id, heard.claim).then((lang) => modals.open(heard, lang));
    const [opened, asked] = await Promise.allSettled([opening, ask(heard)]);
    const place = opened.status === 'fulfilled' ? opened.value : undefined;
    if (opened.status === 'rejected') log.error({ err: opened.reason }, 'a modal was not opened');
    if (asked.status === 'fulfilled' && (await isTheirs(asked.value))) return false;
    if (asked.status === 'rejected') return fail(heard, asked.reason, place);
    await fill(place, asked.value);
    return true;
  };

  const inView = async (heard: ParsedRequest, view: OpenView): Promise<Mine> => {
    let asked: Asked;
    try {
      asked = await ask(heard);
    } catch (error) {
      log.error({ err: error, key: heard.key }, 'a request from Slack failed');
      const lang = await people.lang(heard.who.id, heard.claim);
      await modals.warn(view, WORDS[lang].failed);
      return true;
    }
    if (await isTheirs(asked)) return false;
    const fault = faultOf(asked);
    if (fault !== undefined) {
      await modals.warn(view, fault);
      return true;
    }
    const place: Place = { view_id: view.id, ...(view.hash ? { hash: view.hash } : {}) };
    const { reply, lang } = asked;
    if (reply.kind !== 'card' || reply.card.form || reply.replace) {
      await fill(place, asked);
      return true;
    }
    // The reply is a new message, and no Slack call closes a modal.
    await show(asked, withoutMessage(asked.heard.surface));
    await modals.fill(place, { ...inChat, text: WORDS[lang].inChat }, asked.heard, lang);
    return true;
  };

  const inPlace = async (heard: ParsedRequest): Promise<Mine> => {
    const asked = await ask(heard);
    if (await isTheirs(asked)) return false;
    const isForm = asked.reply.kind === 'card' && needsModal(asked.reply.card);
    if (!isForm || !heard.trigger) {
      await show(asked);
      return true;
    }
    await fill(await modals.open(asked.heard, asked.lang), asked);
    return true;
  };

  const serve = async (heard: ParsedRequest): Promise<void> => {
    const isForm = heard.trigger !== undefined && shell.opensForm(heard.do);
    const served = heard.view ? inView(heard, heard.view) : isForm ? inNewModal(heard) : inPlace(heard);
    const isMine = await served.catch((error: unknown) => fail(heard, error));
    if (isMine) track(shell.answered(heard.key));
  };

  /**
   * Waits as long as Slack does. Then the request is stored, or Slack gets no 200. @returns undefined if it was stored
   */
  const inPatience = async <T>(heard: ParsedRequest, work: Promise<T>): Promise<{ done: T } | undefined> => {
    const waited = await inTime(work, shell, () => kept(heard), patience, track);
    if (waited === 'kept') return undefined;
    if (waited !== 'unsafe') return waited;
    log.warn({ key: heard.key }, 'a request was neither done nor stored in time');
    throw new NotStored();
  };

  /**
   * The response body for a form, after a chat message was posted if the answer is one. Undefined if the shell failed.
   */
  const answerForm = async (heard: ParsedRequest, state: { late: boolean }): Promise<FormEnd | undefined> => {
    let asked: Asked;
    try {
      asked = await ask(heard);
    } catch (error) {
      log.error({ err: error, key: heard.key }, 'a form from Slack failed');
      return undefined;
    }
    const body = submitted(asked.reply, asked.heard, asked.lang);
    const end = { asked, body, fault: faultOf(asked), isOutside: false };
    const isMessage = body.response_action === 'clear' && asked.reply.kind === 'card';
    // A late answer goes into the modal, which is waiting for it.
    if (!isMessage || state.late || (await isTheirs(asked))) return end;
    try {
      await show(asked, withoutMessage(asked.heard.surface));
      return { ...end, isOutside: true };
    } catch (error) {
      log.warn({ err: error, key: heard.key }, 'an answer goes into the modal instead');
      return { ...end, body: inModal(asked.reply, asked.heard, asked.lang) };
    }
  };

  return {
    async interactive(heard) {
      const work = serve(heard);
      track(work);
      const late = () => {
        waiting.add(heard.key);
        track(work.finally(() => waiting.delete(heard.key)));
      };
      try {
        if (!(await inPatience(heard, work))) late();
      } catch (error) {
        late();
        throw error;
      }
    },

    async submission(heard) {
      // Started at once, because a late answer leaves no time for it.
      let lang: Lang = 'de';
      const asksLang = async () => {
        lang = await people.lang(heard.who.id, heard.claim);
      };
      track(asksLang());
      const state = { late: false };
      const work = answerForm(heard, state);
      const soon = await inPatience(heard, work);
      if (!soon) {
        state.late = true;
        const later = async () => {
          const [end] = await Promise.all([work, pause(patience.settle)]);
          const place = { view_id: heard.view.id };
          if (!end) await modals.warn(heard.view, WORDS[lang].failed);
          else if (end.fault !== undefined) await modals.warn(heard.view, end.fault);
          else if (end.isOutside) await modals.fill(place, { ...inChat, text: WORDS[lang].inChat }, heard, lang);
          else if (await isTheirs(end.asked)) return;
          else await fill(place, lately(end.asked));
          await shell.answered(heard.key);
        };
        return { body: stillWorking(heard, lang), later };
      }
      const end = soon.done;
      const fault = end ? end.fault : WORDS[lang].failedKept;
      const body = fault === undefined && end ? end.body : notSubmitted(heard.view, fault ?? WORDS[lang].failedKept);
      return { body, later: async () => (end?.isOutside ? shell.answered(heard.key) : undefined) };
    },

    async event(heard, retry) {
      const asked = await ask(heard);
      const { reply } = asked;
      const again = reply.kind === 'notice' && reply.again;
      if (again === true && retry < LAST_RETRY) throw new NotStored();
      if (await isTheirs(asked)) return;
      try {
        if (heard.surface.home) await answers.showHome(reply, heard.who.id, asked.lang);
        else if (reply.repeat !== 'ours' || !(await stands(heard))) await show(asked);
      } catch (error) {
        if (!isRefused(error)) {
          await shell.release(heard.key);
          throw error;
        }
        log.warn({ reason: error.reason, key: heard.key }, 'Slack refuses the answer');
      }
      track(shell.answered(heard.key));
    },
  };

  /** If the history cannot be read, a duplicate answer is better than none. */
  function stands({ key, surface, since }: ParsedRequest): Promise<boolean> {
    return isSaid(key, surface.room.id, since).catch(() => false);
  }
}

const inChat = { kind: 'notice', tone: 'info' } as const;

const lately = ({ heard, ...asked }: Asked): Asked => ({
  ...asked,
  heard: { ...heard, surface: lasting(heard.surface) },
});

/** `isOutside`: the answer is in the chat, not in the modal. */
type FormEnd = { asked: Asked; body: Submitted; fault: string | undefined; isOutside: boolean };

/** Whether it was this process's turn to show the answer. */
type Mine = boolean;
