/** Where in Slack an answer can be shown. */
import type { Room } from '../../bot/chat.ts';

/** The places where an answer to this request can be shown. */
export type Surface = {
  user: string;
  room: Room;
  /** Answers through it are seen by this person only, also where the bot is not a member. */
  url?: string;
  /** The clicked message. */
  message?: { channel: string; ts: string; ephemeral: boolean };
  thread?: string;
  /** The request came from the App Home. */
  home?: true;
};
