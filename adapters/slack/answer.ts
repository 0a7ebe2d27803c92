/** Shows the shell's reply to the person who asked, in the place where they asked. */
import { type Lang, SendError } from '../../bot/chat.ts';
import type { Card } from '../../cards/node.ts';
import { cardToHome } from '../../cards/render/slack.ts';
import type { Reply } from '../../cards/reply.ts';
import type { Log } from './log.ts';
import { type Message, marksOf, messageOf, noticeCard, noticeMessage } from './message.ts';
import { NO_PREVIEWS } from './outbound.ts';
import type { Surface } from './surface.ts';
import { type Call, DONE, respond } from './web.ts';

export type Answers = {
  /** Throws SendError if no place can show the reply. `id` marks a message in a DM so that it can be found again. */
  show(reply: Reply, to: Surface, how: { lang: Lang; id: string; open?: ReadonlySet<string> }): Promise<void>;
  /** Publishes the reply as the person's App Home. */
  showHome(reply: Reply, user: string, lang: Lang): Promise<void>;
};

export function slackAnswers(call: Call, apiUrl: string | undefined, log: Log): Answers {
  const post = (channel: string, message: Message, id: string) =>
    call('chat.postMessage', { channel, ...message, ...marksOf('kanalwacht_answer', id), ...NO_PREVIEWS }, DONE);

  /** Visible to this person only: in the DM, else through the click's response_url, else as an ephemeral message. */
  const whisper = async (to: Surface, message: Message, id: string): Promise<void> => {
    if (to.room.dm) return void (await post(to.room.id, message, id));
    if (to.url) return respond(to.url, apiUrl, { response_type: 'ephemeral', replace_original: false, ...message });
    const thread = to.thread ? { thread_ts: to.thread } : {};
    await call('chat.postEphemeral', { channel: to.room.id, user: to.user, ...message, ...thread }, DONE);
  };

  const say = async (to: Surface, message: Message, id: string): Promise<void> => {
    try {
      await whisper(to, message, id);
    } catch (error) {
      // The bot may not be in that room, or the click is over 30 minutes old. Use the person's DM instead.
      if (!isRefused(error) || to.room.id === to.user) throw error;
      log.info({ reason: error.reason }, 'answered in the DM instead');
      await post(to.user, message, id);
    }
  };

  const replace = async (to: Surface, message: Message, id: string): Promise<void> => {
    const { message: clicked } = to;
    if (!clicked) return say(to, message, id);
    try {
      if (clicked.ephemeral && to.url) await respond(to.url, apiUrl, { replace_original: true, ...message });
      else await call('chat.update', { channel: clicked.channel, ts: clicked.ts, ...message }, DONE);
    } catch (error) {
      if (!isRefused(error)) throw error;
      await say(to, message, id);
    }
  };

  const showHome = async (reply: Reply, user: string, lang: Lang): Promise<void> => {
    if (reply.kind === 'none') return;
    const card: Card = reply.kind === 'card' ? reply.card : noticeCard(lang, reply.tone, reply.text);
    await call('views.publish', { user_id: user, view: cardToHome(card) }, DONE);
  };

  return {
    showHome,
    async show(reply, to, { lang, id, open }) {
      if (reply.kind === 'none') return;
      if (reply.kind === 'notice') return say(to, noticeMessage(reply.tone, reply.text), id);
      if (to.home && reply.replace) return showHome(reply, to.user, lang);
      const message = messageOf(reply.card, open);
      await (reply.replace ? replace(to, message, id) : say(to, message, id));
    },
  };
}

export function isRefused(error: unknown): error is SendError {
  return error instanceof SendError && error.outcome === 'refused';
}
