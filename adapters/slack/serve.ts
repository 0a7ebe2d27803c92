/** Handles one request from arrival to answer: asks the shell and shows its reply where the person can see it. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Inbound, type Lang, SendError } from '../../bot/chat.ts';
import type { Reply } from '../../cards/reply.ts';
import type { Shell } from '../chat.ts';
import { type Answers, isRefused } from './answer.ts';
import type { ParsedRequest } from './inbound.ts';
import type { Log } from './log.ts';
import { needsModal } from './message.ts';
import { type Modals, notSubmitted, type Place, type Submitted, stillWorking, submitted } from './modal.ts';
import { type Patience, within } from './patience.ts';
import type { OpenView } from './payload.ts';
import type { People } from './people.ts';
import { once } from './shown-once.ts';
import { WORDS } from './slack-words.ts';
import type { Surface } from './surface.ts';

type Parts = {
  shell: Shell;
  people: People;
  answers: Answers;
  modals: Modals;
  patience: Patience;
  log: Log;
  /** Whether the DM already contains an answer with this key. */
  isSaid(heard: ParsedRequest): Promise<boolean>;
};

export type Serve = {
  /** A command or click. Never rejects: errors are logged and shown to the person. */
  interactive(heard: ParsedRequest): Promise<void>;
  /** A modal's submission. Run `later` after the body has been sent. Never rejects. */
  submission(heard: ParsedRequest & { view: OpenView }): Promise<{ body: Submitted; later: () => Promise<void> }>;
  /** An event; `retry` counts from 0. Rejects if nothing was stored or shown, so that Slack redelivers it. */
  event(heard: ParsedRequest, retry: number): Promise<void>;
};

/** The shell has stored nothing and has logged why. */
export class NotStored extends Error {}
/** Slack's last retry. It retries at once, after one minute and after five. */
const LAST_RETRY = 3;

type Asked = { reply: Reply; lang: Lang; heard: ParsedRequest };

