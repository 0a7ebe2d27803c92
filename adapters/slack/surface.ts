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

/** The answer in a modal must not replace the message that the modal was opened from. */
export function withoutMessage({ message, home, ...surface }: Surface): Surface {
  return surface;
}

/**
 * The surface for a late answer: unless it is drawn in place, it goes to the person's DM. There it stays and can be
 * searched for. An ephemeral message disappears on reload, and nobody can tell whether it was shown.
 */
export function lasting({ user, room, message, url, home }: Surface): Surface {
  return {
    user,
    room: room.dm ? room : { id: user, dm: true },
    ...(message ? { message } : {}),
    ...(message?.ephemeral && url ? { url } : {}),
    ...(home ? { home } : {}),
  };
}
