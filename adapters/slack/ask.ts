/** Asks the shell on behalf of the person, with their profile from Slack. */
import type { Inbound, Lang } from '../../bot/chat.ts';
import type { Reply } from '../../cards/reply.ts';
import type { Shell } from '../chat.ts';
import type { ParsedRequest } from './inbound.ts';
import type { People } from './people.ts';

export type Asked = { reply: Reply; lang: Lang; heard: ParsedRequest };
export type Ask = (heard: ParsedRequest) => Promise<Asked>;

export const slackAsk =
  (shell: Shell, people: People): Ask =>
  async (heard) => {
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

/** What to say if nothing was stored; undefined if all went well. */
export const faultOf = ({ reply }: Asked): string | undefined =>
  reply.kind === 'notice' && reply.again ? reply.text : undefined;
