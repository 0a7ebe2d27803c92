/** Finishes a dead process's work: runs the stored request and shows the answer unless it was already shown. */
import type { TakeUp } from '../chat.ts';
import { type Answers, isRefused } from './answer.ts';
import { type Ask, type Asked, faultOf } from './ask.ts';
import { readKept } from './kept.ts';
import type { Log } from './log.ts';
import type { Modals, Place } from './modal.ts';
import { lasting, withoutMessage } from './surface.ts';

type Parts = {
  ask: Ask;
  answers: Answers;
  modals: Modals;
  log: Log;
  isSaid: IsSaid;
};

/** Whether the room already contains an answer with this key. Throws SendError. */
export type IsSaid = (key: string, room: string, since: number | undefined) => Promise<boolean>;

export function slackTakeUp({ ask, answers, modals, log, isSaid }: Parts): TakeUp {
  /** Shows the answer directly where a repetition is harmless; elsewhere it searches for an earlier one first. */
  const bring = async ({ reply, lang, heard }: Asked, place: Place | undefined): Promise<void> => {
    if (reply.kind === 'none') return;
    if (place && (await modals.fill(place, reply, heard, lang))) return;
    const { home, message, room, user } = heard.surface;
    if (home && reply.kind === 'card' && reply.replace) return answers.showHome(reply, user, lang);
    const isDrawnAnew = reply.kind === 'card' && reply.replace && message !== undefined && !message.ephemeral;
    if (!isDrawnAnew && (await isSaid(heard.key, room.dm ? room.id : user, heard.since))) return;
    const to = lasting(place ? withoutMessage(heard.surface) : heard.surface);
    await answers.show(reply, to, { lang, id: heard.key });
  };

  return async (request, last) => {
    const read = readKept(request);
    if (!read) {
      log.error({}, 'a stored request can not be read');
      return true;
    }
    const { heard, place } = read;
    try {
      const asked = await ask(heard);
      const isLater = asked.reply.repeat === 'theirs' || faultOf(asked) !== undefined;
      if (isLater && !last) return false;
      await bring(asked, place);
      return true;
    } catch (error) {
      log.warn({ err: error, key: heard.key }, 'a late answer did not reach Slack');
      return last || isRefused(error);
    }
  };
}
