/** Reads and writes the local workspace's rooms, people and messages, and notifies open pages of changes. */
import type { Card } from '../../cards/node.ts';
import type { Store, Tx } from '../../db/connect.ts';
import {
  addLocalMessage,
  localKey,
  localMessagesIn,
  localPeople,
  localRooms,
  markLocalRead,
  replaceLocalCard,
} from '../../db/delivery/local.ts';
import { BOT, type LocalDeps } from './deps.ts';

type ChangeNotifier = LocalDeps['changes'] & { ring(): void };

export function changeNotifier(): ChangeNotifier {
  const listeners = new Set<() => void>();
  return {
    subscribe(listen) {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
    ring() {
      for (const listen of listeners) listen();
    },
  };
}

type Stored = Omit<LocalDeps, 'handle' | 'commands' | 'clock'>;

/** @param mark reports to the intake whether a person is gone; `person` is the registry's key */
export function localStorage(
  store: Store,
  now: () => Date,
  changes: ChangeNotifier,
  mark: (person: string, gone: boolean) => Promise<void>,
): Stored {
  const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => store.db.transaction((tx) => work(tx as Tx));
  const changing = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const result = await within(work);
    changes.ring();
    return result;
  };
  return {
    changes,
    people: () => within(localPeople),
    async rooms(person) {
      const rooms = await within((tx) => localRooms(tx, person));
      return rooms.map((room) => ({ ...room, last: room.last?.toISOString() ?? null }));
    },
    async messages(person, room) {
      const rows = await localMessagesIn(store.db, person, room);
      return rows.map(({ id, author, text, card, onlyFor, at }) => ({
        id,
        author,
        text,
        card: card as Card | null,
        from: author === BOT ? 'bot' : 'person',
        at: at.toISOString(),
        private: onlyFor !== null,
      }));
    },
    addMessage: (message) => changing((tx) => addLocalMessage(tx, message, now())),
    replaceMessage: async (id, card) => void (await changing((tx) => replaceLocalCard(tx, id, card))),
    markRead: (person, room) => changing((tx) => markLocalRead(tx, person, room)),
    async setGone(person, gone) {
      const key = await within((tx) => localKey(tx, person));
      if (key === null) return;
      await mark(key, gone);
      changes.ring();
    },
  };
}
