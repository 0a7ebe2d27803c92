/** The local workspace as a chat: the outbox's messages are stored, and the page shows them. */
import { type Address, type MessageRef, SendError } from '../../bot/chat.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { addLocalMessage, localDelivery, localDm, replaceLocalCard } from '../../db/delivery/local.ts';
import type { Chat } from '../chat.ts';
import { BOT } from './deps.ts';

type Parts = {
  store: Store;
  now: () => Date;
  /** Called after every visible change. */
  changed: () => void;
};

export function localChat({ store, now, changed }: Parts): Chat {
  return {
    name: 'local',
    pace: { room: 0, chat: 0 },
    async post(to, card, id) {
      const room = roomOf(to);
      const message = { room, author: BOT, card, delivery: id };
      const key = await unlessGone(store.db.transaction((tx) => addLocalMessage(tx as Tx, message, now())));
      changed();
      return { room, message: key };
    },
    async update(ref, card) {
      if (!(await unlessGone(replaceLocalCard(store.db, ref.message, card))))
        throw new SendError('refused', 'message-gone');
      changed();
    },
    // Membership follows from the incident's roles and is checked on every read.
    openRoom: ({ name, room }) => Promise.resolve({ room: room ?? name.toLowerCase(), missing: [] }),
    async find(_to, id) {
      const found = await unlessGone(localDelivery(store.db, id));
      return found ? ({ room: found.room, message: found.id } satisfies MessageRef) : null;
    },
  };
}

function roomOf({ room, user }: Address): string {
  if (room !== undefined) return room;
  if (user === undefined) throw new SendError('refused', 'no-address');
  return localDm(user);
}

/** Rooms and outbox share one database. If it is down, nothing can be sent anywhere in this chat. */
async function unlessGone<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    throw new SendError('later', 'database', { scope: 'chat' });
  }
}
