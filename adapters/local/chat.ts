/** The local workspace as a chat: what the outbox sends is stored as a message; the page shows it. */
import { type Address, type MessageRef, SendError } from '../../bot/chat.ts';
import type { Store, Tx } from '../../db/connect.ts';
import { addLocalMessage, localDelivery, localDm, replaceLocalCard } from '../../db/delivery/local.ts';
import type { Chat } from '../chat.ts';
import { BOT } from './deps.ts';

type Parts = {
  store: Store;
  now: () => Date;
  /** Called after every change that somebody could see. */
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
    // Who is in it follows from the roles of the incident, asked for at every look.
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

/** Room and outbox are one database: when it is gone, nothing can be sent anywhere here. */
async function unlessGone<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    throw new SendError('later', 'database', { scope: 'chat' });
  }
}
