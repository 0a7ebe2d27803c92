/** Where in Slack the answer to a request can be shown. */
import type { Room } from '../../bot/chat.ts';

export type Surface = {
  user: string;
  room: Room;
  /** The response_url: answers through it are visible to this person only, even where the bot is not a member. */
  url?: string;
  /** The clicked message. */
  message?: { channel: string; ts: string; ephemeral: boolean };
  thread?: string;
  /** The request came from the App Home. */
  home?: true;
};