export function slackServe({ shell, people, answers, modals, patience, log, isSaid }: Parts): Serve {
  const shown = once();

  const ask = async (heard: ParsedRequest): Promise<Asked> => {
    const { who, surface } = heard;
    const [profile, ownDm] = await Promise.all([
      people.profile(who.id, heard.claim),
      surface.room.dm || people.isOwnDm(who.id, surface.room.id),
    ]);
    const { lang, ...known } = profile;
    const where = { ...surface.room, dm: ownDm };
    const inbound: Inbound = {
      key: heard.key,
      who: { ...who, ...known },
      where,
      lang,
      do: heard.do,
      ...(heard.message ? { message: heard.message } : {}),
    };
    const reply = await shell.handle(inbound);
    return { reply, lang, heard: { ...heard, surface: { ...surface, room: where } } };
  };

  const show = ({ reply, lang, heard }: Asked, to: Surface = heard.surface): Promise<void> =>
    answers.show(reply, to, { lang, id: heard.key, ...(heard.open ? { open: heard.open } : {}) });

  /** Fills the modal. If the modal is gone, the answer goes to the person another way. */
  const fill = async (place: Place | undefined, asked: Asked): Promise<void> => {
    if (place && (await modals.fill(place, asked.reply, asked.heard, asked.lang))) return;
    await show(asked, withoutMessage(asked.heard.surface));
  };

  const fail = async (heard: ParsedRequest, error: unknown, place?: Place): Promise<void> => {
    log.error({ err: error, key: heard.key }, 'a request from Slack failed');
    const lang = await people.lang(heard.who.id, heard.claim);
    // Only showing the reply throws SendError: the request itself succeeded and must not be repeated.
    const text = error instanceof SendError ? WORDS[lang].notShown : WORDS[lang].failed;
    const reply: Reply = { kind: 'notice', text, tone: 'danger' };
    try {
      await fill(place, { reply, lang, heard });
    } catch (second) {
      log.warn({ err: second, key: heard.key }, 'the person could not be told');
    }
  };

  /** Opens the modal while the shell works: the trigger expires too soon to wait for the database. */
  const inNewModal = async (heard: ParsedRequest): Promise<void> => {
    const opening = people.lang(heard.who.id, heard.claim).then((lang) => modals.open(heard, lang));
    const [opened, asked] = await Promise.allSettled([opening, ask(heard)]);
    const place = opened.status === 'fulfilled' ? opened.value : undefined;
    if (place === 'replayed') return;
    if (opened.status === 'rejected') log.error({ err: opened.reason }, 'a modal was not opened');
    if (asked.status === 'rejected') return fail(heard, asked.reason, place);
    await fill(place, asked.value);
  };

  /** What to say if nothing was stored; undefined if all went well. */
  const faultOf = ({ reply }: Asked): string | undefined =>
    reply.kind === 'notice' && reply.again ? reply.text : undefined;

  const inView = async (heard: ParsedRequest, view: OpenView): Promise<void> => {
    let asked: Asked;
    try {
      asked = await ask(heard);
    } catch (error) {
      log.error({ err: error, key: heard.key }, 'a request from Slack failed');
      const lang = await people.lang(heard.who.id, heard.claim);
      return modals.warn(view, WORDS[lang].failed);
    }
    const fault = faultOf(asked);
    if (fault !== undefined) return modals.warn(view, fault);
    const place: Place = { view_id: view.id, ...(view.hash ? { hash: view.hash } : {}) };
    const { reply, lang } = asked;
    if (reply.kind !== 'card' || reply.card.form || reply.replace) return fill(place, asked);
    // The reply is a new message, and no Slack call closes a modal.
    await show(asked, withoutMessage(asked.heard.surface));
    await modals.fill(place, { kind: 'notice', tone: 'info', text: WORDS[lang].inChat }, asked.heard, lang);
  };

  const inPlace = async (heard: ParsedRequest): Promise<void> => {
    const asked = await ask(heard);
    const isForm = asked.reply.kind === 'card' && needsModal(asked.reply.card);
    if (!isForm || !heard.trigger) return show(asked);
    const place = await modals.open(asked.heard, asked.lang);
    if (place !== 'replayed') await fill(place, asked);
  };

  return {
    async interactive(heard) {
      try {
        if (!shown.claim(heard.key)) await ask(heard);
        else if (heard.view) await inView(heard, heard.view);
        else if (heard.trigger && shell.opensForm(heard.do)) await inNewModal(heard);
        else await inPlace(heard);
      } catch (error) {
        await fail(heard, error);
      }
    },

    async submission(heard) {
      const isFirst = shown.claim(heard.key);
      const asking = ask(heard).then(
        (asked) => ({ asked }),
        (error: unknown) => {
          log.error({ err: error, key: heard.key }, 'a form from Slack failed');
          return { asked: undefined };
        },
      );
      const inTime = await within(asking, patience.answer, undefined);
      const lang = inTime?.asked?.lang ?? (await people.lang(heard.who.id, heard.claim));
      const { failed, failedKept } = WORDS[lang];
      if (!inTime) {
        const later = async () => {
          const [{ asked }] = await Promise.all([asking, pause(patience.settle)]);
          const fault = asked ? faultOf(asked) : failed;
          if (asked && fault === undefined) await fill({ view_id: heard.view.id }, asked);
          else await modals.warn(heard.view, fault ?? failed);
        };
        return { body: stillWorking(heard, lang), later };
      }
      const { asked } = inTime;
      const fault = asked ? faultOf(asked) : failedKept;
      if (!asked || fault !== undefined) {
        return { body: notSubmitted(heard.view, fault ?? failedKept), later: async () => {} };
      }
      const body = submitted(asked.reply, asked.heard, lang);
      const isLeft = body.response_action === 'clear' && isFirst;
      return { body, later: async () => (isLeft ? show(asked, withoutMessage(asked.heard.surface)) : undefined) };
    },

    async event(heard, retry) {
      const asked = await ask(heard);
      const again = asked.reply.kind === 'notice' && asked.reply.again;
      if (again === true && retry < LAST_RETRY) throw new NotStored();
      if (!shown.claim(heard.key)) return;
      try {
        if (heard.surface.home) await answers.showHome(asked.reply, heard.who.id, asked.lang);
        else if (retry === 0 || !(await isSaid(heard))) await show(asked);
        if (again) shown.release(heard.key);
      } catch (error) {
        shown.release(heard.key);
        if (!isRefused(error)) throw error;
        log.warn({ reason: error.reason, key: heard.key }, 'Slack refuses the answer');
      }
    },
  };
}

/** The answer in a modal must not replace the message that the modal was opened from. */
function withoutMessage({ message, home, ...surface }: Surface): Surface {
  return surface;
}
