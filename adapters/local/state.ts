/** Everything the page shows, in one answer. */
import type { Lang } from '../../bot/chat.ts';
import { type AdaptiveCardJson, cardToAdaptiveCard } from '../../cards/render/teams.ts';
import type { LocalDeps, LocalMessage, LocalPerson, LocalRoom } from './deps.ts';

export type ShownMessage = Omit<LocalMessage, 'card'> & { card: AdaptiveCardJson | null };

export type LocalState = {
  people: LocalPerson[];
  /** Null when there is none with this id. */
  person: string | null;
  rooms: LocalRoom[];
  room: string | null;
  messages: ShownMessage[];
  commands: { text: string; hint: string }[];
  /** ISO time of the workspace's clock. */
  now: string;
};

/** What `person` sees with `room` open; without them the list of people. The DM with Kanalwacht stands first. */
export async function stateFor(
  deps: LocalDeps,
  asked: { person?: string | undefined; room?: string | undefined; lang: Lang },
): Promise<LocalState> {
  const people = await deps.people();
  const person = people.find((one) => one.id === asked.person)?.id ?? null;
  const rooms = person === null ? [] : await deps.rooms(person);
  const sorted = [...rooms].sort((a, b) => Number(b.dm) - Number(a.dm));
  const room = sorted.find((one) => one.id === asked.room) ?? sorted[0];
  const messages = person === null || !room ? [] : await deps.messages(person, room.id);
  return {
    people,
    person,
    rooms: sorted,
    room: room?.id ?? null,
    messages: messages.map((message) => ({
      ...message,
      card: message.card ? cardToAdaptiveCard(message.card, { people: 'free' }) : null,
    })),
    commands: deps.commands(asked.lang),
    now: deps.clock.now().toISOString(),
  };
}
